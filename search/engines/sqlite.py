"""SQLite's FTS5: one table for English with Porter's stems, one for all other languages, one for titles.

Texts arrive folded (`search.words`), so that the tokenizer only has to split at spaces. It stems English
only; words of the other languages that the other engines stem are stemmed before they are written.
"""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from django.db import connections

from search.engines.base import STEMMED, Sql, Texts, indexed
from search.engines.database import DatabaseEngine, marks
from search.models import SearchDocument
from search.query import Part, Phrase, Query
from search.stems import stemmed

ENGLISH, OTHERS, TITLES = "search_fts_english", "search_fts_plain", "search_fts_title"
COLUMNS = "title, words, people, body"
WEIGHTS = "8.0, 4.0, 4.0, 1.0"
"""What a match in title, in summary or topics, in people's names, and in the body is worth."""
NAMELESS = "{title words body} : "
"""Before an expression: what is said of people does not match."""


_STEMMERS = [stemmer for language, stemmer in STEMMED.items() if language != "en"]


class SqliteEngine(DatabaseEngine):
    name = "sqlite"
    table = TITLES

    def together(self, parts: Sequence[Part], *, names: bool) -> Sql:
        return self._matching([part.alternatives for part in parts], names)

    def enough(self, parts: Sequence[Part], least: int, *, names: bool) -> Sql:
        """Part by part: BM25 is a sum over words, so that the sum is the score of all of them."""
        found = [self._matching([part.alternatives], names) for part in parts]
        required = [f"{int(part.required)} AS required" for part in parts]
        each = " UNION ALL ".join(
            f"SELECT id, score, {flag} FROM ({sql.text}) AS p"  # noqa: S608  # names of ours
            for sql, flag in zip(found, required, strict=True)
        )
        needed = sum(part.required for part in parts)
        return Sql(
            f"SELECT id, sum(score) AS score FROM ({each}) AS parts GROUP BY id"  # noqa: S608  # names of ours
            " HAVING sum(required) = %s AND count(*) >= %s",
            [*(param for sql in found for param in sql.params), needed, needed + least],
        )

    def holding(self, phrases: Sequence[Phrase], *, names: bool) -> Sql:
        found = self._matching([phrases], names)
        return Sql(f"SELECT id FROM ({found.text}) AS held", found.params)  # noqa: S608  # names of ours

    def title_matches(self, query: Query) -> Sql:
        expression = " AND ".join(_either(part.alternatives) for part in query.parts) + " *"
        return Sql(
            f"SELECT rowid AS id, -bm25({TITLES}) AS score FROM {TITLES} WHERE {TITLES} MATCH %s",  # noqa: S608  # names of ours
            [expression],
        )

    def _matching(self, wanted: Sequence[Sequence[Phrase]], names: bool) -> Sql:
        """Documents with any phrase of each of these lists, in the forms that their languages give it."""
        english = " AND ".join(_either(phrases) for phrases in wanted)
        others = " AND ".join(_either(_in_all_forms(phrases)) for phrases in wanted)
        selects = [
            f"SELECT rowid AS id, -bm25({table}, {WEIGHTS}) AS score FROM {table} WHERE {table} MATCH %s"  # noqa: S608  # names of ours
            for table in (ENGLISH, OTHERS)
        ]
        expressions = [text if names else f"{NAMELESS}({text})" for text in (english, others)]
        return Sql(" UNION ALL ".join(selects), expressions)

    def remove(self, document_ids: list[int]) -> None:
        with connections[self.using].cursor() as cursor:
            for table in (ENGLISH, OTHERS, TITLES):
                cursor.executemany(f"DELETE FROM {table} WHERE rowid = %s", [(pk,) for pk in document_ids])  # noqa: S608  # names of ours

    def insert(self, documents: list[SearchDocument]) -> None:
        texts = [indexed(document) for document in documents]
        tables = [_table(document) for document in documents]
        rows: list[list[Any]] = [
            [document.pk, *_read(text, document)] for document, text in zip(documents, texts, strict=True)
        ]
        titles = [(document.pk, text.title) for document, text in zip(documents, texts, strict=True)]
        with connections[self.using].cursor() as cursor:
            for table in (ENGLISH, OTHERS):
                cursor.executemany(
                    f"INSERT INTO {table} (rowid, {COLUMNS}) VALUES (%s, %s, %s, %s, %s)",  # noqa: S608  # names of ours
                    [row for row, own in zip(rows, tables, strict=True) if own == table],
                )
            cursor.executemany(
                f"INSERT INTO {TITLES} (rowid, title) VALUES (%s, %s)",  # noqa: S608  # names of ours
                titles,
            )

    def indexed_ids(self, low: int, high: int) -> set[int]:
        selects = [
            f"SELECT rowid FROM {table} WHERE rowid > %s AND rowid <= %s"  # noqa: S608  # names of ours
            for table in (ENGLISH, OTHERS, TITLES)
        ]
        return {pk for (pk,) in self.rows_of(Sql(" UNION ".join(selects), [low, high] * 3))}

    def stale_ids(self, documents: list[SearchDocument]) -> set[int]:
        """Both tables and the titles are read, so that a row too many counts as well."""
        ids = [document.pk for document in documents]
        stored: dict[int, list[tuple[Any, ...]]] = {pk: [] for pk in ids}
        for table, columns in ((ENGLISH, COLUMNS), (OTHERS, COLUMNS), (TITLES, "title")):
            sql = f"SELECT rowid, {columns} FROM {table} WHERE rowid IN ({marks(ids)})"  # noqa: S608  # names of ours
            for pk, *texts in self.rows_of(Sql(sql, list(ids))):
                stored[pk].append((table, *texts))
        return {document.pk for document in documents if stored[document.pk] != _expected(document)}


def _expected(document: SearchDocument) -> list[tuple[Any, ...]]:
    texts = indexed(document)
    return [(_table(document), *_read(texts, document)), (TITLES, texts.title)]


def _read(texts: Texts, document: SearchDocument) -> tuple[str, ...]:
    """What its table holds of a document's texts, stemmed where FTS5 does not do that itself."""
    stemmer = STEMMED.get(document.language)
    if stemmer is None or _table(document) == ENGLISH:
        return astuple(texts)
    return tuple(" ".join(stemmed(text.split(), stemmer)) for text in astuple(texts))


def _table(document: SearchDocument) -> str:
    return ENGLISH if document.language == "en" else OTHERS


def _in_all_forms(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases as they stand, and stemmed in each language; those that are the same stand there once."""
    forms = [tuple(stemmed(phrase, stemmer)) for phrase in phrases for stemmer in _STEMMERS]
    return list(dict.fromkeys([*phrases, *forms]))


def _either(phrases: Sequence[Phrase]) -> str:
    """Any of these, quoted; words hold only letters and digits, so nothing in them can be an operator."""
    quoted = [f'"{" ".join(phrase)}"' for phrase in phrases]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"
