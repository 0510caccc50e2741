"""The words that one reader may be pointed to, looked up by how they begin and end."""

from dataclasses import dataclass
from itertools import chain

from django.db import connection

from search.engines.base import may_read_names
from search.engines.database import HEARD, heard_by, marks
from search.stopwords import STOPWORDS
from search.vocabulary import SHORTEST

BEYOND = chr(0x10FFFF)
"""Sorts after every letter."""
SHORT = 5
"""Up to so many letters only one may be wrong."""
_SMALL = frozenset(word for listed in STOPWORDS.values() for word in listed if len(word) < SHORTEST)
_ALIKE = {
    "sqlite": (
        f"w.word >= wrong.beginning AND w.word < wrong.beginning || '{BEYOND}'",
        f"w.backwards >= wrong.ending AND w.backwards < wrong.ending || '{BEYOND}'",
    ),
    "postgresql": ("w.word LIKE wrong.beginning || '%%'", "w.word LIKE '%%' || reverse(wrong.ending)"),
}
"""Whether a word begins as a wrong one does, and whether it ends so; PostgreSQL knows by trigrams."""
Asked = list[str | int]


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary of a reader who holds these tokens."""

    tokens: frozenset[str]

    def doubtful(self, words: list[str], exact: set[str], most: int) -> tuple[list[str], set[str]]:
        """Which of these words are not in the vocabulary, the first so many, and all words of it that are
        written like them, the halves into which they may fall and those of `exact` among them.

        In one statement.
        """
        asked = [_asked(place, word) for place, word in enumerate(words or sorted(exact))]
        if not asked:
            return [], set()
        halves = {half for word in words for pair in self.halves(word) for half in pair}
        near = self._near(asked, sorted({*words, *exact, *halves}), most)
        return [word for word in words if word not in near][:most], near | (halves & _SMALL)

    def _near(self, asked: list[Asked], exact: list[str], most: int) -> set[str]:
        """Those of `exact` that are known, and what is written like the first of those that are asked for
        and not known."""
        heard = heard_by(self.tokens)
        known = HEARD if may_read_names(self.tokens) else f"{HEARD} AND NOT w.named"
        alike = [
            f"SELECT w.word FROM wrong CROSS JOIN search_searchword w WHERE {condition}"  # noqa: S608  # names of ours
            f" AND length(w.word) BETWEEN low AND high AND w.{known}"
            for condition in _ALIKE[connection.vendor]
        ]
        rows = ", ".join(f"({marks(row)})" for row in asked)
        text = (
            f"WITH heard AS MATERIALIZED ({heard.text}),"  # noqa: S608  # values are parameters
            f" asked(place, word, beginning, ending, low, high) AS (VALUES {rows}),"
            " wrong AS MATERIALIZED (SELECT * FROM asked WHERE NOT EXISTS"
            f" (SELECT 1 FROM search_searchword w WHERE w.word = asked.word AND w.{known})"
            " ORDER BY place LIMIT %s)"
            f" SELECT w.word FROM search_searchword w WHERE w.word IN ({marks(exact)}) AND w.{known}"
            f" UNION {' UNION '.join(alike)}"
        )
        with connection.cursor() as cursor:
            cursor.execute(text, [*heard.params, *chain(*asked), most, *exact])
            return {word for (word,) in cursor.fetchall()}

    @staticmethod
    def halves(word: str) -> list[tuple[str, str]]:
        """Where a space may have been left out; one of the halves is more than a small word."""
        pairs = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
        small = [[half for half in pair if len(half) < SHORTEST] for pair in pairs]
        return [
            pair for pair, few in zip(pairs, small, strict=True) if len(few) < 2 and _SMALL.issuperset(few)
        ]


def reach(word: str) -> int:
    """In how many letters a word may differ from what was meant."""
    return 1 if len(word) <= SHORT else 2


def _asked(place: int, word: str) -> Asked:
    """A word with the beginning and, backwards, the ending that are looked up, and the lengths that count.

    One wrong letter, or two that changed places, leave one of them as it was, because a letter stands
    between them; two slips have to be in the same half.
    """
    begin = (len(word) - 1) // 2
    low, high = len(word) - reach(word), len(word) + reach(word)
    return [place, word, word[:begin], word[:begin:-1], low, high]
