"""Offering, changing and cancelling sessions."""

import zoneinfo
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.queue import close_enrolments, lock_session, serve_queue
from courses.models import CoursePage, Occurrence, Session, Teaching
from courses.notices import tell_roster
from courses.permissions import may_edit_course, may_manage_session
from courses.signals import session_changed
from people.models import Person
from people.refusals import Refusal


@dataclass
class Plan:
    """What a teacher decides about a session; a live one needs date, time and minutes."""

    kind: str = Session.Kind.LIVE
    language: str = "en"
    zone: str = "UTC"
    local_date: date | None = None
    local_time: time | None = None
    minutes: int | None = None
    place: str = ""
    link: str = ""
    note: str = ""
    capacity: int | None = None
    waiting_list: bool = True
    hand_on: str = Session.HandOn.CONFIRM
    co_teachers: list[Person] = field(default_factory=list)

    @property
    def is_live(self) -> bool:
        return self.kind != Session.Kind.SELF_PACED


def offer_session(teacher: Person, course: CoursePage, plan: Plan) -> Session:
    """Announce a session of a course, led by the teacher."""
    if not may_edit_course(teacher, course):
        raise Refusal(_("Only those who write a course offer it. Ask its author to add you as co-author."))
    if not course.live:
        raise Refusal(_("Publish the course first, so that people can find its sessions."))
    _refuse_impossible(plan)
    with transaction.atomic():
        session = Session(course=course, created_by=teacher, state=Session.State.PUBLISHED)
        _apply(session, plan)
        session.save()
        _date(session, plan)
        Teaching.objects.create(session=session, person=teacher, role=Teaching.Role.LEAD)
        _set_co_teachers(session, plan.co_teachers)
        session_changed.send(Session, session=session)
        return session


def change_session(teacher: Person, session: Session, plan: Plan) -> Session:
    """Change a session; more seats serve the queue, fewer send nobody away."""
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session may change it."))
    with transaction.atomic():
        held = lock_session(session.pk)
        if held.state != Session.State.PUBLISHED or held.has_started:
            raise Refusal(
                _("This session is over or cancelled, so it stays as it is. Offer a new one instead.")
            )
        _refuse_impossible(plan)
        if plan.is_live != (not held.is_self_paced):
            raise Refusal(
                _("A session with a date and a self-paced one are different things. Offer a new one.")
            )
        moved = _what_moved(held, plan)
        _apply(held, plan)
        held.save()
        _date(held, plan)
        _set_co_teachers(held, plan.co_teachers)
        serve_queue(held)
        if moved:
            tell_roster(held, "session.changed")
        session_changed.send(Session, session=held)
        return held


def cancel_session(teacher: Person, session: Session, *, reason: str) -> Session:
    """Call a session off and tell everyone why."""
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session may cancel it."))
    if not reason.strip():
        raise Refusal(_("Say why, so that people who looked forward to it understand."))
    with transaction.atomic():
        held = lock_session(session.pk)
        if held.state == Session.State.CANCELLED:
            return held
        if held.has_started:
            raise Refusal(_("This session has begun already and cannot be cancelled any more."))
        held.state, held.cancel_reason = Session.State.CANCELLED, reason.strip()[:300]
        held.save()
        close_enrolments(held, by=teacher, reason=held.cancel_reason)
        session_changed.send(Session, session=held)
        return held


def _refuse_impossible(plan: Plan) -> None:
    if plan.capacity is not None and plan.capacity < 1:
        raise Refusal(_("A session needs at least one seat. Leave the field empty for no limit."))
    if not plan.is_live:
        return
    if plan.local_date is None or plan.local_time is None or not plan.minutes:
        raise Refusal(_("A live session needs a date, a time and a length."))
    start = wall_time(plan.local_date, plan.local_time, plan.zone)
    if start <= timezone.now():
        raise Refusal(_("This date has passed. Choose one in the future."))


def wall_time(day: date, clock: time, zone: str) -> datetime:
    """The instant at which the clocks of the zone show this time.

    Raises `Refusal` for a time that is skipped or shown twice when the clocks change.
    """
    tz = zoneinfo.ZoneInfo(zone)
    early = datetime.combine(day, clock, tzinfo=tz)
    if early.utcoffset() != early.replace(fold=1).utcoffset():
        exists = early.astimezone(UTC).astimezone(tz).replace(tzinfo=None) == early.replace(tzinfo=None)
        sentence = (
            _("The clocks go back that night, so this time comes twice. Choose another time.")
            if exists
            else _("The clocks go forward that night, so this time does not exist. Choose another time.")
        )
        raise Refusal(sentence)
    return early.astimezone(UTC)


def _apply(session: Session, plan: Plan) -> None:
    for name in ("kind", "language", "zone", "place", "link", "note", "capacity", "waiting_list", "hand_on"):
        setattr(session, name, getattr(plan, name))


def _what_moved(session: Session, plan: Plan) -> bool:
    """Whether those on the roster have to hear of it: another time, place or link."""
    before = session.occurrences.first()
    if before is None:
        return False
    return (before.local_date, before.local_time, before.minutes, before.zone, before.place, before.link) != (
        plan.local_date, plan.local_time, plan.minutes, plan.zone, plan.place, plan.link,
    )  # fmt: skip


def _date(session: Session, plan: Plan) -> None:
    """Write the one date of a live session and derive its instants."""
    if not plan.is_live or plan.local_date is None or plan.local_time is None or plan.minutes is None:
        return
    occurrence, _created = Occurrence.objects.update_or_create(
        session=session,
        n=1,
        defaults={
            "local_date": plan.local_date, "local_time": plan.local_time, "minutes": plan.minutes,
            "zone": plan.zone, "place": plan.place, "link": plan.link,
        },
    )  # fmt: skip
    session.starts_at, session.ends_at = occurrence.starts_at, occurrence.ends_at
    session.save(update_fields=["starts_at", "ends_at"])


def _set_co_teachers(session: Session, people: list[Person]) -> None:
    role = Teaching.Role.CO_TEACHER
    kept = {person.pk for person in people}
    session.teachings.filter(role=role).exclude(person_id__in=kept).delete()
    present = set(session.teachings.values_list("person_id", flat=True))
    Teaching.objects.bulk_create(
        Teaching(session=session, person=person, role=role) for person in people if person.pk not in present
    )
