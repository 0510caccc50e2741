"""What a person asked for: pure functions from typed text and chosen facets to what engines understand."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from search.stopwords import meaningful
from search.words import IDEOGRAPHS, words

LONGEST_QUERY = 400
MOST_WORDS = 32
MOST_VALUES = 20
LONGEST_VALUE = 255
SHOWN_OF_LONG = 40

FACETS = ("kind", "topic", "community", "language", "level", "length", "when", "seats", "teacher")
"""What results can be narrowed by; the values of each are counted with every answer."""
TYPED = {"topic": "topic", "by": "teacher", "in": "community", "kind": "kind", "lang": "language"}
"""The filters that can be typed in the box, and the facet that each means."""
SORTS = ("relevance", "soonest", "newest", "helpful")

Phrase = tuple[str, ...]
"""Folded words that follow one another."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "−": "-", "–": "-"})
_CHUNK = re.compile(
    rf'(?<!\S)(?P<name>{"|".join(TYPED)}):(?P<value>"[^"]+"|[^\s"]+)'
    rf'|(?<!\S)-(?P<not>"[^"]*[^\s"][^"]*"|(?:[{IDEOGRAPHS}]|[^\W\d_][^\W_])[^\s"]*)'
    r'|"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)',
    re.IGNORECASE,
)
"""A minus leaves out words only: `ls -l` is pasted from somewhere, and `-40` is a number."""


@dataclass(frozen=True)
class Part:
    """Something to be found: any one of these phrases. A required part is never left out."""

    alternatives: tuple[Phrase, ...]
    required: bool = False

    def apart(self) -> "list[Part]":
        """Its words as parts of their own, unless they have to stay together or mean the same as others."""
        if self.required or len(self.alternatives) > 1:
            return [self]
        return [Part(((word,),)) for word in self.alternatives[0]]


@dataclass(frozen=True)
class Typed:
    """A filter typed in the box: `literal` is what stands there, `name` the facet it means."""

    name: str
    value: str
    literal: str


