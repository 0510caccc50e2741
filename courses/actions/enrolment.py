"""Taking and giving back seats. Every change of an enrolment's state happens here.

The session's row is locked first, so that of all who ask at once each sees what the one before
left. SQLite locks with the transaction (IMMEDIATE), PostgreSQL with the row.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Enrolment, EnrolmentEvent, Session
from courses.notices import tell
from courses.permissions import gives_session, may_manage_session, may_see_session
from people.models import Person
from people.refusals import Refusal

State = Enrolment.State
LONGEST_OFFER = timedelta(hours=24)


def lock_session(pk: int) -> Session:
    """The session's row, held until the transaction ends; the gate every seat passes through."""
    return Session.objects.select_for_update().get(pk=pk)


def seats_free(session: Session) -> int | None:
    """How many seats nobody holds; None means no limit. Never below zero."""
    if session.capacity is None:
        return None
    return max(session.capacity - session.enrolments.holding_a_seat().count(), 0)


def place_in_queue(enrolment: Enrolment) -> int | None:
    """1 for the next in line; None for someone who does not wait."""
    if enrolment.state != State.WAITING:
        return None
    placed = Enrolment.objects.with_place().get(pk=enrolment.pk)
    place: int = placed.place  # type: ignore[attr-defined]  # annotated by with_place
    return place


def enrol(person: Person, session: Session, *, hope: str = "") -> Enrolment:
    """Take a seat, or a place in the queue when none is free. Asking twice changes nothing.

    Raises `Refusal` when the session takes nobody any more, is full without a waiting list, or is
    given by the person.
    """
    _refuse_outsiders(person, session)
    with transaction.atomic():
        held = lock_session(session.pk)
        enrolment = Enrolment.objects.filter(session=held, person=person).first()
        if enrolment and enrolment.state in Enrolment.CURRENT:
            return enrolment
        _refuse_unless_open(held)
        target = _state_for_newcomer(held)
        enrolment = enrolment or Enrolment(session=held, person=person)
        enrolment.hope = hope[:300] or enrolment.hope
        return _move(enrolment, target, by=person)


def _state_for_newcomer(session: Session) -> State:
    free = seats_free(session)
    if free is None:
        return State.CONFIRMED
    if free > 0 and not session.enrolments.waiting().exists():
        return State.CONFIRMED
    if session.waiting_list:
        return State.WAITING
    raise Refusal(
        _("All seats are taken and this session keeps no waiting list. Look for another date."), code="full"
    )


def _refuse_outsiders(person: Person, session: Session) -> None:
    """Asked before the lock is taken, so that nobody waits for it: a right does not depend on seats."""
    if not may_see_session(person, session):
        raise Refusal(_("This session is not open to you. Ask the teacher to invite you."))
    if gives_session(person, session):
        raise Refusal(_("You give this session, so you have a place in it already."))


def _refuse_unless_open(session: Session) -> None:
    if session.state == Session.State.CANCELLED:
        raise Refusal(_("This session was cancelled. Look for another date."), code="cancelled")
    if session.state != Session.State.PUBLISHED:
        raise Refusal(_("This session is not open for enrolment."), code="closed")
    if session.has_started:
        raise Refusal(_("This session has begun already. Look for another date."), code="started")


def withdraw(person: Person, session: Session, *, reason: str = "") -> Enrolment | None:
    """Give the seat or the place in the queue back; the next in line is served.

    Returns the enrolment, or None for someone who was never in. Leaving twice changes nothing.
    """
    with transaction.atomic():
        held = lock_session(session.pk)
        enrolment = Enrolment.objects.filter(session=held, person=person).first()
        if enrolment is None or enrolment.state not in Enrolment.CURRENT:
            return enrolment
        if held.has_started:
            raise Refusal(
                _("This session has begun already, so the seat cannot pass to anyone. Tell the teacher.")
            )
        _move(enrolment, State.WITHDRAWN, by=person, reason=reason)
        serve_queue(held)
        return enrolment


