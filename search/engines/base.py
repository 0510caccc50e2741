"""What every engine can do, and the shapes of its answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, Self

from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from people.audience import ALL
from search.models import SearchDocument
from search.query import FACETS, Filters, Query
from search.words import searchable

DEEPEST = 10_000
"""Results beyond this place are not shown; the words have to become more exact."""

STEMMED = {
    "en": "english",
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}
"""Languages whose inflected forms PostgreSQL and Elasticsearch know, by the engines' names for them."""
PLAIN = "plain"
"""How texts of all other languages are read: word for word."""


Tokens = frozenset[str] | None
"""What the reader holds; None leaves the audience out, for measuring only and never for a reader."""


class EngineDown(Exception):  # noqa: N818  # what it says, not what it is
    """The engine cannot answer now; another one has to."""


@dataclass(frozen=True)
class Hit:
    document_id: int
    score: float


@dataclass(frozen=True)
class Times:
    """The moment of asking, and when the asking person's week and month end."""

    now: datetime
    week_ends: datetime
    month_ends: datetime

    @classmethod
    def at(cls, now: datetime) -> Self:
        """Week and month as they are in the zone of this moment."""
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        month = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return cls(now, day + timedelta(days=7 - day.weekday()), month)

    def ends(self) -> dict[str, datetime | None]:
        """Where each value of the facet `when` that asks for a date ends; None: nowhere."""
        return {"week": self.week_ends, "month": self.month_ends, "any": None}


def _now() -> Times:
    return Times.at(timezone.now())


WHOLE = 1.15
"""A factor of the score for what holds all words, among things that hold enough of them."""


@dataclass(frozen=True)
class Ask:
    """One question to an engine. `first` are things that hold all words; their score counts WHOLE times."""

    query: Query
    tokens: Tokens
    filters: Filters = field(default_factory=Filters)
    page: int = 1
    size: int = 20
    sort: str = "relevance"
    times: Times = field(default_factory=_now)
    first: frozenset[int] = frozenset()

    @property
    def names(self) -> bool:
        """Whether names of people match and count."""
        return may_read_names(self.tokens)

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.size


@dataclass(frozen=True)
class Results:
    """`total` counts all visible matches, `hits` are those of one page, in their order.

    Each facet's counts ignore what is chosen in that facet itself, and are ordered by count.
    `matched` counts the visible matches before any filter. `beside` are the best of every kind, whatever
    kind was chosen, two of each.
    """

    total: int
    hits: list[Hit]
    facets: dict[str, list[tuple[str, int]]]
    engine: str
    notice: str = ""
    matched: int = 0
    beside: list[Hit] = field(default_factory=list)

    @classmethod
    def none(cls, engine: str) -> Self:
        return cls(0, [], {name: [] for name in FACETS}, engine)


@dataclass(frozen=True)
class Difference:
    """A document whose place in the index is `missing`, `stale`, or an `orphan` that should be gone."""

    document_id: int
    what: str


Progress = Callable[[int], None]
"""Told how many more documents are done."""


class Engine(Protocol):
    """One full-text index over the projection."""

    name: str

    def search(self, ask: Ask) -> Results:
        """One page of what matches the query, every filter and the reader's tokens.

        Names of people match only for readers who `may_read_names`. A page beyond the end has no hits
        but the true total. Raises EngineDown.
        """

    def counts(
        self,
        questions: Sequence[tuple[Query, Filters]],
        tokens: Tokens,
        times: Times,
        most: int | None = None,
    ) -> list[int]:
        """How many things the reader would find with each of these questions; counting may stop at `most`."""

    def suggest(self, query: Query, tokens: Tokens, each: int) -> list[int]:
        """Documents whose title holds all words, the last one perhaps only begun.

        The best first, up to `each` of every kind.
        """

    def apply(self, documents: Iterable[SearchDocument]) -> None:
        """Make the index say of these documents what they say of themselves; tombstones leave it."""

    def rebuild(self, progress: Progress) -> None:
        """Make the whole index anew while it is searched and written to."""

    def verify(self) -> Iterator[Difference]:
        """Every difference between index and documents."""

    def repair(self, differences: Iterable[Difference]) -> None:
        """Heal what `verify` found."""


def ranges(size: int, using: str = DEFAULT_DB_ALIAS) -> Iterator[tuple[int, int]]:
    """Ranges of document numbers (above, up to) with `size` rows in each, the last without end."""
    low = 0
    while True:
        following = (
            SearchDocument.objects.using(using).filter(pk__gt=low).order_by("pk").values_list("pk", flat=True)
        )
        ids = list(following[:size])
        if len(ids) < size:
            yield low, 2**62
            return
        yield low, ids[-1]
        low = ids[-1]


def may_read_names(tokens: Tokens) -> bool:
    """Whether people's names count as words: who works here is told to colleagues, never to visitors."""
    return tokens is None or ALL in tokens


@dataclass(frozen=True)
class Texts:
    """A document's folded texts, each searched apart: `words` are of summary and topics, `people` names."""

    title: str
    words: str
    people: str
    body: str


def indexed(document: SearchDocument) -> Texts:
    """What every engine indexes of a document."""
    return Texts(
        title=searchable(document.title),
        words=searchable(f"{document.summary} {document.topic_words}"),
        people=searchable(document.people_words),
        body=searchable(document.body),
    )


@dataclass
class Sql:
    """A piece of SQL with its parameters; text from people is only ever a parameter."""

    text: str
    params: list[Any] = field(default_factory=list)
