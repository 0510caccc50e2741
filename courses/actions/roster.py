"""What a teacher does with the people of a session: approve, enrol by name, take off, keep seats."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import guards
from courses.actions.enrolment import refuse
from courses.actions.history import log
from courses.actions.queue import held, move, seat_for_newcomer, serve_queue
from courses.models import Enrolment, SeatHold, Session
from courses.permissions import gives_session, may_manage_session, may_see_session
from courses.seating import pool_of
from courses.signals import session_changed
from courses.states import NEW
from people.models import Person, Team
from people.refusals import Refusal

State = Enrolment.State


def _refuse_others(teacher: Person, session: Session) -> None:
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session keep its roster."))


def approve(teacher: Person, enrolment: Enrolment) -> Enrolment:
    """Give a place to somebody who asked for it; when none is free they wait. Twice changes nothing."""
    _refuse_others(teacher, enrolment.session)
    now = timezone.now()
    with held(enrolment.session_id, now) as session:
        asked = _asked(session, enrolment)
        if asked.state in (State.CONFIRMED, State.WAITING):
            return asked
        _refuse_unless_requested(asked)
        refuse(guards.over(session, now))
        seat = seat_for_newcomer(session, asked, now)
        refuse(guards.seating(session, free=seat))
        return move(asked, "approve", State.CONFIRMED if seat else State.WAITING, by=teacher, now=now)


def turn_down(teacher: Person, enrolment: Enrolment, *, reason: str) -> Enrolment:
    """Say no to somebody who asked for a place, and why."""
    _refuse_others(teacher, enrolment.session)
    if not reason.strip():
        raise Refusal(_("Say why, so that the person knows what to do next."), code="reason")
    with held(enrolment.session_id) as session:
        asked = _asked(session, enrolment)
        if asked.state == State.DECLINED:
            return asked
        _refuse_unless_requested(asked)
        return move(asked, "turn_down", State.DECLINED, by=teacher, reason=reason.strip())


def _asked(session: Session, enrolment: Enrolment) -> Enrolment:
    return session.enrolments.select_related("session", "person").get(pk=enrolment.pk)


def _refuse_unless_requested(enrolment: Enrolment) -> None:
    if enrolment.state != State.REQUESTED:
        raise Refusal(
            _("%(name)s no longer asks for a place. The roster shows what is true now.")
            % {"name": enrolment.person},
            code="changed",
        )


def enrol_by_name(teacher: Person, session: Session, person: Person, *, online: bool = False) -> Enrolment:
    """Give a free seat to somebody; one that is kept for their team or a purpose first.

    Whoever waits is not passed over silently: with a queue and no kept seat it is refused. Who could not
    see the session is let in.
    """
    _refuse_others(teacher, session)
    if not person.is_active or gives_session(person, session):
        raise Refusal(
            _("%(name)s cannot be enrolled: they give this session, or no longer work here.")
            % {"name": person},
            code="person",
        )
    now = timezone.now()
    with held(session.pk, now) as kept:
        enrolment = kept.enrolments.filter(person=person).select_related("session", "person").first()
        if enrolment and enrolment.state == State.CONFIRMED:
            return enrolment
        refuse(guards.over(kept, now))
        enrolment = enrolment or Enrolment(session=kept, person=person, state=NEW)
        if enrolment.state not in Enrolment.CURRENT:
            enrolment.online = online and kept.hybrid
        if enrolment.state != State.OFFERED:
            enrolment.hold_id = _seat_by_name(kept, enrolment, now)
        if enrolment.state not in Enrolment.CURRENT:
            enrolment.joined_at = now
        _let_in(kept, person)
        return move(enrolment, "enrol_by_name", State.CONFIRMED, by=teacher, now=now)


def _seat_by_name(session: Session, enrolment: Enrolment, now: datetime) -> int | None:
    """The hold that the seat comes from; none for a seat that is free for anybody."""
    pool = pool_of(session, now, online=enrolment.online)
    own = pool.teams.get(enrolment.person.team_id or 0)
    purposes = [pk for pk in pool.held if pk not in pool.teams.values()]
    for hold in [own, *purposes]:
        if hold and pool.held[hold] > 0:
            return hold
    if not pool.seat_for(enrolment.person)[0]:
        raise Refusal(
            _("All seats are taken. Add seats to the session first, or keep some for this purpose."),
            code="full",
        )
    ahead = session.enrolments.waiting().exclude(pk=enrolment.pk).filter(online=enrolment.online).count()
    if ahead:
        raise Refusal(
            ngettext(
                "%(n)d person waits for a seat and would be passed over. Add a seat first.",
                "%(n)d people wait for a seat and would be passed over. Add a seat first.",
                ahead,
            )
            % {"n": ahead},
            code="queue",
        )
    return None


def _let_in(session: Session, person: Person) -> None:
    """Among the invited people of a session; a course that is closed to them stays closed."""
    if may_see_session(person, session):
        return
    if session.audience.exists():
        session.audience.get_or_create(token=f"person:{person.pk}", defaults={"by_link": True})
        session_changed.send(Session, session=session)
    if not may_see_session(person, session):
        raise Refusal(
            _("%(name)s cannot see this session. Ask those who write the course to invite them first.")
            % {"name": person},
            code="audience",
        )


def remove(teacher: Person, enrolment: Enrolment, *, reason: str) -> Enrolment:
    """Take somebody off the roster, who reads why; the next in line is served."""
    _refuse_others(teacher, enrolment.session)
    if not reason.strip():
        raise Refusal(_("Say why, so that the person understands."), code="reason")
    with held(enrolment.session_id) as session:
        row = _asked(session, enrolment)
        if row.state not in Enrolment.CURRENT:
            return row
        move(row, "remove", State.REMOVED, by=teacher, reason=reason.strip())
        serve_queue(session)
        return row


def hold_seats(
    teacher: Person,
    session: Session,
    *,
    seats: int,
    until: datetime,
    team: Team | None = None,
    purpose: str = "",
) -> SeatHold:
    """Keep seats for a team, or for a purpose, until an end. Raises `Refusal` when fewer are free."""
    _refuse_others(teacher, session)
    now = timezone.now()
    if until <= now or (session.starts_at and until > session.starts_at):
        raise Refusal(_("Choose an end between now and the start of the session."), code="until")
    if team is None and not purpose.strip():
        raise Refusal(_("Say for which team or for what the seats are kept."), code="purpose")
    with held(session.pk, now) as kept:
        refuse(guards.over(kept, now))
        if team and kept.holds.filter(team=team, until__gt=now).exists():
            raise Refusal(_("Seats are kept for this team already. End that first."), code="twice")
        free = pool_of(kept, now).general
        if seats < 1 or free is None or seats > free:
            raise Refusal(_how_many(free), code="seats")
        kept.holds.filter(team=team, until__lte=now).delete() if team else None
        made = SeatHold.objects.create(
            session=kept, team=team, purpose=purpose.strip()[:200], seats=seats, until=until, by=teacher
        )
        log(kept, teacher, "seats_kept", {}, {"whom": str(made), "seats": seats})
        return made


def _how_many(free: int | None) -> str:
    if free is None:
        return _("This session has no limit, so there is nothing to keep.")
    if not free:
        return _("No seat is free, so none can be kept. Add seats to the session first.")
    return ngettext(
        "%(n)d seat is free to be kept. Choose at least one and no more.",
        "%(n)d seats are free to be kept. Choose at least one and no more.",
        free,
    ) % {"n": free}


def end_hold(teacher: Person, hold: SeatHold) -> None:
    """Let kept seats go; those who wait are served."""
    _refuse_others(teacher, hold.session)
    with held(hold.session_id) as session:
        if session.holds.filter(pk=hold.pk).delete()[0]:
            log(session, teacher, "seats_let_go", {}, {"whom": str(hold), "seats": hold.seats})
        serve_queue(session)
