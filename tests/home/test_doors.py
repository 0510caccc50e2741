"""The doors that open on what is one's own."""

import pytest

from courses.actions import enrolment as seats
from courses.actions.progress import complete_lesson
from courses.models import Session
from tests import factories
from tests.later import soon


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada, audience="public", promise="Tie what holds.")


def test_a_visitor_is_told_what_this_is(as_person, ada, course):
    session = factories.session(course, ada)
    factories.course("Only colleagues", ada)
    page = as_person(None).get("/")
    body = page.content.decode()
    assert [line.session for line in page.context["soon"]] == [session]
    assert "Everyone has something to learn, and something to teach" in body
    assert "Only colleagues" not in body
    assert "Ada Brook" not in body


def test_a_learner_sees_what_is_next(as_person, cleo, ada, course):
    session = factories.session(course, ada)
    seats.enrol(cleo, session)
    page = as_person(cleo).get("/")
    assert page.context["next_up"].session == session
    assert "Knots" in page.content.decode()


def test_a_teacher_sees_her_own_class_first(as_person, ada, ben, course):
    other = factories.session(factories.course("Sails", ben), ben)
    own = factories.session(course, ada)
    seats.enrol(ada, other)
    assert as_person(ada).get("/").context["next_up"].session == own


def test_an_offer_waits_for_an_answer(as_person, ben, cleo, ada, course):
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    seats.withdraw(ben, session)
    soon()
    for door in ("/", "/me/"):
        page = as_person(cleo).get(door)
        assert [line.session for line in page.context["offers"]] == [session]
        assert "Waiting for your answer" in page.content.decode()


def test_reading_goes_on_where_it_stopped(as_person, cleo, course):
    first, last = factories.lesson(course, "Bowline"), factories.lesson(course, "Hitch")
    complete_lesson(cleo, first)
    (reading,) = as_person(cleo).get("/me/").context["going_on"]
    assert (reading.course, reading.done, reading.total) == (course, 1, 2)
    complete_lesson(cleo, last)
    assert as_person(cleo).get("/me/").context["going_on"] == []


def test_empty_pages_say_what_to_do(as_person, eve):
    client = as_person(eve)
    assert "You have not taken a course yet." in client.get("/me/").content.decode()
    assert "You teach nothing yet." in client.get("/me/teaching/").content.decode()
    assert "Nothing is planned." in client.get("/").content.decode()


@pytest.mark.parametrize("door", ["/me/", "/me/teaching/", "/me/teaching/new/"])
def test_a_visitor_is_asked_to_sign_in(as_person, db, door):
    assert as_person(None).get(door).url == f"/accounts/login/?next={door}"
