"""Elasticsearch beside the database: how fast it takes documents in, and how fast it answers."""

import json
import os
import time
import urllib.request
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.test import override_settings

from bench.questions import beginnings, questions
from bench.report import Row, Times, repeated, timed
from bench.searching import ROUNDS
from bench.world import World
from search import actions, suggestions
from search.engines import engine_named
from search.query import Filters


def elasticsearch(world: World, size: int) -> Iterator[Row]:
    """With an index of its own, which goes at the end; nothing where no server answers."""
    url = os.environ.get("BENCH_ELASTICSEARCH", "")
    if not url:
        return
    with override_settings(ELASTICSEARCH_URL=url, ELASTICSEARCH_PREFIX=f"bench-{os.getpid()}"):
        engine: Any = engine_named("elasticsearch")
        try:
            yield from _measured(world, engine, f"{_nodes(url)} nodes, {size:,} documents")
        finally:
            for index in engine.writer.indices.get_alias(index=f"{engine.alias}-*"):
                engine.writer.indices.delete(index=index)


def _measured(world: World, engine: Any, where: str) -> Iterator[Row]:
    taken = timed(lambda: engine.rebuild(lambda _count: None), time.perf_counter)
    yield Row(f"Elasticsearch takes in, {where}", world.size / taken, "documents/s")
    calls = [
        partial(actions.search, question.text, world.reader, Filters.of(question.filters), engine=engine)
        for question in questions(world.vocabulary)
    ]
    yield from Times.of(repeated(calls, ROUNDS, time.perf_counter)).rows(
        f"Elasticsearch, search with facets, {where}"
    )[:2]
    typed = [partial(suggestions.suggest, text, world.reader) for text in beginnings(world.vocabulary)]
    yield from Times.of(repeated(typed, ROUNDS, time.perf_counter)).rows(
        f"Elasticsearch, completing, {where}"
    )[:2]


def _nodes(url: str) -> int:
    with urllib.request.urlopen(f"{url.split(',', maxsplit=1)[0]}/_cluster/health", timeout=5) as answer:  # noqa: S310  # our own
        return int(json.load(answer)["number_of_nodes"])
