"""The search call of the page (ids, total, facets, 20 hits loaded) at every size, beside completing."""

from collections.abc import Iterator
from functools import partial

from bench.questions import beginnings, questions
from bench.report import Row, Times, repeated
from bench.world import World
from search import actions, suggestions
from search.query import Filters

ROUNDS = 7
GROWTH, GROWN = "≤ 3", (2_000, 20_000)
TYPEAHEAD, TYPED_AT = "≥ 10", 10_000


class Searching:
    """Remembers the medians, so that sizes can be compared."""

    def __init__(self) -> None:
        self._medians: dict[int, float] = {}

    def at(self, world: World, size: int) -> Iterator[Row]:
        calls = [
            partial(actions.search, question.text, world.reader, Filters.of(question.filters))
            for question in questions(world.vocabulary)
        ]
        times = Times.of(repeated(calls, ROUNDS))
        self._medians[size] = times.p50
        yield from times.rows(f"search with facets, {size:,} documents")[:2]
        typed = [partial(suggestions.suggest, text, world.reader) for text in beginnings(world.vocabulary)]
        completing = Times.of(repeated(typed, ROUNDS))
        goal = TYPEAHEAD if size == TYPED_AT else ""
        yield from completing.rows(f"completing while typing, {size:,} documents")[:2]
        yield Row(f"search over completing, p50, {size:,} documents", times.p50 / completing.p50, goal=goal)

    def growth(self) -> Iterator[Row]:
        """What ten times as many documents cost."""
        if len(self._medians) > 1:
            few, many = min(self._medians), max(self._medians)
            goal = GROWTH if (few, many) == GROWN else ""
            grown = self._medians[many] / self._medians[few]
            yield Row(f"search p50, {many:,} over {few:,} documents", grown, goal=goal)
