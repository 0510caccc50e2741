"""Every state of a session and of a seat is there to be looked at."""

from datetime import date, timedelta

import pytest
from django.db.models import Count
from django.utils import timezone

from config.demo.write_people import person
from config.demo.write_sessions import workday
from courses.actions.deciding import is_short
from courses.models import (
    Attendance,
    Enrolment,
    EnrolmentEvent,
    Session,
)
from notifications.models import Notice

State = Enrolment.State
FULL = "your-first-presentation"


def session_of(slug, **fields):
    return Session.objects.get(course__slug=slug, **fields)


def states(session):
    """Who is where, by the key of the person."""
    rows = session.enrolments.select_related("person")
    return {row.person.email.partition("@")[0]: row.state for row in rows}


def test_a_full_session_with_three_people_waiting(shown):
    session = session_of(FULL, capacity=4)
    assert states(session) == {
        "ruta": State.CONFIRMED, "priya": State.CONFIRMED,
        "bjoern": State.CONFIRMED, "wambui": State.CONFIRMED,
        "lian": State.WAITING, "kofi": State.WAITING, "leif": State.WAITING,
    }  # fmt: skip
    queue = session.enrolments.waiting()
    assert [row.person for row in queue] == [person("lian"), person("kofi"), person("leif")]


def test_a_session_with_two_seats_left(shown):
    session = session_of("read-the-sensor-plan-of-a-greenhouse", capacity=6)
    assert session.capacity - session.enrolments.holding_a_seat().filter(online=False).count() == 2


def test_a_hybrid_session_counts_those_online_apart(shown):
    session = session_of("read-the-sensor-plan-of-a-greenhouse", hybrid=True)
    assert (session.online_capacity, session.enrolments.filter(online=True, state="confirmed").count()) == (
        8,
        2,
    )


def test_one_course_over_three_dates_and_one_of_which_one_picks_any(shown):
    cohort = Session.objects.annotate(dates=Count("occurrences")).get(dates=3)
    assert (cohort.course.slug, cohort.enrolments.count()) == ("spreadsheets-without-fear", 2)
    picked = Session.objects.filter(series__isnull=False, kind="live")
    assert [row.enrolments.count() for row in picked.order_by("starts_at")] == [1, 0, 0]


def test_a_talk_office_hours_and_a_morning_beside_somebody(shown):
    offered = Session.objects.filter(course=None).values_list("kind").annotate(n=Count("pk")).order_by("kind")
    assert dict(offered) == {"lunch_talk": 1, "office_hours": 3, "shadowing": 1}


def test_somebody_waits_for_the_teacher_to_say_yes(shown):
    assert list(states(Session.objects.get(approval=True)).items()) == [
        ("kofi", State.CONFIRMED), ("lian", State.CONFIRMED), ("bjoern", State.REQUESTED),
    ]  # fmt: skip


def test_a_decision_is_due(shown):
    session = Session.objects.get(minimum__isnull=False)
    assert is_short(session) == 3
    asked = Notice.objects.filter(kind="session.decide", what=f"session:{session.pk}")
    assert {notice.person for notice in asked} == {person("aylin"), person("bjoern")}


def test_a_seat_is_held_for_somebody_right_now(shown):
    session = session_of("questions-that-help-in-a-code-review", hand_on="offer")
    assert states(session) == {
        "ruta": State.CONFIRMED, "leif": State.CONFIRMED, "priya": State.WITHDRAWN,
        "wambui": State.OFFERED, "kofi": State.WAITING,
    }  # fmt: skip
    held = session.enrolments.get(state=State.OFFERED)
    assert timezone.now() < held.offer_expires_at <= timezone.now() + timedelta(hours=24, seconds=11)


def test_a_cancelled_session_says_why(shown):
    session = Session.objects.get(state=Session.State.CANCELLED)
    assert session.cancel_reason.startswith("The internet link to our trial greenhouse")
    assert states(session) == {"bjoern": State.SESSION_CANCELLED, "leif": State.SESSION_CANCELLED}


def test_two_sessions_are_over_with_every_mark(shown):
    over = Session.objects.filter(ends_at__lt=timezone.now()).order_by("starts_at")
    assert [session.course.slug for session in over] == [FULL, "questions-that-help-in-a-code-review"]
    marks = (
        Attendance.objects.filter(occurrence__session__in=over).values_list("mark").annotate(n=Count("pk"))
    )
    assert dict(marks.order_by()) == {"attended": 5, "partial": 1, "excused": 1, "no_show": 1}


def test_what_is_over_was_agreed_before_it_began_and_no_mail_is_due(shown):
    for session in Session.objects.filter(ends_at__lt=timezone.now()):
        for enrolment in session.enrolments.all():
            assert enrolment.joined_at < session.starts_at
            assert [event.at for event in enrolment.events.all()] == [enrolment.joined_at]
            assert not Notice.objects.filter(what=f"enrolment:{enrolment.pk}").exists()


def test_the_dates_to_come_are_workdays_within_four_weeks(shown):
    dates = [o for s in Session.objects.open().filter(starts_at__isnull=False) for o in s.occurrences.all()]
    assert len(dates) == 18
    for one in dates:
        assert one.local_date.weekday() < 5
        assert 9 <= one.local_time.hour <= 16
        assert timezone.now() < one.starts_at < timezone.now() + timedelta(days=28)


def test_the_clock_of_a_session_is_its_teachers(shown):
    for session in Session.objects.prefetch_related("teachings__person"):
        lead = session.teachings.get(role="lead").person
        assert session.zone == lead.zone
        assert {o.zone for o in session.occurrences.all()} <= {lead.zone}


def test_most_courses_can_be_taken_at_any_time_and_some_are_given_together(shown):
    self_paced = Session.objects.filter(kind=Session.Kind.SELF_PACED)
    assert self_paced.count() == 5
    together = Session.objects.filter(teachings__role="co_teacher").distinct()
    assert together.count() == 4


def test_every_state_has_the_history_it_follows_from(shown):
    for enrolment in Enrolment.objects.prefetch_related("events"):
        assert enrolment.events.last().to_state == enrolment.state
    assert EnrolmentEvent.objects.filter(enrolment__state=State.OFFERED).count() == 2


@pytest.mark.parametrize(
    ("today", "days", "day"),
    [
        (date(2024, 5, 6), 3, date(2024, 5, 9)),
        (date(2024, 5, 6), 5, date(2024, 5, 13)),
        (date(2024, 5, 6), 6, date(2024, 5, 13)),
        (date(2024, 5, 6), -1, date(2024, 5, 3)),
        (date(2024, 5, 6), -9, date(2024, 4, 26)),
        (date(2024, 12, 30), 4, date(2025, 1, 3)),
    ],
)
def test_workdays(today, days, day):
    assert workday(today, days) == day
