"""How good a ranking is, from the grades of what it put where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean
from typing import Self

Grades = Mapping[str, int]
"""How well each judged document answers one query; 0 and below, or no grade: it does not."""
DEPTH = 100
"""As many places of a ranking are looked at."""


def ndcg(ranking: Sequence[str], grades: Grades, places: int = 10) -> float:
    """The gain of the first places, discounted by place, over that of the best ranking there can be.

    The gain of a document is its grade, its discount log2(place + 1): Järvelin and Kekäläinen,
    "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20 (2002), in the form of trec_eval's
    `ndcg_cut`.
    """
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    gains = [max(grades.get(document, 0), 0) for document in ranking[:places]]
    return _discounted(gains) / _discounted(best[:places])


def reciprocal_rank(ranking: Sequence[str], grades: Grades, places: int = 10) -> float:
    """One over the place of the first document that answers; 0 when none of the first places does."""
    for place, document in enumerate(ranking[:places], start=1):
        if grades.get(document, 0) > 0:
            return 1 / place
    return 0.0


def recall(ranking: Sequence[str], grades: Grades, places: int = DEPTH) -> float:
    """The part of all answering documents that is among the first places."""
    answers = {document for document, grade in grades.items() if grade > 0}
    return len(answers.intersection(ranking[:places])) / len(answers)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains, start=1))


@dataclass(frozen=True)
class Scores:
    """The means over queries, each of which some document answers."""

    ndcg: float
    mrr: float
    recall: float

    @classmethod
    def of(cls, rankings: Mapping[str, Sequence[str]], grades: Mapping[str, Grades]) -> Self:
        """The scores of rankings by query. Without a query all are 0."""
        if not rankings:
            return cls(0.0, 0.0, 0.0)
        pairs = [(ranking, grades[query]) for query, ranking in rankings.items()]
        return cls(
            ndcg=fmean(ndcg(*pair) for pair in pairs),
            mrr=fmean(reciprocal_rank(*pair) for pair in pairs),
            recall=fmean(recall(*pair) for pair in pairs),
        )

    def __str__(self) -> str:
        return f"nDCG@10={self.ndcg:.3f} MRR@10={self.mrr:.3f} recall@100={self.recall:.3f}"
