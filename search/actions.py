"""One search over everything: ask an engine, check each hit once more, show it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from django.utils import timezone

from people.audience import tokens_for
from people.models import Person
from search.asking import Answer, put, widened
from search.engines.base import Ask, Engine, Hit, Results, Times
from search.excerpts import Piece, excerpt, marked, matches, pattern_of, place_of
from search.facts import with_facts
from search.models import SearchDocument
from search.narrowing import Narrowed, understood
from search.query import SORTS, Filters, Query, parse
from search.spelling import Correction, Trust, meant
from search.synonyms import expanded, others_of
from search.visible import visible_documents
from search.words import fold

PAGE_SIZE = 20
Above = Callable[[str], dict[int, str]]
"""Tells which documents stand above what is found with a text, by their numbers, and why."""
_WITH_FACTS = with_facts(SearchDocument.objects.all())


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
    """One page of an answer: its rows, the best of other kinds `beside` them, what may have been meant, and
    what stands `above` all, with the reason.

    When a correction is applied, everything else here is about the corrected question.
    """

    narrowed: Narrowed
    answer: Answer
    rows: list[Row] = field(default_factory=list)
    beside: list[Row] = field(default_factory=list)
    correction: Correction | None = None
    above: list[tuple[SearchDocument, str]] = field(default_factory=list)

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
    above: Above | None = None,
) -> Found:
    """What the person may see of everything that matches; any text, filters and page give an answer.

    Without an engine the active one answers, and the database when that one is down. When nothing matches
    but something that is written alike does, it answers that, unless the spelling is `exact`. On a first
    page that nothing narrows stands what `above` tells.
    """
    tokens = tokens_for(person)
    narrowed = understood(parse(text), filters, tokens)
    ask = Ask(
        query=expanded(narrowed.query, narrowed.others),
        tokens=tokens,
        filters=narrowed.filters,
        page=max(page, 1),
        size=PAGE_SIZE,
        sort=sort if sort in SORTS else SORTS[0],
        times=Times.at(timezone.localtime()),
    )
    answer, correction = _answered(narrowed, ask, engine, exact=exact)
    return _shown(Found(narrowed, answer, correction=correction), person, above)


def _shown(found: Found, person: Person | None, above: Above | None) -> Found:
    """With the rows that the person may see; all of them are looked at in two statements."""
    narrowed, answer, correction = found.narrowed, found.answer, found.correction
    if correction and correction.applied:
        narrowed = _reworded(narrowed, correction)
    notes = above(narrowed.query.text) if above and found.page == 1 and not found.filters else {}
    hits = {hit.document_id: hit for hit in answer.results.hits}
    others = {hit.document_id: hit for hit in answer.results.beside if hit.document_id not in hits}
    documents = visible_documents(dict.fromkeys([*hits, *others, *notes]), person, _WITH_FACTS)
    seen = {document.pk: document for document in documents}
    rows, beside = (_rows(some.values(), seen, answer.ask.query) for some in (hits, others))
    if correction and correction.applied:
        correction = correction.written(_forms([*rows, *beside]))
        narrowed = _reworded(narrowed, correction)
    pins = [(seen[pk], note) for pk, note in notes.items() if pk in seen]
    return Found(narrowed, answer, rows, beside, correction, pins)


def _answered(
    narrowed: Narrowed, ask: Ask, engine: Engine | None, *, exact: bool
) -> tuple[Answer, Correction | None]:
    """The answer, and what was or may have been meant: looked for before fewer words are asked for."""
    proposals: list[Correction] = []

    def instead(nothing: Answer, engine: Engine) -> Answer | None:
        correction = meant(nothing, engine)
        if correction is None:
            return None
        better = _applied(correction, narrowed, ask, engine)
        if better or correction.trust != Trust.ANYTHING:
            proposals.append(replace(correction, applied=better is not None))
        return better

    answer = put(ask, engine, None if exact else instead)
    return answer, proposals[-1] if proposals else None


def _applied(correction: Correction, narrowed: Narrowed, ask: Ask, engine: Engine) -> Answer | None:
    """The answer to what was meant, where it is to be given by itself."""
    if correction.trust == Trust.NEVER:
        return None
    query = _reworded(narrowed, correction).query
    wanted = replace(ask, query=expanded(query, others_of(query, narrowed.others)))
    answer = Answer(engine.search(wanted), wanted)
    if answer.results.matched or correction.trust == Trust.ANYTHING:
        answer = widened(answer, engine)
    return answer if answer.results.matched else None


def _forms(rows: list[Row]) -> dict[str, str]:
    """How the words that were found are written, by the folded words; first in the best rows."""
    found: dict[str, str] = {}
    for row in rows:
        for piece in (*row.title, *row.excerpt):
            if piece.marked:
                found.setdefault(fold(piece.text), piece.text)
    return found


def _reworded(narrowed: Narrowed, correction: Correction) -> Narrowed:
    """The same question and filters in other words; what was no filter before is none now."""
    query = parse(correction.text)
    unread = [one for one in query.typed if one not in narrowed.typed]
    return replace(narrowed, query=query.typed_as_words(unread))


def _rows(hits: Iterable[Hit], seen: dict[int, SearchDocument], query: Query) -> list[Row]:
    """A row for each hit that the person may see."""
    pattern = pattern_of(query)
    return [
        Row(
            document=document,
            score=hit.score,
            title=marked(document.title, pattern),
            excerpt=excerpt(document.summary, document.body, pattern),
            topics=tuple(topic for topic in document.topic_words.split("\n") if matches(topic, pattern)),
            place=place_of(document, pattern) if document.anchors else "",
        )
        for hit in hits
        if (document := seen.get(hit.document_id))
    ]
