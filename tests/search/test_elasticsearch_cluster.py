"""R44: one of three nodes is killed while people search, and none of them notices."""

import threading
import time

import pytest
from django.db import connection

from search import actions
from search.duties import sync_search
from search.engines.elasticsearch import cluster as servers
from search.engines.elasticsearch import elasticsearch_engine, forget_engines, questions
from search.models import SearchDocument
from search.query import Filters
from tests import factories
from tests.elasticsearch.nodes import cluster

pytestmark = [pytest.mark.elasticsearch, pytest.mark.outage, pytest.mark.django_db(transaction=True)]
SEARCHERS = 3
PATIENCE = 120


@pytest.fixture(scope="module")
def nodes():
    with cluster(3) as nodes:
        yield nodes


@pytest.fixture
def engine(nodes, settings, monkeypatch):
    """One index in three shards, each of which is on two nodes. A machine that is busy with other things
    may take its time; a server that is gone says so at once.
    """
    monkeypatch.setattr(servers, "READ_SECONDS", 30)
    monkeypatch.setattr(questions, "SOFT_SECONDS", "25s")
    settings.ELASTICSEARCH_URL = ",".join(node.url for node in nodes)
    settings.ELASTICSEARCH_PREFIX = "test"
    settings.ELASTICSEARCH_SHARDS, settings.ELASTICSEARCH_REPLICAS = 3, 1
    forget_engines()
    yield elasticsearch_engine()
    forget_engines()


class Searchers:
    """People who search without a pause; what each answer was is kept."""

    def __init__(self, person, expected):
        self.person, self.expected = person, expected
        self.answers, self.count = set(), 0
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._search, daemon=True) for _n in range(SEARCHERS)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _search(self):
        while not self._over.is_set():
            found = actions.search("wells", self.person, Filters())
            self.answers.add((found.results.engine, found.results.notice, found.results.total))
            self.count += 1
        connection.close()

    def after(self, more):
        """Wait until that many more have been answered."""
        end, goal = time.monotonic() + PATIENCE, self.count + more
        while self.count < goal:
            assert time.monotonic() < end, "nobody is answered"
            time.sleep(0.01)


def filled(engine, ada):
    for n in range(12):
        factories.course(f"Wells {n}", ada)
    while SearchDocument.objects.behind().exists():
        sync_search()
    sync_search()
    engine.writer.indices.refresh(index=engine.alias)
    engine.writer.cluster.health(wait_for_status="green", timeout="60s", index=engine.alias)


def test_a_lost_node_is_not_noticed_by_those_who_search(engine, nodes, ada):
    filled(engine, ada)
    with Searchers(ada, 12) as searchers:
        searchers.after(40)
        nodes[0].kill()
        searchers.after(200)
    assert searchers.answers == {("elasticsearch", "", 12)}
    # What is written finds its way as well, and the index is whole.
    factories.course("Wells 13", ada)
    while SearchDocument.objects.behind().exists():
        sync_search()
    assert list(engine.verify()) == []
