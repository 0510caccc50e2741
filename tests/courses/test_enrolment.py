"""Taking and giving back seats, as the rules have it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions import queue, roster
from courses.actions.sessions import Plan, cancel_session, change_session
from courses.duties import settle_seats
from courses.models import Enrolment, EnrolmentEvent, Session
from courses.seating import seats_free
from notifications.models import Notice
from people.refusals import Refusal
from tests import factories
from tests.later import soon

State = Enrolment.State


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


@pytest.fixture
def two_seats(course, ada):
    return factories.session(course, ada, capacity=2)


def states(session):
    rows = session.enrolments.order_by("joined_at", "pk").select_related("person")
    return [(row.person.name, row.state) for row in rows]


def replayed(enrolment):
    """The state that the history ends in; every step begins where the one before ended."""
    state = ""
    for event in enrolment.events.order_by("pk"):
        assert event.from_state == state
        state = event.to_state
    return state


def a_week_on(session, **changes):
    occurrence = session.occurrences.get()
    fields = {
        "zone": occurrence.zone,
        "local_date": occurrence.local_date,
        "local_time": occurrence.local_time,
        "minutes": occurrence.minutes,
        "capacity": session.capacity,
        "hand_on": session.hand_on,
    }
    return Plan(**{**fields, **changes})


def test_a_free_seat_is_taken_with_one_click(cleo, two_seats):
    enrolment = seats.enrol(cleo, two_seats)
    assert enrolment.state == State.CONFIRMED
    assert seats_free(two_seats, timezone.now()) == 1
    assert [notice.kind for notice in cleo.notices.all()] == ["enrolment.confirmed"]


def test_asking_twice_changes_nothing(cleo, two_seats):
    """R6 in small: one enrolment, one mail."""
    first = seats.enrol(cleo, two_seats)
    second = seats.enrol(cleo, two_seats)
    assert first.pk == second.pk
    assert EnrolmentEvent.objects.count() == 1
    assert Notice.objects.count() == 1


def test_a_full_session_gives_a_place_in_the_queue(ben, cleo, eve, two_seats):
    seats.enrol(ben, two_seats)
    seats.enrol(cleo, two_seats)
    waiting = seats.enrol(eve, two_seats)
    assert waiting.state == State.WAITING
    assert seats.place_in_queue(waiting) == 1
    last = seats.enrol(factories.person("Finn"), two_seats)
    assert seats.place_in_queue(last) == 2
    assert seats.place_in_queue(Enrolment.objects.get(person=ben)) is None


def test_leaving_gives_the_seat_to_the_next(ben, cleo, eve, two_seats):
    for who in (ben, cleo, eve):
        seats.enrol(who, two_seats)
    seats.withdraw(ben, two_seats)
    assert Enrolment.objects.get(person=eve).state == State.WAITING
    assert (soon(9), soon(11), soon(11)) == (0, 1, 0)
    assert states(two_seats) == [
        ("Ben Ofori", State.WITHDRAWN),
        ("Cleo Marsh", State.CONFIRMED),
        ("Eve Stone", State.CONFIRMED),
    ]
    assert list(eve.notices.order_by("pk").values_list("kind", flat=True)) == [
        "enrolment.waiting",
        "enrolment.promoted",
    ]


def test_coming_back_uses_the_same_row_at_the_end_of_the_queue(ben, cleo, eve, course, ada):
    session = factories.session(course, ada, capacity=1)
    for who in (ben, cleo, eve):
        seats.enrol(who, session)
    first = Enrolment.objects.get(person=cleo)
    seats.withdraw(cleo, session)
    back = seats.enrol(cleo, session)
    assert back.pk == first.pk
    assert seats.place_in_queue(Enrolment.objects.get(person=eve)) == 1
    assert seats.place_in_queue(back) == 2
    assert replayed(back) == State.WAITING


def test_newcomers_wait_while_others_wait(ben, cleo, eve, course, ada):
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    Session.objects.filter(pk=session.pk).update(capacity=3)
    assert seats.enrol(eve, session).state == State.WAITING


def test_without_a_waiting_list_a_full_session_refuses(ben, cleo, course, ada):
    session = factories.session(course, ada, capacity=1, waiting_list=False)
    seats.enrol(ben, session)
    with pytest.raises(Refusal, match="Look for another date"):
        seats.enrol(cleo, session)
    assert not Enrolment.objects.filter(person=cleo).exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"state": "cancelled"}, "cancelled"), ({"state": "done"}, "closed"), ({"state": "draft"}, "refused")],
)
def test_a_closed_session_takes_nobody(cleo, course, ada, fields, code):
    session = factories.session(course, ada, **fields)
    with pytest.raises(Refusal) as refusal:
        seats.enrol(cleo, session)
    assert refusal.value.code == code


def test_a_begun_session_takes_nobody_and_lets_nobody_leave(ben, cleo, course, ada):
    session = factories.session(course, ada)
    seats.enrol(ben, session)
    past = timezone.now() - timedelta(minutes=1)
    Session.objects.filter(pk=session.pk).update(starts_at=past, ends_at=past + timedelta(hours=1))
    with pytest.raises(Refusal, match="begun"):
        seats.enrol(cleo, session)
    with pytest.raises(Refusal, match="begun"):
        seats.withdraw(ben, session)


def test_the_teacher_needs_no_seat(ada, two_seats):
    with pytest.raises(Refusal, match="You give this session"):
        seats.enrol(ada, two_seats)


def test_who_may_not_see_a_session_gets_no_seat(eve, ada):
    hidden = factories.course("Secret", ada, audience="person:0")
    with pytest.raises(Refusal, match="not open to you"):
        seats.enrol(eve, factories.session(hidden, ada))


def test_more_seats_serve_exactly_as_many_as_were_added(ada, course):
    """R5: 20 to 50 seats serves exactly 30, in order."""
    session = factories.session(course, ada, capacity=20)
    crowd = [factories.person(f"P{n:02}") for n in range(60)]
    for who in crowd:
        seats.enrol(who, session)
    change_session(ada, session, a_week_on(session, capacity=50))
    confirmed = session.enrolments.filter(state=State.CONFIRMED).order_by("joined_at", "pk")
    assert [row.person_id for row in confirmed] == [who.pk for who in crowd[:50]]
    assert session.enrolments.waiting().count() == 10
    assert Notice.objects.filter(kind="enrolment.promoted").count() == 30


def test_fewer_seats_send_nobody_away(ada, ben, cleo, eve, two_seats):
    """R5: fewer seats evict nobody, and a seat given back is not given on while too many sit."""
    for who in (ben, cleo, eve):
        seats.enrol(who, two_seats)
    change_session(ada, two_seats, a_week_on(two_seats, capacity=1))
    assert two_seats.enrolments.filter(state=State.CONFIRMED).count() == 2
    seats.withdraw(ben, two_seats)
    soon()
    assert Enrolment.objects.get(person=eve).state == State.WAITING


@pytest.mark.parametrize("state", ["cancelled", "done", "draft"])
def test_a_session_that_is_not_open_serves_nobody(ben, cleo, course, ada, state):
    """R5: a cancelled session serves nobody."""
    session = factories.session(course, ada, capacity=1)
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    Session.objects.filter(pk=session.pk).update(state=state, capacity=5)
    with transaction.atomic():
        assert queue.serve_queue(queue.lock_session(session.pk)) == []
    assert Enrolment.objects.get(person=cleo).state == State.WAITING


def test_a_begun_session_serves_nobody(ben, cleo, course, ada):
    """R5: a started session serves nobody."""
    session = factories.session(course, ada, capacity=1)
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    with transaction.atomic():
        held = queue.lock_session(session.pk)
        held.capacity = 5
        assert queue.serve_queue(held, now=held.starts_at) == []


def test_an_offer_lapses_once_to_the_next(ben, cleo, eve, course, ada):
    """R5: an offer that lapses moves on once."""
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    for who in (ben, cleo, eve):
        seats.enrol(who, session)
    seats.withdraw(ben, session)
    soon()
    offered = Enrolment.objects.get(person=cleo)
    assert offered.state == State.OFFERED
    late = offered.offer_expires_at + timedelta(seconds=1)
    assert settle_seats(late) == 1
    assert settle_seats(late) == 0
    assert states(session) == [
        ("Ben Ofori", State.WITHDRAWN),
        ("Cleo Marsh", State.EXPIRED),
        ("Eve Stone", State.OFFERED),
    ]
    assert Notice.objects.filter(person=eve, kind="enrolment.offered").count() == 1


def test_the_worker_lapses_what_is_due(ben, cleo, course, ada):
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    seats.withdraw(ben, session)
    assert (settle_seats(), soon()) == (0, 1)
    Enrolment.objects.filter(person=cleo).update(offer_expires_at=timezone.now() - timedelta(seconds=1))
    assert settle_seats() == 1
    assert Enrolment.objects.get(person=cleo).state == State.EXPIRED


def test_an_offer_is_taken_or_passed_on(ben, cleo, eve, course, ada):
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    for who in (ben, cleo, eve):
        seats.enrol(who, session)
    seats.withdraw(ben, session)
    soon()
    seats.decline_offer(cleo, session)
    assert seats.accept_offer(eve, session).state == State.CONFIRMED
    with pytest.raises(Refusal, match="no longer held"):
        seats.accept_offer(cleo, session)


def test_an_offer_blocks_its_seat_and_ends_by_its_deadline(ben, cleo, course, ada):
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    seats.withdraw(ben, session)
    soon()
    assert seats_free(session, timezone.now()) == 0
    Enrolment.objects.filter(person=cleo).update(offer_expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Refusal, match="no longer held"):
        seats.accept_offer(cleo, session)


def test_an_offer_near_the_start_is_short(ada, course):
    session = factories.session(course, ada)
    assert queue.offer_deadline(
        session, session.starts_at - timedelta(days=6)
    ) == session.starts_at - timedelta(days=5)
    assert queue.offer_deadline(
        session, session.starts_at - timedelta(hours=8)
    ) == session.starts_at - timedelta(hours=6)


def test_cancelling_tells_everyone_why(ada, ben, cleo, course):
    session = factories.session(course, ada, capacity=1)
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    cancel_session(ada, session, reason="The teacher is ill.")
    assert {row.state for row in session.enrolments.all()} == {State.SESSION_CANCELLED}
    assert Notice.objects.filter(kind="session.cancelled").count() == 2
    with pytest.raises(Refusal, match="cancelled"):
        seats.enrol(ben, session)


def test_removing_somebody_serves_the_next(ada, ben, cleo, eve, course):
    session = factories.session(course, ada, capacity=1)
    taken = seats.enrol(ben, session)
    seats.enrol(cleo, session)
    with pytest.raises(Refusal):
        roster.remove(eve, taken, reason="I want it")
    assert roster.remove(ada, taken, reason="Asked by phone").state == State.REMOVED
    assert Enrolment.objects.get(person=cleo).state == State.CONFIRMED


def test_the_history_replays_to_the_state(ben, cleo, eve, course, ada):
    session = factories.session(course, ada, capacity=1)
    for step in (
        lambda: seats.enrol(ben, session),
        lambda: seats.enrol(cleo, session),
        lambda: seats.withdraw(ben, session),
        lambda: seats.enrol(ben, session),
        lambda: seats.enrol(eve, session),
        lambda: seats.withdraw(cleo, session),
    ):
        step()
    for enrolment in session.enrolments.all():
        assert replayed(enrolment) == enrolment.state


def sql_refused(statement, parameters):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_raw_sql_cannot_break_the_rules(cleo, ben, two_seats):
    """R9: the database itself refuses what must never be."""
    enrolment = seats.enrol(cleo, two_seats)
    other = seats.enrol(ben, two_seats)
    sql_refused("UPDATE courses_enrolment SET person_id = %s WHERE id = %s", [cleo.pk, other.pk])
    sql_refused("UPDATE courses_enrolment SET state = 'asleep' WHERE id = %s", [enrolment.pk])
    sql_refused("UPDATE courses_enrolment SET state = 'offered' WHERE id = %s", [enrolment.pk])
    sql_refused("UPDATE courses_session SET capacity = -1 WHERE id = %s", [two_seats.pk])
    sql_refused("UPDATE courses_session SET ends_at = starts_at WHERE id = %s", [two_seats.pk])
    sql_refused("UPDATE courses_session SET state = 'paused' WHERE id = %s", [two_seats.pk])
    sql_refused("UPDATE courses_occurrence SET ends_at = starts_at WHERE session_id = %s", [two_seats.pk])
