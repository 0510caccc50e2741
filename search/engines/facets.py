"""Adds up what can be narrowed down: from sets of facet values to the count of each value."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from search.query import FACETS, Filters
from search.shared import pairs_of

IN_WEEK, IN_MONTH, TO_COME = 1, 2, 4
_DATES = {"week": IN_WEEK, "month": IN_MONTH, "any": TO_COME}

Combination = tuple[str, int, int]
"""What a facet set says, a bucket, and how many matches agree in both.

A bucket tells when the next date is; it adds up `IN_WEEK`, `IN_MONTH` and `TO_COME`.
"""
Pair = tuple[str, str]
Counts = dict[str, list[tuple[str, int]]]


def counted(combinations: Iterable[Combination], filters: Filters, *, names: bool) -> tuple[int, Counts]:
    """How many match under all filters, and how many each value would give under the other facets' filters.

    The most frequent values come first, equal ones by name. Without `names` nobody is told who teaches.
    """
    chosen = {name: frozenset((name, value) for value in values) for name, values in filters.chosen}
    total = 0
    counts: dict[Pair, int] = defaultdict(int)
    for said, bucket, count in combinations:
        pairs = _pairs(said, bucket)
        unmet = [name for name, wanted in chosen.items() if wanted.isdisjoint(pairs)] if chosen else []
        if not unmet:
            total += count
            for pair in pairs:
                counts[pair] += count
        elif len(unmet) == 1:
            for pair in pairs:
                if pair[0] == unmet[0]:
                    counts[pair] += count
    return total, _by_facet(counts, names=names)


def _by_facet(counts: dict[Pair, int], *, names: bool) -> Counts:
    found: Counts = {name: [] for name in FACETS}
    for (name, value), count in counts.items():
        if names or name != "teacher":
            found[name].append((value, count))
    return {name: sorted(values, key=lambda pair: (-pair[1], pair[0])) for name, values in found.items()}


@lru_cache(maxsize=100_000)
def _pairs(said: str, bucket: int) -> tuple[Pair, ...]:
    """The values that are counted; equal pairs are one object, which is quicker to look up."""
    dates = [("when", value) for value, bit in _DATES.items() if bucket & bit]
    return tuple(_pair(*pair) for pair in [*pairs_of(said), *dates] if pair[0] in FACETS)


@lru_cache(maxsize=100_000)
def _pair(name: str, value: str) -> Pair:
    return name, value
