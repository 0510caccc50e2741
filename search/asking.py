"""How a question is put to an engine: all words first, and when that finds little, then enough of them.

The one path that pages, commands and measurements take.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from search.engines import active_engine, database_engine
from search.engines.base import Ask, Engine, EngineDown, Results, Times, Tokens
from search.query import Filters, Query

ENOUGH = 20
"""When fewer things hold all words, things that hold enough of them follow: a page should not end early."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What an engine found, and the question that it was in the end; `relaxed`: not all words were needed."""

    results: Results
    ask: Ask

    @property
    def relaxed(self) -> bool:
        return bool(self.ask.query.least)


Instead = Callable[[Answer, Engine], Answer | None]
"""Is told by which engine nothing was found that holds all words, and may know a better answer."""


def put(ask: Ask, engine: Engine | None = None, instead: Instead | None = None) -> Answer:
    """Ask this engine; without one the active engine, and the database when that one is down.

    Whether words may be missing depends on what the reader sees without any filter, so that a filter
    never changes what was matched and nobody can tell what is hidden.
    """
    if engine:
        return _staged(ask, engine, instead)
    try:
        return _staged(ask, active_engine(), instead)
    except EngineDown as down:
        log.warning("The search engine cannot answer, so the database does: %s", down)
        answer = _staged(ask, database_engine(), instead)
        notice = _("The search service does not answer at the moment. These results come from the database.")
        return replace(answer, results=replace(answer.results, notice=notice))


def counts(
    questions: Sequence[tuple[Query, Filters]], tokens: Tokens, times: Times, engine: Engine | None = None
) -> list[int]:
    """How many things the reader would find with each of these, word for word as they stand.

    Like `put`, asks the database when the active engine is down.
    """
    if engine:
        return engine.counts(questions, tokens, times)
    try:
        return active_engine().counts(questions, tokens, times)
    except EngineDown as down:
        log.warning("The search engine cannot count, so the database does: %s", down)
        return database_engine().counts(questions, tokens, times)


def _staged(ask: Ask, engine: Engine, instead: Instead | None) -> Answer:
    whole = Answer(engine.search(ask), ask)
    if instead and not whole.results.matched and (better := instead(whole, engine)):
        return better
    return widened(whole, engine)


def widened(whole: Answer, engine: Engine) -> Answer:
    """The same answer to what holds all words, or where that is little, what holds enough of them, too."""
    ask, results = whole.ask, whole.results
    relaxed = ask.query.relaxed
    if relaxed is ask.query or results.matched >= ENOUGH:
        return whole
    if ask.page > 1 and results.matched:
        results = engine.search(replace(ask, page=1))
    wider = replace(ask, query=relaxed, first=frozenset(hit.document_id for hit in results.hits))
    return Answer(engine.search(wider), wider)
