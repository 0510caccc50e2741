"""What is asked while measuring: words of every rank, questions, phrases, filters, and nothing at all."""

import random
from dataclasses import dataclass, field

from bench.words import Vocabulary

RANKS = [(3,), (30,), (300,), (3000,), (12, 60), (150, 40), (2000, 5), (25, 90, 400), (700, 7, 70)]
"""Words by how frequent they are, the first the most."""


@dataclass(frozen=True)
class Question:
    text: str
    filters: dict[str, list[str]] = field(default_factory=dict)


def questions(vocabulary: Vocabulary) -> list[Question]:
    words = vocabulary.words
    texts = [" ".join(words[rank - 1] for rank in ranks) for ranks in RANKS]
    chance = random.Random(1)
    long = [vocabulary.text(chance, 9) for _n in range(2)]
    return [
        *map(Question, texts),
        *map(Question, long),
        Question(f'"{words[0]} {words[1]}"'),
        Question(texts[0], {"kind": ["lesson"]}),
        Question(texts[1], {"kind": ["course", "lesson"], "language": ["en"]}),
        Question(""),
        Question("", {"kind": ["wiki_page"]}),
    ]


def beginnings(vocabulary: Vocabulary) -> list[str]:
    """What stands in the box while somebody types."""
    words = vocabulary.words
    return [
        *(words[rank][:length] for rank in (5, 50, 500) for length in (2, 3, 4)),
        f"{words[10]} {words[80][:3]}",
    ]
