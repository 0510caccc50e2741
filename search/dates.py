"""What dates make of courses and sessions, at one moment; time alone changes it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from courses.models import Occurrence, Session
from search.seats import FREE, counts_of, open_to_all_of_its_course, people_in

SHORT, MEDIUM = 30, 120
"""Up to so many minutes a thing is short, or of medium length."""
SELF_PACED = ("when", "self-paced")


def length(minutes: int | None) -> str:
    """The value of the facet; nothing where nobody said how long it takes."""
    if not minutes:
        return ""
    return "short" if minutes <= SHORT else "medium" if minutes <= MEDIUM else "long"


@dataclass(frozen=True)
class Dates:
    """A session's next date, or when all have begun the last; when all are over; how long they take."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    minutes: int = 0

    def passes_at(self, now: datetime) -> datetime | None:
        return self.starts_at if self.starts_at and self.starts_at > now else None


def dates_of(sessions: Iterable[Session], now: datetime) -> dict[int, Dates]:
    """In one statement; a session without dates of its own keeps what its row says."""
    rows = {session.pk: session for session in sessions}
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in Occurrence.objects.filter(session__in=rows).order_by("starts_at"):
        found[occurrence.session_id].append(occurrence)
    return {pk: _dates(found[pk], now) if found[pk] else _own(row) for pk, row in rows.items()}


def _dates(occurrences: list[Occurrence], now: datetime) -> Dates:
    following = [one.starts_at for one in occurrences if one.starts_at > now]
    return Dates(
        starts_at=following[0] if following else occurrences[-1].starts_at,
        ends_at=max(one.ends_at for one in occurrences),
        minutes=sum(one.minutes for one in occurrences),
    )


def _own(session: Session) -> Dates:
    if session.starts_at is None or session.ends_at is None:
        return Dates()
    minutes = (session.ends_at - session.starts_at).total_seconds() // 60
    return Dates(session.starts_at, session.ends_at, int(minutes))


@dataclass
class Offer:
    """What the sessions of a course that all its readers see say of it: the next date, and facet values."""

    starts_at: datetime | None = None
    facets: dict[str, str] = field(default_factory=dict)
    people: int = 0


def offers(course_ids: Iterable[int], now: datetime) -> dict[int, Offer]:
    """What is offered of each course, in four statements.

    Sessions with an audience of their own are left out: what only some may see must not show.
    """
    ids = set(course_ids)
    found: dict[int, Offer] = defaultdict(Offer)
    sessions = Session.objects.filter(
        open_to_all_of_its_course(), course__in=ids, state=Session.State.PUBLISHED
    )
    unbegun = list(sessions.open())
    counts = counts_of((session.pk for session in unbegun), now)
    dated = []
    for session in unbegun:
        course_id = session.course_id or 0
        if counts[session.pk].room:
            found[course_id].facets.update([FREE])
        if session.is_self_paced:
            found[course_id].facets.update([SELF_PACED])
        if session.starts_at:
            dated.append((course_id, session.starts_at))
    further = Occurrence.objects.filter(session__in=sessions, starts_at__gt=now).order_by()
    for course_id, starts_at in chain(dated, further.values_list("session__course_id", "starts_at")):
        offer = found[course_id]
        offer.starts_at = min(offer.starts_at or starts_at, starts_at)
    for course_id, people in people_in(ids).items():
        found[course_id].people = people
    return found
