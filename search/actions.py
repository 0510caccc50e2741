"""One search over everything: ask an engine, check each hit once more, show it."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db.models import CharField, Value
from django.utils.translation import gettext as _

from content.languages import LANGUAGES
from courses.models import CoursePage, Session
from people.audience import tokens_for
from people.models import Person
from search.engines import active_engine, database_engine
from search.engines.base import Engine, EngineDown, Results, Tokens
from search.excerpts import Piece, excerpt, marked, matches, pattern_of
from search.models import Kind, SearchDocument, SearchFacet
from search.query import Filters, Query, parse
from search.sources import SOURCES, visible_topics

PAGE_SIZE = 20
_FIXED = {
    "kind": frozenset(Kind.values),
    "language": frozenset(code for code, _name in LANGUAGES),
    "level": frozenset(CoursePage.Level.values),
}
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Row:
    """One thing found: its document, why it was found (`topics` hold a word of the query), its seats."""

    document: SearchDocument
    score: float
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    topics: tuple[str, ...] = ()
    session: Session | None = None


@dataclass(frozen=True)
class Found:
    """One page of an answer. `ignored` are pairs of facet and value that mean nothing to the reader."""

    query: Query
    filters: Filters
    results: Results
    rows: list[Row] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    page: int = 1


def search(
    text: str, person: Person | None, filters: Filters, page: int = 1, *, engine: Engine | None = None
) -> Found:
    """What the person may see of everything that matches; any text, filters and page give an answer.

    Without an engine the active one answers, and the database when that one is down.
    """
    query, tokens, page = parse(text), tokens_for(person), max(page, 1)
    known, ignored = understood(filters, person, tokens)
    if engine:
        results = engine.search(query, tokens, known, page, PAGE_SIZE)
    else:
        results = _answer(query, tokens, known, page)
    return Found(query, known, results, _rows(results, query, person), ignored, page)


def suggest(text: str, person: Person | None, limit: int = 8) -> list[SearchDocument]:
    """Things whose title begins to read like the text, for a list below the search box."""
    query, tokens = parse(text, prefix=True), tokens_for(person)
    try:
        ids = active_engine().suggest(query, tokens, limit)
    except EngineDown:
        ids = database_engine().suggest(query, tokens, limit)
    return _visible(ids, person)


def understood(
    filters: Filters, person: Person | None, tokens: frozenset[str]
) -> tuple[Filters, list[tuple[str, str]]]:
    """The filters that mean something to the person, and the rest.

    A value that exists only on things the person may not see is told apart from none at all by nobody.
    """
    known = {name: _known(name, values, person, tokens) for name, values in filters.chosen}
    ignored = [
        (name, value) for name, values in filters.chosen for value in values if value not in known[name]
    ]
    kept = {name: [value for value in values if value in known[name]] for name, values in filters.chosen}
    return Filters.of(kept), ignored


def _known(
    name: str, values: tuple[str, ...], person: Person | None, tokens: frozenset[str]
) -> frozenset[str]:
    if name in _FIXED:
        return _FIXED[name]
    known: set[str] = set()
    if name == "topic":
        known.update(visible_topics(person).filter(slug__in=values).values_list("slug", flat=True))
    if left := set(values) - known:
        seen = SearchDocument.objects.alive().for_tokens(tokens)
        facets = SearchFacet.objects.filter(name=name, value__in=left, document__in=seen)
        known.update(facets.values_list("value", flat=True).distinct())
    return frozenset(known)


def _answer(query: Query, tokens: Tokens, filters: Filters, page: int) -> Results:
    try:
        return active_engine().search(query, tokens, filters, page, PAGE_SIZE)
    except EngineDown as down:
        log.warning("The search engine cannot answer, so the database does: %s", down)
        results = database_engine().search(query, tokens, filters, page, PAGE_SIZE)
        notice = _("The search service does not answer at the moment. These results come from the database.")
        return replace(results, notice=notice)


def _rows(results: Results, query: Query, person: Person | None) -> list[Row]:
    scores = {hit.document_id: hit.score for hit in results.hits}
    documents = _visible(scores, person)
    pattern = pattern_of(query)
    seats = _sessions(documents)
    return [
        Row(
            document=document,
            score=scores[document.pk],
            title=marked(document.title, pattern),
            excerpt=excerpt(document.summary, document.body, pattern),
            topics=tuple(topic for topic in document.topic_words.split("\n") if matches(topic, pattern)),
            session=seats.get(document.object_id) if document.kind == Kind.SESSION else None,
        )
        for document in documents
    ]


def _visible(document_ids: Iterable[int], person: Person | None) -> list[SearchDocument]:
    """The documents in this order, without those whose thing the person may not see, in two statements."""
    ids = list(document_ids)
    found = SearchDocument.objects.alive().in_bulk(ids)
    by_kind: dict[str, list[int]] = defaultdict(list)
    for document in found.values():
        by_kind[document.kind].append(document.object_id)
    checks = [
        SOURCES[kind]
        .visible_to(person)
        .filter(pk__in=object_ids)
        .order_by()
        .annotate(found_kind=Value(kind, output_field=CharField()))
        .values_list("found_kind", "pk")
        for kind, object_ids in by_kind.items()
    ]
    seen = set(checks[0].union(*checks[1:], all=True)) if checks else set()
    return [found[pk] for pk in ids if pk in found and (found[pk].kind, found[pk].object_id) in seen]


def _sessions(documents: list[SearchDocument]) -> dict[int, Session]:
    ids = [document.object_id for document in documents if document.kind == Kind.SESSION]
    return Session.objects.with_counts().in_bulk(ids) if ids else {}
