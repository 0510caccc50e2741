"""Operators keep people, teams and topics in Wagtail's admin; others do not get there."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import ModelLogEntry

from people.groups import TOPIC_STEWARDS
from people.models import Person, Team
from tests import factories
from topics.models import Topic

PEOPLE = "/admin/users/"


def form_of(person, **changes):
    return {
        "name": person.name,
        "email": person.email,
        "title": person.title,
        "site": person.site,
        "state": person.state,
        "groups": [group.pk for group in person.groups.all()],
        **({"is_superuser": "on"} if person.is_superuser else {}),
        **changes,
    }


def edit(client, person, **changes):
    form = {key: value for key, value in form_of(person, **changes).items() if value is not None}
    answer = client.post(f"{PEOPLE}edit/{person.pk}/", form)
    person.refresh_from_db()
    return answer


def shut(client, door):
    """Whether the admin sends one away: to its start page, or as if there were no such page."""
    answer = client.get(door)
    return answer.status_code == 404 or answer.headers.get("Location") == "/admin/"


DOORS = [
    PEOPLE,
    f"{PEOPLE}results/",
    f"{PEOPLE}new/",
    f"{PEOPLE}edit/{{pk}}/",
    f"{PEOPLE}history/{{pk}}/",
    f"{PEOPLE}usage/{{pk}}/",
    "/admin/teams/",
    "/admin/teams/new/",
    "/admin/groups/",
]


@pytest.mark.parametrize("door", DOORS)
def test_only_operators_get_there(operator, ada, as_person, door):
    assert as_person(operator).get(door.format(pk=ada.pk)).status_code == 200
    assert shut(as_person(ada), door.format(pk=ada.pk))
    assert as_person(None).get(door.format(pk=ada.pk)).url.startswith("/accounts/login/")


def test_no_group_opens_the_door(ada, as_person):
    group = Group.objects.create(name="Helpful")
    group.permissions.set(Permission.objects.filter(content_type__app_label="people"))
    ada.groups.add(group)
    client = as_person(ada)
    assert shut(client, PEOPLE)
    edit(client, ada, is_superuser="on")
    assert not ada.is_superuser


def test_an_operator_adds_a_colleague(operator, as_person):
    team = factories.team("Bridges")
    form = {
        "name": "Finn Alder",
        "email": "finn@example.org",
        "title": "Welder",
        "team": team.pk,
        "site": "Oslo",
    }
    answer = as_person(operator).post(f"{PEOPLE}new/", form)
    assert (answer.status_code, answer.url) == (302, PEOPLE)
    person = Person.objects.get(email="finn@example.org")
    assert (person.name, person.title, person.team, person.site, person.is_superuser, person.state) == (
        "Finn Alder",
        "Welder",
        team,
        "Oslo",
        False,
        "active",
    )
    assert EmailAddress.objects.filter(user=person, verified=True).count() == 1
    assert ModelLogEntry.objects.filter(action="people.create", user=operator).count() == 1


def test_a_colleague_of_a_known_address_is_refused(operator, ada, as_person):
    page = as_person(operator).post(f"{PEOPLE}new/", {"name": "Ada Two", "email": ada.email.upper()})
    assert "Somebody with this address is here already." in page.content.decode()
    assert 'value="Ada Two"' in page.content.decode()
    assert Person.objects.count() == 2


def test_an_operator_changes_what_the_company_keeps(operator, ada, as_person):
    stewards = Group.objects.get(name=TOPIC_STEWARDS)
    answer = edit(as_person(operator), ada, title="Lead", email="ada@new.example", groups=[stewards.pk])
    assert answer.url == PEOPLE
    assert (ada.title, ada.email, ada.is_active) == ("Lead", "ada@new.example", True)
    assert list(ada.groups.all()) == [stewards]
    assert EmailAddress.objects.get(user=ada).email == "ada@new.example"


def test_access_is_ended_by_the_state_alone(operator, ada, as_person):
    client = as_person(ada)
    edit(as_person(operator), ada, state="left", is_active="on")
    assert (ada.state, ada.is_active) == ("left", False)
    assert client.get("/me/profile/").status_code == 302
    edit(as_person(operator), ada, state="active", is_active=None)
    assert (ada.state, ada.is_active) == ("active", True)


@pytest.mark.parametrize("changes", [{"state": "suspended"}, {"is_superuser": None}])
def test_the_last_operator_stays(operator, as_person, changes):
    page = edit(as_person(operator), operator, **changes)
    assert "Olga Lind is the only operator." in page.content.decode()
    assert (operator.state, operator.is_superuser) == ("active", True)


@pytest.mark.parametrize(
    "door",
    [
        f"{PEOPLE}delete/{{pk}}/",
        f"{PEOPLE}copy/{{pk}}/",
        "/admin/teams/delete/{team}/",
        "/admin/topics/delete/1/",
    ],
)
def test_nothing_of_this_is_deleted_or_copied(operator, ada, as_person, door):
    team = factories.team()
    client = as_person(operator)
    assert client.post(door.format(pk=ada.pk, team=team.pk)).status_code == 404
    assert Person.objects.count() == 2
    assert Team.objects.count() == 1


@pytest.mark.parametrize("action", ["delete", "set_active_state"])
def test_nothing_is_done_to_many_at_once(operator, ada, as_person, action):
    answer = as_person(operator).post(
        f"/admin/bulk/people/person/{action}/?id={ada.pk}&next=/admin/", {"mark_as_active": "False"}
    )
    assert answer.status_code == 404
    ada.refresh_from_db()
    assert ada.is_active


def test_an_operator_keeps_teams(operator, as_person):
    client = as_person(operator)
    client.post("/admin/teams/new/", {"name": "Bridges"})
    team = Team.objects.get()
    client.post(f"/admin/teams/edit/{team.pk}/", {"name": "Tunnels"})
    assert list(Team.objects.values_list("name", flat=True)) == ["Tunnels"]


def test_no_door_of_the_admin_opens_without_a_token(operator, ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
    for door in (f"{PEOPLE}new/", f"{PEOPLE}edit/{ada.pk}/", "/admin/teams/new/", "/admin/topics/new/"):
        assert client.post(door, form_of(ada, name="X")).status_code == 403
    assert Person.objects.filter(name="X").count() == 0


# Topics


@pytest.fixture
def steward(eve):
    eve.groups.add(Group.objects.get(name=TOPIC_STEWARDS))
    return Person.objects.get(pk=eve.pk)


def test_stewards_and_operators_keep_topics_and_nobody_else(steward, operator, ada, as_person):
    for door in ("/admin/topics/", "/admin/topics/new/"):
        assert as_person(steward).get(door).status_code == 200
        assert as_person(operator).get(door).status_code == 200
        assert shut(as_person(ada), door)
    assert shut(as_person(steward), PEOPLE)


def test_a_steward_adds_a_topic_with_other_words_for_it(steward, as_person):
    as_person(steward).post(
        "/admin/topics/new/",
        {"name": "Welding", "words": "Joining metal\r\n\r\n welds \r\nWELDS", "description": ""},
    )
    topic = Topic.objects.get()
    assert (topic.name, topic.slug) == ("Welding", "welding")
    assert sorted(topic.synonyms.values_list("word", flat=True)) == ["Joining metal", "WELDS"]


def test_a_steward_changes_the_words(steward, as_person):
    topic = factories.topic("Welding")
    kept = topic.synonyms.create(word="welds")
    topic.synonyms.create(word="glue")
    client = as_person(steward)
    assert "welds\nglue" in client.get(f"/admin/topics/edit/{topic.pk}/").content.decode()
    client.post(
        f"/admin/topics/edit/{topic.pk}/", {"name": "Welding", "words": "welds\nseams", "retired": "on"}
    )
    topic.refresh_from_db()
    assert topic.retired
    assert sorted(topic.synonyms.values_list("word", flat=True)) == ["seams", "welds"]
    assert topic.synonyms.get(word="welds") == kept
    assert list(Topic.objects.current()) == []


@pytest.mark.parametrize(
    ("name", "words", "complaint"),
    [
        ("knots", "", "“knots” is a topic"),
        ("Bends", "", "“Bends” is a topic"),
        ("Ropes", "KNOTS", "“Knots” is a topic"),
        ("Ropes", "BENDS", "“bends” is a topic"),
        ("Ropes", "x" * 101, "is too long"),
        ("", "", "This field is required"),
    ],
)
def test_no_word_means_two_topics(steward, as_person, name, words, complaint):
    factories.topic("Knots").synonyms.create(word="bends")
    page = as_person(steward).post(
        "/admin/topics/new/", {"name": name, "words": words, "description": "typed"}
    )
    assert complaint in page.content.decode()
    assert "typed" in page.content.decode()
    assert Topic.objects.count() == 1
