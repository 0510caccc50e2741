"""PostgreSQL's full text: a weighted vector for each document, made with a configuration of ours.

Texts arrive folded (`search.words`), and the configurations have no stop words, so that every word
of a document can be found, as with the other engines. A text holds the forms of its own language only, so
that a question is for the forms of every language: two functions of ours, which a migration makes, tell
them. The planner works them out, and sees what is looked for.
"""

import time
from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from search.engines.base import PLAIN, STEMMED, Ask, Sql, indexed
from search.engines.database import DatabaseEngine
from search.models import SearchDocument
from search.query import Part, Phrase, Query

CONFIGURATIONS = {name: f"guildhall_{name}" for name in (PLAIN, *STEMMED.values())}
"""Our text search configurations by how they read; the migration makes them."""
NAMELESS = "abd"
"""The labels of all that is not said of people."""
BEGUN = ":*"
"""After a word: only its beginning has to match."""

EVERYWHERE, NAMES_LEFT_OUT, ABOVE = "{1, 1, 1, 1}", "{1, 0, 1, 1}", "{0, 0, 0.5, 1}"
"""Weights of the labels D (body), C (names), B (summary and topics) and A (title) for `ts_rank`."""
TITLE = 8
"""How often a word counts more for standing in a title, and in part for standing in a summary."""
K1, B = 1.2, 0.75
"""The constants of BM25, as Lucene has them."""
REMEMBERED = 60
"""Seconds for which the number of texts and their mean length are taken to be what they were."""
MANY = 1000
"""Texts from which on so little changes in that time; fewer are counted with each question."""
_EXTENT = "SELECT 'extent', 0, 0, count(*), avg(length)::float FROM search_text"


class PostgresqlEngine(DatabaseEngine):
    """Ranks by BM25 (Robertson and Zaragoza 2009, formula 3.15, with Lucene's inverse document frequency).

    `ts_rank` adds up 1/1² + 1/2² + … for the places where a word stands, divided by the sum of the whole
    series, π²/6; so how often it stands there can be read from it: what is left of the series after n places
    is close to 1/(n + ½).
    """

    name = "postgresql"
    table = "search_text"

    def __init__(self, using: str = DEFAULT_DB_ALIAS) -> None:
        super().__init__(using)
        self._total, self._mean, self._until = 0, 1.0, 0.0

    def rows_for(self, ask: Ask) -> list[tuple[Any, ...]]:
        """With the answer comes how many texts there are and how long, where that is not remembered."""
        if self._remembers():
            return super().rows_for(ask)
        answer = self._answer(ask)
        rows = self.rows_of(Sql(f"{answer.text} UNION ALL {_EXTENT}", answer.params))
        total, mean = next((number, score) for what, _n, _place, number, score in rows if what == "extent")
        if total >= MANY:
            self._total, self._mean, self._until = total, mean, time.monotonic() + REMEMBERED
        return [row for row in rows if row[0] != "extent"]

    def together(self, parts: Sequence[Part], *, names: bool) -> Sql:
        """All words are in all that matches, so that how rare they are changes little."""
        questions = [_question(part.alternatives, names) for part in parts]
        frequencies = [_frequency(part.alternatives, names) for part in parts]
        scores = " + ".join(f"1 / (1 + norm / {sql.text})" for sql in frequencies)
        matched = " && ".join(question.text for question in questions)
        return Sql(
            f"SELECT document_id AS id, {scores} AS score FROM (SELECT document_id, vector,"  # noqa: S608  # names of ours
            f" {self._norm()} AS norm FROM search_text WHERE vector @@ ({matched})) AS held",
            [param for sql in (*frequencies, *questions) for param in sql.params],
        )

    def enough(self, parts: Sequence[Part], least: int, *, names: bool) -> Sql:
        """Part by part, so that a rare word tells more than a frequent one."""
        texts, params = [], []
        for n, part in enumerate(parts):
            question, frequency = (ask(part.alternatives, names) for ask in (_question, _frequency))
            texts.append(
                f"SELECT document_id, {n} AS part, {int(part.required)} AS required, length,"  # noqa: S608  # names of ours
                f" {frequency.text} AS often FROM search_text WHERE vector @@ {question.text}"
            )
            params += [*frequency.params, *question.params]
        needed = sum(part.required for part in parts)
        rarity = f"ln(1 + (greatest({self._texts()}, found) - found + 0.5) / (found + 0.5))"
        return Sql(
            f"SELECT id, sum({rarity} * often / (often + norm)) AS score FROM (SELECT document_id AS id,"  # noqa: S608  # names of ours
            f" required, often, {self._norm()} AS norm, count(*) OVER (PARTITION BY part) AS found"
            f" FROM ({' UNION ALL '.join(texts)}) AS held)"
            " AS parts GROUP BY id HAVING sum(required) = %s AND count(*) >= %s",
            [*params, needed, needed + least],
        )

    def holding(self, phrases: Sequence[Phrase], *, names: bool) -> Sql:
        question = _question(phrases, names)
        return Sql(
            f"SELECT document_id AS id FROM search_text WHERE vector @@ {question.text}",  # noqa: S608  # names of ours
            question.params,
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

    def _remembers(self) -> bool:
        return time.monotonic() < self._until

    def _texts(self) -> str:
        """How many texts there are."""
        return str(self._total) if self._remembers() else "(SELECT count(*) FROM search_text)"

    def _norm(self) -> str:
        """What a frequency is weighed against: the more, the longer the text is."""
        mean = str(self._mean) if self._remembers() else "(SELECT avg(length)::float FROM search_text)"
        return f"{K1} * ({1 - B} + {B} * length / {mean})"

    def remove(self, document_ids: list[int]) -> None:
        with connections[self.using].cursor() as cursor:
            cursor.execute("DELETE FROM search_text WHERE document_id = ANY(%s)", [document_ids])

    def insert(self, documents: list[SearchDocument]) -> None:
        rows: list[list[Any]] = [
            [document.pk, _reading(document), _length(document), *_parameters(document)]
            for document in documents
        ]
        with connections[self.using].cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_text (document_id, reading, length, vector, titles)"  # noqa: S608  # names of ours
                f" VALUES (%s, %s, %s, {_VECTOR}, {_TITLES})",
                rows,
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
                f" AND length = %s AND vector = {_VECTOR} AND titles = {_TITLES}"
            )
            params = [document.pk, _reading(document), _length(document), *_parameters(document)]
            true |= {pk for (pk,) in self.rows_of(Sql(sql, params))}
        return {document.pk for document in documents} - true


