"""PostgreSQL's full text: a weighted vector for each document, made with a configuration of ours.

Texts arrive folded (`search.words`), and the configurations have no stop words, so that every word
of a document can be found, as with the other engines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from search.engines.base import PLAIN, STEMMED, Sql, Times, Tokens, indexed, may_read_names
from search.engines.database import DatabaseEngine
from search.models import SearchDocument
from search.query import Filters, Part, Phrase, Query

CONFIGURATIONS = {name: f"guildhall_{name}" for name in (PLAIN, *STEMMED.values())}
"""Our text search configurations by how they read; the migration makes them."""
WEIGHTS = "{0.05, 0.4, 0.4, 1.0}"
"""For the labels D to A: bodies are D, people's names C, summaries and topics B, titles A."""
NAMELESS = "abd"
"""The labels of all that is not said of people."""
BEGUN = ":*"
"""After a word: only its beginning has to match."""
LENGTH = 1
"""How `ts_rank` takes the length of a text into account: it divides by the logarithm."""
RARITY = "ln(1 + (greatest(total, found) - found + 0.5) / (found + 0.5))"
"""How much a word tells that `found` of `total` documents hold: the inverse document frequency of BM25."""
TOTAL = "(SELECT greatest(reltuples, 1000) AS total FROM pg_class WHERE oid = 'search_text'::regclass)"


class PostgresqlEngine(DatabaseEngine):
    name = "postgresql"
    table = "search_text"

    def __init__(self, using: str = DEFAULT_DB_ALIAS, forms: Mapping[str, str] | None = None) -> None:
        super().__init__(using)
        self._forms = dict(forms or {})
        """Queries whose words are known in every language's forms already, by their text."""

    def counts(self, questions: Sequence[tuple[Query, Filters]], tokens: Tokens, times: Times) -> list[int]:
        """The forms of all words are asked for at once, and not question by question."""
        names = may_read_names(tokens)
        wanted = [part.alternatives for query, _filters in questions for part in query.parts]
        wanted += [query.excluded for query, _filters in questions if query.excluded]
        texts = self._texts(wanted, names)
        forms = dict(zip(texts, self._questions(wanted, names), strict=True)) if wanted else {}
        return DatabaseEngine.counts(PostgresqlEngine(self.using, forms), questions, tokens, times)

    def together(self, parts: Sequence[Part], *, names: bool) -> Sql:
        questions = self._questions([part.alternatives for part in parts], names)
        question = " & ".join(f"({text})" for text in questions)
        return Sql(
            f"SELECT document_id AS id, {_rank(names)} AS score"  # noqa: S608  # names of ours
            " FROM search_text WHERE vector @@ %s::tsquery",
            [question, question],
        )

    def enough(self, parts: Sequence[Part], least: int, *, names: bool) -> Sql:
        """Part by part, so that a rare word tells more than a frequent one, as with BM25."""
        texts, params = [], []
        for n, question in enumerate(self._questions([part.alternatives for part in parts], names)):
            texts.append(
                f"SELECT document_id AS id, {n} AS part, {int(parts[n].required)} AS required,"  # noqa: S608  # names of ours
                f" {_rank(names)} AS score"
                " FROM search_text WHERE vector @@ %s::tsquery"
            )
            params += [question, question]
        needed = sum(part.required for part in parts)
        return Sql(
            f"SELECT id, sum(score * {RARITY}) AS score FROM (SELECT id, required, score,"  # noqa: S608  # names of ours
            f" count(*) OVER (PARTITION BY part) AS found FROM ({' UNION ALL '.join(texts)}) AS held)"
            f" AS parts, {TOTAL} AS statistics GROUP BY id HAVING sum(required) = %s AND count(*) >= %s",
            [*params, needed, needed + least],
        )

    def holding(self, phrases: Sequence[Phrase], *, names: bool) -> Sql:
        return Sql(
            "SELECT document_id AS id FROM search_text WHERE vector @@ %s::tsquery",
            self._questions([phrases], names),
        )

    def title_matches(self, query: Query) -> Sql:
        words = [word for part in query.parts for phrase in part.alternatives for word in phrase]
        expression = " & ".join(f"'{word}'" for word in words) + BEGUN
        question = f"to_tsquery('{CONFIGURATIONS[PLAIN]}', %s)"
        return Sql(
            f"SELECT document_id AS id, ts_rank(titles, {question}, 1) AS score FROM search_text"  # noqa: S608  # names of ours
            f" WHERE titles @@ {question}",
            [expression, expression],
        )

    def _questions(self, wanted: Sequence[Sequence[Phrase]], names: bool) -> list[str]:
        """For each list of phrases a query for any of them, in the forms that every language gives its words.

        A text holds the forms of its own language only. What several languages share stands there once.
        """
        texts = self._texts(wanted, names)
        if all(text in self._forms for text in texts):
            return [self._forms[text] for text in texts]
        forms = ", ".join(f"to_tsquery('{name}', t)::text" for name in CONFIGURATIONS.values())
        asked = f"SELECT {forms} FROM unnest(%s::text[]) WITH ORDINALITY AS q(t, n) ORDER BY n"  # noqa: S608  # names of ours
        rows = self.rows_of(Sql(asked, [texts]))
        return [" | ".join(f"({form})" for form in dict.fromkeys(row) if form) for row in rows]

    def _texts(self, wanted: Sequence[Sequence[Phrase]], names: bool) -> list[str]:
        labels = "" if names else NAMELESS
        return [" | ".join(_phrase(phrase, labels) for phrase in phrases) for phrases in wanted]

    def remove(self, document_ids: list[int]) -> None:
        with connections[self.using].cursor() as cursor:
            cursor.execute("DELETE FROM search_text WHERE document_id = ANY(%s)", [document_ids])

    def insert(self, documents: list[SearchDocument]) -> None:
        with connections[self.using].cursor() as cursor:
            for document in documents:
                cursor.execute(
                    "INSERT INTO search_text (document_id, reading, vector, titles)"  # noqa: S608  # names of ours
                    f" VALUES (%s, %s, {_VECTOR}, {_TITLES})",
                    [document.pk, _reading(document), *_parameters(document)],
                )

    def indexed_ids(self, low: int, high: int) -> set[int]:
        sql = "SELECT document_id FROM search_text WHERE document_id > %s AND document_id <= %s"
        return {pk for (pk,) in self.rows_of(Sql(sql, [low, high]))}

    def stale_ids(self, documents: list[SearchDocument]) -> set[int]:
        """Vectors are made anew and compared in the database."""
        true = set()
        for document in documents:
            sql = (
                "SELECT document_id FROM search_text WHERE document_id = %s AND reading = %s"  # noqa: S608  # names of ours
                f" AND vector = {_VECTOR} AND titles = {_TITLES}"
            )
            params = [document.pk, _reading(document), *_parameters(document)]
            true |= {pk for (pk,) in self.rows_of(Sql(sql, params))}
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


def _rank(names: bool) -> str:
    """How well a text fits a question, which is its parameter; without names, by a vector that lacks them."""
    vector = "vector" if names else f"ts_filter(vector, '{{{','.join(NAMELESS)}}}')"
    return f"ts_rank('{WEIGHTS}', {vector}, %s::tsquery, {LENGTH})"


def _phrase(phrase: Phrase, labels: str) -> str:
    """Words that follow one another, all under these labels if any are given.

    They hold only letters and digits, so nothing can be an operator.
    """
    marked = f":{labels}" if labels else ""
    return "(" + " <-> ".join(f"'{word}'{marked}" for word in phrase) + ")"
