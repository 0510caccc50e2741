"""How fast search learns of what is new: projection and full text through our own code."""

from collections.abc import Iterator

from bench.report import Row, clock
from bench.world import World

RATE = "≥ 1,000"


def indexing(world: World, size: int) -> Iterator[Row]:
    began = clock()
    count = world.index()
    yield Row(f"documents indexed up to {size:,}", count / (clock() - began), "documents/s", RATE)
