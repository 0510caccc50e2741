"""Seats, counted: how many are free, for whom, and who goes before whom. Read under the session's lock."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from courses.models import CourseTopic, Enrolment, Priority, Request, SeatHold, Session
from people.models import Person

State = Enrolment.State


@dataclass
class Pool:
    """The free seats of a room, or of those who join online. `general` is None without a limit.

    `held` are seats kept for teams, by the number of the hold; `teams` says whose hold that is.
    """

    general: int | None
    held: dict[int, int] = field(default_factory=dict)
    teams: dict[int, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return self.general is not None and self.general <= 0 and not any(self.held.values())

    def seat_for(self, person: Person) -> tuple[bool, int | None]:
        """Whether there is a seat for the person, and the hold that it comes from; a team's own first."""
        hold = self.teams.get(person.team_id or 0)
        if hold and self.held[hold] > 0:
            return True, hold
        return self.general is None or self.general > 0, None

    def take(self, hold: int | None) -> None:
        if hold:
            self.held[hold] -= 1
        elif self.general is not None:
            self.general -= 1


def pool_of(session: Session, now: datetime, *, online: bool = False) -> Pool:
    """The pool that somebody sits in who joins like this; only a hybrid session has two."""
    capacity = session.online_capacity if online else session.capacity
    if capacity is None:
        return Pool(None)
    used = dict(
        session.enrolments.using_a_seat()
        .filter(online=online)
        .order_by()
        .values_list("hold")
        .annotate(number=Count("pk"))
    )
    holds = [] if online else list(session.holds.filter(until__gt=now))
    held = {hold.pk: max(hold.seats - used.get(hold.pk, 0), 0) for hold in holds}
    teams = {hold.team_id: hold.pk for hold in holds if hold.team_id}
    return Pool(max(capacity - sum(used.values()) - sum(held.values()), 0), held, teams)


def free_seats(session: Session, *, online: bool = False) -> int | None:
    """The same as `seats_free` from a row that carries `with_counts()`."""
    capacity = session.online_capacity if online else session.capacity
    if capacity is None:
        return None
    taken, kept = (session.online_taken, 0) if online else (session.seats_taken, session.seats_kept)  # type: ignore[attr-defined]  # annotated
    return max(capacity - taken - kept, 0)


def has_room(session: Session, *, online: bool = False) -> bool:
    """Whether somebody who asks now gets a seat at once; the row carries `with_counts()`."""
    free = free_seats(session, online=online)
    waiting = session.online_waiting if online else session.waiting_count  # type: ignore[attr-defined]  # annotated
    return free is None or (free > 0 and not waiting)


def seats_free(session: Session, now: datetime, *, online: bool = False) -> int | None:
    """How many seats nobody holds and none is kept for; None means no limit. Never below zero."""
    return pool_of(session, now, online=online).general


def priority_of(person: Person, session: Session, now: datetime) -> Priority:
    """The person's class in the queue of this session."""
    if session.course_id and _asked_for_it(person, session):
        return Priority.ASKED
    if session.course_id and _missed_it(person, session, now):
        return Priority.MISSED
    return Priority.USUAL


def _asked_for_it(person: Person, session: Session) -> bool:
    """Whether an open wish of theirs names the course or one of its topics."""
    course = session.course
    if course is None:
        return False
    wishes = Request.objects.open().filter(person=person).values_list("folded", flat=True)
    words = [wish for wish in wishes if wish]
    if not words:
        return False
    topics = CourseTopic.objects.filter(content_object=course).values_list("tag__name", flat=True)
    names = [course.title.casefold(), *(name.casefold() for name in topics)]
    return any(wish in name or name in wish for wish in words for name in names)


def _missed_it(person: Person, session: Session, now: datetime) -> bool:
    """Whether they waited for another date of the course, and it began or was cancelled without them."""
    others = Enrolment.objects.filter(person=person, session__course=session.course_id)
    in_vain = Q(state=State.WAITING, session__starts_at__lte=now) | Q(
        state=State.SESSION_CANCELLED, events__from_state=State.WAITING
    )
    return others.exclude(session=session).filter(in_vain).exists()


def holds_running(session: Session, now: datetime) -> list[SeatHold]:
    return list(session.holds.filter(until__gt=now).select_related("team").order_by("pk"))
