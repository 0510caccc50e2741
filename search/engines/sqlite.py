"""SQLite's FTS5: one table for English with Porter's stems, one for all other languages, one for titles.

Texts arrive folded (`search.words`), so that the tokenizer only has to split at spaces.
"""

from dataclasses import astuple
from typing import Any

from django.db import connection

from search.engines.base import Sql, indexed
from search.engines.database import DatabaseEngine, marks, rows_of
from search.models import SearchDocument
from search.query import Query

ENGLISH, OTHERS, TITLES = "search_fts_english", "search_fts_plain", "search_fts_title"
COLUMNS = "title, words, people, body"
WEIGHTS = "8.0, 4.0, 4.0, 1.0"
"""What a match in title, in summary or topics, in people's names, and in the body is worth."""
NAMELESS = "{title words body} : "
"""Before an expression: what is said of people does not match."""


class SqliteEngine(DatabaseEngine):
    name = "sqlite"
    table = TITLES

    def matches(self, query: Query, *, names: bool) -> Sql:
        expression = " AND ".join(_phrase(part) for part in query.parts)
        if query.prefix:
            expression += " *"
        expression = expression if names else f"{NAMELESS}({expression})"
        selects = [
            f"SELECT rowid AS id, -bm25({table}, {WEIGHTS}) AS score FROM {table} WHERE {table} MATCH %s"  # noqa: S608  # names of ours
            for table in (ENGLISH, OTHERS)
        ]
        return Sql(" UNION ALL ".join(selects), [expression, expression])

    def title_matches(self, query: Query) -> Sql:
        words = [word for part in query.parts for word in part]
        expression = " AND ".join(_phrase((word,)) for word in words) + " *"
        return Sql(
            f"SELECT rowid AS id, -bm25({TITLES}) AS score FROM {TITLES} WHERE {TITLES} MATCH %s",  # noqa: S608  # names of ours
            [expression],
        )

    def remove(self, document_ids: list[int]) -> None:
        with connection.cursor() as cursor:
            for table in (ENGLISH, OTHERS, TITLES):
                cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(pk,) for pk in document_ids])  # noqa: S608  # names of ours

    def insert(self, documents: list[SearchDocument]) -> None:
        rows = [(document.pk, *astuple(indexed(document))) for document in documents]
        tables = [_table(document) for document in documents]
        with connection.cursor() as cursor:
            for table in (ENGLISH, OTHERS):
                cursor.executemany(
                    f"INSERT INTO {table} (rowid, {COLUMNS}) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608  # names of ours
                    [row for row, own in zip(rows, tables, strict=True) if own == table],
                )
            cursor.executemany(
                f"INSERT INTO {TITLES} (rowid, title) VALUES (%s, %s)",  # noqa: S608  # names of ours
                [row[:2] for row in rows],
            )

    def indexed_ids(self, low: int, high: int) -> set[int]:
        selects = [
            f"SELECT rowid FROM {table} WHERE rowid > %s AND rowid <= %s"  # noqa: S608  # names of ours
            for table in (ENGLISH, OTHERS, TITLES)
        ]
        return {pk for (pk,) in rows_of(Sql(" UNION ".join(selects), [low, high] * 3))}

    def stale_ids(self, documents: list[SearchDocument]) -> set[int]:
        """Both tables and the titles are read, so that a row too many counts as well."""
        ids = [document.pk for document in documents]
        stored: dict[int, list[tuple[Any, ...]]] = {pk: [] for pk in ids}
        for table, columns in ((ENGLISH, COLUMNS), (OTHERS, COLUMNS), (TITLES, "title")):
            sql = f"SELECT rowid, {columns} FROM {table} WHERE rowid IN ({marks(ids)})"  # noqa: S608  # names of ours
            for pk, *texts in rows_of(Sql(sql, list(ids))):
                stored[pk].append((table, *texts))
        return {document.pk for document in documents if stored[document.pk] != _expected(document)}


def _expected(document: SearchDocument) -> list[tuple[Any, ...]]:
    texts = indexed(document)
    return [(_table(document), *astuple(texts)), (TITLES, texts.title)]


def _table(document: SearchDocument) -> str:
    return ENGLISH if document.language == "en" else OTHERS


def _phrase(part: tuple[str, ...]) -> str:
    """A quoted phrase; words hold only letters and digits, so nothing in it can be an operator."""
    return f'"{" ".join(part)}"'
