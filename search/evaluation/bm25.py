"""BM25 with stemming: the reference that the engines stand beside.

It shares nothing with them: words, stems and scores are its own, so that a fault of theirs cannot
lift or lower it.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from heapq import nsmallest
from math import log

from Stemmer import Stemmer

from search.evaluation.judged import Document
from search.evaluation.measures import DEPTH

K1, B = 1.2, 0.75
STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "tr": "turkish",
}
"""Snowball's name for each language; words of all others are taken as they stand."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
Stems = Callable[[str], list[str]]


class Bm25:
    """An index in memory, with title and body as one text.

    A document is stemmed, counted and scored among those of its own language; a query is read in
    every language that there is.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self._shelves: dict[str, _Shelf] = {}
        for document in documents:
            language = document.language.lower().partition("-")[0].partition("_")[0]
            if language not in self._shelves:
                self._shelves[language] = _Shelf(stems_of(language))
            self._shelves[language].add(document)

    def rank(self, text: str, places: int = DEPTH) -> list[str]:
        """The ids of the best documents; among equals the first of the file stands first."""
        found = [pair for shelf in self._shelves.values() for pair in shelf.scored(text)]
        return [document for document, _score in nsmallest(places, found, key=lambda pair: -pair[1])]


class _Shelf:
    """The documents of one language."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._ids: list[str] = []
        self._lengths = array("I")
        self._postings: dict[str, tuple[array[int], array[int]]] = defaultdict(
            lambda: (array("I"), array("I"))
        )

    def add(self, document: Document) -> None:
        counts = Counter(self._stems(f"{document.title} {document.body}"))
        for term, count in counts.items():
            numbers, frequencies = self._postings[term]
            numbers.append(len(self._ids))
            frequencies.append(count)
        self._ids.append(document.id)
        self._lengths.append(counts.total())

    def scored(self, text: str) -> list[tuple[str, float]]:
        """Documents that hold a word of the text, by Lucene's BM25Similarity (since version 8).

        idf = ln(1 + (N - n + 0.5) / (n + 0.5)); a word adds idf * f / (f + k1 * (1 - b + b * l / L)),
        as often as the query holds it. Lucene rounds the length l to a byte, this does not.
        """
        scores: dict[int, float] = defaultdict(float)
        size = len(self._ids)
        mean = sum(self._lengths) / size or 1
        for term, times in Counter(self._stems(text)).items():
            numbers, frequencies = self._postings.get(term, ((), ()))
            idf = times * log(1 + (size - len(numbers) + 0.5) / (len(numbers) + 0.5))
            for number, frequency in zip(numbers, frequencies, strict=True):
                norm = K1 * (1 - B + B * self._lengths[number] / mean)
                scores[number] += idf * frequency / (frequency + norm)
        return [(self._ids[number], scores[number]) for number in sorted(scores)]


def stems_of(language: str) -> Stems:
    """What splits a text into the stems of its words; each word is stemmed once."""
    known: dict[str, str] = {}
    name = STEMMERS.get(language)
    stem: Callable[[str], str] = Stemmer(name).stemWord if name else str

    def stems(text: str) -> list[str]:
        words = _WORD.findall(text.lower().replace("’", "'"))
        for word in words:
            if word not in known:
                known[word] = stem(word)
        return [known[word] for word in words]

    return stems
