"""Finding courses, taking seats and reading, through the doors people use."""

import pytest
from django.urls import reverse

from courses.actions import enrolment as seats
from courses.models import Enrolment, LessonProgress, Session
from tests import factories
from tests.later import soon

State = Enrolment.State


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada, promise="Tie what holds.")


@pytest.fixture
def session(course, ada):
    return factories.session(
        course, ada, capacity=1, zone="Europe/Berlin", link="https://meet.example.org/knots"
    )


def test_the_catalogue_shows_what_a_person_may_see(as_person, cleo, ada, course):
    factories.course("Only friends", ada, audience="person:0")
    factories.course("Still a draft", ada, live=False)
    page = as_person(cleo).get("/courses/")
    assert [row["course"].title for row in page.context["rows"]] == ["Knots"]
    assert [row["course"].title for row in as_person(None).get("/courses/").context["rows"]] == []


def test_facets_count_without_themselves(as_person, cleo, ada):
    rope, sail = factories.topic("Rope"), factories.topic("Sail")
    factories.course("A", ada, topics=[rope], language="en")
    factories.course("B", ada, topics=[rope, sail], language="de")
    factories.course("C", ada, topics=[sail], language="de")
    page = as_person(cleo).get("/courses/?topic=rope&language=de")
    assert [row["course"].title for row in page.context["rows"]] == ["B"]
    counts = {facet.name: {o.value: o.count for o in facet.options} for facet in page.context["facets"]}
    assert counts["topic"] == {"rope": 1, "sail": 2}
    assert counts["language"] == {"en": 1, "de": 1}
    assert [chip["label"] for chip in page.context["chips"]] == ["Rope", "Deutsch"]


def test_the_course_page_has_one_button(as_person, cleo, course, session):
    page = as_person(cleo).get(course.get_absolute_url()).content.decode()
    assert page.count(f'action="{reverse("courses:enrol", args=[session.pk])}"') == 1
    assert "1 seat left" in page


def test_a_visitor_sees_public_courses_but_no_people(as_person, ada):
    course = factories.course("Open", ada, audience="public")
    factories.session(course, ada)
    page = as_person(None).get(course.get_absolute_url()).content.decode()
    assert "Open" in page
    assert "Ada Brook" not in page
    assert "Sign in to enrol" in page


def test_enrolling_works_without_javascript(as_person, cleo, session):
    page = as_person(cleo).post(f"/sessions/{session.pk}/enrol/", {"on": "course"}, follow=True)
    assert page.redirect_chain == [(session.course.get_absolute_url(), 302)]
    assert "You&#x27;re in." in page.content.decode()
    assert Enrolment.objects.get(person=cleo).state == State.CONFIRMED


def test_enrolling_swaps_only_the_box_with_javascript(as_person, cleo, session):
    answer = as_person(cleo).post(
        f"/sessions/{session.pk}/enrol/", {"on": "course"}, headers={"HX-Request": "true"}
    )
    body = answer.content.decode()
    assert "<html" not in body
    assert 'id="sessions"' in body
    assert "Give the seat back" in body
    assert 'hx-swap-oob="true"' in body


def test_the_queue_is_said_in_words(as_person, ben, cleo, eve, session):
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    page = as_person(eve).post(f"/sessions/{session.pk}/enrol/", follow=True).content.decode()
    assert "1 person is ahead of you." in page
    assert "2nd of 2 in the queue" in page


def test_leaving_serves_the_next(as_person, ben, cleo, session):
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    as_person(ben).post(f"/sessions/{session.pk}/leave/")
    soon()
    assert Enrolment.objects.get(person=cleo).state == State.CONFIRMED


def test_an_offer_is_answered_on_the_page(as_person, ben, cleo, eve, course, ada):
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    for who in (ben, cleo, eve):
        seats.enrol(who, session)
    seats.withdraw(ben, session)
    soon()
    page = as_person(cleo).get(session.get_absolute_url()).content.decode()
    assert "The seat is held for you until" in page
    as_person(cleo).post(f"/sessions/{session.pk}/decline/")
    as_person(eve).post(f"/sessions/{session.pk}/accept/")
    assert Enrolment.objects.get(person=eve).state == State.CONFIRMED


def test_a_refusal_is_a_sentence_on_the_page(as_person, cleo, session):
    Session.objects.filter(pk=session.pk).update(state="cancelled", cancel_reason="Ill.")
    page = as_person(cleo).post(f"/sessions/{session.pk}/enrol/", follow=True).content.decode()
    assert "This session was cancelled. Look for another date." in page


def test_each_viewer_sees_their_own_time_and_the_teachers(as_person, cleo, session):
    page = as_person(cleo).get(session.get_absolute_url()).content.decode()
    assert "08:00" in page or "09:00" in page  # 14:00 in Berlin, whichever clocks have changed
    assert "14:00 in Berlin" in page


def test_lessons_keep_progress(as_person, cleo, course):
    first = factories.lesson(course, "Bowline", text="<p>Round the tree.</p>")
    second = factories.lesson(course, "Hitch")
    client = as_person(cleo)
    answer = client.post(f"/lessons/{first.pk}/done/", {"done": "yes"})
    assert answer.url == second.get_absolute_url()
    plan = client.get(course.get_absolute_url()).context["lessons"]
    assert [entry["done"] for entry in plan] == [True, False]
    client.post(f"/lessons/{first.pk}/done/", {"done": "no"})
    assert LessonProgress.objects.get(person=cleo, lesson=first).done_at is None


def test_reading_a_lesson_writes_nothing(as_person, cleo, course):
    lesson = factories.lesson(course, "Bowline")
    as_person(cleo).get(lesson.get_absolute_url())
    assert not LessonProgress.objects.exists()


def test_my_learning_shows_what_is_mine(as_person, ben, cleo, course, session, ada):
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    seats.enrol(cleo, factories.session(course, ada, kind="self_paced"))
    page = as_person(cleo).get("/me/")
    assert [line.session for line in page.context["queues"]] == [session]
    assert [reading.course for reading in page.context["going_on"]] == [course]
    assert [line.session for line in as_person(ben).get("/me/").context["seats"]] == [session]


def test_my_teaching_shows_what_i_give(as_person, ada, course, session):
    page = as_person(ada).get("/me/teaching/")
    assert [line.session for line in page.context["lines"]] == [session]
    assert [page.title for page in page.context["courses"]] == ["Knots"]


def test_a_self_paced_course_is_started_and_left(as_person, cleo, course, ada):
    session = factories.session(course, ada, kind="self_paced")
    client = as_person(cleo)
    assert "Start at my own pace" in client.get(course.get_absolute_url()).content.decode()
    page = client.post(f"/sessions/{session.pk}/enrol/", {"on": "course"}, follow=True).content.decode()
    assert "Begin whenever it suits you." in page
    assert "Leave this course" in page
    client.post(f"/sessions/{session.pk}/leave/")
    assert Enrolment.objects.get(person=cleo).state == State.WITHDRAWN
