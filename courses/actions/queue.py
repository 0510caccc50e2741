"""Who sits, who waits, who is next. Every change of an enrolment's state is written here.

The session's row is locked first, so that of all who ask at once each sees what the one before
left. SQLite locks with the transaction (IMMEDIATE), PostgreSQL with the row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from courses.guards import UNDO, last_call, over
from courses.models import Enrolment, EnrolmentEvent, Session
from courses.notices import call_out, tell
from courses.seating import pool_of
from courses.states import allows
from people.models import Person

State = Enrolment.State
LONGEST_OFFER = timedelta(hours=24)


def lock_session(pk: int) -> Session:
    """The session's row, held until the transaction ends; the gate every seat passes through."""
    return Session.objects.select_for_update().get(pk=pk)


@contextmanager
def held(pk: int, now: datetime | None = None) -> Iterator[Session]:
    """The session under its lock, with everything done that is due; what is free then is really free."""
    with transaction.atomic():
        session = lock_session(pk)
        settle(session, now or timezone.now())
        yield session


def settle(session: Session, now: datetime) -> int:
    """End offers, returned and kept seats whose time has come, each once, and serve the queue.

    Returns how many that were. The caller holds the lock.
    """
    ended = session.enrolments.filter(state=State.OFFERED, offer_expires_at__lte=now)
    lapsed = [move(row, "lapse", State.EXPIRED, by=None, now=now) for row in ended.select_related("person")]
    freed = [_let_go(row) for row in session.enrolments.filter(released_at__lte=now)]
    kept, _by_model = session.holds.filter(until__lte=now).delete()
    if lapsed or freed or kept:
        serve_queue(session, now)
    return len(lapsed) + len(freed) + bool(kept)


def _let_go(enrolment: Enrolment) -> Enrolment:
    enrolment.released_at = enrolment.hold = None
    enrolment.save(update_fields=["released_at", "hold"])
    return enrolment


def serve_queue(session: Session, now: datetime | None = None) -> list[Enrolment]:
    """Give free seats to those who wait, in order. The caller holds the session's lock.

    A session that has begun, was cancelled or is not published serves nobody. Shortly before the start
    those who wait are told of free seats instead, and the first of them to click takes one.
    """
    now = now or timezone.now()
    if over(session, now):
        return []
    served: list[Enrolment] = []
    for online in (False, True) if session.hybrid else (False,):
        served += _serve_pool(session, now, online=online)
    return served


def seat_for_newcomer(session: Session, enrolment: Enrolment, now: datetime) -> bool:
    """Whether somebody gets a seat who comes now; it is put down to the hold that it comes from.

    They get one when nobody waits for one in the same room, or when their team keeps one.
    """
    seat, hold = pool_of(session, now, online=enrolment.online).seat_for(enrolment.person)
    waiting = session.enrolments.waiting().filter(online=enrolment.online).exclude(pk=enrolment.pk)
    free = seat and (hold is not None or not waiting.exists())
    enrolment.hold_id = hold if free else None
    return free


def _serve_pool(session: Session, now: datetime, *, online: bool) -> list[Enrolment]:
    waiting = session.enrolments.waiting().filter(online=online).select_related("person")
    pool = pool_of(session, now, online=online)
    if pool.empty or not waiting.exists():
        return []
    if last_call(session, now):
        call_out(list(waiting), now)
        return []
    served = []
    for enrolment in waiting if pool.general is None or pool.held else waiting[: pool.general]:
        seat, hold = pool.seat_for(enrolment.person)
        if seat:
            pool.take(hold)
            enrolment.hold_id = hold
            served.append(_seat(session, enrolment, now))
    return served


def _seat(session: Session, enrolment: Enrolment, now: datetime) -> Enrolment:
    if session.hand_on == Session.HandOn.CONFIRM:
        return move(enrolment, "serve", State.CONFIRMED, by=None, now=now)
    return move(enrolment, "serve", State.OFFERED, by=None, now=now, expires=offer_deadline(session, now))


def offer_deadline(session: Session, now: datetime) -> datetime:
    """A day from now; near the start a quarter of the time that is left."""
    if session.starts_at is None:
        return now + LONGEST_OFFER
    return now + min(LONGEST_OFFER, (session.starts_at - now) / 4)


def move(
    enrolment: Enrolment,
    verb: str,
    to: State,
    *,
    by: Person | None,
    reason: str = "",
    now: datetime | None = None,
    expires: datetime | None = None,
) -> Enrolment:
    """Write the new state and its history, and tell the person. The only place that does.

    Raises ValueError for a step that `courses.states` does not know.
    """
    now = now or timezone.now()
    before = enrolment.state
    if not allows(verb, before, to):
        raise ValueError(f"“{verb}” does not lead from {before or 'nothing'} to {to}.")
    held_a_seat = before in Enrolment.HOLDING
    enrolment.state = to
    enrolment.offer_expires_at = expires
    enrolment.released_at = now + UNDO if verb == "leave" and held_a_seat else None
    if to not in Enrolment.HOLDING and enrolment.released_at is None:
        enrolment.hold = None
    enrolment.save()
    EnrolmentEvent.objects.create(
        enrolment=enrolment, at=now, by=by, verb=verb, from_state=before, to_state=to, reason=reason[:300]
    )
    tell(enrolment, verb, now + UNDO if by == enrolment.person else now)
    return enrolment


def close_enrolments(session: Session, *, by: Person | None, reason: str) -> list[Enrolment]:
    """End every current enrolment of a cancelled session. The caller holds the lock."""
    ended = session.enrolments.current().select_related("person", "session")
    closed = [move(enrolment, "cancel", State.SESSION_CANCELLED, by=by, reason=reason) for enrolment in ended]
    session.enrolments.filter(released_at__isnull=False).update(released_at=None)
    return closed
