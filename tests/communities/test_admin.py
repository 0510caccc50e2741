"""Wagtail's admin over communities: leads edit theirs, the wiki keeps its own rules."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page

from communities import actions
from communities.models import CommunityIndexPage, CommunityPage, Membership, WikiPage
from content.models import PageAudience


def admin(name, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def told(answer):
    return [str(message).strip() for message in get_messages(answer.wsgi_request)]


@pytest.fixture
def ropes(sailors, ben):
    return actions.create_wiki_page(ben, sailors, title="Ropes", body="dry")


def test_an_operator_makes_a_community_and_it_lives(as_person, operator, eve):
    index = CommunityIndexPage.objects.get()
    client = as_person(operator)
    client.post(
        admin("add", "communities", "communitypage", index.pk),
        {"title": "Bakers", "purpose": "Bread.", "charter": '{"blocks": [], "entityMap": {}}', "topics": "",
         "action-publish": "yes"},
    )  # fmt: skip
    made = CommunityPage.objects.get()
    assert (made.title, made.slug, made.live) == ("Bakers", "bakers", True)
    assert list(PageAudience.objects.filter(page=made).values_list("token", flat=True)) == ["all"]
    row = Membership.objects.get()
    assert (row.person, row.role) == (operator, "lead")
    assert as_person(eve).get(made.get_absolute_url()).status_code == 200
    assert as_person(None).get(made.get_absolute_url()).status_code == 404


def test_leads_edit_their_community_and_no_other(as_person, sailors, smugglers, ada, ben, eve):
    assert as_person(ada).get(admin("edit", sailors.pk)).status_code == 200
    for person in (ben, eve):
        answer = as_person(person).get(admin("edit", sailors.pk))
        assert (answer.status_code, b"Sailors" in answer.content) == (404, False)


def test_a_wiki_page_is_edited_in_front(as_person, ropes, ada, operator):
    for person in (ada, operator):
        for url in (admin("edit", ropes.pk), admin("revisions_revert", ropes.pk, ropes.latest_revision_id)):
            answer = as_person(person).get(url)
            assert (answer.status_code, answer.url) == (302, f"/wiki/{ropes.pk}/edit/")
        answer = as_person(person).post(
            admin("edit", ropes.pk), {"title": "x", "body": "<script>", "action-publish": "1"}
        )
        assert answer.url == f"/wiki/{ropes.pk}/edit/"
    ropes.refresh_from_db()
    assert (ropes.title, ropes.body, ropes.revisions.count()) == ("Ropes", "dry", 1)


@pytest.mark.parametrize("who", ["ada", "operator"])
def test_the_admin_has_no_way_around_the_rules(as_person, sailors, ropes, who, request):
    client = as_person(request.getfixturevalue(who))
    before = list(Page.objects.order_by("pk").values_list("pk", "path", "live", "title"))
    doors = [
        admin("add", "communities", "wikipage", sailors.pk),
        admin("add", "communities", "wikipage", ropes.pk),
        admin("copy", ropes.pk),
        admin("copy", sailors.pk),
        admin("move", ropes.pk),
        admin("unpublish", ropes.pk),
        admin("convert_alias", ropes.pk),
        admin("lock", ropes.pk),
        admin("set_privacy", ropes.pk),
        admin("set_page_position", ropes.pk),
    ]
    for door in doors:
        client.post(
            door, {"title": "x", "new_title": "x", "new_slug": "x", "body": "x", "action-publish": "1"}
        )
    assert list(Page.objects.order_by("pk").values_list("pk", "path", "live", "title")) == before
    assert WikiPage.objects.get().locked is False


@pytest.mark.parametrize("who", ["ada", "operator"])
def test_deleting_a_wiki_page_puts_it_in_the_trash(as_person, sailors, ropes, who, request):
    client = as_person(request.getfixturevalue(who))
    assert client.get(admin("delete", ropes.pk)).status_code == 200
    assert WikiPage.objects.get().trashed_at is None
    answer = client.post(admin("delete", ropes.pk))
    assert (answer.status_code, told(answer)) == (302, ["“Ropes” is in the trash."])
    assert WikiPage.objects.get().trashed_at is not None


@pytest.mark.parametrize("who", ["ada", "operator"])
def test_a_community_is_not_deleted(as_person, sailors, ropes, who, request):
    client = as_person(request.getfixturevalue(who))
    for url in (admin("delete", sailors.pk), admin("delete", CommunityIndexPage.objects.get().pk)):
        client.post(url, {"confirm_site_name": "Guildhall"})
    answer = client.post(admin("delete", sailors.pk))
    assert told(answer)[-1] == "A community is not deleted. Unpublish it, then nobody sees it."
    assert CommunityPage.objects.get().title == "Sailors"


def test_deleting_many_puts_wiki_pages_in_the_trash_and_keeps_communities(
    as_person, sailors, ropes, operator, ben
):
    other = actions.create_wiki_page(ben, sailors, title="Sails")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client = as_person(operator)
    client.get(f"{url}?id={ropes.pk}")
    client.post(f"{url}?id={ropes.pk}&id={sailors.pk}")
    assert WikiPage.objects.untrashed().count() == 2
    client.post(f"{url}?id={ropes.pk}&id={other.pk}")
    assert (WikiPage.objects.trashed().count(), CommunityPage.objects.count()) == (2, 1)


def test_other_bulk_actions_leave_the_wiki_alone(as_person, sailors, ropes, operator):
    for action in ("move", "publish", "unpublish"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        as_person(operator).post(f"{url}?id={ropes.pk}", {"chooser": sailors.pk, "include_descendants": "on"})
    ropes.refresh_from_db()
    assert (ropes.live, ropes.get_parent().pk) == (True, sailors.pk)
