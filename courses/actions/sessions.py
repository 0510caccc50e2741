"""Offering, changing and cancelling sessions."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.history import log
from courses.actions.queue import close_enrolments, held, move, offer_deadline, serve_queue
from courses.actions.teaching import Span, ask, refuse_two_places
from courses.models import (
    Attendance,
    CoursePage,
    Enrolment,
    Occurrence,
    Session,
    SessionAudience,
    Teaching,
)
from courses.notices import tell_each, tell_roster
from courses.permissions import may_edit_course, may_manage_session, may_see_session
from courses.plans import COLUMNS, Date, Plan, refuse_impossible, refuse_past_windows, wall_time
from courses.signals import session_changed
from people.audience import ALL
from people.models import Person
from people.refusals import Refusal

__all__ = ["Date", "Plan", "cancel_session", "change_session", "offer_session", "wall_time"]

FAR = timedelta(minutes=15)
"""A session that is moved further than that is another one: those with seats are asked again."""
OPEN_KINDS = (Session.Kind.LUNCH_TALK, Session.Kind.OFFICE_HOURS, Session.Kind.SHADOWING)
"""What anybody may offer without a course."""


def offer_session(teacher: Person, course: CoursePage | None, plan: Plan) -> Session:
    """Announce a session of a course, or one without a course, led by the teacher."""
    refuse_strangers(teacher, course, plan)
    refuse_impossible(plan)
    refuse_past_windows(plan)
    refuse_two_places(teacher, spans_of(plan))
    with transaction.atomic():
        return put_up(teacher, course, plan)


def spans_of(plan: Plan) -> list[Span]:
    return [(date.starts_at(plan.zone), date.ends_at(plan.zone)) for date in plan.dates()]


def put_up(teacher: Person, course: CoursePage | None, plan: Plan, **fields: Any) -> Session:
    """Write a published session with its dates and people; whoever calls has asked whether it may be."""
    session = Session(course=course, created_by=teacher, state=Session.State.PUBLISHED, **fields)
    _apply(session, plan)
    session.save()
    set_dates(session, plan.dates())
    set_audience(session, plan.audience)
    Teaching.objects.create(session=session, person=teacher, role=Teaching.Role.LEAD)
    _set_co_teachers(session, plan.co_teachers)
    log(session, teacher, "offered")
    session_changed.send(Session, session=session)
    return session


def refuse_strangers(teacher: Person, course: CoursePage | None, plan: Plan) -> None:
    if course is None:
        if plan.kind not in OPEN_KINDS:
            raise Refusal(_("A session of this kind belongs to a course. Write the course first."))
        if not plan.title.strip():
            raise Refusal(_("Give it a title, so that people know what it is."))
        return
    if not may_edit_course(teacher, course):
        raise Refusal(_("Only those who write a course offer it. Ask its author to add you as co-author."))
    if not course.live:
        raise Refusal(_("Publish the course first, so that people can find its sessions."))


def change_session(teacher: Person, session: Session, plan: Plan) -> Session:
    """Change a session; more seats serve the queue, fewer send nobody away.

    A move of more than 15 minutes asks those with seats again, by a deadline; the seats stay theirs until
    then. Everything else that matters on the day is told to all on the roster.
    """
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session may change it."))
    now = timezone.now()
    with held(session.pk, now) as kept:
        begun = frozenset(kept.occurrences.filter(starts_at__lte=now).values_list("starts_at", flat=True))
        if kept.state != Session.State.PUBLISHED or (begun and len(begun) == kept.occurrences.count()):
            raise Refusal(
                _("This session is over or cancelled, so it stays as it is. Offer a new one instead.")
            )
        refuse_impossible(plan, now, begun)
        if not begun <= {start for start, _end in spans_of(plan)}:
            raise Refusal(_("A date that has passed stays as it was. Change those to come."))
        if plan.is_live != (not kept.is_self_paced):
            raise Refusal(
                _("A session with a date and a self-paced one are different things. Offer a new one.")
            )
        _refuse_clashes(kept, plan)
        with _told(kept, teacher, now):
            _apply(kept, plan)
            kept.save()
            set_dates(kept, plan.dates())
            set_audience(kept, plan.audience)
            _set_co_teachers(kept, plan.co_teachers)
            if not kept.hybrid:
                kept.enrolments.filter(online=True).update(online=False)
        return kept


def _refuse_clashes(session: Session, plan: Plan) -> None:
    """At new times all who give it have to be free; a date that people hold seats for is not taken away."""
    spans = spans_of(plan)
    if not spans and session.starts_at and session.enrolments.current().exists():
        raise Refusal(_("People count on the date. Move it, or cancel the session and say why."))
    if set(spans) <= set(session.occurrences.values_list("starts_at", "ends_at")):
        return
    for row in session.teachings.filter(occurrence=None, answer="accepted").select_related("person"):
        if row.role != Teaching.Role.OBSERVER:
            refuse_two_places(row.person, spans, besides=session)


def asked_again(session: Session, plan: Plan) -> int:
    """How many people with a seat this change would ask again, because it moves the session far."""
    moved = [(date.starts_at(plan.zone), date.minutes, "", "") for date in plan.dates()]
    if session.has_started or not _moved_far(_dates(session), moved):
        return 0
    return session.enrolments.filter(state=Enrolment.State.CONFIRMED).count()


@contextmanager
def _told(session: Session, by: Person, now: datetime) -> Iterator[None]:
    """Around a change: writes down what changed, asks or tells the people, and serves the queue."""
    before, dates = _facts(session), _dates(session)
    yield
    log(session, by, "changed", before, _facts(session))
    if _moved_far(dates, _dates(session)) and not session.has_started_by(now):
        _ask_again(session, by, now)
    elif dates != _dates(session):
        tell_roster(session, "session.changed" if dates else "session.dated")
    serve_queue(session, now)
    session_changed.send(Session, session=session)


def _ask_again(session: Session, by: Person, now: datetime) -> None:
    seated = session.enrolments.filter(state=Enrolment.State.CONFIRMED).select_related("person", "session")
    for enrolment in seated:
        enrolment.session = session
        move(
            enrolment,
            "ask_again",
            Enrolment.State.OFFERED,
            by=by,
            now=now,
            expires=offer_deadline(session, now),
        )
    waiting = session.enrolments.filter(state=Enrolment.State.WAITING).select_related("person")
    tell_each(waiting, "session.changed")


Dates = list[tuple[datetime, int, str, str]]


def _dates(session: Session) -> Dates:
    rows = session.occurrences.order_by("n")
    return [(row.starts_at, row.minutes, row.place, row.link) for row in rows]


def _moved_far(before: Dates, after: Dates) -> bool:
    """Whether a date that people had agreed to is now at another time, or is new."""
    starts = [start for start, *_rest in before]
    return bool(before) and any(
        min((abs(start - known) for known in starts), default=FAR) > FAR for start, *_rest in after
    )


def cancel_session(teacher: Person, session: Session, *, reason: str) -> Session:
    """Call a session off and tell everyone why."""
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session may cancel it."))
    if not reason.strip():
        raise Refusal(_("Say why, so that people who looked forward to it understand."))
    with held(session.pk) as kept:
        if kept.state == Session.State.CANCELLED:
            return kept
        if kept.has_started:
            raise Refusal(_("This session has begun already and cannot be cancelled any more."))
        return call_off(kept, teacher, reason.strip())


def call_off(session: Session, by: Person | None, reason: str) -> Session:
    """Cancel it, whoever decided that. The caller holds the lock."""
    session.state, session.cancel_reason = Session.State.CANCELLED, reason[:300]
    session.save()
    close_enrolments(session, by=by, reason=session.cancel_reason)
    log(session, by, "cancelled", {}, {"reason": session.cancel_reason})
    session_changed.send(Session, session=session)
    return session


def _apply(session: Session, plan: Plan) -> None:
    for name in COLUMNS:
        setattr(session, name, getattr(plan, name))


def _facts(session: Session) -> dict[str, Any]:
    """What the history tells of a session."""
    facts = {name: getattr(session, name) for name in COLUMNS}
    facts["dates"] = [f"{row.local_date} {row.local_time:%H:%M}" for row in session.occurrences.order_by("n")]
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def set_audience(session: Session, tokens: frozenset[str]) -> None:
    """Write who may see and join; those who came by the secret link stay, unless it is open again to
    whoever sees the course."""
    wanted = set(tokens) or (set() if session.course_id else {ALL})
    rows = session.audience.filter(by_link=False) if wanted else session.audience.all()
    rows.exclude(token__in=wanted).delete()
    known = set(session.audience.values_list("token", flat=True))
    SessionAudience.objects.bulk_create(
        SessionAudience(session=session, token=token) for token in sorted(wanted - known)
    )


def make_link(teacher: Person, session: Session) -> str:
    """The secret of the session's address; whoever is handed it may see and join."""
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session hand out its address."))
    with transaction.atomic():
        kept = Session.objects.select_for_update().get(pk=session.pk)
        if not kept.secret:
            kept.secret = secrets.token_urlsafe(16)
            kept.save(update_fields=["secret"])
            log(kept, teacher, "link_made")
        return kept.secret


