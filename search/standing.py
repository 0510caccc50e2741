"""How popular a thing is and how fresh; `search.weights` says what that does to its rank."""

from datetime import UTC, date, datetime, time, timedelta
from math import log1p

MANY = 500
"""So many people make a thing as popular as anything can be."""
STEP = 0.1
"""Popularity goes in steps, so that it changes seldom."""


def popularity(people: int) -> float:
    """From 0 to 1, by how many people ever asked for a place; each further one counts less."""
    return min(round(log1p(people) / log1p(MANY) / STEP) / 10, 1.0)


def freshness(verified_until: date | None, now: datetime) -> float:
    """1 up to the end of the day until which a page is verified, -1 from then on, 0 if it never was."""
    if verified_until is None:
        return 0.0
    return 1.0 if now < end_of(verified_until) else -1.0


def end_of(day: date) -> datetime:
    """When the day is over, by the one clock that is the same for all."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