@dataclass(frozen=True)
class Query:
    """`parts` to be found, `excluded` phrases of which none may be there.

    `text` is what was typed, made harmless. All parts have to be found, unless `least` is given: then
    the required ones and at least so many of the others. With `prefix`, the last word of the last part
    may be only the beginning of a word.
    """

    text: str
    parts: tuple[Part, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    typed: tuple[Typed, ...] = ()
    prefix: bool = False
    least: int = 0

    @property
    def blank(self) -> bool:
        """No words were asked for: everything matches, the latest first."""
        return not self.parts and (not self.text or bool(self.excluded or self.typed))

    @property
    def hopeless(self) -> bool:
        """Something was typed, but it holds no letter and no digit: nothing matches."""
        return not self.parts and not self.blank

    @property
    def optional(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.required)

    @property
    def relaxed(self) -> Self:
        """The same question, content with enough of the words; itself when it has to have them all.

        One of up to five words is enough, and about a quarter of more. Words that only a hyphen or a dot
        held together, as in “node.js”, may then stand apart.
        """
        apart = tuple(dict.fromkeys(single for part in self.parts for single in part.apart()))
        count = sum(not part.required for part in apart)
        if self.least or count < 2:
            return self
        return replace(self, parts=apart, least=max(1, (count + 2) // 4))

    def typed_as_words(self, names: Iterable[Typed]) -> Self:
        """The query with these typed filters read as the plain words they are made of."""
        unread = set(names)
        if not unread:
            return self
        added = [_part(words(one.literal)) for one in self.typed if one in unread]
        known = tuple(one for one in self.typed if one not in unread)
        parts = dict.fromkeys([*self.parts, *(part for part in added if part)])
        return replace(self, parts=tuple(parts), typed=known)


def parse(text: str, *, prefix: bool = False) -> Query:
    """Understand any text at all; what is too long is cut, what is no word is left out."""
    clean = text[:LONGEST_QUERY].encode("utf-8", "replace").decode().replace("\0", "?").strip()
    if prefix:
        found = tuple(_part([word]) for word in dict.fromkeys(words(clean)[:MOST_WORDS]))
        return Query(text=clean, parts=found, prefix=True)
    plain: list[Part] = []
    typed: list[Typed] = []
    excluded: list[Phrase] = []
    left = MOST_WORDS
    for chunk in _CHUNK.finditer(clean.translate(_QUOTES)):
        if name := chunk["name"]:
            typed.append(Typed(TYPED[name.lower()], chunk["value"].strip('"'), chunk[0]))
        elif chunk["not"]:
            excluded.append(tuple(words(chunk["not"])[:left]))
        else:
            phrase = words(chunk["phrase"] or chunk["word"] or "")[:left]
            left -= len(phrase)
            if phrase:
                plain.append(_part(phrase, required=bool(chunk["phrase"])))
    return Query(
        text=clean,
        parts=tuple(dict.fromkeys(_telling(plain))),
        excluded=tuple(dict.fromkeys(filter(None, excluded))),
        typed=tuple(typed),
    )


def without(text: str, literals: Iterable[str]) -> str:
    """The text without these filters that are typed in it."""
    gone = set(literals)
    return _cut(text, lambda chunk: bool(chunk["name"]) and chunk[0] in gone)


def without_exclusions(text: str) -> str:
    """The text without the words that must not be there."""
    return _cut(text, lambda chunk: bool(chunk["not"]))


def _cut(text: str, is_gone: Callable[[re.Match[str]], bool]) -> str:
    """The text without these of its chunks; untouched when there are none."""
    kept = []
    at = 0
    for chunk in _CHUNK.finditer(text.translate(_QUOTES)):
        if is_gone(chunk):
            kept.append(text[at : chunk.start()])
            at = chunk.end()
    return " ".join("".join([*kept, text[at:]]).split()) if kept else text


def plain_stretches(text: str) -> list[tuple[int, int]]:
    """Where in a query's text, from and before, stand words that are not quoted, excluded or a filter."""
    chunks = _CHUNK.finditer(text.translate(_QUOTES))
    return [chunk.span("word") for chunk in chunks if chunk["word"]]


def _part(phrase: list[str], *, required: bool = False) -> Part:
    return Part((tuple(phrase),), required)


def _telling(parts: list[Part]) -> list[Part]:
    """The parts without words like “how” and “the”, unless there is nothing else."""
    kept = meaningful([part.alternatives[0] for part in parts if not part.required])
    return [part for part in parts if part.required or part.alternatives[0] in kept]


@dataclass(frozen=True)
class Filters:
    """Chosen facet values: one value of a facet is enough, every chosen facet must agree."""

    chosen: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    @classmethod
    def of(cls, values: Mapping[str, Iterable[str]]) -> Self:
        """Filters from lists of values by facet name.

        Names that are no facet are left out; values that no facet could have become harmless ones that
        none has either.
        """
        named = (
            (name, tuple(dict.fromkeys(map(_harmless, filter(None, values.get(name, ()))))))
            for name in FACETS
        )
        return cls(tuple((name, kept[:MOST_VALUES]) for name, kept in named if kept))

    def __bool__(self) -> bool:
        return bool(self.chosen)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return dict(self.chosen).get(name, ())

    def without(self, name: str) -> Self:
        """The same filters save one facet; its values are counted under these."""
        return type(self)(tuple(pair for pair in self.chosen if pair[0] != name))

    def also(self, pairs: Iterable[tuple[str, str]]) -> Self:
        """The same filters with more values, as pairs of facet and value."""
        values = {name: list(chosen) for name, chosen in self.chosen}
        for name, value in pairs:
            values.setdefault(name, []).append(value)
        return self.of(values)


def _harmless(value: str) -> str:
    shown = value if value.isprintable() else "".join(one if one.isprintable() else "?" for one in value)
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[:SHOWN_OF_LONG]}…"
