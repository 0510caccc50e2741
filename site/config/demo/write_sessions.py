"""Sessions on dates near today, and who takes part in them."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from config.demo.courses import COURSES
from config.demo.pieces import CoursePiece, SessionPiece
from config.demo.write_people import person
from courses.actions.attendance import record_attendance
from courses.actions.enrolment import enrol, withdraw
from courses.actions.sessions import Plan, cancel_session, offer_session
from courses.models import CoursePage, EnrolmentEvent, Session
from notifications.models import Notice
from people.models import Person

SATURDAY = 5


def courses_to_offer() -> list[CoursePiece]:
    """Courses whose sessions are not there; they are written together, so one stands for all."""
    offered = set(Session.objects.filter(course__isnull=False).values_list("course__slug", flat=True))
    return [piece for piece in COURSES if piece.sessions and piece.slug not in offered]


def write_sessions(piece: CoursePiece, today: date) -> list[Session]:
    course = CoursePage.objects.get(slug=piece.slug)
    with transaction.atomic():
        return [_write_session(course, session, today) for session in piece.sessions]


def workday(today: date, days: int) -> date:
    """So many days from today; from a weekend on to Monday, in the past back to Friday."""
    day = today + timedelta(days=days)
    step = timedelta(days=1 if days >= 0 else -1)
    while day.weekday() >= SATURDAY:
        day += step
    return day


def _write_session(course: CoursePage, piece: SessionPiece, today: date) -> Session:
    teacher = person(piece.teacher)
    session = offer_session(teacher, course, _plan(teacher, piece, today))
    for key in piece.enrolled:
        enrol(person(key), session, hope=piece.hopes.get(key, ""))
    for key in piece.withdrawn:
        withdraw(person(key), session)
    if piece.cancelled:
        cancel_session(teacher, session, reason=piece.cancelled)
    if piece.days is not None and piece.days < 0:
        _let_it_be_over(session, workday(today, piece.days))
        _record(teacher, session, piece.marks)
    return session


def _plan(teacher: Person, piece: SessionPiece, today: date) -> Plan:
    plan = Plan(
        kind=Session.Kind.SELF_PACED if piece.days is None else Session.Kind.LIVE,
        language=piece.language,
        zone=teacher.zone,
        place=piece.place,
        link=piece.link,
        note=piece.note,
        capacity=piece.capacity,
        hand_on=piece.hand_on,
        co_teachers=[person(key) for key in piece.co_teachers],
    )
    if piece.days is not None:
        plan.local_date = workday(today, abs(piece.days) + 1)
        plan.local_time = time.fromisoformat(piece.time)
        plan.minutes = piece.minutes
    return plan


def _let_it_be_over(session: Session, day: date) -> None:
    """Move a session into the past, with all that was said about it.

    Nobody can offer a date that has passed, or enrol afterwards. So the session was offered for a day
    to come, people enrolled by the rules, and only the calendar is turned back here. No mail is due
    about it any more.
    """
    occurrence = session.occurrences.get()
    before = occurrence.starts_at
    occurrence.local_date = day
    occurrence.save()
    session.starts_at, session.ends_at = occurrence.starts_at, occurrence.ends_at
    session.save()
    shift = before - occurrence.starts_at
    for enrolment in session.enrolments.all():
        enrolment.joined_at -= shift
        enrolment.save()
        EnrolmentEvent.objects.filter(enrolment=enrolment).update(at=enrolment.joined_at)
        Notice.objects.filter(what=f"enrolment:{enrolment.pk}").delete()


def _record(teacher: Person, session: Session, marks: dict[str, str]) -> None:
    enrolments = {key: session.enrolments.get(person=person(key)) for key in marks}
    record_attendance(
        teacher, session.occurrences.get(), {enrolments[key]: mark for key, mark in marks.items()}
    )


def today_of(now: datetime | None = None) -> date:
    return (now or timezone.now()).date()
