"""What both databases share: audience, filters, counts and pages are plain SQL over the projection.

An engine adds how words are matched: statements that give `id` and `score`. Who may see what, and what
can be narrowed down by which value, hang on few shared rows, so that a match costs one look at its document.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.utils import timezone

from search.engines.base import (
    DEEPEST,
    WHOLE,
    Ask,
    Difference,
    Hit,
    Progress,
    Results,
    Sql,
    Times,
    Tokens,
    may_read_names,
    ranges,
)
from search.engines.facets import counted
from search.models import Kind, SearchDocument
from search.query import Filters, Part, Phrase, Query
from search.weights import FRESH, KIND_WEIGHTS, OVER, POPULAR, REPEATS

BATCH = 500
BESIDE = 2
"""How many of each kind stand beside the results."""
_OF_KIND = " ".join(f"WHEN '{kind}' THEN {weight}" for kind, weight in KIND_WEIGHTS.items())
HEARD = "audience_id IN (SELECT audience_id FROM heard) IS TRUE"
"""A condition beside `heard_by` under that name; said so, PostgreSQL looks audiences up and joins nothing."""
WEIGHT = (
    f"CASE d.kind {_OF_KIND} END * CASE WHEN d.over_at < %s THEN {OVER} ELSE 1.0 END"
    f" * CASE WHEN d.kind = '{Kind.SESSION}' AND d.title = d.parent_title THEN {REPEATS} ELSE 1.0 END"
    f" * (1.0 + {POPULAR} * d.popularity) * (1.0 + {FRESH} * d.freshness)"
)
"""A factor of the score; its parameter is the moment of now."""
PLACED = ("hit", "beside")
"""What the rows of an answer with a place of their own are; all others are sets of facet values."""
ORDERS = {
    "relevance": "score DESC, changed_at DESC, id",
    "soonest": "CASE WHEN starts_at >= %s THEN 0 ELSE 1 END, starts_at, score DESC, changed_at DESC, id",
    "newest": "changed_at DESC, id DESC",
    "helpful": "popularity DESC, score DESC, changed_at DESC, id",
}
"""How results can be sorted; a parameter is the moment of now."""


class DatabaseEngine:
    """Searches the tables of the database that the product runs on."""

    name: str
    table: str
    """One of the tables of the index, which Django does not know; they are made and go together."""

    def __init__(self, using: str = DEFAULT_DB_ALIAS) -> None:
        self.using = using

    def together(self, parts: Sequence[Part], *, names: bool) -> Sql:
        """Selects `id` and `score` of the documents that hold every part; at least one part is given.

        Without `names`, people's names neither match nor count.
        """
        raise NotImplementedError

    def enough(self, parts: Sequence[Part], least: int, *, names: bool) -> Sql:
        """The same for the required parts and at least so many of the others."""
        raise NotImplementedError

    def holding(self, phrases: Sequence[Phrase], *, names: bool) -> Sql:
        """Selects the `id` of every document that holds any of these phrases."""
        raise NotImplementedError

    def title_matches(self, query: Query) -> Sql:
        """Selects `id` and `score` of titles that hold all words, the last one being a beginning."""
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

    def search(self, ask: Ask) -> Results:
        if ask.query.hopeless:
            return Results.none(self.name)
        rows = self.rows_for(ask)
        combinations = [
            (said, bucket, count) for said, _n, bucket, count, _score in rows if said not in PLACED
        ]
        total, facets = counted(combinations, ask.filters, names=ask.names)
        matched = sum(count for _said, _bucket, count in combinations)
        hits, beside = (_hits(rows, what) for what in PLACED)
        return Results(total, hits, facets, self.name, matched=matched, beside=beside)

    def rows_for(self, ask: Ask) -> list[tuple[Any, ...]]:
        """The rows of its `_answer`."""
        return self.rows_of(self._answer(ask))

    def counts(
        self,
        questions: Sequence[tuple[Query, Filters]],
        tokens: Tokens,
        times: Times,
        most: int | None = None,
    ) -> list[int]:
        texts, params = [], []
        heard = None if tokens is None else heard_by(tokens)
        within = f" AND d.{HEARD}" if heard else ""
        limit = f" LIMIT {int(most)}" if most else ""
        for n, (query, filters) in enumerate(questions):
            if query.hopeless:
                continue
            found, where = self._found(query, may_read_names(tokens)), self._narrowed(filters, times)
            texts.append(
                f"SELECT {n}, count(*) FROM (SELECT 1 FROM ({found.text}) AS found JOIN search_searchdocument d"  # noqa: S608, E501  # values are parameters
                f" ON d.id = found.id WHERE NOT d.deleted{within} AND {where.text}{limit}) AS seen"
            )
            params += [*found.params, *where.params]
        text = " UNION ALL ".join(texts)
        if heard:
            text = f"WITH heard AS MATERIALIZED ({heard.text}) {text}"
            params = [*heard.params, *params]
        found_counts = dict(self.rows_of(Sql(text, params))) if texts else {}
        return [found_counts.get(n, 0) for n in range(len(questions))]

    def suggest(self, query: Query, tokens: Tokens, each: int) -> list[int]:
        if not query.parts:
            return []
        found, seen = self.title_matches(query), self._seen_where(tokens)
        best = (
            "WITH seen AS (SELECT d.id, d.kind, d.changed_at,"  # noqa: S608  # values are parameters
            f" found.score * {WEIGHT} AS score FROM ({found.text}) AS found"
            f" JOIN search_searchdocument d ON d.id = found.id WHERE {seen.text})"
            f" SELECT id FROM (SELECT id, score, changed_at, row_number() OVER (PARTITION BY kind ORDER BY"
            f" {ORDERS['relevance']}) AS place FROM seen) AS ranked"
            f" WHERE place <= %s ORDER BY {ORDERS['relevance']}"
        )
        params = [self._moment(timezone.now()), *found.params, *seen.params, each]
        return [pk for (pk,) in self.rows_of(Sql(best, params))]

    def apply(self, documents: Iterable[SearchDocument]) -> None:
        rows = list(documents)
        self.remove([row.pk for row in rows])
        self.insert([row for row in rows if not row.deleted])

    def rebuild(self, progress: Progress) -> None:
        """Batch by batch in place; between batches everything is searchable and writable."""
        for low, high in ranges(BATCH, self.using):
            with transaction.atomic(using=self.using):
                alive = self._documents().select_for_update().alive().filter(pk__gt=low, pk__lte=high)
                rows = list(alive)
                self.remove(sorted(self.indexed_ids(low, high) | {row.pk for row in rows}))
                self.insert(rows)
            progress(len(rows))

    def verify(self) -> Iterator[Difference]:
        for low, high in ranges(BATCH, self.using):
            rows = {row.pk: row for row in self._documents().alive().filter(pk__gt=low, pk__lte=high)}
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
            with transaction.atomic(using=self.using):
                rows = list(self._documents().select_for_update().alive().filter(pk__in=batch))
                self.remove(batch)
                self.insert(rows)

    def rows_of(self, sql: Sql) -> list[tuple[Any, ...]]:
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql.text, sql.params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _documents(self) -> Any:
        return SearchDocument.objects.using(self.using)

    def _moment(self, moment: datetime) -> Any:
        return connections[self.using].ops.adapt_datetimefield_value(moment)

    def _found(self, query: Query, names: bool) -> Sql:
        """Selects `id` and `score` of the matches, whoever may see them."""
        if not query.parts:
            found = Sql("SELECT id, 0.0 AS score FROM search_searchdocument WHERE NOT deleted")
        elif query.least:
            found = self.enough(query.parts, query.least, names=names)
        else:
            found = self.together(query.parts, names=names)
        if not query.excluded:
            return found
        without = self.holding(query.excluded, names=names)
        return Sql(
            f"SELECT id, score FROM ({found.text}) AS f WHERE id NOT IN ({without.text})",  # noqa: S608  # values are parameters
            [*found.params, *without.params],
        )

    def _seen_where(self, tokens: Tokens) -> Sql:
        if tokens is None:
            return Sql("NOT d.deleted")
        heard = heard_by(tokens)
        return Sql(f"NOT d.deleted AND d.audience_id IN ({heard.text})", heard.params)

    def _answer(self, ask: Ask) -> Sql:
        """Hits of the page, counts of every combination of facet values, and the best of each kind.

        One statement, so that words are matched once for all of them.
        """
        found, seen = self._found(ask.query, ask.names), self._seen_where(ask.tokens)
        bucket, now = self._bucket(ask.times), self._moment(ask.times.now)
        whole = f" * CASE WHEN d.id IN ({marks(ask.first)}) THEN {WHOLE} ELSE 1.0 END" if ask.first else ""
        text = (
            f"WITH found(id, score) AS MATERIALIZED ({found.text}), "  # noqa: S608  # values are parameters
            f"seen AS MATERIALIZED (SELECT d.id, d.kind, d.facets_id, {bucket.text} AS bucket,"
            f" found.score * {WEIGHT}{whole} AS score, d.starts_at, d.changed_at, d.popularity"
            f" FROM found JOIN search_searchdocument d ON d.id = found.id WHERE {seen.text}) "
        )
        parts = [
            self._hits(ask),
            *([self._beside(ask.times.now)] if ask.page == 1 and ask.query.parts else []),
        ]
        combined = (
            "SELECT s.said, c.facets_id, c.bucket, c.number, 0.0 FROM (SELECT facets_id, bucket,"
            " count(*) AS number FROM seen GROUP BY facets_id, bucket) AS c"
            " JOIN search_facetset s ON s.id = c.facets_id"
        )
        text += " UNION ALL ".join([*(part.text for part in parts), combined])
        params = [*found.params, *bucket.params, now, *sorted(ask.first), *seen.params]
        return Sql(text, [*params, *(param for part in parts for param in part.params)])

    def _hits(self, ask: Ask) -> Sql:
        where, (first, offset) = self._narrowed(ask.filters, ask.times, "seen."), (ask.size, ask.offset)
        if offset >= DEEPEST:
            first = offset = 0
        return self._best("hit", where, ORDERS[ask.sort], ask.times.now, first, offset)

    def _beside(self, now: datetime) -> Sql:
        """Kind by kind, so that nothing but the best has to be sorted."""
        each = [
            self._best("beside", Sql(f"kind = '{kind}'"), ORDERS["relevance"], now, BESIDE) for kind in Kind
        ]
        params = [param for sql in each for param in sql.params]
        return Sql(" UNION ALL ".join(sql.text for sql in each), params)

    def _best(self, what: str, where: Sql, order: str, now: datetime, first: int, offset: int = 0) -> Sql:
        """So many of what was seen under this condition, with their places in this order."""
        params = [self._moment(now)] if "%s" in order else []
        return Sql(
            f"SELECT '{what}' AS what, id AS n, row_number() OVER (ORDER BY {order}) AS place, 0 AS number, score"  # noqa: S608, E501  # values are parameters
            f" FROM (SELECT * FROM seen WHERE {where.text} ORDER BY {order} LIMIT %s OFFSET %s) AS best",
            [*params, *where.params, *params, first, offset],
        )

    def _bucket(self, times: Times) -> Sql:
        """A number that tells whether the next date is in the week (1), in the month (2), to come (4)."""
        now, week, month = (self._moment(at) for at in (times.now, times.week_ends, times.month_ends))
        return Sql(
            "CASE WHEN d.starts_at >= %s THEN 4 + CASE WHEN d.starts_at < %s THEN 1 ELSE 0 END"
            " + CASE WHEN d.starts_at < %s THEN 2 ELSE 0 END ELSE 0 END",
            [now, week, month],
        )

    def _narrowed(self, filters: Filters, times: Times, of: str = "d.") -> Sql:
        """Conditions on a document, one for each chosen facet."""
        conditions: list[str] = ["1 = 1"]
        params: list[Any] = []
        for name, values in filters.chosen:
            held = f"SELECT n.facets_id FROM search_facetvalue n WHERE n.name = %s AND n.value IN ({marks(values)})"  # noqa: S608, E501  # parameters
            either = [f"{of}facets_id IN ({held})"]
            params += [name, *values]
            dates = [times.ends()[value] for value in values if name == "when" and value in times.ends()]
            for end in dates:
                either.append(f"{of}starts_at >= %s" + (f" AND {of}starts_at < %s" if end else ""))
                params += [self._moment(at) for at in (times.now, end) if at]
            conditions.append(f"({' OR '.join(either)})")
        return Sql(" AND ".join(conditions), params)


def heard_by(tokens: frozenset[str]) -> Sql:
    """The only audience rule in SQL: selects the audiences of whose every set the reader holds a token."""
    held = sorted(tokens)
    return Sql(
        "SELECT t.audience_id FROM search_audiencetoken t JOIN search_audience a ON a.id = t.audience_id"  # noqa: S608  # values are parameters
        f" WHERE t.token IN ({marks(held)})"
        " GROUP BY t.audience_id, a.levels HAVING count(DISTINCT t.level) = a.levels",
        held,
    )


def marks(values: Iterable[object]) -> str:
    """As many placeholders as there are values."""
    return ", ".join("%s" for _value in values)


def _hits(rows: list[tuple[Any, ...]], what: str) -> list[Hit]:
    """The hits among the rows of an answer; of those beside the results the best of every kind first."""
    own = sorted((place, -float(score), pk) for name, pk, place, _number, score in rows if name == what)
    return [Hit(pk, -minus) for _place, minus, pk in own]