_VECTOR = " || ".join(f"setweight(to_tsvector(%s::regconfig, %s), '{label}')" for label in "ABDC")
_TITLES = f"to_tsvector('{CONFIGURATIONS[PLAIN]}', %s)"


def _parameters(document: SearchDocument) -> list[Any]:
    """For `_VECTOR` and `_TITLES`."""
    configuration = CONFIGURATIONS[_reading(document)]
    texts = indexed(document)
    ordered = (texts.title, texts.words, texts.body, texts.people)
    return [value for text in ordered for value in (configuration, text)] + [texts.title]


def _length(document: SearchDocument) -> int:
    """Words of its texts, names of people aside."""
    texts = indexed(document)
    return sum(text.count(" ") + 1 for text in (texts.title, texts.words, texts.body) if text)


def _reading(document: SearchDocument) -> str:
    return STEMMED.get(document.language, PLAIN)


def _question(phrases: Sequence[Phrase], names: bool) -> Sql:
    """For any of these phrases, in the forms that every language gives its words.

    Words hold only letters and digits, so nothing can be an operator. Without names, they only count where
    they are not said of people.
    """
    labels = "" if names else f":{NAMELESS}"
    quoted = [" <-> ".join(f"'{word}'{labels}" for word in phrase) for phrase in phrases]
    return Sql("guildhall_forms(%s)", [" | ".join(quoted)])


def _frequency(phrases: Sequence[Phrase], names: bool) -> Sql:
    """How often a text holds any of these, places in titles counting more.

    Without names, places among them do not count. What has to stand together counts as often as its words
    do on the average. `ts_rank` divides by the number of words in a question, of which `numnode` counts the
    operators between them as well.
    """
    question = _question(phrases, names)
    words, longest = f"guildhall_words({question.text})", max(len(phrase) for phrase in phrases)
    forms = f"(numnode({words}) + 1) / {2.0 * longest}"
    weights = EVERYWHERE if names else NAMES_LEFT_OUT
    times = "{0} * (0.6079 / greatest(1 - {1} * ts_rank('{2}', vector, {3}), 0.004) - 0.5)"
    texts = [times.format(*each, words) for each in ((1, forms, weights), (TITLE, forms, ABOVE))]
    return Sql(f"greatest({' + '.join(texts)}, 0.1)", question.params * 4)
