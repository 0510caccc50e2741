"""What a learner does with a seat: ask for it, leave, undo, answer an offer."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from courses import guards
from courses.actions.queue import held, move, seat_for_newcomer, serve_queue
from courses.models import Enrolment, Session
from courses.notices import untell
from courses.permissions import gives_session, may_see_session
from courses.prerequisites import missing_for
from courses.seating import pool_of, priority_of
from courses.states import NEW
from people.models import Person
from people.refusals import Refusal

State = Enrolment.State


def place_in_queue(enrolment: Enrolment) -> int | None:
    """1 for the next in line; None for someone who does not wait."""
    if enrolment.state != State.WAITING:
        return None
    placed = Enrolment.objects.with_place().get(pk=enrolment.pk)
    place: int = placed.place  # type: ignore[attr-defined]  # annotated by with_place
    return place


def enrol(person: Person, session: Session, *, hope: str = "", online: bool = False) -> Enrolment:
    """Take a seat, or a place in the queue when none is free. Asking twice changes nothing.

    Where the teacher approves, it is asked for; where there is no date yet, the interest is kept. Raises
    `Refusal` when the session takes nobody now, is full without a waiting list, is given by the person, or
    needs what the person has not learnt.
    """
    _refuse_outsiders(person, session)
    now = timezone.now()
    with held(session.pk, now) as kept:
        enrolment = _mine(person, kept)
        if enrolment and enrolment.state in Enrolment.CURRENT and enrolment.state != State.INTERESTED:
            return enrolment
        if enrolment and enrolment.released_at:
            return _undo_leaving(enrolment, now)
        refuse(guards.enrolling(kept, now))
        enrolment = enrolment or Enrolment(session=kept, person=person, state=NEW)
        enrolment.online = online and kept.hybrid
        target = _state_for_newcomer(kept, enrolment, now)
        if target == enrolment.state:
            return enrolment
        if enrolment.state != State.INTERESTED:
            enrolment.joined_at = now
        enrolment.hope = hope[:300] or enrolment.hope
        enrolment.priority = priority_of(person, kept, now)
        return move(enrolment, "enrol", target, by=person, now=now)


def refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise refusal


def _mine(person: Person, session: Session) -> Enrolment | None:
    return session.enrolments.filter(person=person).select_related("session", "person").first()


def _state_for_newcomer(session: Session, enrolment: Enrolment, now: datetime) -> State:
    if session.has_no_date_yet:
        return State.INTERESTED
    if session.approval:
        return State.REQUESTED
    free = seat_for_newcomer(session, enrolment, now)
    refuse(guards.seating(session, free=free))
    return State.CONFIRMED if free else State.WAITING


def _refuse_outsiders(person: Person, session: Session) -> None:
    """Asked before the lock is taken, so that nobody waits for it: a right does not depend on seats."""
    if not may_see_session(person, session):
        raise Refusal(_("This session is not open to you. Ask the teacher to invite you."))
    if gives_session(person, session):
        raise Refusal(_("You give this session, so you have a place in it already."))
    refuse(guards.learnt(missing_for(person, session)))


def withdraw(person: Person, session: Session, *, reason: str = "") -> Enrolment | None:
    """Give the seat or the place in the queue back.

    A seat counts as used for ten seconds more, while this can be undone; then the next is served.
    Returns the enrolment, or None for someone who was never in. Leaving twice changes nothing.
    """
    now = timezone.now()
    with held(session.pk, now) as kept:
        enrolment = _mine(person, kept)
        if enrolment is None or enrolment.state not in Enrolment.CURRENT:
            return enrolment
        refuse(guards.leaving(kept, enrolment, now))
        untell(enrolment)
        return move(enrolment, "leave", State.WITHDRAWN, by=person, reason=reason, now=now)


def undo(person: Person, session: Session) -> Enrolment:
    """Take back what one did within the last ten seconds: enrolling or leaving. No mail tells of either.

    Undone twice, it stays undone. Raises `Refusal` when it is too late.
    """
    now = timezone.now()
    with held(session.pk, now) as kept:
        enrolment = _mine(person, kept)
        last = enrolment.events.last() if enrolment else None
        if enrolment is None or last is None:
            raise Refusal(_("There is nothing to undo."), code="nothing")
        if last.verb in ("undo_leaving", "undo_enrolling") and last.by == person:
            return enrolment
        refuse(guards.undoing(last.verb, last.at, now) if last.by == person else _not_yours())
        refuse(guards.over(kept, now))
        untell(enrolment)
        if last.verb == "leave":
            return _undo_leaving(enrolment, now)
        undone = move(enrolment, "undo_enrolling", State.WITHDRAWN, by=person, now=now)
        serve_queue(kept, now)
        return undone


def _undo_leaving(enrolment: Enrolment, now: datetime) -> Enrolment:
    """Back as it was, with the same place in the queue; a seat that was offered was declined by leaving."""
    before = enrolment.events.filter(verb="leave").last()
    state = State(before.from_state) if before else State.CONFIRMED
    if state == State.OFFERED:
        state = State.CONFIRMED
    untell(enrolment)
    return move(enrolment, "undo_leaving", state, by=enrolment.person, now=now)


def _not_yours() -> Refusal:
    return Refusal(_("Somebody else changed this since. The page shows what is true now."), code="changed")


def accept_offer(person: Person, session: Session) -> Enrolment:
    """Take the seat that is held. Raises `Refusal` when nothing is held any more."""
    now = timezone.now()
    with held(session.pk, now) as kept:
        enrolment = _mine(person, kept)
        if enrolment and enrolment.state == State.CONFIRMED:
            return enrolment
        if enrolment is None or enrolment.state != State.OFFERED:
            raise Refusal(
                _("The seat is no longer held for you. Join the queue again if you still want to come."),
                code="lapsed",
            )
        refuse(guards.over(kept, now))
        return move(enrolment, "accept", State.CONFIRMED, by=person, now=now)


def decline_offer(person: Person, session: Session) -> Enrolment | None:
    """Let the held seat pass to the next in line."""
    now = timezone.now()
    with held(session.pk, now) as kept:
        enrolment = _mine(person, kept)
        if enrolment is None or enrolment.state != State.OFFERED:
            return enrolment
        move(enrolment, "pass", State.DECLINED, by=person, now=now)
        serve_queue(kept, now)
        return enrolment


def take_late_seat(person: Person, session: Session) -> Enrolment:
    """Shortly before the start: the first of those who wait to click takes the free seat."""
    now = timezone.now()
    with held(session.pk, now) as kept:
        enrolment = _mine(person, kept)
        if enrolment and enrolment.state == State.CONFIRMED:
            return enrolment
        refuse(guards.taking(kept, enrolment, now))
        if enrolment is None:  # `taking` refused
            raise AssertionError
        seat, hold = pool_of(kept, now, online=enrolment.online).seat_for(person)
        if not seat:
            raise Refusal(
                _("Somebody else was quicker. You stay in the queue and hear of the next free seat."),
                code="taken",
            )
        enrolment.hold_id = hold
        return move(enrolment, "take", State.CONFIRMED, by=person, now=now)
