"""Our search beside Wagtail's own backend, on the same pages and the same words."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from statistics import median
from typing import Any

from django.db import OperationalError, connection
from modelsearch.backends import get_search_backend
from modelsearch.index import SearchField
from wagtail.models import Page

from bench.report import Row, clock, repeated, timed
from bench.world import World
from communities.models import CommunityPage, WikiPage
from courses.models import CoursePage, LessonPage
from search import actions
from search.query import Filters

WAGTAILS = "wagtail.search.backends.database"
TEXTS = {CoursePage: ("promise", "body"), LessonPage: ("summary", "body"), WikiPage: ("summary", "html")}
"""What Wagtail's index holds here beside titles, so that both sides read the same words."""
RANKS = [(3,), (30,), (130,), (400,), (30, 130)]
"""Words of most pages, of one in three, in ten and in twenty, and two together."""
MOST_SECONDS = 60
"""A question of Wagtail's is cut off then; its index, too, is given no more than ten times that."""
GOALS = {("sqlite", 2_000): "≥ 20", ("sqlite", 10_000): "≥ 200"}


def beside_wagtail(world: World, size: int) -> Iterator[Row]:
    """At the sizes for which there is a goal, and never beyond: Wagtail's cost grows with the square."""
    if size > max(size for _vendor, size in GOALS):
        return
    yield Row(f"Wagtail's index of the same pages, {size:,} documents", _fill(), "s")
    spent: list[tuple[float, float]] = []
    cut_any = False
    for ranks in RANKS:
        text = " ".join(world.vocabulary.words[rank - 1] for rank in ranks)
        ours = median(repeated([partial(actions.search, text, world.reader, Filters())], 7))
        theirs, cut = _theirs(text)
        spent.append((theirs, ours))
        cut_any = cut_any or cut
        name = " and ".join(map(str, ranks))
        yield Row(f"Wagtail's search over ours, word {name}, {size:,} documents", theirs / ours, at_least=cut)
    theirs, ours = map(sum, zip(*spent, strict=True))
    yield Row(
        f"Wagtail's search, {size:,} documents, mean", 1000 * theirs / len(RANKS), "ms", at_least=cut_any
    )
    goal = GOALS.get((connection.vendor, size), "")
    yield Row(
        f"Wagtail's search over ours, {size:,} documents, mean", theirs / ours, goal=goal, at_least=cut_any
    )


def _fill() -> float:
    """Seconds to index every page anew."""
    backend = get_search_backend(WAGTAILS)
    began = clock()
    backend.reset_indexes()
    for model in (*TEXTS, CommunityPage):
        texts = [SearchField(name) for name in TEXTS.get(model, ())]
        model.search_fields = [*Page.search_fields, *texts]
        pages = list(model.get_indexed_objects())
        for start in range(0, len(pages), 1000):
            backend.add_bulk(model, pages[start : start + 1000])
    return clock() - began


def _theirs(text: str) -> tuple[float, bool]:
    """Seconds for total, counts by kind and the first 20, and whether they were cut off."""

    def ask() -> None:
        found: Any = get_search_backend(WAGTAILS).search(text, Page.objects.all())
        found.count()
        found.facet("content_type_id")
        list(found[:20])

    began = clock()
    try:
        with _cut_off(MOST_SECONDS):
            return timed(ask), False
    except OperationalError:
        return clock() - began, True


@contextmanager
def _cut_off(seconds: float) -> Iterator[None]:
    """Ends a statement of SQLite that takes longer; a server has a setting for it."""
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = %s", [int(1000 * seconds)])
        yield
        return
    connection.ensure_connection()
    timer = threading.Timer(seconds, connection.connection.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
