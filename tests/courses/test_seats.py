"""What the rules of seats say beyond first come, first served."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions import roster
from courses.actions.requests import ask_for
from courses.actions.sessions import (
    come_by_link,
    end_link,
    make_link,
    offer_session,
    set_audience,
    set_dates,
)
from courses.duties import settle_seats
from courses.models import (
    Attendance,
    Enrolment,
    Prerequisite,
    Priority,
    Recognition,
    SeatHold,
    Session,
)
from courses.plans import Plan
from courses.seating import seats_free
from notifications.models import Notice
from people.models import Person
from people.refusals import Refusal
from tests import factories
from tests.later import soon

pytestmark = pytest.mark.django_db
State = Enrolment.State


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


@pytest.fixture
def one_seat(course, ada):
    return factories.session(course, ada, capacity=1)


def state_of(person, session):
    return Enrolment.objects.get(person=person, session=session).state


def mails(person):
    """What the person would read, had the worker sent everything by now."""
    told = person.notices.filter(void_at=None).order_by("pk")
    return list(told.values_list("kind", flat=True))


def starting_in(session, **span):
    start = timezone.now() + timedelta(**span)
    Session.objects.filter(pk=session.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    session.refresh_from_db()
    return session


# -- undo --------------------------------------------------------------------------------------------------


def test_enrolling_can_be_undone_and_no_mail_tells_of_it(cleo, one_seat):
    seats.enrol(cleo, one_seat)
    undone = seats.undo(cleo, one_seat)
    assert (undone.state, mails(cleo)) == (State.WITHDRAWN, [])
    assert seats_free(one_seat, timezone.now()) == 1
    assert seats.undo(cleo, one_seat).events.count() == 2


def test_leaving_can_be_undone_because_the_seat_counts_as_used_meanwhile(ben, cleo, one_seat):
    seats.enrol(ben, one_seat)
    seats.enrol(cleo, one_seat)
    seats.withdraw(ben, one_seat)
    assert (state_of(cleo, one_seat), seats_free(one_seat, timezone.now())) == (State.WAITING, 0)
    assert seats.undo(ben, one_seat).state == State.CONFIRMED
    assert soon() == 0
    assert (state_of(ben, one_seat), state_of(cleo, one_seat)) == (State.CONFIRMED, State.WAITING)
    assert mails(cleo) == ["enrolment.waiting"]


def test_leaving_the_queue_and_undoing_it_keeps_the_place(ben, cleo, eve, one_seat):
    for who in (ben, cleo, eve):
        seats.enrol(who, one_seat)
    seats.withdraw(cleo, one_seat)
    assert seats.place_in_queue(seats.undo(cleo, one_seat)) == 1


def test_enrolling_again_at_once_is_the_same_as_undoing(ben, cleo, one_seat):
    seats.enrol(ben, one_seat)
    seats.enrol(cleo, one_seat)
    seats.withdraw(ben, one_seat)
    assert seats.enrol(ben, one_seat).state == State.CONFIRMED
    assert state_of(cleo, one_seat) == State.WAITING


def test_after_ten_seconds_it_is_too_late_to_undo(cleo, one_seat):
    enrolment = seats.enrol(cleo, one_seat)
    enrolment.events.update(at=timezone.now() - timedelta(seconds=11))
    with pytest.raises(Refusal, match="too late to undo"):
        seats.undo(cleo, one_seat)


def test_nobody_undoes_what_another_did(ada, cleo, one_seat):
    roster.enrol_by_name(ada, one_seat, cleo)
    with pytest.raises(Refusal, match="Somebody else changed this"):
        seats.undo(cleo, one_seat)
    with pytest.raises(Refusal, match="nothing to undo"):
        seats.undo(ada, one_seat)


def test_mails_leave_when_it_can_no_longer_be_undone(cleo, one_seat):
    seats.enrol(cleo, one_seat)
    told = Notice.objects.get()
    assert told.due_at - told.created_at >= timedelta(seconds=9)
    assert not Notice.objects.claimable(timezone.now()).exists()


# -- the queue ---------------------------------------------------------------------------------------------


def test_who_asked_for_the_topic_and_who_missed_it_before_go_first(ada, ben, cleo, eve, course):
    """One queue: who asked for it, who waited in vain before, then by the time of joining."""
    before = starting_in(factories.session(course, ada, capacity=1), days=1)
    seats.enrol(ben, before)
    seats.enrol(cleo, before)
    starting_in(before, minutes=-1)
    ask_for(eve, "knots")
    session = factories.session(course, ada, capacity=1)
    first, usual = factories.person("Finn"), factories.person("Gus")
    for who in (first, usual, cleo, eve):
        seats.enrol(who, session)
    queue = [(row.person, row.priority) for row in session.enrolments.waiting().select_related("person")]
    assert queue == [(eve, Priority.ASKED), (cleo, Priority.MISSED), (usual, Priority.USUAL)]


def test_shortly_before_the_start_all_who_wait_are_told_and_the_first_takes_it(ada, ben, cleo, eve, course):
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    for who in (ben, cleo, eve):
        seats.enrol(who, session)
    with pytest.raises(Refusal, match="not time yet"):
        seats.take_late_seat(eve, session)
    starting_in(session, minutes=90)
    seats.withdraw(ben, session)
    assert soon() == 1
    assert {state_of(cleo, session), state_of(eve, session)} == {State.WAITING}
    assert (mails(cleo)[-1], mails(eve)[-1]) == ("seat.free", "seat.free")
    newcomer = factories.person("Finn")
    assert seats.enrol(newcomer, session).state == State.WAITING
    with pytest.raises(Refusal, match="Join the queue first"):
        seats.take_late_seat(factories.person("Gus"), session)
    assert seats.take_late_seat(eve, session).state == State.CONFIRMED
    with pytest.raises(Refusal, match="quicker"):
        seats.take_late_seat(cleo, session)


def test_where_the_next_gets_it_at_once_that_holds_to_the_end(ada, ben, cleo, one_seat):
    seats.enrol(ben, one_seat)
    seats.enrol(cleo, one_seat)
    starting_in(one_seat, minutes=30)
    seats.withdraw(ben, one_seat)
    soon()
    assert state_of(cleo, one_seat) == State.CONFIRMED


def test_without_a_date_yet_interest_is_kept(cleo, ada, course):
    session = factories.session(course, ada)
    session.occurrences.all().delete()
    Session.objects.filter(pk=session.pk).update(starts_at=None, ends_at=None)
    session.refresh_from_db()
    assert seats.enrol(cleo, session).state == State.INTERESTED
    starting_in(session, days=3)
    assert seats.enrol(cleo, session).state == State.CONFIRMED


# -- approval, windows, prerequisites ----------------------------------------------------------------------


def test_where_the_teacher_approves_a_place_is_asked_for(ada, ben, cleo, eve, course):
    session = factories.session(course, ada, capacity=1, approval=True)
    asked = [seats.enrol(who, session) for who in (ben, cleo, eve)]
    assert [row.state for row in asked] == [State.REQUESTED] * 3
    assert roster.approve(ada, asked[0]).state == State.CONFIRMED
    assert roster.approve(ada, asked[1]).state == State.WAITING
    Session.objects.filter(pk=session.pk).update(capacity=2)
    late = roster.approve(ada, seats.enrol(factories.person("Finn"), session))
    assert (late.state, seats.place_in_queue(late)) == (State.WAITING, 2)
    with pytest.raises(Refusal, match="Say why"):
        roster.turn_down(ada, asked[2], reason=" ")
    assert roster.turn_down(ada, asked[2], reason="For people of the harbour.").state == State.DECLINED
    assert mails(eve) == ["enrolment.requested", "enrolment.turned_down"]
    with pytest.raises(Refusal, match="keep its roster"):
        roster.approve(ben, asked[2])
    with pytest.raises(Refusal, match="no longer asks"):
        roster.approve(ada, asked[2])


@pytest.mark.parametrize(
    ("window", "sentence"),
    [
        ({"opens_at": timedelta(days=1)}, "Come back then"),
        ({"closes_at": -timedelta(days=1)}, "Enrolment closed"),
    ],
)
def test_outside_the_enrolment_window_nobody_gets_in(cleo, ada, course, window, sentence):
    times = {name: timezone.now() + span for name, span in window.items()}
    with pytest.raises(Refusal, match=sentence):
        seats.enrol(cleo, factories.session(course, ada, **times))


def test_places_can_be_given_back_until_the_end_that_was_set(ben, cleo, ada, course):
    session = factories.session(course, ada, capacity=1)
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    Session.objects.filter(pk=session.pk).update(leave_until=timezone.now() - timedelta(hours=1))
    with pytest.raises(Refusal, match="could be given back until"):
        seats.withdraw(ben, session)
    assert seats.withdraw(cleo, session).state == State.WITHDRAWN


def test_what_is_required_is_learnt_or_recognised_first(ada, ben, cleo, eve, course):
    needed = factories.course("Ropes", ada)
    Prerequisite.objects.create(course=course, needs=needed, required=True)
    session, earlier = factories.session(course, ada), factories.session(needed, ada)
    with pytest.raises(Refusal, match="builds on “Ropes”"):
        seats.enrol(cleo, session)
    Recognition.objects.create(course=needed, person=cleo, by=ada)
    assert seats.enrol(cleo, session).state == State.CONFIRMED
    came = seats.enrol(ben, earlier)
    Attendance.objects.create(enrolment=came, occurrence=earlier.occurrences.get(), mark="attended", by=ada)
    assert seats.enrol(ben, session).state == State.CONFIRMED
    Prerequisite.objects.update(required=False)
    assert seats.enrol(eve, session).state == State.CONFIRMED


# -- held seats, names, two pools --------------------------------------------------------------------------


def held(ada, session, seats_kept, **fields):
    return roster.hold_seats(
        ada, session, seats=seats_kept, until=session.starts_at - timedelta(days=1), **fields
    )


def test_a_teams_seats_are_kept_for_it_until_their_end(ada, ben, cleo, eve, course):
    team = factories.team("Harbour")
    Person.objects.filter(pk=eve.pk).update(team=team)
    eve.refresh_from_db()
    session = factories.session(course, ada, capacity=2)
    held(ada, session, 1, team=team)
    assert seats.enrol(ben, session).state == State.CONFIRMED
    assert seats.enrol(cleo, session).state == State.WAITING
    assert seats.enrol(eve, session).state == State.CONFIRMED
    seats.withdraw(eve, session)
    soon()
    assert state_of(cleo, session) == State.WAITING
    SeatHold.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert settle_seats() == 1
    assert state_of(cleo, session) == State.CONFIRMED


def test_no_more_seats_are_kept_than_are_free(ada, ben, course):
    session = factories.session(course, ada, capacity=2)
    seats.enrol(ben, session)
    with pytest.raises(Refusal, match="1 seat is free to be kept"):
        held(ada, session, 2, purpose="guests")
    with pytest.raises(Refusal, match="for which team or for what"):
        held(ada, session, 1)
    with pytest.raises(Refusal, match="no limit"):
        held(ada, factories.session(course, ada), 1, purpose="guests")
    kept = held(ada, session, 1, purpose="guests")
    roster.end_hold(ada, kept)
    assert seats_free(session, timezone.now()) == 1


def test_a_teacher_enrols_by_name_and_passes_nobody_over(ada, ben, cleo, eve, course):
    session = factories.session(course, ada, capacity=2)
    held(ada, session, 1, purpose="guests")
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    assert roster.enrol_by_name(ada, session, eve).state == State.CONFIRMED
    finn = factories.person("Finn")
    with pytest.raises(Refusal, match="All seats are taken"):
        roster.enrol_by_name(ada, session, finn)
    with pytest.raises(Refusal, match="they give this session"):
        roster.enrol_by_name(ada, session, ada)
    assert mails(eve) == ["enrolment.by_name"]


def test_room_and_online_places_are_counted_apart(ada, ben, cleo, eve, course):
    session = factories.session(course, ada, capacity=1, hybrid=True, online_capacity=1)
    assert seats.enrol(ben, session).state == State.CONFIRMED
    assert seats.enrol(cleo, session, online=True).state == State.CONFIRMED
    assert seats.enrol(eve, session, online=True).state == State.WAITING
    waiting = seats.enrol(factories.person("Finn"), session)
    assert (waiting.state, seats.place_in_queue(waiting)) == (State.WAITING, 1)
    seats.withdraw(cleo, session)
    soon()
    assert state_of(eve, session) == State.CONFIRMED
    assert Enrolment.objects.get(pk=waiting.pk).state == State.WAITING


# -- who may come ------------------------------------------------------------------------------------------


def test_a_talk_without_a_course_is_open_to_all_colleagues(ada, cleo):
    talk = offer_session(ada, None, talk_plan())
    assert seats.enrol(cleo, talk).state == State.CONFIRMED
    assert not Session.objects.visible_to(None).exists()
    with pytest.raises(Refusal, match="Give it a title"):
        offer_session(ada, None, talk_plan(title=" "))
    with pytest.raises(Refusal, match="belongs to a course"):
        offer_session(ada, None, talk_plan(kind="live"))


def talk_plan(**changes):
    day = timezone.now().date() + timedelta(days=9)
    given = {"kind": "lunch_talk", "title": "Tides", "local_date": day, "local_time": time(12), "minutes": 30}
    return Plan(**{**given, **changes})


def test_the_secret_address_lets_in_whoever_was_handed_it(ada, cleo, eve):
    talk = offer_session(ada, None, talk_plan(audience=frozenset([f"person:{ada.pk}"])))
    secret = make_link(ada, talk)
    assert (make_link(ada, talk), Session.objects.visible_to(cleo).exists()) == (secret, False)
    assert come_by_link(cleo, secret) == talk
    assert seats.enrol(cleo, talk).state == State.CONFIRMED
    assert (come_by_link(eve, "guess"), come_by_link(eve, "")) == (None, None)
    with pytest.raises(Refusal, match="Only those who give"):
        make_link(cleo, talk)
    end_link(ada, talk)
    assert (come_by_link(eve, secret), Session.objects.visible_to(cleo).get()) == (None, talk)


def test_the_address_of_a_session_that_all_see_closes_it_to_nobody(ada, ben, cleo, eve, course):
    session = factories.session(course, ada)
    assert come_by_link(cleo, make_link(ada, session)) == session
    assert Session.objects.visible_to(ben).get() == session
    hidden = factories.session(factories.course("Secret", ada, audience=f"person:{ben.pk}"), ada)
    assert come_by_link(eve, make_link(ada, hidden)) is None
    assert come_by_link(ben, Session.objects.get(pk=hidden.pk).secret) == hidden


def test_opened_to_all_again_it_is_open_to_all(ada, ben, cleo, course):
    session = factories.session(course, ada)
    set_audience(session, frozenset([f"person:{ada.pk}"]))
    come_by_link(cleo, make_link(ada, session))
    assert not Session.objects.visible_to(ben).exists()
    set_audience(session, frozenset())
    assert Session.objects.visible_to(ben).get() == session


def test_a_date_on_which_somebody_was_there_is_kept(ada, cleo, course):
    session = factories.session(course, ada)
    came = seats.enrol(cleo, session)
    Attendance.objects.create(enrolment=came, occurrence=session.occurrences.get(), mark="attended", by=ada)
    with pytest.raises(Refusal, match="Keep that date"):
        set_dates(session, [])
    assert session.occurrences.count() == 1
