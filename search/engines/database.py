"""What both databases share: audience, filters, counts and pages are plain SQL over the projection.

An engine adds how words are matched: a statement that gives `id` and `score`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from search.engines.base import (
    DEEPEST,
    Difference,
    Hit,
    Progress,
    Results,
    Sql,
    Tokens,
    may_read_names,
    ranges,
)
from search.models import Kind, SearchDocument
from search.query import COUNTED, Filters, Query
from search.weights import KIND_WEIGHTS, OVER, REPEATS

BATCH = 500
_OF_KIND = " ".join(f"WHEN '{kind}' THEN {weight}" for kind, weight in KIND_WEIGHTS.items())
WEIGHT = (
    f"CASE d.kind {_OF_KIND} END * CASE WHEN d.over_at < %s THEN {OVER} ELSE 1.0 END"
    f" * CASE WHEN d.kind = '{Kind.SESSION}' AND d.title = d.parent_title THEN {REPEATS} ELSE 1.0 END"
)
"""A factor of the score; its parameter is the moment of now."""
Counts = dict[str, list[tuple[str, int]]]


class DatabaseEngine:
    """Searches the tables of the database that the product runs on."""

    name: str
    table: str
    """One of the tables of the index, which Django does not know; they are made and go together."""

    def matches(self, query: Query, *, names: bool) -> Sql:
        """Selects `id` and `score` of the documents that hold every part; at least one part is given.

        Without `names`, people's names neither match nor count.
        """
        raise NotImplementedError

    def title_matches(self, query: Query) -> Sql:
        """The same for titles, the last word being a beginning."""
        raise NotImplementedError

    def remove(self, document_ids: list[int]) -> None:
        raise NotImplementedError

    def insert(self, documents: list[SearchDocument]) -> None:
        raise NotImplementedError

    def indexed_ids(self, low: int, high: int) -> set[int]:
        """The numbers in the index, above `low` and up to `high`."""
        raise NotImplementedError

    def stale_ids(self, documents: list[SearchDocument]) -> set[int]:
        """Which of these indexed documents the index words differently."""
        raise NotImplementedError

    def search(self, query: Query, tokens: Tokens, filters: Filters, page: int, size: int) -> Results:
        if query.hopeless:
            return Results(0, [], {name: [] for name in COUNTED}, self.name)
        found = self.matches(query, names=may_read_names(tokens)) if query.parts else _everything()
        seen = _seen(found, tokens)
        total, hits, facets = _answer(seen, filters, page, size)
        return Results(total, hits, facets, self.name)

    def suggest(self, query: Query, tokens: Tokens, limit: int) -> list[int]:
        if not query.parts:
            return []
        seen = _seen(self.title_matches(query), tokens)
        best = " SELECT id FROM seen ORDER BY score DESC, changed_at DESC, id LIMIT %s"
        return [pk for (pk,) in rows_of(Sql(seen.text + best, [*seen.params, limit]))]

    def apply(self, documents: Iterable[SearchDocument]) -> None:
        rows = list(documents)
        self.remove([row.pk for row in rows])
        self.insert([row for row in rows if not row.deleted])

    def rebuild(self, progress: Progress) -> None:
        """Batch by batch in place; between batches everything is searchable and writable."""
        for low, high in ranges(BATCH):
            with transaction.atomic():
                alive = SearchDocument.objects.select_for_update().alive().filter(pk__gt=low, pk__lte=high)
                rows = list(alive)
                self.remove(sorted(self.indexed_ids(low, high) | {row.pk for row in rows}))
                self.insert(rows)
            progress(len(rows))

    def verify(self) -> Iterator[Difference]:
        for low, high in ranges(BATCH):
            rows = {row.pk: row for row in SearchDocument.objects.alive().filter(pk__gt=low, pk__lte=high)}
            indexed = self.indexed_ids(low, high)
            stale = self.stale_ids([rows[pk] for pk in sorted(indexed & rows.keys())])
            found = dict.fromkeys(rows.keys() - indexed, "missing")
            found |= dict.fromkeys(indexed - rows.keys(), "orphan") | dict.fromkeys(stale, "stale")
            for pk in sorted(found):
                yield Difference(pk, found[pk])

    def repair(self, differences: Iterable[Difference]) -> None:
        ids = [difference.document_id for difference in differences]
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            with transaction.atomic():
                rows = list(SearchDocument.objects.select_for_update().alive().filter(pk__in=batch))
                self.remove(batch)
                self.insert(rows)


def marks(values: Iterable[object]) -> str:
    """As many placeholders as there are values."""
    return ", ".join("%s" for _value in values)


def rows_of(sql: Sql) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _everything() -> Sql:
    return Sql("SELECT id, 0.0 AS score FROM search_searchdocument WHERE NOT deleted")


def _seen(found: Sql, tokens: Tokens) -> Sql:
    """The opening of a statement in which `seen` holds the matches that the reader may see, weighed by kind.

    The only audience rule in SQL: the reader holds a token of every one of the document's sets.
    """
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    audience, params = "", [*found.params, now]
    if tokens is not None:
        held = sorted(tokens)
        audience = (
            " AND d.levels = (SELECT count(DISTINCT a.level) FROM search_searchaudience a"  # noqa: S608  # values are parameters
            f" WHERE a.document_id = d.id AND a.token IN ({marks(held)}))"
        )
        params += held
    return Sql(
        f"WITH found(id, score) AS MATERIALIZED ({found.text}), "  # noqa: S608  # values are parameters
        f"seen AS MATERIALIZED (SELECT d.id, found.score * {WEIGHT} AS score, d.changed_at FROM found"
        f" JOIN search_searchdocument d ON d.id = found.id WHERE NOT d.deleted{audience}) ",
        params,
    )


def _narrowed(filters: Filters) -> Sql:
    """Conditions on `seen.id`, one for each chosen facet."""
    conditions: list[str] = ["1 = 1"]
    params: list[Any] = []
    for name, values in filters.chosen:
        conditions.append(
            "EXISTS (SELECT 1 FROM search_searchfacet n WHERE n.document_id = seen.id"  # noqa: S608  # parameters
            f" AND n.name = %s AND n.value IN ({marks(values)}))"
        )
        params += [name, *values]
    return Sql(" AND ".join(conditions), params)


def _answer(seen: Sql, filters: Filters, page: int, size: int) -> tuple[int, list[Hit], Counts]:
    """Total, hits of the page in their order, and facets, so that words are matched once for all of them."""
    offset = (page - 1) * size
    where = _narrowed(filters)
    hits = (
        "SELECT '' AS name, '' AS value, id AS n, score, place FROM (SELECT id, score,"  # noqa: S608  # values are parameters
        " row_number() OVER (ORDER BY score DESC, changed_at DESC, id) AS place"
        f" FROM seen WHERE {where.text} ORDER BY score DESC, changed_at DESC, id LIMIT %s OFFSET %s) AS hits"
    )
    total = f"SELECT 'total', '', count(*), 0.0, 0 FROM seen WHERE {where.text}"  # noqa: S608  # values are parameters
    branches = [hits, total]
    shown = (size, offset) if offset < DEEPEST else (0, 0)
    params = [*seen.params, *where.params, *shown, *where.params]
    for name in COUNTED:
        where = _narrowed(filters.without(name))
        branches.append(
            "SELECT f.name, f.value, count(*), 0.0, 0 FROM seen"  # noqa: S608  # values are parameters
            " JOIN search_searchfacet f ON f.document_id = seen.id"
            f" WHERE f.name = %s AND {where.text} GROUP BY f.name, f.value"
        )
        params += [name, *where.params]
    return _read(rows_of(Sql(seen.text + " UNION ALL ".join(branches), params)))


def _read(rows: list[tuple[Any, ...]]) -> tuple[int, list[Hit], Counts]:
    total = 0
    hits: list[tuple[int, Hit]] = []
    counts: Counts = {name: [] for name in COUNTED}
    for name, value, number, score, place in rows:
        if not name:
            hits.append((place, Hit(number, float(score))))
        elif name == "total":
            total = number
        else:
            counts[name].append((value, number))
    ordered = {name: sorted(pairs, key=lambda pair: (-pair[1], pair[0])) for name, pairs in counts.items()}
    return total, [hit for _place, hit in sorted(hits, key=lambda pair: pair[0])], ordered
