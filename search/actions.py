"""One search over everything: ask an engine, check each hit once more, show it."""

from dataclasses import dataclass, field, replace

from django.utils import timezone

from people.audience import tokens_for
from people.models import Person
from search.asking import Answer, put
from search.engines.base import Ask, Engine, Results, Times
from search.excerpts import Piece, excerpt, marked, matches, pattern_of, place_of
from search.models import SearchDocument
from search.narrowing import Narrowed, understood
from search.query import SORTS, Filters, Query, parse
from search.spelling import Correction, meant
from search.synonyms import expanded
from search.visible import visible_documents

PAGE_SIZE = 20


@dataclass(frozen=True)
class Row:
    """One thing found: its document, why it was found (`topics` hold a word of the query), and the place
    of the passage on its page."""

    document: SearchDocument
    score: float
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    topics: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Found:
    """One page of an answer: its rows, the best of other kinds `beside` them, and what may have been meant.

    When a correction is applied, everything else here is about the corrected question.
    """

    narrowed: Narrowed
    answer: Answer
    rows: list[Row] = field(default_factory=list)
    beside: list[Row] = field(default_factory=list)
    correction: Correction | None = None

    @property
    def results(self) -> Results:
        return self.answer.results

    @property
    def query(self) -> Query:
        return self.narrowed.query

    @property
    def filters(self) -> Filters:
        return self.narrowed.filters

    @property
    def ignored(self) -> list[tuple[str, str]]:
        return self.narrowed.ignored

    @property
    def page(self) -> int:
        return self.answer.ask.page


def search(
    text: str,
    person: Person | None,
    filters: Filters,
    page: int = 1,
    *,
    sort: str = "relevance",
    engine: Engine | None = None,
    exact: bool = False,
) -> Found:
    """What the person may see of everything that matches; any text, filters and page give an answer.

    Without an engine the active one answers, and the database when that one is down. When nothing matches
    but something that is written alike does, it answers that, unless the spelling is `exact`.
    """
    tokens = tokens_for(person)
    narrowed = understood(parse(text), filters, tokens)
    ask = Ask(
        query=expanded(narrowed.query),
        tokens=tokens,
        filters=narrowed.filters,
        page=max(page, 1),
        size=PAGE_SIZE,
        sort=sort if sort in SORTS else SORTS[0],
        times=Times.at(timezone.localtime()),
    )
    answer, correction = _answered(narrowed, ask, engine, exact=exact)
    if correction and correction.applied:
        narrowed = _reworded(narrowed, correction)
    rows, beside = _rows(answer.results, answer.ask.query, person)
    return Found(narrowed, answer, rows, beside, correction)


def _answered(
    narrowed: Narrowed, ask: Ask, engine: Engine | None, *, exact: bool
) -> tuple[Answer, Correction | None]:
    """The answer, and what was or may have been meant: looked for before fewer words are asked for."""
    proposals: list[Correction] = []

    def instead(nothing: Answer, engine: Engine) -> Answer | None:
        proposals.extend(filter(None, [meant(nothing, engine)]))
        return corrected(engine) if proposals and proposals[0].applied else None

    def corrected(engine: Engine | None) -> Answer | None:
        query = expanded(_reworded(narrowed, proposals[0]).query)
        answer = put(replace(ask, query=query), engine)
        return answer if answer.results.matched else None

    answer = put(ask, engine, None if exact else instead)
    correction = proposals[0] if proposals else None
    if correction and not answer.results.matched:
        better = None if correction.applied else corrected(engine)
        return (better, replace(correction, applied=True)) if better else (answer, None)
    return answer, correction


def _reworded(narrowed: Narrowed, correction: Correction) -> Narrowed:
    """The same question and filters in other words; what was no filter before is none now."""
    query = parse(correction.text)
    unread = [one for one in query.typed if one not in narrowed.typed]
    return replace(narrowed, query=query.typed_as_words(unread))


def _rows(results: Results, query: Query, person: Person | None) -> tuple[list[Row], list[Row]]:
    """The rows of the page, and those beside it that are not on it."""
    scores = {hit.document_id: hit.score for hit in [*results.beside, *results.hits]}
    on_page = {hit.document_id for hit in results.hits}
    documents = visible_documents(
        dict.fromkeys([hit.document_id for hit in [*results.hits, *results.beside]]), person
    )
    pattern = pattern_of(query)
    rows = [
        Row(
            document=document,
            score=scores[document.pk],
            title=marked(document.title, pattern),
            excerpt=excerpt(document.summary, document.body, pattern),
            topics=tuple(topic for topic in document.topic_words.split("\n") if matches(topic, pattern)),
            place=place_of(document, pattern) if document.anchors else "",
        )
        for document in documents
    ]
    return [row for row in rows if row.document.pk in on_page], [
        row for row in rows if row.document.pk not in on_page
    ]
