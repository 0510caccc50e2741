"""The words around a match, with the matches marked; worked out from the documents of one page.

The same for every engine: what is shown is the author's own text, never an index's.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import quote

from content.folding import fold
from search.query import Phrase, Query
from search.words import IDEOGRAPHS

if TYPE_CHECKING:
    from search.models import SearchDocument

LENGTH = 240
MOST_MATCHES = 50
"""Matches among which the best place for an excerpt is looked for."""
LONGEST_ENDING = 6
"""Letters that other forms of a word may have more than its root, as in “present” and “presentations”."""
_LEAD = 60
_ENDINGS = re.compile(r"(?:ations?|ings?|ed|es|s|ly|er|e|y)$")
_BEGINNING = r"(?<![^\W_])"
_GAP = r"[\W_]*"
"""What may stand between the words of a phrase."""
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_SPELLINGS = {"ss": "(?:ss|ß)", "ae": "(?:ae|æ)", "oe": "(?:oe|œ)", "th": "(?:th|þ)"}


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is a match."""

    text: str
    marked: bool = False


def pattern_of(query: Query) -> re.Pattern[str] | None:
    """Finds the query's phrases, with other forms of their words, in text that went through `_aligned`.

    Every phrase is a group of its own.
    """
    found = {phrase for part in query.parts for phrase in part.alternatives if phrase}
    return _either(sorted(found, key=lambda phrase: (-len(" ".join(phrase)), phrase)), _stem)


def beginnings_of(words: Sequence[str]) -> re.Pattern[str] | None:
    """Finds folded words as they stand, and the last one also where it only begins a word."""
    last = words[-1] if words else ""
    return _either(
        [(word,) for word in dict.fromkeys(words)], lambda word: _word(word) if word == last else _whole(word)
    )


def _either(phrases: Sequence[Phrase], form: Callable[[str], str]) -> re.Pattern[str] | None:
    """Any of these, each where a word begins; an ideograph may stand within others."""
    within = [phrase for phrase in phrases if _IDEOGRAPH.fullmatch(phrase[0])]
    groups = [f"({_GAP.join(map(form, phrase))})" for phrase in phrases if phrase not in within]
    parts = [rf"{_BEGINNING}(?:{'|'.join(groups)})"] if groups else []
    parts += [f"({_GAP.join(map(form, phrase))})" for phrase in within]
    return re.compile("|".join(parts)) if parts else None


def marked(text: str, pattern: re.Pattern[str] | None) -> tuple[Piece, ...]:
    """The whole text in pieces."""
    if pattern is None or not text:
        return (Piece(text),) if text else ()
    pieces, at = [], 0
    for match in pattern.finditer(_aligned(text)):
        if match.start() > at:
            pieces.append(Piece(text[at : match.start()]))
        pieces.append(Piece(text[match.start() : match.end()], marked=True))
        at = match.end()
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return tuple(pieces)


def matches(text: str, pattern: re.Pattern[str] | None) -> bool:
    return pattern is not None and pattern.search(_aligned(text)) is not None


def excerpt(summary: str, body: str, pattern: re.Pattern[str] | None) -> tuple[Piece, ...]:
    """The summary, unless more of the words stand together in the body: then what stands around those."""
    place = _passage(summary, body, pattern)
    return marked(_around(summary or body, 0) if place is None else _around(body, place), pattern)


def place_of(document: "SearchDocument", pattern: re.Pattern[str] | None) -> str:
    """`#anchor` of the passage that the excerpt shows; nothing when it shows the summary or the start.

    `document.anchors` are in their order, as the projection writes them.
    """
    place = _passage(document.summary, document.body, pattern)
    if place is None:
        return ""
    before = bisect_right(document.anchors, place, key=itemgetter(0))
    return f"#{quote(document.anchors[before - 1][1])}" if before else ""


@lru_cache(maxsize=4)  # an excerpt and its place are asked for one after the other
def _passage(summary: str, body: str, pattern: re.Pattern[str] | None) -> int | None:
    """Where in the body the most of the phrases stand together, if those are more than the summary holds."""
    if pattern is None:
        return None
    held = len({match.lastindex for match in pattern.finditer(_aligned(summary))})
    if held == pattern.groups:
        return None
    found = [
        (match.start(), match.lastindex)
        for match in islice(pattern.finditer(_aligned(body)), MOST_MATCHES if pattern.groups > 1 else 1)
    ]
    most, place = held, None
    for n, (start, _group) in enumerate(found):
        near = {group for at, group in found[n:] if at - start < LENGTH - _LEAD}
        if len(near) > most:
            most, place = len(near), start
    return place


def _around(text: str, at: int) -> str:
    """A stretch of about `LENGTH` characters, cut between words."""
    start = 0 if at <= _LEAD else text.find(" ", at - _LEAD, at) + 1 or at
    end = len(text) if len(text) - start <= LENGTH else text.rfind(" ", start, start + LENGTH)
    end = end if end > start else start + LENGTH
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def _stem(word: str) -> str:
    """A pattern for the word and its usual endings; short words stand for themselves."""
    if _IDEOGRAPH.fullmatch(word):
        return word
    root = _ENDINGS.sub("", word) if len(word) > 4 else word
    root = root if len(root) >= 3 else word
    ending = rf"[^\W_]{{0,{LONGEST_ENDING}}}" if len(word) > 4 else "(?:s|es)?"
    return rf"{_word(root)}{ending}(?![^\W_])"


def _whole(word: str) -> str:
    return word if _IDEOGRAPH.fullmatch(word) else rf"{_word(word)}(?![^\W_])"


def _word(word: str) -> str:
    """A pattern for a word in each of its spellings."""
    spelt = re.escape(word)
    for plain, either in _SPELLINGS.items():
        spelt = spelt.replace(plain, either)
    return spelt


def _aligned(text: str) -> str:
    """The text folded letter by letter, so that places in it are places in the text."""
    if text.isascii():
        return text.lower()
    return text.translate(_LETTERS)


class _Letters(dict[int, str]):
    """One letter for each letter; those that fold into two keep their own form."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        self[code] = folded if len(folded) == 1 else chr(code).lower()[:1]
        return self[code]


_LETTERS = _Letters()
