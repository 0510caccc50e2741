"""The words that one reader may be pointed to, looked up by how they begin and end."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from search.engines.base import Sql, may_read_names
from search.engines.database import HEARD, heard_by, marks
from search.stopwords import STOPWORDS
from search.vocabulary import SHORTEST

BEYOND = chr(0x10FFFF)
"""Sorts after every letter."""
SPREAD = 2
"""Letters by which a word may be longer or shorter than what was meant."""
_SMALL = frozenset(word for listed in STOPWORDS.values() for word in listed if len(word) < SHORTEST)


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary of a reader who holds these tokens."""

    tokens: frozenset[str]

    def doubtful(self, words: list[str], exact: set[str], most: int) -> tuple[list[str], set[str]]:
        """Which of these words are not in the vocabulary, the first so many, and all words of it that are
        written like them, those of `exact` that it holds among them.

        One statement for few words; of many it is asked first which of them it holds.
        """
        if len(words) <= most:
            near = self._near(words, {*words, *exact})
            return [word for word in words if word not in near], near
        known = self._near([], {*words, *exact})
        unknown = [word for word in words if word not in known][:most]
        return unknown, known | (self._near(unknown, set()) if unknown else set())

    def _near(self, words: list[str], exact: set[str]) -> set[str]:
        """Words that begin or end as one of these does, the halves into which they may fall, and `exact`."""
        halves = {half for word in words for pair in self.halves(word) for half in pair}
        wanted = sorted(halves | exact)
        conditions = [Sql(f"word IN ({marks(wanted)})", [*wanted])] if wanted else []
        conditions += [condition for word in words for condition in _alike(word)]
        if not conditions:
            return set()
        names = "" if may_read_names(self.tokens) else " AND NOT named"
        selects = [
            f"SELECT word FROM search_searchword WHERE {condition.text}"  # noqa: S608  # values are parameters
            f" AND {HEARD}{names}"
            for condition in conditions
        ]
        heard = heard_by(self.tokens)
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH heard AS MATERIALIZED ({heard.text}) {' UNION '.join(selects)}",
                [*heard.params, *(param for condition in conditions for param in condition.params)],
            )
            return {word for (word,) in cursor.fetchall()} | (halves & _SMALL)

    @staticmethod
    def halves(word: str) -> list[tuple[str, str]]:
        """Where a space may have been left out; one of the halves is more than a small word."""
        pairs = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
        small = [[half for half in pair if len(half) < SHORTEST] for pair in pairs]
        return [
            pair for pair, few in zip(pairs, small, strict=True) if len(few) < 2 and _SMALL.issuperset(few)
        ]


_RIGHT = f"SELECT 1 FROM search_searchword k WHERE k.word = %s AND k.{HEARD}"  # noqa: S608  # names of ours
_WRONG = f"length(word) BETWEEN %s AND %s AND NOT EXISTS ({_RIGHT})"


def _alike(word: str) -> Iterator[Sql]:
    """Conditions for words with the same beginning, and with the same ending, by an index.

    One wrong letter, or two that changed places, leave one of them as it was, because a letter stands
    between them; two slips have to be in the same half. A word that is right itself needs none.
    """
    begin = (len(word) - 1) // 2
    spread = 1 if len(word) <= 5 else SPREAD
    lengths = [len(word) - spread, len(word) + spread]
    start, end = word[:begin], word[begin + 1 :]
    if connection.vendor == "postgresql":  # by trigrams
        for pattern in (f"{start}%", f"%{end}"):
            yield Sql(f"word LIKE %s AND {_WRONG}", [pattern, *lengths, word])
        return
    for column, letters in (("word", start), ("backwards", end[::-1])):
        yield Sql(
            f"{column} >= %s AND {column} < %s AND {_WRONG}",
            [letters, letters + BEYOND, *lengths, word],
        )
