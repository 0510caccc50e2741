"""Ranks a judged set with engines, as the search page ranks for a visitor, in a scratch index."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import islice
from typing import Protocol

from django.db import connections, transaction

from people.audience import PUBLIC
from search.asking import put
from search.engines import database_engine
from search.engines.base import Ask, Engine
from search.engines.database import DatabaseEngine
from search.evaluation.bm25 import Bm25
from search.evaluation.judged import Document, JudgedSet
from search.evaluation.measures import DEPTH
from search.evaluation.scratch import scratch_database
from search.models import Audience, AudienceToken, FacetSet, Kind, SearchDocument
from search.query import parse

BATCH = 500
LONGEST_TITLE = 300
BM25 = "bm25"
VISITOR = frozenset([PUBLIC])
Progress = Callable[[int], object]
Rankings = Mapping[str, list[str]]
"""The ids of the best documents by query, the best first."""


class Index(Protocol):
    """An engine with an index that only measuring knows."""

    @property
    def engine(self) -> Engine: ...

    def take(self, documents: list[SearchDocument]) -> None: ...

    def finish(self) -> None:
        """All documents are there; from now on it is searched."""


class DatabaseIndex:
    def __init__(self, alias: str) -> None:
        self.engine: DatabaseEngine = type(database_engine())(alias)
        self._connection = connections[alias]

    def take(self, documents: list[SearchDocument]) -> None:
        self.engine.apply(documents)

    def finish(self) -> None:
        """PostgreSQL counts its rows some minutes later by itself."""
        if self._connection.vendor == "postgresql":
            with self._connection.cursor() as cursor:
                cursor.execute("ANALYZE search_text, search_searchdocument")


@contextmanager
def rankings(
    judged: JudgedSet, names: Iterable[str], progress: Progress = lambda _count: None
) -> Iterator[Iterator[tuple[str, Rankings]]]:
    """The rankings by each of these engines in turn; `bm25` is the reference.

    Tells the progress of every document taken in and of every query answered. What was made for it is
    gone when the context ends, however it ends.
    """
    wanted = list(names)
    with ExitStack() as stack:
        engines = [name for name in wanted if name != BM25]
        indexes = _filled(judged, engines, stack, progress) if engines else {}
        ids = [document.id for document in judged.documents()]
        yield ((name, _ranked(judged, _rank_by(name, judged, indexes, ids), progress)) for name in wanted)


def steps(judged: JudgedSet, names: Iterable[str]) -> int:
    """How much progress `rankings` tells of in the end."""
    wanted = list(names)
    return judged.size * (wanted != [BM25]) + len(judged.answerable) * len(wanted)


def _rank_by(
    name: str, judged: JudgedSet, indexes: dict[str, Index], ids: list[str]
) -> Callable[[str], list[str]]:
    if name == BM25:
        return Bm25(judged.documents()).rank
    return lambda text: [ids[pk - 1] for pk in _found(text, indexes[name].engine)]


def _ranked(judged: JudgedSet, rank: Callable[[str], list[str]], progress: Progress) -> Rankings:
    found = {}
    for query in judged.answerable:
        found[query] = rank(judged.queries[query])
        progress(1)
    return found


def _found(text: str, engine: Engine) -> list[int]:
    """The documents' numbers, by the page's own path.

    The site's vocabulary stays out of it: a filter that is typed means nothing here, so that it is
    read as words, and nothing has a synonym.
    """
    query = parse(text)
    ask = Ask(query.typed_as_words(query.typed), VISITOR, size=DEPTH)
    return [hit.document_id for hit in put(ask, engine).results.hits]


def _filled(judged: JudgedSet, names: list[str], stack: ExitStack, progress: Progress) -> dict[str, Index]:
    """An index for each of these engines, with all documents in it; they are read once."""
    alias = stack.enter_context(scratch_database())
    indexes = {name: stack.enter_context(_index(name, alias)) for name in names}
    shared = _shared(alias)
    documents = enumerate(judged.documents(), start=1)
    while batch := list(islice(documents, BATCH)):
        rows = [_row(number, document, *shared) for number, document in batch]
        with transaction.atomic(using=alias):
            SearchDocument.objects.using(alias).bulk_create(rows)
            for index in indexes.values():
                index.take(rows)
        progress(len(rows))
    for index in indexes.values():
        index.finish()
    return indexes


@contextmanager
def _index(name: str, alias: str) -> Iterator[Index]:
    if name != "elasticsearch":
        yield DatabaseIndex(alias)
        return
    from search.evaluation.elasticsearch import elasticsearch_index  # the client loads only where it is used

    with elasticsearch_index() as index:
        yield index


def _shared(alias: str) -> tuple[Audience, FacetSet]:
    """What all documents share: everybody may see them, and they are pages."""
    audience = Audience.objects.using(alias).create(digest="", levels=1)
    AudienceToken.objects.using(alias).create(audience=audience, level=0, token=PUBLIC)
    return audience, FacetSet.objects.using(alias).create(digest="", said=f"kind={Kind.WIKI_PAGE}")


def _row(number: int, document: Document, audience: Audience, facets: FacetSet) -> SearchDocument:
    """The rest of a title that is too long stands before the text."""
    title, rest = document.title[:LONGEST_TITLE], document.title[LONGEST_TITLE:]
    return SearchDocument(
        pk=number,
        kind=Kind.WIKI_PAGE,
        object_id=number,
        title=title,
        body=f"{rest} {document.body}".strip(),
        language=document.language.lower().partition("-")[0][:10],
        audience=audience,
        facets=facets,
        changed_at=datetime(2000, 1, 1, tzinfo=UTC),
    )
