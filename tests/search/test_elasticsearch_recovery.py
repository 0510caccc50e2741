"""R10: Elasticsearch goes away while people write, and is as true as before when it is back."""

import os
import random
import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection

from communities.models import WikiPage
from content.models import PageAudience
from courses.models import CoursePage
from people.audience import tokens_for
from search import actions
from search.duties import sync_search
from search.engines import database_engine
from search.engines.base import Ask
from search.engines.elasticsearch import cluster, elasticsearch_engine, forget_engines
from search.models import SearchDocument
from search.query import Filters, parse
from search.upkeep import verify
from tests import factories
from tests.elasticsearch.nodes import one_node

pytestmark = [pytest.mark.elasticsearch, pytest.mark.outage, pytest.mark.django_db(transaction=True)]
AT_LENGTH = (150, 10) if os.environ.get("CI") else (600, 60)
"""Writes and seconds of the stories that are told at length; shorter where everything runs in a row."""
PATIENCE = 240
"""Seconds after which a story that does not end is given up."""


class Writing:
    """Courses and wiki pages that change at random: what is done next is one of six verbs, in turn."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.ada = factories.person("Ada Brook")
        self.water = factories.community("Water", self.ada)
        self.done = 0
        for _n in range(20):
            self.create()

    def write(self):
        verbs = (self.create, self.edit, self.move, self.unpublish, self.restrict, self.delete)
        verbs[self.done % len(verbs)]()
        self.done += 1

    def create(self):
        text = f"wells and {self.chance.choice(['springs', 'lakes', 'rivers'])}"
        if self.chance.random() < 0.4:
            factories.course(f"Course on {text}", self.ada)
        else:
            factories.wiki_page(self.water, f"Page about {text}", parent=self._any(WikiPage, or_none=True))

    def edit(self):
        page = self._any(self.chance.choice([CoursePage, WikiPage]), live=None)
        page.title, page.live = f"Edited wells {self.done}", True
        page.save()

    def move(self):
        page = self._any(WikiPage)
        inside = WikiPage.objects.descendant_of(page, inclusive=True)
        above = self.chance.choice([*WikiPage.objects.exclude(pk__in=inside), self.water])
        page.move(type(above).objects.get(pk=above.pk), "last-child")

    def unpublish(self):
        self._any(self.chance.choice([CoursePage, WikiPage])).unpublish()

    def restrict(self):
        page = self._any(CoursePage)
        PageAudience.objects.filter(page=page).delete()
        PageAudience.objects.create(page=page, token=self.chance.choice(["all", "public", "team:7"]))

    def delete(self):
        pages = (
            CoursePage.objects.all() if self.chance.random() < 0.5 else WikiPage.objects.filter(numchild=0)
        )
        if pages.count() > 8:
            self.chance.choice(list(pages.order_by("pk"))).delete()

    def _any(self, model, *, live=True, or_none=False):
        pages = model.objects.filter(live=True) if live else model.objects.all()
        found = list(pages.order_by("pk")) or list(model.objects.order_by("pk"))
        return self.chance.choice([*found, None] if or_none else found)


@pytest.fixture(scope="module")
def node():
    with one_node() as node:
        yield node


@pytest.fixture
def engine(node, settings, monkeypatch):
    """An engine that gives up soon, so that a story is short and late messages happen."""
    monkeypatch.setattr(cluster, "WRITE_SECONDS", 2)
    monkeypatch.setattr("search.breaker.PAUSE", 0.5)
    settings.ELASTICSEARCH_URL = node.url
    settings.ELASTICSEARCH_PREFIX = f"test-{random.randrange(10**9)}"
    forget_engines()
    yield elasticsearch_engine()
    forget_engines()


@contextmanager
def workers(count):
    """As many workers as that, each with a connection of its own, until the story is over."""
    over = threading.Event()

    def work():
        while not over.is_set():
            if not sync_search():
                over.wait(0.05)
        connection.close()

    threads = [threading.Thread(target=work, daemon=True) for _n in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(PATIENCE)


def until(true):
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


def all_is_sent():
    return not SearchDocument.objects.behind().exists()


def is_read(engine):
    return engine.writer.indices.exists_alias(name=engine.alias).body


def story(engine, writes, seconds, go, come):
    """A third of the writes before the outage, a third within its seconds, a third afterwards."""
    writing = Writing(seed=writes)
    asked = set()
    with workers(2):
        until(lambda: is_read(engine))
        while writing.done < writes // 3:
            writing.write()
        go()
        ends = time.monotonic() + seconds
        while writing.done < 2 * writes // 3:
            writing.write()
            asked.add(actions.search("wells", writing.ada, Filters()).results.engine)
            left = 2 * writes // 3 - writing.done
            time.sleep(max(0, (ends - time.monotonic()) / left) if left else 0)
        until(lambda: time.monotonic() >= ends)
        assert database_engine().name in asked
        come()
        while writing.done < writes:
            writing.write()
        until(all_is_sent)
    index_equals_database(engine, writing.ada)


def index_equals_database(engine, ada):
    """By the comparison of ours, by one that shares nothing with it, and by what is found."""
    assert list(map(str, verify(engine))) == []
    engine.writer.indices.refresh(index=engine.alias)
    held = engine.writer.search(index=engine.alias, size=5000, version=True, track_total_hits=True)["hits"]
    rows = {str(pk): version for pk, version in SearchDocument.objects.alive().values_list("pk", "version")}
    assert {hit["_id"]: hit["_version"] for hit in held["hits"]} == rows
    assert held["total"]["value"] == len(rows) > 8
    until(lambda: actions.search("wells", ada, Filters()).results.engine == "elasticsearch")
    for text in ("wells", "springs", "edited", "page about lakes", ""):
        for tokens in (tokens_for(ada), tokens_for(None), frozenset(["team:7"])):
            theirs = engine.search(Ask(parse(text), tokens, size=1000))
            ours = database_engine().search(Ask(parse(text), tokens, size=1000))
            assert {hit.document_id for hit in theirs.hits} == {hit.document_id for hit in ours.hits}
            assert (theirs.total, theirs.facets) == (ours.total, ours.facets)


def test_nothing_is_lost_when_it_is_killed(engine, node):
    story(engine, 60, 1, node.kill, node.start)


def test_nothing_is_lost_when_it_is_stopped(engine, node):
    """Requests that were given up are carried out when it goes on, late, and lose to newer ones."""
    story(engine, 60, 5, node.pause, node.resume)


@pytest.mark.slow
def test_nothing_is_lost_when_it_is_killed_for_a_minute(engine, node):
    story(engine, *AT_LENGTH, node.kill, node.start)


@pytest.mark.slow
def test_nothing_is_lost_when_it_is_stopped_for_a_minute(engine, node):
    story(engine, *AT_LENGTH, node.pause, node.resume)
