"""PostgreSQL's full text: a weighted vector for each document, made with a configuration of ours.

Texts arrive folded (`search.words`), and the configurations have no stop words, so that every word
of a document can be found, as with the other engines.
"""

from dataclasses import astuple
from typing import Any

from django.db import connection

from search.engines.base import PLAIN, STEMMED, Sql, indexed
from search.engines.database import DatabaseEngine, rows_of
from search.models import SearchDocument
from search.query import Query

CONFIGURATIONS = {name: f"guildhall_{name}" for name in (PLAIN, *STEMMED.values())}
"""Our text search configurations by how they read; the migration makes them."""
WEIGHTS = "{0.05, 0.4, 0.4, 1.0}"
"""For the labels D to A: bodies are D, people's names C, summaries and topics B, titles A."""
NAMELESS = "abd"
"""The labels of all that is not said of people."""

BEGUN = ":*"
"""After a word: only its beginning has to match."""


class PostgresqlEngine(DatabaseEngine):
    name = "postgresql"
    table = "search_text"

    def matches(self, query: Query, *, names: bool) -> Sql:
        """Without names, words have to stand under another label, and a vector that lacks them is ranked."""
        within = "" if names else NAMELESS
        vector = "vector" if names else f"ts_filter(vector, '{{{','.join(NAMELESS)}}}')"
        expression = " & ".join(
            _phrase(part, within, begun=query.prefix and part is query.parts[-1]) for part in query.parts
        )
        selects: list[str] = []
        params: list[Any] = []
        for reading, configuration in CONFIGURATIONS.items():
            question = f"to_tsquery('{configuration}', %s)"
            selects.append(
                f"SELECT document_id AS id, ts_rank('{WEIGHTS}', {vector}, {question}, 1) AS score"  # noqa: S608  # names of ours
                f" FROM search_text WHERE reading = '{reading}' AND vector @@ {question}"
            )
            params += [expression, expression]
        return Sql(" UNION ALL ".join(selects), params)

    def title_matches(self, query: Query) -> Sql:
        words = [word for part in query.parts for word in part]
        expression = " & ".join(f"'{word}'" for word in words) + BEGUN
        question = f"to_tsquery('{CONFIGURATIONS[PLAIN]}', %s)"
        return Sql(
            f"SELECT document_id AS id, ts_rank(titles, {question}, 1) AS score FROM search_text"  # noqa: S608  # names of ours
            f" WHERE titles @@ {question}",
            [expression, expression],
        )

    def remove(self, document_ids: list[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_text WHERE document_id = ANY(%s)", [document_ids])

    def insert(self, documents: list[SearchDocument]) -> None:
        with connection.cursor() as cursor:
            for document in documents:
                cursor.execute(
                    "INSERT INTO search_text (document_id, reading, vector, titles)"  # noqa: S608  # names of ours
                    f" VALUES (%s, %s, {_VECTOR}, {_TITLES})",
                    [document.pk, _reading(document), *_parameters(document)],
                )

    def indexed_ids(self, low: int, high: int) -> set[int]:
        sql = "SELECT document_id FROM search_text WHERE document_id > %s AND document_id <= %s"
        return {pk for (pk,) in rows_of(Sql(sql, [low, high]))}

    def stale_ids(self, documents: list[SearchDocument]) -> set[int]:
        """Vectors are made anew and compared in the database."""
        true = set()
        for document in documents:
            sql = (
                "SELECT document_id FROM search_text WHERE document_id = %s AND reading = %s"  # noqa: S608  # names of ours
                f" AND vector = {_VECTOR} AND titles = {_TITLES}"
            )
            params = [document.pk, _reading(document), *_parameters(document)]
            true |= {pk for (pk,) in rows_of(Sql(sql, params))}
        return {document.pk for document in documents} - true


_VECTOR = " || ".join(f"setweight(to_tsvector(%s::regconfig, %s), '{label}')" for label in "ABCD")
_TITLES = f"to_tsvector('{CONFIGURATIONS[PLAIN]}', %s)"


def _parameters(document: SearchDocument) -> list[Any]:
    """For `_VECTOR` and `_TITLES`."""
    configuration = CONFIGURATIONS[_reading(document)]
    texts = indexed(document)
    return [value for text in astuple(texts) for value in (configuration, text)] + [texts.title]


def _reading(document: SearchDocument) -> str:
    return STEMMED.get(document.language, PLAIN)


def _phrase(part: tuple[str, ...], labels: str, *, begun: bool) -> str:
    """Words that follow one another, all under these labels if any are given, the last perhaps only begun.

    They hold only letters and digits, so nothing can be an operator.
    """
    marked = f":{labels}" if labels else ""
    last = (f"{BEGUN}{labels}") if begun else marked
    return " <-> ".join([*(f"'{word}'{marked}" for word in part[:-1]), f"'{part[-1]}'{last}"])
