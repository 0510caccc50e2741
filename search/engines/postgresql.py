"""PostgreSQL's full text: a weighted vector for each document, made with a configuration of ours.

Texts arrive folded (`search.words`), and the configurations have no stop words, so that every word
of a document can be found, as with the other engines.
"""

import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from search.engines.base import PLAIN, STEMMED, Sql, Times, Tokens, indexed, may_read_names
from search.engines.database import DatabaseEngine
from search.models import SearchDocument
from search.query import Filters, Part, Phrase, Query

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
"""Texts from which on so little changes in that time."""
_LEXEME = re.compile(r"'[^']+'")


class PostgresqlEngine(DatabaseEngine):
    """Ranks by BM25 (Robertson and Zaragoza 2009, formula 3.15, with Lucene's inverse document frequency).

    `ts_rank` adds up 1/1² + 1/2² + … for the places where a word stands, divided by the sum of the whole
    series, π²/6; so how often it stands there can be read from it: what is left of the series after n places
    is close to 1/(n + ½).
    """

    name = "postgresql"
    table = "search_text"

    def __init__(self, using: str = DEFAULT_DB_ALIAS, forms: Mapping[str, str] | None = None) -> None:
        super().__init__(using)
        self._total, self._mean, self._until = 0, 1.0, 0.0
        self._forms = dict(forms or {})
        """Queries whose words are known in every language's forms already, by their text."""

    def counts(
        self,
        questions: Sequence[tuple[Query, Filters]],
        tokens: Tokens,
        times: Times,
        most: int | None = None,
    ) -> list[int]:
        """The forms of all words are asked for at once, and not question by question."""
        names = may_read_names(tokens)
        wanted = [part.alternatives for query, _filters in questions for part in query.parts]
        wanted += [query.excluded for query, _filters in questions if query.excluded]
        texts = self._texts(wanted, names)
        forms = dict(zip(texts, self._questions(wanted, names), strict=True)) if wanted else {}
        prepared = PostgresqlEngine(self.using, forms)
        prepared._remember(self._total, self._mean)
        return DatabaseEngine.counts(prepared, questions, tokens, times, most)

    def together(self, parts: Sequence[Part], *, names: bool) -> Sql:
        """All words are in all that matches, so that how rare they are changes little."""
        questions = self._questions([part.alternatives for part in parts], names)
        frequencies = [_frequency(question, names) for question in questions]
        scores = " + ".join(f"1 / (1 + norm / {sql.text})" for sql in frequencies)
        return Sql(
            f"SELECT document_id AS id, {scores} AS score FROM (SELECT document_id, vector,"  # noqa: S608  # names of ours
            f" {self._norm()} AS norm FROM search_text WHERE vector @@ %s::tsquery) AS held",
            [
                *(param for sql in frequencies for param in sql.params),
                " & ".join(f"({question})" for question in questions),
            ],
        )

    def enough(self, parts: Sequence[Part], least: int, *, names: bool) -> Sql:
        """Part by part, so that a rare word tells more than a frequent one."""
        texts, params = [], []
        for n, question in enumerate(self._questions([part.alternatives for part in parts], names)):
            frequency = _frequency(question, names)
            texts.append(
                f"SELECT document_id AS id, {n} AS part, {int(parts[n].required)} AS required,"  # noqa: S608  # names of ours
                f" {frequency.text} AS often, {self._norm()} AS norm"
                " FROM search_text WHERE vector @@ %s::tsquery"
            )
            params += [*frequency.params, question]
        needed = sum(part.required for part in parts)
        total = f"greatest({self._total}, found)"
        rarity = f"ln(1 + ({total} - found + 0.5) / (found + 0.5))"
        return Sql(
            f"SELECT id, sum({rarity} * often / (often + norm)) AS score FROM (SELECT id, required, often, norm,"  # noqa: S608, E501  # names of ours
            f" count(*) OVER (PARTITION BY part) AS found FROM ({' UNION ALL '.join(texts)}) AS held)"
            " AS parts GROUP BY id HAVING sum(required) = %s AND count(*) >= %s",
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
        extent = "(SELECT count(*) FROM search_text), (SELECT avg(length)::float FROM search_text)"
        if time.monotonic() < self._until:
            extent = "NULL, NULL"
        asked = f"SELECT {extent}, {forms} FROM unnest(%s::text[]) WITH ORDINALITY AS q(t, n) ORDER BY n"  # noqa: S608  # names of ours
        rows = self.rows_of(Sql(asked, [texts]))
        self._remember(*rows[0][:2])
        return [" | ".join(f"({form})" for form in dict.fromkeys(row[2:]) if form) for row in rows]

    def _remember(self, total: int | None, mean: float | None) -> None:
        """How many texts there are and how many words they have on the average, for a while."""
        if total is not None:
            self._total, self._mean = total, mean or 1.0
            self._until = time.monotonic() + (REMEMBERED if total >= MANY else 0)

    def _norm(self) -> str:
        """What a frequency is weighed against: the more, the longer the text is."""
        return f"{K1} * ({1 - B} + {B} * length / {self._mean})"

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
                    "INSERT INTO search_text (document_id, reading, length, vector, titles)"  # noqa: S608  # names of ours
                    f" VALUES (%s, %s, %s, {_VECTOR}, {_TITLES})",
                    [document.pk, _reading(document), _length(document), *_parameters(document)],
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


def _frequency(question: str, names: bool) -> Sql:
    """How often a text holds what is asked for, places in titles counting more; parameters are the question.

    Without names, places among them do not count. What has to stand together counts as often as its words
    do on the average. `ts_rank` divides by the number of words in a question.
    """
    longest = max(len(_LEXEME.findall(form)) for form in question.split(" | "))
    forms = len(set(_LEXEME.findall(question))) / longest
    question = question.replace("<->", "|").replace("&", "|")
    weights = EVERYWHERE if names else NAMES_LEFT_OUT
    times = " + {0} * (0.6079 / greatest(1 - {1} * ts_rank('{2}', vector, %s::tsquery), 0.004) - 0.5)"
    text = times.format(1, forms, weights) + times.format(TITLE, forms, ABOVE)
    return Sql(f"greatest({text.removeprefix(' + ')}, 0.1)", [question, question])


def _phrase(phrase: Phrase, labels: str) -> str:
    """Words that follow one another, all under these labels if any are given.

    They hold only letters and digits, so nothing can be an operator.
    """
    marked = f":{labels}" if labels else ""
    return "(" + " <-> ".join(f"'{word}'{marked}" for word in phrase) + ")"
