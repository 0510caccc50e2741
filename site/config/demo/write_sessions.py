"""Sessions on dates near today, and who takes part in them."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from config.demo.courses import COURSES
from config.demo.open_sessions import OPEN_SESSIONS
from config.demo.pieces import CoursePiece, SessionPiece
from config.demo.write_people import person
from config.demo.write_rosters import keep_beside
from courses.actions.attendance import record_attendance
from courses.actions.deciding import ask_decisions
from courses.actions.enrolment import enrol, withdraw
from courses.actions.roster import approve
from courses.actions.series import offer_series
from courses.actions.sessions import cancel_session, offer_session
from courses.actions.teaching import answer
from courses.duties import settle_seats
from courses.guards import UNDO
from courses.models import CoursePage, EnrolmentEvent, Series, Session, Teaching
from courses.plans import Date, Plan
from notifications.models import Notice
from people.models import Person

SATURDAY = 5
LATER = 60
"""Days from today on which nobody gives anything yet."""
DECIDED_IN = timedelta(minutes=1)


def missing_sessions() -> tuple[list[CoursePiece], list[SessionPiece]]:
    """Courses whose sessions are not there, one of which stands for all of them; and what has no course."""
    known = set(Session.objects.values_list("course__slug", "title"))
    slugs, titles = {slug for slug, _title in known}, {title for slug, title in known if slug is None}
    courses = [piece for piece in COURSES if piece.sessions and piece.slug not in slugs]
    return courses, [piece for piece in OPEN_SESSIONS if piece.title not in titles]


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


def write_open_session(piece: SessionPiece, today: date) -> Session:
    with transaction.atomic():
        return _write_session(None, piece, today)


def _write_session(course: CoursePage | None, piece: SessionPiece, today: date) -> Session:
    teacher = person(piece.teacher)
    session = _offer(teacher, course, piece, today)
    for teaching in session.teachings.filter(answer=Teaching.Answer.ASKED).select_related("session"):
        answer(teaching.person, teaching, yes=True)
    _fill(teacher, session, piece)
    if piece.cancelled:
        cancel_session(teacher, session, reason=piece.cancelled)
    if piece.minimum:
        ask_decisions(timezone.now() + 2 * DECIDED_IN)
    if piece.days is not None and piece.days < 0:
        _let_it_be_over(session, workday(today, piece.days))
        _record(teacher, session, piece.marks)
    keep_beside(teacher, session, piece)
    return session


def _offer(teacher: Person, course: CoursePage | None, piece: SessionPiece, today: date) -> Session:
    """The session, or the first of those that repeat."""
    plan = _plan(teacher, piece, today)
    first = plan.local_date
    if first is None or plan.local_time is None or not (piece.weeks or piece.slots > 1):
        return offer_session(teacher, course, plan)
    rule = Series(
        first_day=first,
        last_day=first + timedelta(weeks=piece.weeks),
        days=[first.weekday()],
        local_time=plan.local_time,
        minutes=piece.minutes,
        slots=piece.slots,
    )
    return offer_series(teacher, course, plan, rule)[0]


def _fill(teacher: Person, session: Session, piece: SessionPiece) -> None:
    """Who asked for a seat, who was let in, who left; and what came of it."""
    for key in (*piece.enrolled, *piece.online):
        enrol(person(key), session, hope=piece.hopes.get(key, ""), online=key in piece.online)
    for key in piece.approved:
        approve(teacher, session.enrolments.get(person=person(key)))
    for key in piece.withdrawn:
        withdraw(person(key), session)
    if piece.withdrawn:
        settle_seats(timezone.now() + UNDO + timedelta(seconds=1))


def _plan(teacher: Person, piece: SessionPiece, today: date) -> Plan:
    plan = Plan(
        kind=Session.Kind.SELF_PACED if piece.days is None else piece.kind,
        title=piece.title,
        audience=frozenset([piece.audience]) if piece.audience else frozenset(),
        language=piece.language,
        zone=teacher.zone,
        place=piece.place,
        link=piece.link,
        note=piece.note,
        capacity=piece.capacity,
        hybrid=bool(piece.online),
        online_capacity=piece.online_capacity,
        hand_on=piece.hand_on,
        approval=piece.approval,
        minimum=piece.minimum,
        decide_at=timezone.now() + DECIDED_IN if piece.minimum else None,
        co_teachers=[person(key) for key in piece.co_teachers],
    )
    if piece.days is not None:
        day = workday(today, piece.days + 1 if piece.days >= 0 else LATER - piece.days)
        plan.local_date = day
        plan.local_time = time.fromisoformat(piece.time)
        plan.minutes = piece.minutes
        plan.more_dates = [
            Date(day + timedelta(days=after), plan.local_time, piece.minutes) for after in piece.further
        ]
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
