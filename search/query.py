"""What a person asked for: pure functions from typed text and chosen facets to what engines understand."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from search.words import words

LONGEST_QUERY = 400
MOST_WORDS = 32
MOST_VALUES = 20
LONGEST_VALUE = 255

FACETS = ("kind", "topic", "language", "level", "community")
"""What results can be narrowed by."""
COUNTED = ("kind", "topic")
"""The facets whose values are counted with every answer."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_CHUNK = re.compile(r'"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True)
class Query:
    """All `parts` must be found; each is a word or a phrase, as a tuple of folded words.

    `text` is what was typed, made harmless. With `prefix`, the last word of the last part may be
    only the beginning of a word.
    """

    text: str
    parts: tuple[tuple[str, ...], ...] = ()
    prefix: bool = False

    @property
    def blank(self) -> bool:
        """Nothing was typed: everything matches, the latest first."""
        return not self.text

    @property
    def hopeless(self) -> bool:
        """Something was typed, but it holds no letter and no digit: nothing matches."""
        return bool(self.text) and not self.parts


def parse(text: str, *, prefix: bool = False) -> Query:
    """Understand any text at all; what is too long is cut, what is no word is left out."""
    clean = text[:LONGEST_QUERY].encode("utf-8", "replace").decode().replace("\0", "?").strip()
    parts: list[tuple[str, ...]] = []
    left = MOST_WORDS
    for phrase, word in _CHUNK.findall(clean.translate(_QUOTES)):
        part = tuple(words(phrase or word)[:left])
        if part and part not in parts:
            parts.append(part)
            left -= len(part)
    return Query(text=clean, parts=tuple(parts), prefix=prefix)


@dataclass(frozen=True)
class Filters:
    """Chosen facet values: one value of a facet is enough, every chosen facet must agree."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    @classmethod
    def of(cls, values: Mapping[str, Iterable[str]]) -> Self:
        """Filters from lists of values by facet name.

        Names that are no facet, and values that no facet could have, are left out.
        """
        named = ((name, tuple(filter(_is_possible, dict.fromkeys(values.get(name, ()))))) for name in FACETS)
        return cls(tuple((name, kept[:MOST_VALUES]) for name, kept in named if kept))

    def __bool__(self) -> bool:
        return bool(self.chosen)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return dict(self.chosen).get(name, ())

    def without(self, name: str) -> Self:
        """The same filters save one facet; its values are counted under these."""
        return type(self)(tuple(pair for pair in self.chosen if pair[0] != name))


def _is_possible(value: str) -> bool:
    return value.isprintable() and 0 < len(value) <= LONGEST_VALUE
