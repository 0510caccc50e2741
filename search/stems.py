"""Stems of folded words, for the index of a database that by itself knows those of English only."""

from collections.abc import Sequence
from threading import local

from Stemmer import Stemmer

_own = local()
"""A stemmer keeps the word it works on in itself, so that every thread has its own."""


def stemmed(words: Sequence[str], stemmer: str) -> list[str]:
    """The stem of each word, by the stemmer of this name."""
    stems: list[str] = _stemmer(stemmer).stemWords(words)
    return [stem or word for stem, word in zip(stems, words, strict=True)]


def _stemmer(name: str) -> Stemmer:
    known: dict[str, Stemmer] = _own.__dict__
    if name not in known:
        known[name] = Stemmer(name)
    return known[name]