def end_link(teacher: Person, session: Session) -> None:
    """The address works for nobody any more; who came by it stays."""
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session hand out its address."))
    with transaction.atomic():
        kept = Session.objects.select_for_update().get(pk=session.pk)
        kept.secret = ""
        kept.save(update_fields=["secret"])
        log(kept, teacher, "link_ended")


def link_leads_to(secret: str) -> Session | None:
    """The session of a secret address; None when it leads nowhere."""
    announced = Session.objects.exclude(state=Session.State.DRAFT).select_related("course")
    return announced.filter(secret=secret).first() if secret else None


def come_by_link(person: Person, secret: str) -> Session | None:
    """Let somebody in who was handed the address; None when it leads nowhere for them.

    It opens what the session's own audience closes; who may not see its course does not see it either.
    """
    session = link_leads_to(secret)
    if session and not may_see_session(person, session):
        if not session.audience.filter(by_link=False).exists():
            return None
        with transaction.atomic():
            SessionAudience.objects.get_or_create(
                session=session, token=f"person:{person.pk}", defaults={"by_link": True}
            )
            session_changed.send(Session, session=session)
    return session if session and may_see_session(person, session) else None


def set_dates(session: Session, dates: list[Date]) -> None:
    """Write the dates in their order; numbers are kept, so that marks and people stay with theirs."""
    rows = {row.n: row for row in session.occurrences.all()}
    for n, date in enumerate(dates, start=1):
        row = rows.pop(n, None) or Occurrence(session=session, n=n)
        row.local_date, row.local_time, row.minutes = date.local_date, date.local_time, date.minutes
        row.zone, row.place, row.link = session.zone, date.place or session.place, date.link or session.link
        row.save()
    if Attendance.objects.filter(occurrence__in=rows.values()).exists():
        raise Refusal(_("Somebody is marked on a date that would go. Keep that date."), code="marked")
    for row in rows.values():
        row.delete()
    spans = list(session.occurrences.values_list("starts_at", "ends_at"))
    session.starts_at = min((start for start, _end in spans), default=None)
    session.ends_at = max((end for _start, end in spans), default=None)
    session.save(update_fields=["starts_at", "ends_at"])


def _set_co_teachers(session: Session, people: list[Person]) -> None:
    """Who is new is asked, and gives it with the others once they accept."""
    kept = {person.pk for person in people}
    given = session.teachings.filter(role=Teaching.Role.CO_TEACHER, occurrence=None)
    given.exclude(person_id__in=kept).delete()
    present = set(session.teachings.filter(occurrence=None).values_list("person_id", flat=True))
    for person in people:
        if person.pk not in present:
            ask(session, person, Teaching.Role.CO_TEACHER)
