"""The last door before anything found is shown: each hit is checked once more, by the rule of its kind."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

from django.core.exceptions import EmptyResultSet
from django.db import connection

from people.audience import tokens_for, viewer
from people.models import Person
from search.engines.base import Sql
from search.engines.database import marks
from search.models import SearchDocument, SearchDocumentQuerySet
from search.sources import SOURCES


def visible_documents(
    document_ids: Iterable[int], person: Person | None, among: SearchDocumentQuerySet | None = None
) -> list[SearchDocument]:
    """The documents in this order, without those whose thing the person may not see, in two statements.

    `among` says which documents count, and what of them is loaded; all that are alive without it.
    """
    ids = list(document_ids)
    found = (SearchDocument.objects.all() if among is None else among).alive().in_bulk(ids)
    return still_visible([found[pk] for pk in ids if pk in found], person)


def still_visible(documents: Iterable[SearchDocument], person: Person | None) -> list[SearchDocument]:
    """Those that are alive and whose thing the person may see, in their order, in one statement."""
    alive = [document for document in documents if not document.deleted]
    by_kind: dict[str, list[int]] = defaultdict(list)
    for document in alive:
        by_kind[document.kind].append(document.object_id)
    seen = _seen(by_kind, _Reader.of(person))
    return [document for document in alive if (document.kind, document.object_id) in seen]


@dataclass(frozen=True)
class _Reader:
    """Who reads, and everything of theirs that a rule may look at, by which two readers are told apart."""

    person: Person | None = field(compare=False)
    pk: int | None
    operator: bool
    tokens: frozenset[str]

    @classmethod
    def of(cls, person: Person | None) -> Self:
        reader = viewer(person)
        if reader is None:
            return cls(None, None, operator=False, tokens=tokens_for(None))
        return cls(reader, reader.pk, operator=reader.is_superuser, tokens=tokens_for(reader))


def _seen(by_kind: dict[str, list[int]], reader: _Reader) -> set[tuple[str, int]]:
    texts, params = [], []
    for kind, ids in by_kind.items():
        if rule := _rule(kind, reader):
            texts.append(f"SELECT %s, pk FROM ({rule.text}) AS seen WHERE pk IN ({marks(ids)})")  # noqa: S608  # values are parameters
            params += [kind, *rule.params, *ids]
    if not texts:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), params)
        return set(cursor.fetchall())


@lru_cache(maxsize=1000)
def _rule(kind: str, reader: _Reader) -> Sql | None:
    """What selects everything of a kind that the reader may see; None: nothing is.

    Writing that down takes longer than asking it, and somebody who types asks at every letter.
    """
    things = SOURCES[kind].visible_to(reader.person).order_by().values("pk")
    try:
        text, params = things.query.sql_with_params()
    except EmptyResultSet:
        return None
    return Sql(text, list(params))
