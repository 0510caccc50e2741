"""What a findable thing tells search about itself."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch

from search.models import SearchDocument
from search.synonyms import TERM
from search.words import words
from topics.models import Topic

NOBODY = ""
"""A token that no reader holds."""
Sets = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Draft:
    """One thing as it shall stand in the projection.

    `sets` are its sets of audience tokens, its own first; a reader needs one token of each. Without
    `changed_at`, the moment of the last change that search noticed is kept. After `over_at` it is
    found below what is not over. At `passes_at` time alone makes it untrue. `teachers` are handles of
    those who give it, in the order of `people`. `spoken` are the languages by which it is found, when
    that is not the one it is written in.
    `terms` are the words that mean a topic. `anchors` tell from which place in the body on what stands
    below which anchor of its page.
    `popularity` goes from 0 to 1, `freshness` from -1 (known to be out of date) to 1 (lately verified).
    """

    title: str
    url: str
    sets: Sets
    kind: str
    summary: str = ""
    body: str = ""
    language: str = "en"
    topics: tuple[Topic, ...] = ()
    people: tuple[str, ...] = ()
    facets: dict[str, str] = field(default_factory=dict)
    spoken: tuple[str, ...] | None = None
    teachers: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    anchors: tuple[tuple[int, str], ...] = ()
    popularity: float = 0.0
    freshness: float = 0.0
    community_id: int | None = None
    parent_title: str = ""
    starts_at: datetime | None = None
    over_at: datetime | None = None
    passes_at: datetime | None = None
    changed_at: datetime | None = None

    def fields(self) -> dict[str, Any]:
        """The columns of its document."""
        return {
            "url": self.url,
            "title": self.title[:300],
            "summary": self.summary[:1000],
            "body": self.body,
            "topic_words": "\n".join(topic.name for topic in self.topics),
            "people_words": "\n".join(self.people),
            "language": self.language,
            "community_id": self.community_id,
            "parent_title": self.parent_title[:300],
            "starts_at": self.starts_at,
            "over_at": self.over_at,
            "passes_at": self.passes_at,
            "anchors": [list(pair) for pair in self.anchors],
            "popularity": self.popularity,
            "freshness": self.freshness,
            "deleted": False,
        }

    def tokens(self) -> set[tuple[int, str]]:
        """Its audience as pairs of level and token; a set without tokens holds one that nobody has."""
        return {(level, token) for level, tokens in enumerate(self.sets) for token in tokens or {NOBODY}}

    def values(self) -> set[tuple[str, str]]:
        """By what it can be narrowed down, as pairs of facet and value."""
        pairs = {("kind", self.kind), *self.facets.items()}
        languages = (self.language,) if self.spoken is None else self.spoken
        pairs.update(("language", language) for language in languages)
        pairs.update(("topic", topic.slug) for topic in self.topics)
        pairs.update(("teacher", handle) for handle in self.teachers)
        pairs.update((TERM, " ".join(words(term))) for term in self.terms)
        return {(name, value) for name, value in pairs if value}


TOMBSTONE: dict[str, Any] = {
    "url": "",
    "title": "",
    "summary": "",
    "body": "",
    "topic_words": "",
    "people_words": "",
    "community_id": None,
    "parent_title": "",
    "starts_at": None,
    "over_at": None,
    "passes_at": None,
    "anchors": [],
    "popularity": 0.0,
    "freshness": 0.0,
    "deleted": True,
}
"""What stays of a thing that is gone: nothing but its number and its version."""

INDEXED = frozenset(["title", "summary", "body", "topic_words", "people_words", "language", "deleted"])
"""The columns whose change the full-text index has to follow."""


def address(thing: Any) -> str:
    """Where the thing is read, or nothing when no address leads to it; then nobody can open it."""
    try:
        return str(thing.get_absolute_url())
    except NoReverseMatch:
        return ""


def differs(document: SearchDocument, fields: dict[str, Any]) -> set[str]:
    """The names of the columns in which a document is not what it should be."""
    return {name for name, value in fields.items() if getattr(document, name) != value}
