"""Adds up what can be narrowed down: from combinations of facet values to the count of each value."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from search.query import FACETS, Filters

IN_WEEK, IN_MONTH, TO_COME = 1, 2, 4
_DATES = {"week": IN_WEEK, "month": IN_MONTH, "any": TO_COME}


@dataclass(frozen=True)
class Combination:
    """So many matches agree in all these pairs of facet and value, and in when their next date is.

    `bucket` adds up `IN_WEEK`, `IN_MONTH` and `TO_COME`.
    """

    values: tuple[tuple[str, str], ...]
    bucket: int
    count: int

    def pairs(self) -> list[tuple[str, str]]:
        return [*self.values, *(("when", value) for value, bit in _DATES.items() if self.bucket & bit)]


def counted(
    combinations: Iterable[Combination], filters: Filters, *, names: bool
) -> tuple[int, dict[str, list[tuple[str, int]]]]:
    """How many match under all filters, and how many each value would give under the other facets' filters.

    The most frequent values come first, equal ones by name. Without `names` nobody is told who teaches.
    """
    total = 0
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    shown = {name for name in FACETS if names or name != "teacher"}
    chosen = [(name, frozenset(values)) for name, values in filters.chosen]
    for combination in combinations:
        pairs = combination.pairs()
        unmet = {name for name, values in chosen if not any(n == name and v in values for n, v in pairs)}
        if not unmet:
            total += combination.count
        if len(unmet) > 1:
            continue
        for name, value in pairs:
            if name in shown and unmet <= {name}:
                counts[name][value] += combination.count
    return total, {
        name: sorted(counts[name].items(), key=lambda pair: (-pair[1], pair[0])) for name in FACETS
    }
