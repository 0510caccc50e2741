"""Joining and leaving communities, through the doors people use."""

import pytest
from django.contrib.messages import get_messages

from communities import actions
from communities.models import CommunityIndexPage, CommunityPage, Membership
from communities.permissions import communities_led_by
from content.models import PageAudience
from content.signals import page_changed
from people.audience import tokens_for
from people.refusals import Refusal
from people.signals import memberships_changed
from tests import factories


def rows_of(community):
    return list(
        Membership.objects.filter(community=community)
        .order_by("pk")
        .values_list("person__name", "role", "state")
    )


def told(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.fixture
def heard():
    people = []

    def hear(person, **_signal):
        people.append(person.name)

    memberships_changed.connect(hear)
    yield people
    memberships_changed.disconnect(hear)


def test_joining_twice_and_coming_back_use_one_row(sailors, eve, heard):
    first = actions.join(eve, sailors)
    assert actions.join(eve, sailors).pk == first.pk
    actions.leave(eve, sailors)
    assert actions.join(eve, sailors).pk == first.pk
    assert rows_of(sailors)[-1] == ("Eve Stone", "member", "active")
    assert heard == ["Eve Stone"] * 3


def test_a_follower_who_joins_becomes_a_member_and_a_lead_stays_lead(sailors, ada, cleo):
    actions.join(cleo, sailors)
    actions.join(ada, sailors)
    assert rows_of(sailors) == [
        ("Ada Brook", "lead", "active"),
        ("Ben Ofori", "member", "active"),
        ("Cleo Marsh", "member", "active"),
    ]


def test_tokens_follow_at_once(smugglers, sailors, eve):
    assert f"community:{sailors.pk}" not in tokens_for(eve)
    actions.join(eve, sailors)
    assert f"community:{sailors.pk}" in tokens_for(eve)
    actions.leave(eve, sailors)
    assert f"community:{sailors.pk}" not in tokens_for(eve)


def test_nobody_joins_what_they_cannot_see(smugglers, eve):
    with pytest.raises(Refusal) as refusal:
        actions.join(eve, smugglers)
    assert refusal.value.code == "forbidden"
    assert rows_of(smugglers) == [("Ada Brook", "lead", "active")]


def test_leaving_what_one_does_not_belong_to_changes_nothing(sailors, eve, heard):
    assert actions.leave(eve, sailors) is None
    assert heard == []


def test_the_last_lead_stays_until_there_is_another(sailors, ada, ben):
    with pytest.raises(Refusal, match="You are the only lead here"):
        actions.leave(ada, sailors)
    actions.give_role(ada, Membership.objects.get(person=ben, community=sailors), "lead")
    actions.leave(ada, sailors)
    assert rows_of(sailors)[:2] == [("Ada Brook", "lead", "left"), ("Ben Ofori", "lead", "active")]
    assert actions.join(ada, sailors).role == Membership.Role.MEMBER


def test_a_lead_who_left_the_company_does_not_count(sailors, ada, ben):
    actions.give_role(ada, Membership.objects.get(person=ben, community=sailors), "lead")
    ben.state = ben.State.LEFT
    ben.save()
    with pytest.raises(Refusal, match="only lead"):
        actions.leave(ada, sailors)


def test_only_leads_give_roles_and_only_known_ones(sailors, ada, ben, cleo):
    row = Membership.objects.get(person=cleo, community=sailors)
    with pytest.raises(Refusal) as refusal:
        actions.give_role(ben, row, "lead")
    assert refusal.value.code == "forbidden"
    with pytest.raises(Refusal, match="roles in the list"):
        actions.give_role(ada, row, "emperor")
    with pytest.raises(Refusal, match="only lead"):
        actions.give_role(ada, Membership.objects.get(person=ada, community=sailors), "core")
    assert rows_of(sailors)[2] == ("Cleo Marsh", "follower", "active")


def test_founding_makes_a_page_that_lives(ada, eve, heard):
    topic = factories.topic("Rope")
    changed = []

    def hear(page, subtree, **_signal):
        changed.append((page.title, subtree))

    page_changed.connect(hear)
    community = actions.found_community(ada, "Knots & Co.", "We tie.", audience="public", topics=[topic])
    page_changed.disconnect(hear)
    assert (community.slug, community.live, community.get_absolute_url()) == (
        "knots-co",
        True,
        "/communities/knots-co/",
    )
    assert list(PageAudience.objects.filter(page=community).values_list("token", flat=True)) == ["public"]
    assert rows_of(community) == [("Ada Brook", "lead", "active")]
    assert list(community.topics.all()) == [topic]
    assert CommunityPage.objects.visible_to(None).get() == community
    assert ("Knots & Co.", True) in changed
    assert heard == ["Ada Brook"]


def test_a_second_community_of_the_same_name_has_an_address_of_its_own(ada):
    slugs = [actions.found_community(ada, title, "").slug for title in ("Knots", "Knots", "2024", "知识")]
    assert slugs == ["knots", "knots-2", "n-2024", "zhishi"]


def test_a_community_for_members_is_seen_by_its_founder_alone(ada, eve):
    community = actions.found_community(ada, "Secret", "", audience="members")
    assert CommunityPage.objects.visible_to(ada).get() == community
    assert not CommunityPage.objects.visible_to(eve).exists()


def test_furnishing_twice_keeps_what_is_there(sailors, ben):
    actions.furnish_community(ben, sailors, audience="public")
    assert list(PageAudience.objects.filter(page=sailors).values_list("token", flat=True)) == ["all"]
    assert rows_of(sailors)[:2] == [("Ada Brook", "lead", "active"), ("Ben Ofori", "member", "active")]


def test_grants_are_the_communities_one_leads(sailors, smugglers, ada, ben):
    assert {page.title for page in communities_led_by(ada)} == {"Sailors", "Smugglers"}
    assert communities_led_by(ben) == []


# Through the web


def test_join_and_leave_by_two_posts(as_person, sailors, eve):
    client = as_person(eve)
    assert (
        f'hx-post="/communities/{sailors.pk}/join/"'
        in client.get(sailors.get_absolute_url()).content.decode()
    )
    answer = client.post(f"/communities/{sailors.pk}/join/")
    assert (answer.status_code, answer.url) == (302, sailors.get_absolute_url())
    assert told(answer) == ["You belong to Sailors now."]
    assert rows_of(sailors)[-1] == ("Eve Stone", "member", "active")
    client.post(f"/communities/{sailors.pk}/leave/")
    assert rows_of(sailors)[-1] == ("Eve Stone", "member", "left")


def test_htmx_gets_the_changed_part_alone(as_person, sailors, eve):
    page = as_person(eve).post(f"/communities/{sailors.pk}/join/", headers={"HX-Request": "true"})
    body = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in body
    assert (body.count('id="membership"'), body.count('id="toasts"')) == (1, 1)
    assert "You belong to Sailors now." in body
    assert f"/communities/{sailors.pk}/leave/" in body
    assert f'action="/communities/{sailors.pk}/join/"' not in body


def test_the_last_lead_reads_why_she_stays(as_person, sailors, ada):
    answer = as_person(ada).post(f"/communities/{sailors.pk}/leave/")
    assert told(answer) == ["You are the only lead here. Make somebody else a lead first, then leave."]
    assert rows_of(sailors)[0] == ("Ada Brook", "lead", "active")


def test_leaving_what_one_then_no_longer_sees_leads_to_the_index(as_person, smugglers, ben):
    factories.member(smugglers, ben)
    answer = as_person(ben).post(f"/communities/{smugglers.pk}/leave/")
    assert (answer.status_code, answer.url) == (302, "/communities/")


def test_a_visitor_is_asked_to_sign_in_first(as_person, ada):
    community = factories.community("Open", ada, audience="public")
    answer = as_person(None).post(f"/communities/{community.pk}/join/")
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={community.get_absolute_url()}")
    assert rows_of(community) == [("Ada Brook", "lead", "active")]


@pytest.mark.parametrize("path", ["/communities/{}/join/", "/communities/{}/leave/"])
def test_looking_changes_nothing(as_person, sailors, eve, path):
    before = rows_of(sailors)
    assert as_person(eve).get(path.format(sailors.pk)).status_code == 405
    assert rows_of(sailors) == before


def test_unsafe_doors_want_a_token(sailors, eve):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(eve, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(f"/communities/{sailors.pk}/join/").status_code == 403
    assert len(rows_of(sailors)) == 3


def test_the_index_shows_what_a_person_may_see(as_person, sailors, smugglers, ada, eve):
    factories.community("Open", ada, audience="public")
    factories.wiki_page(sailors, "Ropes")
    page = as_person(eve).get("/communities/")
    rows = [(row.title, row.member_count, row.page_count) for row in page.context["page_of_rows"]]
    assert rows == [("Open", 1, 0), ("Sailors", 3, 1)]
    assert "Contraband" not in page.content.decode()
    visitor = as_person(None).get("/communities/")
    assert [row.title for row in visitor.context["page_of_rows"]] == ["Open"]


def test_an_empty_index_says_what_to_do(as_person, eve):
    assert "There is no community you can see yet." in as_person(eve).get("/communities/").content.decode()


def test_the_community_page_shows_people_to_colleagues_only(as_person, ada, ben, eve):
    topic = factories.topic("Rope")
    community = factories.community("Open", ada, audience="public", purpose="We tie.")
    community.topics.set([topic])
    community.save()
    factories.member(community, ben)
    factories.course("Bowline", ada, audience="public", topics=[topic])
    factories.course("Cooking", ada, audience="public")
    factories.wiki_page(community, "Ropes")
    page = as_person(eve).get(community.get_absolute_url())
    assert [person.name for person in page.context["leads"]] == ["Ada Brook"]
    assert [person.name for person in page.context["faces"]] == ["Ben Ofori"]
    assert [course.title for course in page.context["courses"]] == ["Bowline"]
    assert [entry.title for entry in page.context["entries"]] == ["Ropes"]
    visitor = as_person(None).get(community.get_absolute_url()).content.decode()
    assert "We tie." in visitor
    assert ("Ada Brook" in visitor, "Ben Ofori" in visitor) == (False, False)
    assert "Sign in to join" in visitor


def test_members_are_listed_by_role_for_colleagues(as_person, sailors, eve):
    page = as_person(eve).get(f"/communities/{sailors.slug}/members/")
    assert [(row.person.name, row.role) for row in page.context["page_of_rows"]] == [
        ("Ada Brook", "lead"),
        ("Ben Ofori", "member"),
        ("Cleo Marsh", "follower"),
    ]
    assert "Give role" not in page.content.decode()


def test_members_of_a_public_community_stay_hidden_from_visitors(as_person, ada):
    community = factories.community("Open", ada, audience="public")
    assert as_person(None).get(f"/communities/{community.slug}/members/").status_code == 404


def test_a_lead_gives_roles_on_the_members_page(as_person, sailors, ada, ben, cleo):
    row = Membership.objects.get(person=ben, community=sailors)
    answer = as_person(ada).post(f"/memberships/{row.pk}/role/", {"role": "core"})
    assert (answer.status_code, answer.url) == (302, f"/communities/{sailors.slug}/members/")
    assert rows_of(sailors)[1] == ("Ben Ofori", "core", "active")
    assert as_person(cleo).post(f"/memberships/{row.pk}/role/", {"role": "lead"}).status_code == 404
    assert rows_of(sailors)[1] == ("Ben Ofori", "core", "active")


@pytest.mark.parametrize("who", [None, "eve"])
def test_an_invisible_community_is_like_one_that_does_not_exist(as_person, smugglers, eve, who):
    client = as_person(eve if who else None)
    for path in (
        smugglers.get_absolute_url(),
        f"/communities/{smugglers.slug}/members/",
        f"/communities/{smugglers.slug}/wiki/",
        f"/communities/{smugglers.slug}/wiki-trash/",
        f"/communities/{smugglers.slug}/wiki-named/?title=x",
        f"/communities/{smugglers.pk}/wiki/new/",
        "/communities/nowhere/",
    ):
        assert (path, client.get(path).status_code) == (path, 404)
    for path in (
        f"/communities/{smugglers.pk}/join/",
        f"/communities/{smugglers.pk}/leave/",
        "/communities/0/join/",
    ):
        assert (path, client.post(path).status_code) == (path, 404)
    lead = Membership.objects.get(community=smugglers)
    assert client.post(f"/memberships/{lead.pk}/role/", {"role": "lead"}).status_code == 404
    assert CommunityIndexPage.objects.count() == 1
