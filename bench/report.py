"""Timing and telling: each row names what was measured, beside its goal where there is one."""

import gc
import operator
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from django.db import connection

_SIGNS = {"≥": operator.ge, "≤": operator.le}


@dataclass(frozen=True)
class Row:
    """`goal` is written as `≥ 20` or `≤ 3`; `at_least` tells that the true value lies above the measured."""

    what: str
    value: float
    unit: str = "×"
    goal: str = ""
    at_least: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if not self.goal:
            return None
        sign, _space, bound = self.goal.partition(" ")
        return bool(_SIGNS[sign](self.value, float(bound.replace(",", ""))))

    def __str__(self) -> str:
        value = f"{'> ' if self.at_least else ''}{_short(self.value)} {self.unit}"
        verdict = {None: "", True: "holds", False: "MISSED"}[self.holds]
        return f"  {self.what:66} {value:>16}   {self.goal:>9}   {verdict}".rstrip()


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


@dataclass(frozen=True)
class Times:
    """Milliseconds of many runs."""

    p50: float
    p95: float
    p99: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        many = [1000 * each for each in seconds]
        cuts = quantiles(many * 2 if len(many) == 1 else many, n=100, method="inclusive")
        return cls(cuts[49], cuts[94], cuts[98])

    def rows(self, what: str) -> list[Row]:
        named = {"p50": self.p50, "p95": self.p95, "p99": self.p99}
        return [Row(f"{what}, {name}", value, "ms") for name, value in named.items()]


def clock() -> float:
    """Seconds: of this process's work where the database is part of it, else of the clock on the wall.

    So a machine that is busy with something else does not change what SQLite costs.
    """
    return time.process_time() if connection.vendor == "sqlite" else time.perf_counter()


def timed(work: Callable[[], object], seconds: Callable[[], float] = clock) -> float:
    """Seconds for one run."""
    began = seconds()
    work()
    return seconds() - began


def repeated(
    works: Sequence[Callable[[], object]],
    rounds: int,
    seconds: Callable[[], float] = clock,
    most_seconds: float = 60,
) -> list[float]:
    """Seconds of each work in turn, so many rounds after one to warm up; fewer when the time is over."""
    for work in works:
        work()
    gc.collect()
    spent: list[float] = []
    while len(spent) < rounds * len(works) and sum(spent) < most_seconds:
        spent += [timed(work, seconds) for work in works]
    return spent
