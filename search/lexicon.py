"""The words that one reader may be pointed to, looked up by how they begin and end."""

from dataclasses import dataclass

from search.engines.base import may_read_names
from search.models import SearchWord
from search.models.vocabulary import SearchWordQuerySet
from search.stopwords import STOPWORDS
from search.vocabulary import SHORTEST

SPREAD = 2
"""Letters by which a word may be longer or shorter than what was meant."""
_SMALL = frozenset(word for listed in STOPWORDS.values() for word in listed if len(word) < SHORTEST)


@dataclass(frozen=True)
class Lexicon:
    """The vocabulary of a reader who holds these tokens."""

    tokens: frozenset[str]

    def known(self, words: set[str]) -> set[str]:
        return set(self._seen().filter(word__in=words).values_list("word", flat=True))

    def near(self, words: list[str]) -> set[str]:
        """All words that begin or end as one of these does, and the halves into which they may fall."""
        seen = self._seen()
        parts = [part for word in words for part in _alike(seen, word)]
        halves = {half for word in words for pair in self.halves(word) for half in pair}
        exact = seen.filter(word__in=halves)
        found = exact.values_list("word").union(*(part.values_list("word") for part in parts))
        return {word for (word,) in found} | (halves & _SMALL)

    @staticmethod
    def halves(word: str) -> list[tuple[str, str]]:
        """Where a space may have been left out."""
        pairs = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
        return [pair for pair in pairs if all(len(half) >= SHORTEST or half in _SMALL for half in pair)]

    def _seen(self) -> SearchWordQuerySet:
        return SearchWord.objects.for_tokens(self.tokens, names=may_read_names(self.tokens))


def _alike(seen: SearchWordQuerySet, word: str) -> list[SearchWordQuerySet]:
    """Words with the same beginning or the same ending. One wrong letter, or two that changed places, leave
    one of them as it was, because at least one letter stands between them."""
    begin, end = _ends(len(word))
    spread = 1 if len(word) <= 5 else SPREAD
    sized = seen.as_long_as(len(word) - spread, len(word) + spread)
    return [sized.begun(word[:begin]), sized.ended(word[-end:])]


def _ends(length: int) -> tuple[int, int]:
    """How many letters at the beginning, and how many at the end, are looked up."""
    if length <= 5:
        begin = (length - 1) // 2
        return begin, length - 1 - begin
    return (2, 3) if length < 9 else (3, 3)
