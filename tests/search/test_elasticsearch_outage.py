"""R11: what people and authors notice when Elasticsearch does not answer."""

import socket
import time

import pytest

from search import actions
from search.breaker import PAUSE
from search.duties import sync_search
from search.engines import database_engine
from search.engines.base import Ask, EngineDown
from search.engines.elasticsearch import elasticsearch_engine, forget_engines
from search.engines.elasticsearch.cluster import READ_SECONDS, connected
from search.models import SearchDocument
from search.query import Filters, parse
from tests import factories
from tests.elasticsearch.gate import Gate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered():
    """A free port may come round again, and with it the engine whose breaker another test opened."""
    forget_engines()


@pytest.fixture
def refusing(settings):
    """An address where nobody listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{server.getsockname()[1]}"
    return elasticsearch_engine()


@pytest.fixture
def gate(settings):
    with Gate() as gate:
        settings.ELASTICSEARCH_URL = gate.url
        yield gate


@pytest.fixture
def timed():
    """The breaker's seconds, in the hands of the test."""
    now = [0.0]
    elasticsearch_engine().breaker._clock = lambda: now[0]
    return now


def answers_from_the_database(ada, as_person):
    """Publishing does not touch the engine, and each search says where its results come from."""
    engine = elasticsearch_engine()
    began = time.monotonic()
    factories.course("Wells", ada)
    assert time.monotonic() - began < READ_SECONDS
    assert engine.breaker.is_open is False
    for _search in range(3):
        found = actions.search("wells", ada, Filters())
        assert (found.results.engine, [row.document.title for row in found.rows]) == (
            database_engine().name,
            ["Wells"],
        )
        assert "come from the database" in found.results.notice
    assert engine.breaker.is_open is True
    assert "come from the database" in as_person(ada).get("/search/?q=wells").content.decode()


def test_a_refusing_elasticsearch_is_replaced_by_the_database(refusing, ada, as_person):
    answers_from_the_database(ada, as_person)


@pytest.mark.parametrize("mode", ["hung", 429, 503, 500, 401, 404, 502])
def test_an_ill_elasticsearch_is_replaced_by_the_database(gate, ada, as_person, mode):
    gate.mode = mode
    if mode == 404:  # it answers, and says that there is no index: no reason to leave it alone
        factories.course("Wells", ada)
        assert "come from the database" in actions.search("wells", ada, Filters()).results.notice
        assert elasticsearch_engine().breaker.is_open is False
    else:
        answers_from_the_database(ada, as_person)
        assert len(gate.seen) == 3


def test_an_answer_that_comes_in_drops_counts_as_none(gate, ada):
    gate.mode = "slow"
    factories.course("Wells", ada)
    for _search in range(3):
        assert actions.search("wells", ada, Filters()).results.engine == database_engine().name
    assert elasticsearch_engine().breaker.is_open is True


@pytest.mark.elasticsearch
def test_an_answer_that_is_late_counts_as_a_failure(before_elastic, ada):
    """Piece by piece it takes longer than a search may; three of them, and it is left alone."""
    factories.course("Wells", ada)
    while sync_search():
        pass
    before_elastic.mode = "late"
    found = [actions.search("wells", ada, Filters(), engine=None).results.engine for _search in range(4)]
    assert found[-1] == database_engine().name
    assert elasticsearch_engine().breaker.is_open is True


def test_no_search_waits_longer_than_it_may(gate, ada):
    gate.mode = "hung"
    began = time.monotonic()
    with pytest.raises(EngineDown):
        elasticsearch_engine().search(Ask(parse("wells"), None))
    assert READ_SECONDS <= time.monotonic() - began < READ_SECONDS + 1


def test_several_servers_share_the_time_of_one(settings, ada):
    with Gate(mode="hung") as one, Gate(mode="hung") as two, Gate(mode="hung") as three:
        settings.ELASTICSEARCH_URL = f"{one.url},{two.url}, {three.url}"
        began = time.monotonic()
        with pytest.raises(EngineDown):
            elasticsearch_engine().search(Ask(parse("wells"), None))
        assert READ_SECONDS <= time.monotonic() - began < READ_SECONDS + 1
        assert sorted(len(gate.seen) for gate in (one, two, three)) == [0, 1, 1]


