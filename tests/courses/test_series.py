"""Dates that repeat: same wall time whatever the clocks do, changed one by one or from here on."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions.series import change_series, offer_series
from courses.actions.sessions import change_session, offer_session
from courses.models import Enrolment, Series, Session, SessionEvent
from courses.plans import Date, Plan
from notifications.models import Notice
from people.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db
ZONE = "Europe/Berlin"


def next_year():
    return timezone.now().year + 1


def clock_change(month):
    """The last Sunday of March or October next year, when the clocks of Europe change."""
    last = date(next_year(), month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


def rule(first, weeks, **fields):
    given = {
        "first_day": first, "last_day": first + timedelta(weeks=weeks), "days": [first.weekday()],
        "local_time": time(9, 0), "minutes": 60,
    }  # fmt: skip
    return Series(**{**given, **fields})


def plan_of(session, **changes):
    row = session.occurrences.get()
    given = {
        "zone": session.zone, "local_date": row.local_date, "local_time": row.local_time,
        "minutes": row.minutes, "capacity": session.capacity, "place": session.place,
    }  # fmt: skip
    return Plan(**{**given, **changes})


def clocks(series):
    """Local date and time of every session that is not called off, and whether it is an exception."""
    rows = Session.objects.filter(series=series).order_by("starts_at")
    return [
        (row.starts_at.astimezone(ZoneInfo(ZONE)).strftime("%H:%M"), row.place, row.is_exception)
        for row in rows
    ]


def test_a_series_keeps_its_wall_time_across_a_clock_change(ada, course):
    before = clock_change(3) - timedelta(days=3)
    sessions = offer_series(ada, course, Plan(zone=ZONE, capacity=5), rule(before, 2))
    assert [row.starts_at.hour for row in sessions] == [8, 7, 7]
    assert clocks(sessions[0].series) == [("09:00", "", False)] * 3


def test_a_date_on_which_the_time_does_not_exist_is_named(ada, course):
    sunday = clock_change(3)
    with pytest.raises(Refusal, match=rf"go forward on {sunday.day} March, so this time does not exist"):
        offer_series(
            ada, course, Plan(zone=ZONE), rule(sunday - timedelta(weeks=1), 2, local_time=time(2, 30))
        )
    autumn = clock_change(10)
    with pytest.raises(Refusal, match=rf"go back on {autumn.day} October, so this time comes twice"):
        offer_series(ada, course, Plan(zone=ZONE), rule(autumn, 0, local_time=time(2, 30)))
    assert not Session.objects.exists()


def test_this_date_following_dates_or_all(ada, course):
    first = date(next_year(), 5, 4)
    sessions = offer_series(ada, course, Plan(zone=ZONE), rule(first, 4))
    series = sessions[0].series
    change_series(ada, sessions[1], plan_of(sessions[1], local_time=time(11)), "this")
    change_series(ada, sessions[3], plan_of(sessions[3], place="Hall"), "following")
    assert clocks(series) == [
        ("09:00", "", False), ("11:00", "", True), ("09:00", "", False), ("09:00", "Hall", False),
        ("09:00", "Hall", False),
    ]  # fmt: skip
    change_series(ada, sessions[0], plan_of(sessions[0], local_time=time(10), place="Yard"), "all")
    assert clocks(series) == [
        ("10:00", "Yard", False), ("11:00", "", True), ("10:00", "Yard", False), ("10:00", "Yard", False),
        ("10:00", "Yard", False),
    ]  # fmt: skip


def test_moving_all_to_another_day_moves_each_by_as_much(ada, course):
    first = date(next_year(), 5, 4)
    sessions = offer_series(ada, course, Plan(zone=ZONE), rule(first, 2))
    change_series(ada, sessions[0], plan_of(sessions[0], local_date=first + timedelta(days=1)), "all")
    days = Session.objects.order_by("starts_at").values_list("occurrences__local_date", flat=True)
    assert list(days) == [first + timedelta(days=1 + 7 * n) for n in range(3)]


def test_office_hours_are_slots_that_one_books(ada, cleo, ben):
    first = date(next_year(), 5, 4)
    plan = Plan(kind=Session.Kind.OFFICE_HOURS, title="Ask Ada", zone=ZONE, capacity=1)
    slots = offer_series(ada, None, plan, rule(first, 0, minutes=20, slots=3))
    assert [row.starts_at.astimezone(ZoneInfo(ZONE)).strftime("%H:%M") for row in slots] == [
        "09:00", "09:20", "09:40",
    ]  # fmt: skip
    assert seats.enrol(cleo, slots[1]).state == Enrolment.State.CONFIRMED
    assert seats.enrol(ben, slots[1]).state == Enrolment.State.WAITING
    with pytest.raises(Refusal, match="beyond midnight"):
        offer_series(ada, None, plan, rule(first, 0, minutes=600, slots=3))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"days": []}, "No date falls on these days"),
        ({"last_day": date(2200, 1, 1)}, "at most 60 dates"),
        ({"slots": 99}, "Choose 1 to 24 slots"),
    ],
)
def test_a_rule_without_sense_is_refused(ada, course, changes, sentence):
    with pytest.raises(Refusal, match=sentence):
        offer_series(ada, course, Plan(zone=ZONE), rule(date(next_year(), 5, 4), 1, **changes))


# -- one session over several dates ------------------------------------------------------------------------


def cohort(ada, course, days=3, **fields):
    first = date(next_year(), 5, 4)
    more = [Date(first + timedelta(weeks=n), time(9), 90) for n in range(1, days)]
    plan = Plan(zone=ZONE, local_date=first, local_time=time(9), minutes=90, more_dates=more, **fields)
    return offer_session(ada, course, plan), plan


def test_a_cohort_is_one_seat_for_all_its_dates(ada, cleo, course):
    session, _plan = cohort(ada, course, capacity=1)
    assert (session.occurrences.count(), session.ends_at - session.starts_at) == (
        3, timedelta(days=14, minutes=90),
    )  # fmt: skip
    seats.enrol(cleo, session)
    assert Enrolment.objects.count() == 1


def test_dates_of_a_cohort_do_not_overlap(ada, course):
    first = date(next_year(), 5, 4)
    plan = Plan(zone=ZONE, local_date=first, local_time=time(9), minutes=90)
    plan.more_dates = [Date(first, time(10), 90)]
    with pytest.raises(Refusal, match="Two of the dates overlap, on 4 May"):
        offer_session(ada, course, plan)


def test_a_move_of_more_than_15_minutes_asks_again(ada, ben, cleo, course):
    session = factories.session(course, ada, capacity=1)
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    Notice.objects.all().delete()
    change_session(ada, session, plan_of(session, local_time=time(14, 15)))
    assert Enrolment.objects.get(person=ben).state == Enrolment.State.CONFIRMED
    change_session(ada, session, plan_of(session, local_time=time(14, 45)))
    asked = Enrolment.objects.get(person=ben)
    assert (asked.state, asked.offer_expires_at > timezone.now()) == (Enrolment.State.OFFERED, True)
    assert list(ben.notices.order_by("pk").values_list("kind", flat=True)) == [
        "session.changed",
        "session.moved",
    ]
    assert list(cleo.notices.values_list("kind", flat=True)) == ["session.changed"] * 2
    seats.decline_offer(ben, session)
    assert Enrolment.objects.get(person=cleo).state == Enrolment.State.CONFIRMED


def test_who_changed_what_is_kept(ada, course):
    session, plan = cohort(ada, course, days=1, capacity=5)
    plan.capacity, plan.place = 7, "Hall"
    change_session(ada, session, plan)
    change_session(ada, session, plan)
    events = [(row.by, row.what, row.before, row.after) for row in SessionEvent.objects.all()]
    assert events == [
        (ada, "offered", {}, {}),
        (ada, "changed", {"capacity": 5, "place": ""}, {"capacity": 7, "place": "Hall"}),
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"opens_at": 3, "closes_at": 2}, "close before it opens"),
        ({"closes_at": 400 * 3}, "close after the start"),
        ({"minimum": 3}, "belong together"),
        ({"minimum": 9, "decide_at": 2, "capacity": 5}, "more people than it has seats"),
    ],
)
def test_windows_that_cannot_be_are_refused(ada, course, fields, sentence):
    days = {"opens_at", "closes_at", "decide_at"}
    given = {
        name: timezone.now() + timedelta(days=value) if name in days else value
        for name, value in fields.items()
    }
    with pytest.raises(Refusal, match=sentence):
        cohort(ada, course, **given)
