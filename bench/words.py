"""Made-up words and texts that are spread as those of a language are; the same seed gives the same."""

import random
from itertools import accumulate

SEED = 20_000
SIZE = 20_000
_FIRST = [
    "b",
    "br",
    "c",
    "ch",
    "d",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "st",
    "t",
    "v",
]
_VOWELS = ["a", "e", "i", "o", "u", "ea", "ou"]
_LAST = ["", "", "n", "r", "l", "s", "t", "nd", "ck"]
_ENDINGS = ["", "", "", "s", "ed", "ing"]


class Vocabulary:
    """Words by rank: the first is as frequent as the second twice over, as Zipf found."""

    def __init__(self, seed: int = SEED, size: int = SIZE) -> None:
        chance = random.Random(seed)
        words: dict[str, None] = {}
        while len(words) < size:
            syllables = chance.choices((1, 2, 3, 4), (1, 4, 4, 1))[0]
            words["".join(self._syllable(chance) for _n in range(syllables))] = None
        self.words = list(words)
        self._weights = list(accumulate(1 / rank for rank in range(1, size + 1)))

    @staticmethod
    def _syllable(chance: random.Random) -> str:
        return chance.choice(_FIRST) + chance.choice(_VOWELS) + chance.choice(_LAST)

    def text(self, chance: random.Random, count: int) -> str:
        """So many words, some of them with an ending."""
        stems = chance.choices(self.words, cum_weights=self._weights, k=count)
        return " ".join(map(str.__add__, stems, chance.choices(_ENDINGS, k=count)))

    def title(self, chance: random.Random) -> str:
        return self.text(chance, chance.randint(3, 7)).capitalize()

    def long_text(self, chance: random.Random, usual: int) -> str:
        """Mostly about the usual number of words, now and then many more."""
        return self.text(chance, min(int(chance.lognormvariate(0, 0.7) * usual) + 5, 20 * usual))
