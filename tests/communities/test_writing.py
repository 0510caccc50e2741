"""Writing the wiki together: who may, what is kept, and that nobody overwrites anybody."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from communities import actions
from communities.models import Membership, WikiPage
from people.refusals import Refusal
from tests import factories


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def edit_url(page):
    return reverse("communities:wiki_edit", args=[page.pk])


@pytest.fixture
def ropes(sailors, ben):
    return actions.create_wiki_page(
        ben, sailors, title="Ropes", body="Keep them dry.", summary="About ropes."
    )


def save(client, page, **changes):
    sent = {"title": page.title, "summary": page.summary, "body": page.body, "base": page.latest_revision_id}
    return client.post(edit_url(page), {**sent, **changes})


def test_a_new_page_is_published_rendered_and_signed(sailors, ropes, ben, cleo):
    page = WikiPage.objects.visible_to(cleo).get()
    assert (page.title, page.slug, page.html) == ("Ropes", "ropes", "<p>Keep them dry.</p>\n")
    assert page.get_absolute_url() == f"/communities/{sailors.slug}/wiki/ropes/"
    assert (page.live, page.has_unpublished_changes, page.latest_revision.user) == (True, False, ben)
    assert page.last_published_at is not None


@pytest.mark.parametrize("who", ["cleo", "eve"])
def test_followers_and_others_do_not_write(sailors, ropes, who, request):
    person = request.getfixturevalue(who)
    for act in (
        lambda: actions.create_wiki_page(person, sailors, title="Mine"),
        lambda: actions.edit_wiki_page(
            person, ropes, title="Mine", body="", base_revision_id=ropes.latest_revision_id
        ),
        lambda: actions.trash_wiki_page(person, ropes),
        lambda: actions.restore_wiki_page(person, ropes),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == "forbidden"
    ropes.refresh_from_db()
    assert (WikiPage.objects.count(), ropes.title, ropes.trashed_at) == (1, "Ropes", None)


@pytest.mark.parametrize("who", ["ada", "ben", "operator"])
def test_leads_members_and_operators_write(sailors, ropes, who, request):
    person = request.getfixturevalue(who)
    saved = actions.edit_wiki_page(
        person,
        ropes,
        title="Ropes and lines",
        body="**Dry.**",
        summary="",
        base_revision_id=ropes.latest_revision_id,
    )
    assert (saved.title, saved.slug, saved.html) == (
        "Ropes and lines",
        "ropes",
        "<p><strong>Dry.</strong></p>\n",
    )
    assert saved.get_latest_revision().user == person


def test_saving_without_a_change_makes_no_revision(ropes, ben):
    before = ropes.latest_revision_id
    actions.edit_wiki_page(
        ben, ropes, title=" Ropes ", body="Keep them dry.", summary="About ropes.", base_revision_id=before
    )
    ropes.refresh_from_db()
    assert (ropes.latest_revision_id, ropes.revisions.count()) == (before, 1)


def test_six_people_save_from_one_base_and_nothing_is_lost(as_person, sailors, ropes):
    writers = [factories.person(f"Writer {n}") for n in range(6)]
    for writer in writers:
        factories.member(sailors, writer)
    base = ropes.latest_revision_id
    answers = [save(as_person(who), ropes, body=f"Text of {who.name}") for who in writers]
    assert [answer.status_code for answer in answers] == [302, 409, 409, 409, 409, 409]
    ropes.refresh_from_db()
    assert (ropes.body, ropes.revisions.count()) == ("Text of Writer 0", 2)
    for who, answer in list(zip(writers, answers, strict=True))[1:]:
        body = answer.content.decode()
        assert f"Text of {who.name}" in answer.context["form"]["body"].value()
        assert answer.context["theirs"].body == "Text of Writer 0"
        assert [(row.kind, row.text) for row in answer.context["differences"]] == [
            ("removed", "Text of Writer 0"),
            ("added", f"Text of {who.name}"),
        ]
        assert answer.context["form"]["base"].value() == str(ropes.latest_revision_id) != str(base)
        assert "Somebody saved this page while you were writing." in body


def test_saving_again_after_a_conflict_builds_on_what_one_has_seen(as_person, ropes, ada, ben):
    save(as_person(ada), ropes, body="Ada's text")
    clash = save(as_person(ben), ropes, body="Ben's text")
    answer = save(
        as_person(ben), ropes, body="Ada's text and Ben's", base=clash.context["form"]["base"].value()
    )
    ropes.refresh_from_db()
    assert (answer.status_code, ropes.body, ropes.revisions.count()) == (302, "Ada's text and Ben's", 3)


def test_a_forged_base_is_a_conflict(as_person, ropes, ben):
    for base in ("", "0", "99999999", str(ropes.latest_revision_id + 1)):
        assert save(as_person(ben), ropes, body="Mine", base=base).status_code == 409
    ropes.refresh_from_db()
    assert ropes.body == "Keep them dry."


def test_a_page_without_revisions_can_be_edited(as_person, sailors, ben):
    page = factories.wiki_page(sailors, "Old", "Text")
    assert save(as_person(ben), page, body="New", base="").status_code == 302
    page.refresh_from_db()
    assert (page.body, page.html) == ("New", "<p>New</p>\n")


def test_titles_are_one_of_a_kind_whatever_their_case(as_person, sailors, ropes, smugglers, ada, ben):
    actions.create_wiki_page(ben, sailors, title="Übung")
    for title in ("ropes", "  ROPES ", "übung", "ÜBUNG"):
        with pytest.raises(Refusal, match="already") as refusal:
            actions.create_wiki_page(ben, sailors, title=title)
        assert refusal.value.code == "title"
    assert actions.create_wiki_page(ada, smugglers, title="Ropes").slug == "ropes"
    other = actions.create_wiki_page(ben, sailors, title="Sails")
    answer = save(as_person(ben), other, title="rOpEs", body="long text")
    assert answer.status_code == 422
    assert answer.context["form"].errors["title"] == [
        "This community has a page called “rOpEs” already. Choose another title."
    ]
    assert answer.context["form"]["body"].value() == "long text"
    assert save(as_person(ben), ropes, title="ROPES").status_code == 302


def test_a_text_beyond_a_megabyte_is_refused_and_kept(as_person, ropes, ben):
    long = "é" * 500_001
    answer = save(as_person(ben), ropes, body=long)
    assert answer.status_code == 200
    assert answer.context["form"].errors["body"] == [
        "The text is longer than 1 MB. Divide it into several pages."
    ]
    assert answer.context["form"]["body"].value() == long
    with pytest.raises(Refusal, match="longer than 1 MB"):
        actions.edit_wiki_page(ben, ropes, title="x", body=long, base_revision_id=ropes.latest_revision_id)


@pytest.mark.parametrize(("title", "code"), [("", "title"), ("   ", "title"), ("x" * 256, "title")])
def test_titles_that_cannot_be(sailors, ben, title, code):
    with pytest.raises(Refusal) as refusal:
        actions.create_wiki_page(ben, sailors, title=title)
    assert refusal.value.code == code


def test_addresses_are_unique_among_siblings_trash_included(sailors, ropes, ben):
    actions.trash_wiki_page(ben, ropes)
    again = actions.create_wiki_page(ben, sailors, title="Ropes")
    below = actions.create_wiki_page(ben, sailors, title="Ropes?", parent=again)
    assert (again.slug, below.slug) == ("ropes-2", "ropes")


def test_a_page_stands_below_its_parent_and_not_in_another_community(sailors, smugglers, ropes, ada, ben):
    knots = actions.create_wiki_page(ben, sailors, title="Knots", parent=ropes)
    assert knots.get_absolute_url() == f"/communities/{sailors.slug}/wiki/ropes/knots/"
    with pytest.raises(Refusal, match="no longer there"):
        actions.create_wiki_page(ada, smugglers, title="Knots", parent=ropes)
    actions.trash_wiki_page(ben, ropes)
    with pytest.raises(Refusal, match="no longer there"):
        actions.create_wiki_page(ben, sailors, title="More", parent=ropes)


def test_a_wiki_has_a_floor(sailors, ben):
    page = None
    for level in range(actions.MAX_LEVELS):
        page = actions.create_wiki_page(ben, sailors, title=f"Level {level}", parent=page)
    with pytest.raises(Refusal, match="12 levels deep"):
        actions.create_wiki_page(ben, sailors, title="Cellar", parent=page)


def test_title_links_lead_to_pages_or_to_where_they_can_be_written(as_person, sailors, ropes, ben, eve):
    page = actions.create_wiki_page(
        ben, sailors, title="Start", body="See [[ropes]] and [[Wind & sea|wind]]."
    )
    named = f"/communities/{sailors.slug}/wiki-named/?title=Wind+%26+sea"
    assert page.html == (
        f'<p>See <a href="/communities/{sailors.slug}/wiki/ropes/" rel="noopener">ropes</a> and '
        f'<a href="{named}" rel="noopener">wind</a>.</p>\n'
    )
    assert as_person(eve).get(named).status_code == 404
    answer = as_person(ben).get(named)
    assert answer.url == f"/communities/{sailors.pk}/wiki/new/?title=Wind+%26+sea"
    assert as_person(ben).get(answer.url).context["form"]["title"].value() == "Wind & sea"
    wind = actions.create_wiki_page(ben, sailors, title="Wind & Sea")
    assert as_person(eve).get(named).url == wind.get_absolute_url()


def test_trash_takes_everything_below_along_and_brings_it_back(sailors, ropes, ben, eve):
    knots = actions.create_wiki_page(ben, sailors, title="Knots", parent=ropes)
    bowline = actions.create_wiki_page(ben, sailors, title="Bowline", parent=knots)
    actions.trash_wiki_page(ben, bowline)
    actions.trash_wiki_page(ben, ropes)
    assert not WikiPage.objects.visible_to(eve).exists()
    with pytest.raises(Refusal, match="in the trash too"):
        actions.restore_wiki_page(ben, knots)
    actions.restore_wiki_page(ben, ropes)
    assert [page.title for page in WikiPage.objects.visible_to(eve).order_by("path")] == ["Ropes", "Knots"]
    actions.restore_wiki_page(ben, bowline)
    assert WikiPage.objects.visible_to(eve).count() == 3


def test_trashing_and_restoring_twice_changes_nothing(sailors, ropes, ben):
    first = actions.trash_wiki_page(ben, ropes).trashed_at
    assert actions.trash_wiki_page(ben, ropes).trashed_at == first
    assert actions.restore_wiki_page(ben, ropes).trashed_at is None
    assert actions.restore_wiki_page(ben, ropes).live is True


def test_a_page_does_not_come_back_under_a_title_that_is_taken(sailors, ropes, ben):
    actions.trash_wiki_page(ben, ropes)
    actions.create_wiki_page(ben, sailors, title="ROPES")
    with pytest.raises(Refusal, match="Give that one another title first"):
        actions.restore_wiki_page(ben, ropes)
    assert WikiPage.objects.get(pk=ropes.pk).trashed_at is not None


def test_publishing_an_old_text_brings_nothing_else_back(sailors, ropes, ben, ada):
    old = ropes.latest_revision
    WikiPage.objects.filter(pk=ropes.pk).update(keeper=ada, source="x.md", licence="CC0")
    actions.trash_wiki_page(ben, ropes)
    object_ = old.as_object()
    assert (object_.keeper, object_.source, object_.licence) == (ada, "x.md", "CC0")
    assert object_.trashed_at is not None


# Through the web


def test_a_member_writes_a_page_below_another(as_person, sailors, ropes, ben):
    client = as_person(ben)
    url = f"/communities/{sailors.pk}/wiki/new/?parent={ropes.pk}"
    assert client.get(url).context["parent"] == ropes
    answer = client.post(url, {"title": "Knots", "body": "## Bowline\r\nRound the tree."})
    page = WikiPage.objects.get(title="Knots")
    assert (answer.status_code, answer.url) == (302, page.get_absolute_url())
    assert (page.body, page.get_parent().pk) == ("## Bowline\nRound the tree.", ropes.pk)
    assert told(answer) == ["Your page is there."]


def test_preview_renders_and_saves_nothing(as_person, sailors, ropes, ben):
    client = as_person(ben)
    answer = save(client, ropes, body="**New** <script>alert(1)</script>", preview="yes")
    assert (answer.status_code, answer.context["draft"].html) == (200, "<p><strong>New</strong> </p>\n")
    assert "<p><strong>New</strong> </p>" in answer.content.decode()
    fresh = client.post(
        f"/communities/{sailors.pk}/wiki/new/", {"title": "T", "body": "[[Ropes]]", "preview": "yes"}
    )
    assert fresh.context["draft"].html.count("/wiki/ropes/") == 1
    ropes.refresh_from_db()
    assert (ropes.body, WikiPage.objects.count()) == ("Keep them dry.", 1)


def test_what_was_typed_stays_when_somebody_may_no_longer_write(as_person, ropes, ben):
    Membership.objects.filter(person=ben).update(role="follower")
    answer = save(as_person(ben), ropes, body="An hour of work")
    assert answer.status_code == 403
    assert answer.context["form"]["body"].value() == "An hour of work"
    assert "Members write this wiki." in answer.content.decode()


def test_who_may_not_write_is_led_back_with_a_sentence(as_person, sailors, ropes, eve, cleo):
    for person in (eve, cleo):
        for url, back in (
            (edit_url(ropes), ropes.get_absolute_url()),
            (f"/communities/{sailors.pk}/wiki/new/", sailors.get_absolute_url()),
        ):
            answer = as_person(person).get(url)
            assert (answer.status_code, answer.url) == (302, back)
            assert told(answer) == ["Members write this wiki. Join the community to write with them."]


def test_a_visitor_signs_in_before_writing(as_person, ada):
    community = factories.community("Open", ada, audience="public")
    page = factories.wiki_page(community, "Ropes")
    for url in (edit_url(page), f"/communities/{community.pk}/wiki/new/?parent={page.pk}"):
        answer = as_person(None).get(url)
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/?next=/")


def test_an_invisible_page_is_like_one_that_does_not_exist(as_person, smugglers, ada, eve):
    page = actions.create_wiki_page(ada, smugglers, title="Tunnels", body="secret")
    revision = page.latest_revision_id
    for client in (as_person(eve), as_person(None)):
        for path in (
            page.get_absolute_url(),
            edit_url(page),
            f"/wiki/{page.pk}/history/",
            f"/wiki/{page.pk}/history/{revision}/",
            f"/communities/{smugglers.slug}/wiki-named/?title=Tunnels",
            "/wiki/0/edit/",
        ):
            answer = client.get(path)
            assert (path, answer.status_code, b"secret" in answer.content) == (path, 404, False)
        for path in (
            edit_url(page),
            f"/wiki/{page.pk}/trash/",
            f"/wiki/{page.pk}/restore/",
            "/wiki/0/trash/",
        ):
            assert (path, client.post(path, {"title": "x"}).status_code) == (path, 404)
    page.refresh_from_db()
    assert (page.title, page.trashed_at) == ("Tunnels", None)


@pytest.mark.parametrize("parent", ["0", "x", "-1", "9" * 30, "٣"])
def test_a_parent_that_is_none_is_not_found(as_person, sailors, ben, parent):
    assert as_person(ben).get(f"/communities/{sailors.pk}/wiki/new/?parent={parent}").status_code == 404


def test_trash_and_restore_through_the_web(as_person, sailors, ropes, ben, eve):
    child = actions.create_wiki_page(ben, sailors, title="Knots", parent=ropes)
    client = as_person(ben)
    answer = client.post(f"/wiki/{ropes.pk}/trash/")
    assert (answer.status_code, answer.url) == (302, f"/communities/{sailors.slug}/wiki-trash/")
    for path in (
        ropes.get_absolute_url(),
        child.get_absolute_url(),
        edit_url(child),
        f"/wiki/{child.pk}/history/",
    ):
        assert (path, client.get(path).status_code) == (path, 404)
    trash = client.get(answer.url)
    assert [page.title for page in trash.context["rows"]] == ["Ropes"]
    assert as_person(eve).get(answer.url).status_code == 404
    assert as_person(eve).post(f"/wiki/{ropes.pk}/restore/").status_code == 404
    back = client.post(f"/wiki/{ropes.pk}/restore/")
    assert (back.status_code, back.url) == (302, ropes.get_absolute_url())
    assert client.get(child.get_absolute_url()).status_code == 200
    assert client.get(f"/communities/{sailors.slug}/wiki-trash/").context["rows"] == []


def test_a_refused_restore_says_why(as_person, sailors, ropes, ben):
    child = actions.create_wiki_page(ben, sailors, title="Knots", parent=ropes)
    actions.trash_wiki_page(ben, child)
    actions.trash_wiki_page(ben, ropes)
    answer = as_person(ben).post(f"/wiki/{child.pk}/restore/")
    assert told(answer) == ["The page above, “Ropes”, is in the trash too. Restore it first."]


def test_who_may_not_write_may_not_trash(as_person, ropes, eve):
    answer = as_person(eve).post(f"/wiki/{ropes.pk}/trash/")
    assert told(answer) == ["Members write this wiki. Join the community to write with them."]
    ropes.refresh_from_db()
    assert ropes.trashed_at is None


def test_somebody_who_edits_a_page_in_the_trash_is_told(ropes, ben):
    actions.trash_wiki_page(ben, ropes)
    with pytest.raises(Refusal, match="put in the trash meanwhile"):
        actions.edit_wiki_page(ben, ropes, title="x", body="", base_revision_id=ropes.latest_revision_id)
