"""In the demo a visitor is anyone they like with one click; elsewhere that door does not exist."""

import pytest
from django.contrib.auth import get_user
from django.test import Client

from people.models import Person
from tests import factories

DOOR = "/accounts/demo/"


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def hana(db):
    return factories.person(
        "Hana Sato",
        email="hana@guildhall.example",
        title="Toolmaker",
        site="Osaka",
        zone="Asia/Tokyo",
        team=factories.team("Tooling"),
    )


def test_the_sign_in_page_offers_the_demo_people(demo, hana, ada):
    page = Client().get("/accounts/login/").content.decode()
    assert "Hana Sato" in page
    assert "Toolmaker · Tooling · Osaka · Asia/Tokyo" in page
    assert f'name="person" value="{hana.pk}"' in page
    assert "Ada Brook" not in page


def test_one_click_and_in(demo, hana):
    client = Client()
    answer = client.post(DOOR, {"person": hana.pk, "next": "/people/"})
    assert (answer.status_code, answer.url) == (302, "/people/")
    assert get_user(client) == hana


def test_the_click_leads_to_no_other_site(demo, hana):
    assert Client().post(DOOR, {"person": hana.pk, "next": "//evil.example/"}).url == "/"


def test_a_click_changes_who_one_is(demo, hana, ada, as_person):
    client = as_person(ada)
    client.post(DOOR, {"person": hana.pk})
    assert get_user(client) == hana


@pytest.mark.parametrize("wish", ["", "0", "-1", "x", "99999999999999999999", "1 OR 1=1"])
def test_nobody_else_can_be_had(demo, ada, wish):
    client = Client()
    assert client.post(DOOR, {"person": wish}).status_code == 404
    assert client.post(DOOR, {"person": ada.pk}).status_code == 404
    assert get_user(client).is_anonymous


def test_a_demo_person_without_access_is_not_offered(demo, hana):
    Person.objects.filter(pk=hana.pk).update(state="suspended", is_active=False)
    assert "Hana Sato" not in Client().get("/accounts/login/").content.decode()
    assert Client().post(DOOR, {"person": hana.pk}).status_code == 404


def test_the_door_takes_only_a_post(demo, hana):
    assert Client().get(DOOR, {"person": hana.pk}).status_code == 405


def test_without_the_demo_there_is_no_door(hana, settings):
    settings.DEMO = False
    client = Client()
    assert "Hana Sato" not in client.get("/accounts/login/").content.decode()
    assert client.get(DOOR).status_code == 404
    assert client.post(DOOR, {"person": hana.pk}).status_code == 404
    assert get_user(client).is_anonymous


def test_many_demo_people_cost_no_more_statements(demo, hana, django_assert_max_num_queries):
    for number in range(12):
        factories.person(email=f"n{number}@guildhall.example", team=factories.team())
    with django_assert_max_num_queries(2):
        Client().get("/accounts/login/")
