"""Finding colleagues, and the page of one."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people import profile_parts
from people.models import Person
from people.profile_parts import ProfilePart, register_profile_part
from tests import factories

PAGE = "/people/"


def names(answer):
    return [person.name for person in answer.context["page"]]


def test_colleagues_are_listed_by_name(ada, ben, cleo, as_person):
    assert names(as_person(cleo).get(PAGE)) == ["Ada Brook", "Ben Ofori", "Cleo Marsh"]


@pytest.mark.parametrize("path", [PAGE, "/people/ada-brook/", "/people/nobody/"])
def test_a_visitor_is_sent_to_sign_in_whoever_is_meant(ada, path):
    assert Client().get(path).url == f"/accounts/login/?next={path}"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bro", ["Ada Brook"]),
        ("BROOK ada", ["Ada Brook"]),
        ("welder", ["Ben Ofori"]),
        ("ben-of", ["Ben Ofori"]),
        ("ada ofori", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("\\", []),
    ],
)
def test_parts_of_a_name_find_a_person(ada, ben, cleo, as_person, words, found):
    Person.objects.filter(pk=ben.pk).update(title="Welder")
    assert names(as_person(cleo).get(PAGE, {"q": words})) == found


@pytest.mark.parametrize("words", ["özge", "ÖZGE", "ozge", "çağ ÖZ", "caglayan", "OBERÄRZT"])
def test_accents_and_capitals_make_no_difference(ada, cleo, as_person, words):
    factories.person("Özge Çağlayan", title="Oberärztin")
    assert names(as_person(cleo).get(PAGE, {"q": words})) == ["Özge Çağlayan"]


def test_a_team_narrows_the_list(ada, ben, as_person):
    team = factories.team("Bridges")
    Person.objects.filter(pk=ada.pk).update(team=team)
    client = as_person(ben)
    assert names(client.get(PAGE, {"team": team.pk})) == ["Ada Brook"]
    assert names(client.get(PAGE, {"team": team.pk, "q": "ben"})) == []


@pytest.mark.parametrize("team", ["0", "x", "-1", "99999999999999999999"])
def test_a_team_that_does_not_exist_has_nobody(ada, as_person, team):
    answer = as_person(ada).get(PAGE, {"team": team})
    assert names(answer) == []
    assert "Nobody goes by that." in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_a_page_that_does_not_exist_is_one_that_does(ada, as_person, page):
    assert names(as_person(ada).get(PAGE, {"page": page})) == ["Ada Brook"]


def test_long_words_get_an_answer(ada, as_person):
    client = as_person(ada)
    assert names(client.get(PAGE, {"q": "x" * 5000})) == []
    assert names(client.get(PAGE, {"q": "a " * 100})) == ["Ada Brook"]


def test_the_list_comes_in_pages(ada, as_person):
    for number in range(31):
        factories.person(f"Person {number:02}")
    client = as_person(ada)
    first, second = client.get(PAGE, {"q": "person"}), client.get(PAGE, {"q": "person", "page": 2})
    assert (len(names(first)), names(second)) == (30, ["Person 30"])
    assert 'href="?q=person&amp;page=2"' in first.content.decode()


@pytest.mark.parametrize("state", ["left", "suspended"])
def test_who_has_no_access_is_nowhere(ada, eve, as_person, state):
    Person.objects.filter(pk=eve.pk).update(state=state, is_active=False)
    client = as_person(ada)
    assert names(client.get(PAGE)) == ["Ada Brook"]
    gone, never = client.get("/people/eve-stone/"), client.get("/people/nobody/")
    assert (gone.status_code, never.status_code) == (404, 404)
    assert steady(gone) == steady(never)


def steady(answer):
    return re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode())


def test_a_person_is_shown_with_their_clock(cleo, ada, as_person):
    Person.objects.filter(pk=cleo.pk).update(
        title="Surveyor",
        site="Boston",
        team=factories.team("Ground"),
        languages=["en", "fr"],
        bio="Soil & <script>alert(1)</script>",
    )
    answer = as_person(ada).get("/people/cleo-marsh/")
    page = answer.content.decode()
    assert "<h1>Cleo Marsh</h1>" in page
    assert [word in page for word in ("Surveyor", "Boston", "Ground", "English, français")] == [True] * 4
    assert "<p>Soil &amp; &lt;script&gt;alert(1)&lt;/script&gt;</p>" in page
    now = datetime.now(UTC).astimezone(cleo.tzinfo)
    shown = re.search(r"<dd>\w{3} (\d\d):(\d\d) <span class=\"soft\">America/New_York</span>", page)
    assert 0 <= (now.hour * 60 + now.minute - int(shown[1]) * 60 - int(shown[2])) % 1440 <= 1
    assert "Edit your profile" not in page


def test_ones_own_page_leads_to_the_profile(ada, as_person):
    assert 'href="/me/profile/"' in as_person(ada).get(ada.get_absolute_url()).content.decode()


def test_apps_above_add_parts_to_a_page(ada, ben, as_person, monkeypatch, tmp_path, settings):
    monkeypatch.setattr(profile_parts, "_makers", [])
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    (tmp_path / "teaches.html").write_text("<h2>{{ person }} teaches {{ part.what }} to {{ reader }}</h2>")

    @register_profile_part
    def teaches(person, reader):
        return ProfilePart("teaches.html", {"what": "knots & bends"}) if person == ada else None

    assert register_profile_part(teaches) is teaches
    client = as_person(ben)
    page = client.get(ada.get_absolute_url()).content.decode()
    assert page.count("<h2>Ada Brook teaches knots &amp; bends to Ben Ofori</h2>") == 1
    assert "teaches" not in client.get(ben.get_absolute_url()).content.decode()


def statements(client, path):
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


def test_the_list_costs_the_same_for_one_three_and_fifty(ada, as_person):
    client = as_person(ada)
    counts = [statements(client, PAGE)]
    for more in (2, 47):
        for _ in range(more):
            factories.person(team=factories.team())
        counts.append(statements(client, PAGE))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 6


def test_a_page_of_a_person_costs_little(ada, ben, as_person, monkeypatch):
    monkeypatch.setattr(profile_parts, "_makers", [])
    assert statements(as_person(ben), ada.get_absolute_url()) <= 4


@pytest.mark.parametrize("path", [PAGE, "/people/ada-brook/"])
def test_looking_takes_only_a_get(ada, as_person, path):
    assert as_person(ada).post(path).status_code == 405
