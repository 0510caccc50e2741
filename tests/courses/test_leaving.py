"""Whoever leaves the company keeps nobody waiting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions import teaching
from courses.models import Attendance, Cover, Enrolment, Session, Teaching
from notifications.models import Notice
from people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db
State = Enrolment.State


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


def leave(person, state=Person.State.LEFT):
    person.refresh_from_db()
    person.state = state
    person.save()


def state_of(person, session):
    return Enrolment.objects.get(person=person, session=session).state


@pytest.mark.parametrize("state", [Person.State.LEFT, Person.State.SUSPENDED])
def test_a_leavers_seats_go_to_the_next_at_once(ada, ben, cleo, course, state):
    """R21: nothing waits for somebody who is gone, and nobody writes to them."""
    session = factories.session(course, ada, capacity=1)
    queue, paced = (
        factories.session(course, ada, capacity=1),
        factories.session(course, ada, kind="self_paced"),
    )
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    seats.enrol(cleo, queue)
    seats.enrol(ben, queue)
    seats.enrol(ben, paced)
    Notice.objects.all().delete()
    leave(ben, state)
    assert [state_of(ben, one) for one in (session, queue, paced)] == [State.WITHDRAWN] * 3
    assert (state_of(cleo, session), state_of(cleo, queue)) == (State.CONFIRMED, State.CONFIRMED)
    assert list(Notice.objects.values_list("person", "kind")) == [(cleo.pk, "enrolment.promoted")]
    steps = list(session.enrolments.get(person=ben).events.values_list("verb", "by"))
    assert steps == [("enrol", ben.pk), ("depart", None)]


def test_what_they_attended_stays(ada, ben, course):
    session = factories.session(course, ada)
    row = seats.enrol(ben, session)
    past = timezone.now() - timedelta(days=1)
    Session.objects.filter(pk=session.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))
    Attendance.objects.create(enrolment=row, occurrence=session.occurrences.get(), mark="attended", by=ada)
    leave(ben)
    assert (state_of(ben, session), row.attendance.count()) == (State.CONFIRMED, 1)


def test_a_saved_leaver_changes_nothing_twice(ada, ben, course):
    session = factories.session(course, ada)
    row = seats.enrol(ben, session)
    leave(ben)
    leave(ben)
    assert row.events.count() == 2


def test_a_leaver_is_asked_to_teach_no_more(ada, ben, course):
    session = factories.session(course, ada)
    asked = teaching.invite(ada, session, ben, Teaching.Role.CO_TEACHER)
    leave(ben)
    asked.refresh_from_db()
    assert asked.answer == Teaching.Answer.DECLINED


def test_a_leavers_dates_are_offered_to_those_who_could(ada, ben, cleo, course):
    session = factories.session(course, ada)
    later = session.starts_at.date() + timedelta(days=9)
    factories.session(course, ben, local_date=later)
    leave(ada)
    cover = Cover.objects.get()
    assert (cover.person, cover.state) == (ada, Cover.State.ASKING)
    assert [row.person for row in cover.asked.all()] == [ben]
    teaching.take_over(ben, cover)
    leave(ada)
    assert Cover.objects.get().state == Cover.State.COVERED


def test_without_anybody_the_courses_authors_hear_of_it(ada, ben, cleo, course):
    session = factories.session(course, cleo)
    leave(cleo)
    assert Cover.objects.get(session=session).state == Cover.State.ORGANISER
    assert list(Notice.objects.values_list("person", "kind")) == [(ada.pk, "cover.organiser")]


def test_who_was_asked_to_stand_in_and_leaves_counts_as_declining(ada, ben, course):
    session = factories.session(course, ada)
    factories.session(course, ben, local_date=session.starts_at.date() + timedelta(days=9))
    cover = teaching.cannot_come(ada, session.occurrences.get())
    leave(ben)
    cover.refresh_from_db()
    assert cover.state == Cover.State.ORGANISER
