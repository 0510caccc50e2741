"""Stems of folded words, for the index of a database that by itself knows those of English only."""

from collections.abc import Sequence
from functools import cache, lru_cache
from threading import Lock
from typing import Any

import snowballstemmer

_one_at_a_time = Lock()
"""A stemmer keeps its word in itself."""


def stemmed(words: Sequence[str], stemmer: str) -> list[str]:
    """The stem of each word, by the stemmer of this name."""
    return [_stem(word, stemmer) for word in words]


@lru_cache(maxsize=200_000)
def _stem(word: str, stemmer: str) -> str:
    with _one_at_a_time:
        stem: str = _stemmer(stemmer).stemWord(word)
    return stem or word


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)
