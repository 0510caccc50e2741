"""Somebody wishes to learn what nobody teaches yet."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from courses.actions.requests import ask_for, withdraw_request
from courses.models import Request
from people.refusals import Refusal

pytestmark = pytest.mark.django_db
DOOR = "/requests/new/"


def wishes():
    return list(Request.objects.order_by("pk").values_list("person__name", "words", "state"))


def test_an_empty_search_leads_to_the_wish(as_person, cleo):
    client = as_person(cleo)
    html = client.get("/search/", {"q": "bees & honey"}).content.decode()
    assert f'href="{DOOR}?q=bees%20%26%20honey"' in html
    assert 'value="bees &amp; honey"' in client.get(f"{DOOR}?q=bees%20%26%20honey").content.decode()
    page = client.post(DOOR, {"words": "Bees  & honey ", "note": "For our roof."}, follow=True)
    assert page.redirect_chain == [("/me/", 302)]
    html = page.content.decode()
    assert "Kept: “Bees &amp; honey”. You find it here." in html
    assert wishes() == [("Cleo Marsh", "Bees & honey", "open")]


def test_a_page_with_results_or_without_words_asks_for_nothing(as_person, cleo):
    for query in ({"q": "cleo"}, {"q": ""}, {}):
        assert DOOR not in as_person(cleo).get("/search/", query).content.decode()


def test_a_visitor_signs_in_and_comes_back_with_the_words(as_person, db):
    client = as_person(None)
    door = "/accounts/login/?next=/requests/new/%3Fq%3Dbee%2520keeping"
    assert f'href="{door}"' in client.get("/search/", {"q": "bee keeping"}).content.decode()
    assert client.get(f"{DOOR}?q=bee%20keeping").url == door
    page = client.get(door).content.decode()
    assert 'name="next" value="/requests/new/?q=bee%20keeping"' in page
    assert client.post(DOOR, {"words": "Bees"}).url.startswith("/accounts/login/")
    assert wishes() == []


def test_my_learning_lists_my_wishes_and_takes_one_back(as_person, cleo, eve):
    ask_for(eve, "Falconry")
    kept, other = ask_for(cleo, "Beekeeping", note="For our roof."), ask_for(cleo, "Whittling")
    client = as_person(cleo)
    page = client.get("/me/")
    assert list(page.context["wishes"]) == [other, kept]
    html = page.content.decode()
    assert ("For our roof." in html, "Falconry" in html) == (True, False)
    assert "You have not taken a course yet." not in html
    page = client.post(f"/requests/{kept.pk}/withdraw/", follow=True)
    assert "Withdrawn: “Beekeeping”." in page.content.decode()
    assert list(page.context["wishes"]) == [other]


def test_another_s_wish_is_not_there(as_person, cleo, eve, operator):
    """R18: neither for a colleague nor for an operator."""
    kept = ask_for(cleo, "Beekeeping")
    for person in (eve, operator):
        assert as_person(person).post(f"/requests/{kept.pk}/withdraw/").status_code == 404
        assert list(Request.objects.visible_to(person)) == []
        with pytest.raises(Refusal):
            withdraw_request(person, kept)
    assert as_person(cleo).get(f"/requests/{kept.pk}/withdraw/").status_code == 405
    assert list(Request.objects.visible_to(None)) == []
    assert wishes() == [("Cleo Marsh", "Beekeeping", "open")]


def test_asking_twice_is_one_wish_and_after_withdrawing_a_new_one(cleo, ben):
    first = ask_for(cleo, "Beekeeping", note="First")
    again = ask_for(cleo, "  BEEKEEPING ", note="Second")
    assert (again, again.note) == (first, "First")
    ask_for(ben, "beekeeping")
    withdraw_request(cleo, first)
    withdraw_request(cleo, first)
    assert ask_for(cleo, "beekeeping").pk != first.pk
    assert wishes() == [
        ("Cleo Marsh", "Beekeeping", "withdrawn"),
        ("Ben Ofori", "beekeeping", "open"),
        ("Cleo Marsh", "beekeeping", "open"),
    ]


def test_the_database_holds_one_open_wish_and_known_states(cleo):
    """R9: raw rows cannot make a twin or an unknown state."""
    ask_for(cleo, "Beekeeping")
    for fields in ({"folded": "beekeeping"}, {"folded": "x", "state": "granted"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Request.objects.create(person=cleo, words="Beekeeping", **fields)


@pytest.mark.parametrize("words", ["", "  a  ", "ab", "x" * 201])
def test_too_few_and_too_many_words_are_refused(as_person, cleo, words):
    with pytest.raises(Refusal) as refusal:
        ask_for(cleo, words)
    assert str(refusal.value) == "Say what you want to learn in 3 to 200 characters."
    page = as_person(cleo).post(DOOR, {"words": words, "note": "For our roof."})
    assert list(page.context["form"].errors) == ["words"]
    assert "For our roof." in page.content.decode()
    assert wishes() == []


def test_letters_that_grow_when_folded_fit(cleo):
    assert len(ask_for(cleo, "ΐ" * 200).folded) == 600


def test_nobody_wishes_for_everything(as_person, cleo):
    for n in range(20):
        ask_for(cleo, f"Wish {n}")
    assert ask_for(cleo, "wish 7").words == "Wish 7"
    page = as_person(cleo).post(DOOR, {"words": "One more"})
    assert page.context["form"].non_field_errors() == [
        "You have twenty open wishes. Withdraw one you can do without first."
    ]
    assert len(wishes()) == 20


def test_statements_do_not_grow_with_the_wishes(as_person, cleo):
    client, numbers = as_person(cleo), []
    for more in (1, 2, 17):
        for n in range(more):
            ask_for(cleo, f"Wish {more} {n}")
        with CaptureQueriesContext(connection) as captured:
            client.get("/me/")
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] == numbers[2] <= 15
