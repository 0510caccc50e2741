"""Twenty seats, and more people at once than seats, connections or patience."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions import queue
from courses.duties import settle_seats
from courses.models import Enrolment, EnrolmentEvent, Session
from courses.seating import pool_of
from notifications.models import Notice
from tests import factories
from tests.concurrency.crowd import at_once, people

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

State = Enrolment.State
SEATS = 20


@pytest.fixture
def twenty_seats(ada):
    return factories.session(factories.course("Knots", ada), ada, capacity=SEATS)


def enrol_all(crowd, session):
    """Everybody asks in the same moment; nobody may get an error instead of an answer."""
    outcomes = at_once([partial(seats.enrol, who, session) for who in crowd])
    assert [error for error in outcomes if isinstance(error, Exception)] == []


def in_order(session, state):
    return list(session.enrolments.filter(state=state).order_by("joined_at", "pk"))


def assert_exactly_served(session, crowd):
    confirmed = session.enrolments.filter(state=State.CONFIRMED)
    waiting = session.enrolments.filter(state=State.WAITING)
    assert (confirmed.count(), waiting.count()) == (SEATS, len(crowd) - SEATS)
    places = sorted(seats.place_in_queue(enrolment) for enrolment in waiting)
    assert places == list(range(1, len(crowd) - SEATS + 1))
    assert set(session.enrolments.values_list("person_id", flat=True)) == {who.pk for who in crowd}
    assert EnrolmentEvent.objects.count() == Notice.objects.count() == len(crowd)


def test_five_hundred_people_and_twenty_seats(twenty_seats):
    """R1: exactly 20 in, 480 waiting at places 1 to 480 without a gap or a twin, no error."""
    crowd = people(500)
    enrol_all(crowd, twenty_seats)
    assert_exactly_served(twenty_seats, crowd)


def counted_together(parties):
    """`pool_of`, but the first `parties` who count wait for one another before they go on."""
    meet = threading.Barrier(parties, timeout=30)
    arrivals = iter(range(parties))

    def pool(session, now, *, online=False):
        counted = pool_of(session, now, online=online)
        if next(arrivals, None) is not None:
            meet.wait()
        return counted

    return pool


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite locks with the transaction, whatever the row does"
)
def test_without_the_lock_seats_are_given_twice(twenty_seats, monkeypatch):
    """R2: the canary. With the lock off R1 loses, so R1 can fail."""
    crowd = people(60)
    monkeypatch.setattr(queue, "lock_session", lambda pk: Session.objects.get(pk=pk))
    monkeypatch.setattr(queue, "pool_of", counted_together(SEATS + 5))
    enrol_all(crowd, twenty_seats)
    assert twenty_seats.enrolments.filter(state=State.CONFIRMED).count() >= SEATS + 5
    with pytest.raises(AssertionError):
        assert_exactly_served(twenty_seats, crowd)


def test_twenty_leave_at_once(twenty_seats):
    """R4: four workers look for work; the first 20 waiting are served in order, 20 notices, none twice."""
    crowd = people(60)
    enrol_all(crowd, twenty_seats)
    leaving, waiting = in_order(twenty_seats, State.CONFIRMED), in_order(twenty_seats, State.WAITING)
    soon = timezone.now() + timedelta(minutes=2)
    outcomes = at_once(
        [partial(seats.withdraw, seat.person, twenty_seats) for seat in leaving]
        + [partial(settle_seats, soon)] * 4
    )
    assert [error for error in outcomes if isinstance(error, Exception)] == []
    settle_seats(soon)
    assert in_order(twenty_seats, State.CONFIRMED) == waiting[:SEATS]
    assert in_order(twenty_seats, State.WAITING) == waiting[SEATS:]
    served = Notice.objects.filter(kind="enrolment.promoted").order_by("pk")
    assert [notice.person_id for notice in served] == [enrolment.person_id for enrolment in waiting[:SEATS]]


def test_fifty_clicks_of_one_person(cleo, twenty_seats):
    """R6: the same wish 50 times at once gives one enrolment, one notice, 50 equal answers."""
    outcomes = at_once([partial(seats.enrol, cleo, twenty_seats)] * 50)
    enrolment = Enrolment.objects.get()
    assert [(each.pk, each.state) for each in outcomes] == [(enrolment.pk, State.CONFIRMED)] * 50
    assert EnrolmentEvent.objects.count() == Notice.objects.count() == 1
