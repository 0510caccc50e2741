"""What a match is worth by what was found; the one place from which every engine takes it.

Engines score how well words fit. A session repeats its course's title and promise, and short texts
score higher than long ones, so that without weights three sessions would stand above their course.
"""

from datetime import datetime

from search.models import Kind, SearchDocument

KIND_WEIGHTS: dict[str, float] = {
    Kind.COURSE: 1.3,
    Kind.COMMUNITY: 1.2,
    Kind.PERSON: 1.2,
    Kind.WIKI_PAGE: 1.1,
    Kind.LESSON: 1.0,
    Kind.TOPIC: 1.0,
    Kind.SESSION: 0.7,
}
"""Factors of the score, every kind's. A course is what people look for and leads to all that hangs within
it, its sessions with their dates among them; a session is one of several ways to it. Still, words of a
session's own title lift it above a course that has them in its body only."""

REPEATS = 0.4
"""A further factor for a session without a title of its own, which says nothing but what its course says:
the same words score up to four times as high in a text as short as its own."""

OVER = 0.4
"""A further factor for what is over or cancelled: of use to look back at, but below all that still comes."""

POPULAR = 0.2
"""How much of the score is added at most for popularity: a document's, from 0 to 1, times this."""

FRESH = 0.15
"""How much of the score is added or taken at most for freshness: a document's, from -1 to 1, times this."""


def factors(document: SearchDocument, now: datetime) -> dict[str, float]:
    """What the score of this document is multiplied by at this moment, by name; engines do the same."""
    over = document.over_at is not None and document.over_at < now
    return {
        "kind": KIND_WEIGHTS[document.kind],
        "repeats": REPEATS if document.repeats else 1.0,
        "over": OVER if over else 1.0,
        "popularity": 1 + POPULAR * document.popularity,
        "freshness": 1 + FRESH * document.freshness,
    }