def remove(teacher: Person, enrolment: Enrolment, *, reason: str) -> Enrolment:
    """Take somebody off the roster; the next in line is served."""
    if not may_manage_session(teacher, enrolment.session):
        raise Refusal(_("Only those who give the session keep its roster."))
    with transaction.atomic():
        held = lock_session(enrolment.session_id)
        enrolment = Enrolment.objects.get(pk=enrolment.pk)
        if enrolment.state not in Enrolment.CURRENT:
            return enrolment
        _move(enrolment, State.REMOVED, by=teacher, reason=reason)
        serve_queue(held)
        return enrolment


def serve_queue(session: Session, now: datetime | None = None) -> list[Enrolment]:
    """Give free seats to those who wait, in order. The caller holds the session's lock.

    A session that has begun, was cancelled or is not published serves nobody.
    """
    now = now or timezone.now()
    if session.state != Session.State.PUBLISHED or (session.starts_at and session.starts_at <= now):
        return []
    waiting = session.enrolments.waiting().select_related("person", "session")
    free = seats_free(session)
    served = list(waiting if free is None else waiting[:free])
    for enrolment in served:
        if session.hand_on == Session.HandOn.OFFER:
            _move(enrolment, State.OFFERED, by=None, now=now, expires=offer_deadline(session, now))
        else:
            _move(enrolment, State.CONFIRMED, by=None, now=now)
    return served


def offer_deadline(session: Session, now: datetime) -> datetime:
    """A day from now; near the start a quarter of the time that is left."""
    if session.starts_at is None:
        return now + LONGEST_OFFER
    return now + min(LONGEST_OFFER, (session.starts_at - now) / 4)


def accept_offer(person: Person, session: Session) -> Enrolment:
    """Take the seat that is held. Raises `Refusal` when nothing is held any more."""
    with transaction.atomic():
        held = lock_session(session.pk)
        enrolment = Enrolment.objects.filter(session=held, person=person).first()
        if enrolment and enrolment.state == State.CONFIRMED:
            return enrolment
        if enrolment is None or not _is_held(enrolment):
            raise Refusal(
                _("The seat is no longer held for you. Join the queue again if you still want to come.")
            )
        _refuse_unless_open(held)
        return _move(enrolment, State.CONFIRMED, by=person)


def _is_held(enrolment: Enrolment) -> bool:
    return (
        enrolment.state == State.OFFERED
        and enrolment.offer_expires_at is not None
        and enrolment.offer_expires_at > timezone.now()
    )


def decline_offer(person: Person, session: Session) -> Enrolment | None:
    """Let the held seat pass to the next in line."""
    with transaction.atomic():
        held = lock_session(session.pk)
        enrolment = Enrolment.objects.filter(session=held, person=person, state=State.OFFERED).first()
        if enrolment:
            _move(enrolment, State.DECLINED, by=person)
            serve_queue(held)
        return enrolment


def lapse_offer(session_id: int, now: datetime | None = None) -> int:
    """End the session's offers whose deadline has passed, each once, and serve the next in line."""
    now = now or timezone.now()
    with transaction.atomic():
        held = lock_session(session_id)
        lapsed = list(held.enrolments.filter(state=State.OFFERED, offer_expires_at__lte=now))
        for enrolment in lapsed:
            _move(enrolment, State.EXPIRED, by=None, now=now)
        if lapsed:
            serve_queue(held, now)
        return len(lapsed)


def close_enrolments(session: Session, *, by: Person, reason: str) -> list[Enrolment]:
    """End every current enrolment of a cancelled session. The caller holds the lock."""
    ended = list(session.enrolments.current().select_related("person", "session"))
    for enrolment in ended:
        _move(enrolment, State.SESSION_CANCELLED, by=by, reason=reason)
    return ended


def _move(
    enrolment: Enrolment,
    to: State,
    *,
    by: Person | None,
    reason: str = "",
    now: datetime | None = None,
    expires: datetime | None = None,
) -> Enrolment:
    """Write the new state and its history, and tell the person. The only place that does."""
    now = now or timezone.now()
    before = enrolment.state
    if before not in Enrolment.CURRENT:
        enrolment.joined_at = now
    enrolment.state = to
    enrolment.offer_expires_at = expires
    enrolment.save()
    EnrolmentEvent.objects.create(
        enrolment=enrolment, at=now, by=by, from_state=before, to_state=to, reason=reason[:300]
    )
    tell(enrolment, before)
    return enrolment
