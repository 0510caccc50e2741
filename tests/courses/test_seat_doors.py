"""Taking a seat as a person sees it: one button, the reasons, the next best thing, and Undo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions import roster
from courses.actions.sessions import change_session
from courses.models import Attendance, Enrolment, Prerequisite, Session
from courses.plans import Plan
from tests import factories
from tests.courses.steps import press, starting_in, state_of
from tests.later import soon

pytestmark = pytest.mark.django_db
State = Enrolment.State
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


@pytest.fixture
def session(course, ada):
    return factories.session(course, ada, capacity=1)


@pytest.fixture
def buttons(as_person):
    """The buttons as (label, why not) and what else there is."""

    def read(person, thing):
        context = as_person(person).get(thing.get_absolute_url()).context
        line = context.get("line") or context["best"]
        assert line is not None
        return [(one.label, one.why) for one in line.buttons], [
            one.label for one in context["advice"].instead
        ]

    return read


# -- undo --------------------------------------------------------------------------------------------------


def test_enrolling_is_undone_with_one_press_and_without_javascript(as_person, cleo, session):
    client = as_person(cleo)
    told = press(client, session, "enrol").content.decode()
    assert f'<form method="post" action="/sessions/{session.pk}/undo/"' in told
    answer = press(client, session, "undo")
    assert answer.redirect_chain == [(session.get_absolute_url(), 302)]
    assert [str(message) for message in answer.context["messages"]] == [
        "Undone. You are not enrolled, and nobody was told."
    ]
    assert (state_of(cleo, session), cleo.notices.filter(void_at=None).count()) == (State.WITHDRAWN, 0)


def test_leaving_is_undone_and_the_seat_is_still_there(as_person, ben, cleo, session):
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    client = as_person(ben)
    assert f'action="/sessions/{session.pk}/undo/"' in press(client, session, "leave").content.decode()
    assert "You&#x27;re in." in press(client, session, "undo").content.decode()
    assert (state_of(ben, session), state_of(cleo, session)) == (State.CONFIRMED, State.WAITING)


def test_after_ten_seconds_undo_says_what_to_do_instead(as_person, cleo, session):
    enrolment = seats.enrol(cleo, session)
    enrolment.events.update(at=timezone.now() - timedelta(seconds=11))
    told = press(as_person(cleo), session, "undo").content.decode()
    assert "It is too late to undo this. Enrol or leave with the button on the page." in told
    assert state_of(cleo, session) == State.CONFIRMED


def test_nobody_undoes_anothers_seat(as_person, ben, cleo, session):
    seats.enrol(cleo, session)
    assert "There is nothing to undo." in press(as_person(ben), session, "undo").content.decode()
    assert state_of(cleo, session) == State.CONFIRMED


def test_enrolling_from_the_course_changes_only_the_box(as_person, cleo, course, session):
    """U1: no reload; the toast undoes it in the same place."""
    answer = as_person(cleo).post(f"/sessions/{session.pk}/enrol/", {"on": "course"}, **HTMX)
    told = answer.content.decode()
    assert (answer.status_code, "<html" in told) == (200, False)
    assert 'id="sessions"' in told
    assert f'hx-post="/sessions/{session.pk}/undo/?on=course"' in told
    undone = as_person(cleo).post(f"/sessions/{session.pk}/undo/?on=course", **HTMX).content.decode()
    assert ('id="sessions"' in undone, "/undo/" in undone) == (True, False)


def test_a_second_press_offers_no_undo_of_what_is_long_true(as_person, cleo, session):
    enrolment = seats.enrol(cleo, session)
    enrolment.events.update(at=timezone.now() - timedelta(hours=1))
    assert "/undo/" not in press(as_person(cleo), session, "enrol").content.decode()


# -- the queue ---------------------------------------------------------------------------------------------


def test_the_place_in_the_queue_and_its_classes_are_shown(page, ada, ben, cleo, eve, session):
    for who in (ben, cleo, eve):
        seats.enrol(who, session)
    told = page(eve, session)
    assert "2nd of 2 in the queue" in told
    assert "<li>Asked for this topic</li><li>Waited before and missed it</li>" in told
    assert "You stand before others" not in told


def test_a_late_seat_is_taken_by_the_first_to_click(as_person, buttons, ada, ben, cleo, eve, course):
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    for who in (ben, cleo, eve):
        seats.enrol(who, session)
    starting_in(session, minutes=90)
    nothing = "No seat is free at the moment. You hear of the next one at once."
    assert buttons(cleo, session)[0] == [("Take the free seat", nothing), ("Leave the queue", "")]
    seats.withdraw(ben, session)
    soon()
    Enrolment.objects.filter(person=ben).update(released_at=None)
    assert buttons(cleo, session)[0][0] == ("Take the free seat", "")
    assert "You&#x27;re in." in press(as_person(eve), session, "take").content.decode()
    assert "Somebody else was quicker." in press(as_person(cleo), session, "take").content.decode()
    assert "Join the queue first" in press(as_person(factories.person()), session, "take").content.decode()
    assert (state_of(eve, session), state_of(cleo, session)) == (State.CONFIRMED, State.WAITING)


def test_an_offer_is_taken_or_passed_on(as_person, buttons, ada, ben, cleo, eve, course):
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    for who in (ben, cleo, eve):
        seats.enrol(who, session)
    seats.withdraw(ben, session)
    soon()
    assert buttons(cleo, session)[0] == [("Take the seat", ""), ("Let it pass", "")]
    assert (
        "The seat passes to the next in line." in press(as_person(cleo), session, "decline").content.decode()
    )
    press(as_person(eve), session, "accept")
    assert (state_of(cleo, session), state_of(eve, session)) == (State.DECLINED, State.CONFIRMED)
    assert "no longer held for you" in press(as_person(cleo), session, "accept").content.decode()


def test_after_a_move_those_with_a_seat_are_asked_again(as_person, page, buttons, ada, cleo, course):
    session = factories.session(course, ada)
    seats.enrol(cleo, session)
    date = session.occurrences.get()
    plan = Plan(local_date=date.local_date + timedelta(days=1), local_time=date.local_time, minutes=60)
    change_session(ada, session, plan)
    assert "The time has changed: it is now on" in page(cleo, session)
    assert [label for label, _why in buttons(cleo, session)[0]] == ["I still come", "I cannot come then"]
    press(as_person(cleo), session, "accept")
    assert state_of(cleo, session) == State.CONFIRMED


# -- why not, and what instead -----------------------------------------------------------------------------


def test_full_without_a_queue_names_what_else_there_is(buttons, ada, ben, cleo, course):
    full = factories.session(course, ada, capacity=1, waiting_list=False)
    seats.enrol(ben, full)
    far = full.starts_at.date() + timedelta(days=3)
    factories.session(course, ada, local_date=far)
    factories.session(course, ada, local_date=far + timedelta(days=1), language="de")
    factories.session(course, ada, kind="self_paced")
    crowded = factories.session(course, ada, local_date=far, capacity=1)
    seats.enrol(ben, crowded)
    why = "All seats are taken and this session keeps no waiting list. Look for another date."
    shown, instead = buttons(cleo, full)
    assert shown == [("Enrol", why)]
    assert instead[1].endswith(", in Deutsch")
    assert instead[2:] == ["Take it at your own pace", "Ask Ada Brook"]
    assert len(instead) == 4


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (
            {"state": "cancelled", "cancel_reason": "Ill"},
            "This session was cancelled. Look for another date.",
        ),
        ({"opens_at": timedelta(days=1)}, "Enrolment opens on"),
        ({"closes_at": -timedelta(days=1)}, "Enrolment closed on"),
    ],
)
def test_what_takes_nobody_says_why_as_the_rule_does(
    as_person, buttons, page, cleo, ada, course, fields, why
):
    now = timezone.now()
    given = {key: now + value if isinstance(value, timedelta) else value for key, value in fields.items()}
    session = factories.session(course, ada, **given)
    ((label, said),), instead = buttons(cleo, session)
    assert (label, said.startswith(why), instead) == ("Enrol", True, ["Ask Ada Brook"])
    assert 'type="button" disabled aria-describedby="why-' in page(cleo, session)
    assert why in press(as_person(cleo), session, "enrol").content.decode()
    assert not Enrolment.objects.exists()


def test_a_begun_session_says_so_and_a_past_one_leaves_nothing_to_press(buttons, ada, ben, cleo, course):
    session = factories.session(course, ada)
    seats.enrol(ben, session)
    starting_in(session, minutes=-10)
    assert buttons(cleo, session)[0] == [("Enrol", "This session has begun already. Look for another date.")]
    assert buttons(ben, session)[0][0][1].startswith("This session has begun already, so the seat")
    starting_in(session, days=-1)
    assert buttons(ben, session)[0] == []


def test_what_is_needed_first_is_named_and_linked(as_person, buttons, cleo, ada, course, session):
    needed = factories.course("Ropes", ada)
    Prerequisite.objects.create(course=course, needs=needed, required=True)
    shown, instead = buttons(cleo, session)
    assert shown[0][1].startswith("This session builds on “Ropes”.")
    assert instead == ["Take “Ropes” first", "Ask Ada Brook"]
    assert shown[0][1].split(".")[0] in press(as_person(cleo), session, "enrol").content.decode()
    earlier = factories.session(needed, ada)
    came = seats.enrol(cleo, earlier)
    Attendance.objects.create(enrolment=came, occurrence=earlier.occurrences.get(), mark="attended", by=ada)
    assert buttons(cleo, session)[0] == [("Enrol", "")]


def test_too_late_to_give_back_says_until_when_it_was(buttons, cleo, ada, course):
    session = factories.session(course, ada)
    seats.enrol(cleo, session)
    Session.objects.filter(pk=session.pk).update(leave_until=timezone.now() - timedelta(hours=1))
    ((label, why),), instead = buttons(cleo, session)
    assert (label, why.startswith("Places could be given back until")) == ("Give the seat back", True)
    assert instead[-1] == "Ask Ada Brook"


def test_a_visitor_is_asked_to_sign_in_or_told_why_not(buttons, ada):
    course = factories.course("Sails", ada, audience="public")
    assert buttons(None, factories.session(course, ada))[0] == [("Sign in to enrol", "")]
    shut = factories.session(course, ada, closes_at=timezone.now() - timedelta(hours=1))
    ((label, why),), instead = buttons(None, shut)
    assert (label, why.startswith("Enrolment closed"), "Ask Ada Brook" in instead) == ("Enrol", True, False)


def test_hidden_sessions_are_never_named_instead(buttons, ada, ben, cleo, course):
    full = factories.session(course, ada, capacity=1, waiting_list=False)
    seats.enrol(ben, full)
    hidden = factories.session(course, ada, local_date=full.starts_at.date() + timedelta(days=3))
    hidden.audience.create(token=f"person:{ben.pk}")
    assert buttons(cleo, full)[1] == ["Ask Ada Brook"]
    assert len(buttons(factories.person(), full)[1]) == 1


# -- kinds of saying yes -----------------------------------------------------------------------------------


def test_where_the_teacher_approves_one_asks(as_person, buttons, page, ada, cleo, course):
    session = factories.session(course, ada, capacity=1, approval=True)
    assert buttons(cleo, session)[0] == [("Ask for a place", "")]
    told = press(as_person(cleo), session, "enrol", hope="Splices").content.decode()
    assert "You asked for a place. You hear as soon as the teacher has answered." in told
    assert buttons(cleo, session)[0] == [("Take the request back", "")]
    row = Enrolment.objects.get()
    assert (row.hope, row.state) == ("Splices", State.REQUESTED)
    roster.approve(ada, row)
    assert "You're in" in page(cleo, session)


def test_without_a_date_yet_one_is_interested(as_person, buttons, page, ada, cleo, course):
    session = factories.session(course, ada)
    session.occurrences.all().delete()
    Session.objects.filter(pk=session.pk).update(starts_at=None, ends_at=None)
    assert buttons(cleo, session)[0] == [("I am interested", "")]
    assert "No date yet" in page(cleo, session)
    told = press(as_person(cleo), session, "enrol").content.decode()
    assert "Noted. You hear as soon as there is a date." in told
    assert buttons(cleo, session)[0] == [("No longer interested", "")]
    starting_in(session, days=3)
    assert buttons(cleo, session)[0] == [("Enrol", ""), ("No longer interested", "")]


def test_room_and_online_are_chosen_and_counted_apart(as_person, buttons, page, ada, ben, cleo, eve, course):
    session = factories.session(course, ada, capacity=1, hybrid=True, online_capacity=1)
    assert buttons(ben, session)[0] == [("Enrol in the room", ""), ("Enrol online", "")]
    press(as_person(ben), session, "enrol")
    assert buttons(cleo, session)[0] == [("Join the queue for the room", ""), ("Enrol online", "")]
    press(as_person(cleo), session, "enrol", online="yes")
    press(as_person(eve), session, "enrol", online="yes")
    chosen = dict(session.enrolments.values_list("person", "online"))
    assert chosen == {ben.pk: False, cleo.pk: True, eve.pk: True}
    assert "You're in, online" in page(cleo, session)
    assert "1st of 1 in the queue" in page(eve, session)


def test_a_seat_kept_for_my_team_is_mine_to_take(as_person, buttons, ada, ben, cleo, eve, course):
    team = factories.team("Harbour")
    type(eve).objects.filter(pk=eve.pk).update(team=team)
    session = factories.session(course, ada, capacity=2)
    roster.hold_seats(ada, session, seats=1, until=session.starts_at - timedelta(days=1), team=team)
    seats.enrol(ben, session)
    assert buttons(cleo, session)[0] == [("Join the queue", "")]
    assert buttons(eve, session)[0] == [("Enrol", "")]
    press(as_person(eve), session, "enrol")
    assert state_of(eve, session) == State.CONFIRMED
