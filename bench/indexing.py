"""How fast search learns of what is new: projection and full text through our own code."""

import time
from collections.abc import Iterator

from bench.report import Row
from bench.world import World

RATE = "≥ 1,000"


def indexing(world: World, size: int) -> Iterator[Row]:
    began = time.perf_counter()
    count = world.index()
    yield Row(f"documents indexed up to {size:,}", count / (time.perf_counter() - began), "documents/s", RATE)