def test_while_the_breaker_is_open_nobody_is_asked(gate, timed, ada):
    gate.mode = 503
    for _search in range(5):
        actions.search("wells", ada, Filters())
    assert len(gate.seen) == 3
    assert sync_search() == 0
    assert not SearchDocument.objects.exclude(lease_until=None).exists()
    timed[0] += PAUSE
    for _search in range(5):
        actions.search("wells", ada, Filters())
    assert len(gate.seen) == 4


def test_an_outage_blames_no_document(refusing, ada):
    """R10: rows that could not be sent are due again at once, however long it lasts."""
    factories.course("Wells", ada)
    for _round in range(15):
        assert sync_search() == 0
    rows = SearchDocument.objects.behind()
    assert rows.count() == SearchDocument.objects.alive().count()
    assert set(rows.values_list("attempts", "lease_until", "last_error")) == {(0, None, "")}


def test_an_address_that_is_none_is_an_outage(settings, ada):
    settings.ELASTICSEARCH_URL = "nowhere"
    factories.course("Wells", ada)
    assert actions.search("wells", ada, Filters()).results.engine == database_engine().name
    assert sync_search() == 0


@pytest.fixture
def before_elastic(elastic, settings):
    """A gate before a real server; the engine that goes through it reads the same index."""
    with Gate(settings.ELASTICSEARCH_URL) as gate:
        settings.ELASTICSEARCH_URL = gate.url
        yield gate


@pytest.mark.elasticsearch
@pytest.mark.parametrize("mode", ["hung", 429, 503])
def test_the_breaker_closes_by_itself(before_elastic, timed, ada, mode):
    factories.course("Wells", ada)
    while sync_search():
        pass
    elasticsearch_engine().writer.indices.refresh(index=elasticsearch_engine().alias)
    assert actions.search("wells", ada, Filters()).results.engine == "elasticsearch"
    before_elastic.mode = mode
    for _search in range(3):
        assert actions.search("wells", ada, Filters()).results.engine == database_engine().name
    before_elastic.mode = "open"
    assert actions.search("wells", ada, Filters()).results.engine == database_engine().name
    timed[0] += PAUSE
    for _search in range(2):
        found = actions.search("wells", ada, Filters()).results
        assert (found.engine, found.total, found.notice) == ("elasticsearch", 1, "")


@pytest.mark.elasticsearch
def test_one_ill_server_of_several_is_not_noticed(elastic, settings, ada):
    factories.course("Wells", ada)
    elastic.settle()
    real = settings.ELASTICSEARCH_URL
    for mode in ("hung", 429, 503, 500):
        with Gate(real) as well, Gate(real, mode=mode) as ill:
            settings.ELASTICSEARCH_URL = f"{ill.url},{well.url}"
            for _search in range(6):
                found = actions.search("wells", ada, Filters()).results
                assert (mode, found.engine, found.total, found.notice) == (mode, "elasticsearch", 1, "")
            assert len(well.seen) == 6


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        ("http://one:9200", ["http://one:9200"]),
        ("https://one, https://two:9200 ,", ["https://one:443", "https://two:9200"]),
        ("http://one", ["http://one:80"]),
        ("https://name:pass@one/search", ["https://one:443/search"]),
    ],
)
def test_addresses_are_read(urls, expected):
    nodes = connected(urls, "", "").writer.transport.node_pool.all()
    assert sorted(node.base_url for node in nodes) == expected


@pytest.mark.parametrize(
    "urls", ["nowhere", "http://one:port", "ftp://one", "http://one:1,http://one:1", ","]
)
def test_addresses_that_cannot_be_used_are_refused(urls):
    with pytest.raises(EngineDown, match="ELASTICSEARCH_URL"):
        connected(urls, "", "")
