"""The way of a document to Elasticsearch."""

import socket
import threading

import pytest
from django.utils import timezone
from elastic_transport import ConnectionError as NoConnection

from courses.models import CoursePage
from duties.leases import LEASE
from search import actions
from search.duties import sync_search
from search.engines import active_engine, database_engine, elasticsearch, engine_named
from search.engines.base import Ask, Difference, EngineDown
from search.engines.elasticsearch import elasticsearch_engine
from search.models import Kind, SearchDocument
from search.query import Filters, parse
from tests import factories

pytestmark = pytest.mark.django_db


def titles(engine, text, tokens=frozenset(["all"])):
    engine.writer.indices.refresh(index=engine.alias)
    hits = engine.search(Ask(parse(text), tokens, Filters(), 1, 50)).hits
    known = dict(SearchDocument.objects.values_list("pk", "title"))
    return sorted(known[hit.document_id] for hit in hits)


def test_without_elasticsearch_nothing_is_due(ada):
    factories.course("Wells", ada)
    assert sync_search() == 0
    assert not SearchDocument.objects.exclude(lease_until=None).exists()
    assert active_engine() is database_engine()


@pytest.fixture(autouse=True)
def nothing_remembered():
    """A free port may come round again, and with it the engine whose breaker another test opened."""
    elasticsearch._engine.cache_clear()


@pytest.fixture
def deaf(settings):
    """An address that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{server.getsockname()[1]}"
        yield elasticsearch_engine()


@pytest.fixture
def refusing(settings):
    """An address where nobody listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{server.getsockname()[1]}"
    return elasticsearch_engine()


@pytest.fixture(params=[429, 503, 500])
def busy(request, settings):
    """A server that has no time."""
    lines = [
        f"HTTP/1.1 {request.param} Busy",
        "X-Elastic-Product: Elasticsearch",
        "Content-Length: 0",
        "",
        "",
    ]
    answer = "\r\n".join(lines).encode()
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{server.getsockname()[1]}"

        def serve():
            while True:
                try:
                    caller, _address = server.accept()
                except OSError:
                    return
                with caller:
                    caller.recv(65536)
                    caller.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield elasticsearch_engine()
        server.shutdown(socket.SHUT_RDWR)


def answers_from_the_database(engine, ada, as_person):
    """Publishing does not touch the engine, and each search says where its results come from."""
    factories.course("Wells", ada)
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
    assert [document.title for document in actions.suggest("wel", ada)] == ["Wells"]


def test_a_refusing_elasticsearch_is_replaced_by_the_database(refusing, ada, as_person):
    """R11: nobody listens."""
    answers_from_the_database(refusing, ada, as_person)


def test_a_hung_elasticsearch_is_replaced_by_the_database(deaf, ada, as_person):
    """R11: connections are taken and never answered."""
    answers_from_the_database(deaf, ada, as_person)


def test_a_busy_elasticsearch_is_replaced_by_the_database(busy, ada, as_person):
    """R11: 429 and 503."""
    answers_from_the_database(busy, ada, as_person)


def test_an_outage_blames_no_document(refusing, ada):
    """R10: rows that could not be sent are due again at once, however long it lasts."""
    factories.course("Wells", ada)
    for _round in range(15):
        assert sync_search() == 0
    rows = SearchDocument.objects.behind()
    assert rows.count() == SearchDocument.objects.alive().count()
    assert set(rows.values_list("attempts", "lease_until", "last_error")) == {(0, None, "")}


def test_the_breaker_closes_by_itself(refusing, ada, monkeypatch):
    """R11: after a pause one search tries again."""
    now = [0.0]
    refusing.breaker._clock = lambda: now[0]
    for _search in range(3):
        actions.search("wells", ada, Filters())
    monkeypatch.setattr(
        refusing, "_run", lambda _request: refusing._guarded(lambda: pytest.fail("asked while open"))
    )
    actions.search("wells", ada, Filters())
    asked = []

    def refuse():
        asked.append(1)
        raise NoConnection("still down")

    monkeypatch.setattr(refusing, "_run", lambda _request: refusing._guarded(refuse))
    now[0] += 60
    actions.search("wells", ada, Filters())
    assert asked == [1]


def test_engines_are_named_where_they_run(settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    assert active_engine().name == engine_named("elasticsearch").name == "elasticsearch"


@pytest.mark.elasticsearch
def test_changes_reach_the_index_with_the_worker(elastic, ada):
    course = factories.course("Wells", ada)
    assert actions.search("wells", ada, Filters()).results.engine == database_engine().name
    elastic.settle()
    found = actions.search("wells", ada, Filters())
    assert (found.results.engine, found.results.total, found.results.notice) == ("elasticsearch", 1, "")
    assert not SearchDocument.objects.behind().exists()
    assert sync_search() == 0
    course.title = "Springs"
    course.save()
    assert SearchDocument.objects.behind().count() == 1
    assert sync_search() == 1
    assert titles(elastic, "springs") == ["Springs"]
    course.live = False
    course.save()
    assert sync_search() == 1
    assert titles(elastic, "springs") == []


@pytest.mark.elasticsearch
def test_late_messages_lose_to_newer_versions(elastic, ada):
    """R12: an old message, sent again after a newer one or after a delete, changes nothing."""
    course = factories.course("Wells", ada)
    old = SearchDocument.objects.get(kind=Kind.COURSE, object_id=course.pk)
    course.title = "Springs"
    course.save()
    elastic.settle()
    assert elastic.send([old]) == {}
    assert (titles(elastic, "wells"), titles(elastic, "springs")) == ([], ["Springs"])
    newer = SearchDocument.objects.get(pk=old.pk)
    course.live = False
    course.save()
    elastic.settle()
    assert elastic.send([old, newer]) == {}
    assert titles(elastic, "springs") == titles(elastic, "wells") == []


@pytest.mark.elasticsearch
def test_what_changes_while_it_is_sent_stays_due(elastic, ada, monkeypatch):
    course = factories.course("Wells", ada)
    elastic.settle()
    CoursePage.objects.get(pk=course.pk).save()
    course.title = "Springs"
    course.save()
    send = elastic.send

    def meanwhile(rows):
        errors = send(rows)
        course.title = "Lakes"
        course.save()
        return errors

    monkeypatch.setattr(elastic, "send", meanwhile)
    assert sync_search() == 1
    monkeypatch.undo()
    assert SearchDocument.objects.behind().count() == 1
    assert sync_search() == 1
    assert titles(elastic, "lakes") == ["Lakes"]


@pytest.mark.elasticsearch
def test_a_killed_worker_loses_nothing(elastic, ada):
    factories.course("Wells", ada)
    elastic.settle()
    factories.course("Springs", ada)
    held = SearchDocument.objects.claim(500)
    assert sync_search() == 0
    SearchDocument.objects.filter(pk__in=[row.pk for row in held]).update(lease_until=timezone.now() - LEASE)
    assert sync_search() == len(held) > 0
    assert titles(elastic, "springs") == ["Springs"]


@pytest.mark.elasticsearch
def test_a_document_that_is_refused_does_not_hold_up_the_others(elastic, ada):
    elastic.settle()
    bad = factories.course("Wells", ada)
    factories.course("Springs", ada)
    document = SearchDocument.objects.get(kind=Kind.COURSE, object_id=bad.pk)
    document.facets.create(name="colour", value="red")
    elastic.settle()
    document.refresh_from_db()
    assert (document.synced_version, document.attempts) == (0, 1)
    assert "colour" in document.last_error
    assert titles(elastic, "springs") == ["Springs"]


@pytest.mark.elasticsearch
def test_a_lost_index_is_filled_again(elastic, ada):
    factories.course("Wells", ada)
    elastic.settle()
    for index in elastic.writer.indices.get_alias(index=f"{elastic.alias}-*"):
        elastic.writer.indices.delete(index=index)
    assert "come from the database" in actions.search("wells", ada, Filters()).results.notice
    factories.course("Springs", ada)
    elastic.settle()
    assert (titles(elastic, "wells"), titles(elastic, "springs")) == (["Wells"], ["Springs"])


@pytest.mark.elasticsearch
def test_a_rebuild_loses_no_write_and_no_search(elastic, ada):
    """R15: what changes, comes and goes between the batches of a rebuild is there afterwards."""
    one, two = factories.course("Wells", ada), factories.course("Springs", ada)
    elastic.settle()
    before = set(elastic.writer.indices.get_alias(index=f"{elastic.alias}-*"))
    found = []

    def meanwhile(_count):
        one.title = "Lakes"
        one.save()
        two.live = False
        two.save()
        factories.course("Rivers", ada)
        assert sync_search() > 0
        found.append(titles(elastic, "lakes"))

    elastic.rebuild(meanwhile)
    after = set(elastic.writer.indices.get_alias(index=f"{elastic.alias}-*"))
    assert (len(after), before & after) == (1, set())
    assert found == [["Lakes"]]
    assert [titles(elastic, text) for text in ("lakes", "rivers", "springs", "wells")] == [
        ["Lakes"],
        ["Rivers"],
        [],
        [],
    ]
    assert list(elastic.verify()) == []


@pytest.mark.elasticsearch
def test_a_rebuild_clears_what_a_killed_one_left(elastic, ada):
    factories.course("Wells", ada)
    elastic.settle()

    def killed(_count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        elastic.rebuild(killed)
    assert len(elastic.writer.indices.get_alias(index=f"{elastic.alias}-*")) == 2
    elastic.rebuild(lambda _count: None)
    assert len(elastic.writer.indices.get_alias(index=f"{elastic.alias}-*")) == 1
    assert titles(elastic, "wells") == ["Wells"]


@pytest.mark.elasticsearch
def test_verify_names_exactly_what_is_spoilt_and_repair_heals(elastic, ada):
    """R16: in the index of Elasticsearch."""
    for n in range(6):
        factories.course(f"Wells {n}", ada)
    elastic.settle()
    rows = list(SearchDocument.objects.filter(kind=Kind.COURSE).order_by("pk"))
    gone, wrong, extra = rows[1:4]
    for document in rows:
        document.refresh_from_db()
    (index,) = elastic.writer.indices.get_alias(index=f"{elastic.alias}-*")
    elastic.writer.delete(index=index, id=str(gone.pk))
    wrong.title, wrong.version = "Spoilt", wrong.version + 7
    stray = SearchDocument(pk=10**6, version=3, title="Stray", changed_at=timezone.now(), language="en")
    elastic.send([wrong, stray])
    SearchDocument.objects.filter(pk=extra.pk).update(deleted=True)
    expected = [
        Difference(gone.pk, "missing"), Difference(wrong.pk, "stale"), Difference(extra.pk, "orphan"),
        Difference(stray.pk, "orphan"),
    ]  # fmt: skip
    assert list(elastic.verify()) == expected
    elastic.repair(expected)
    elastic.settle()
    assert list(elastic.verify()) == []
    assert titles(elastic, "wells") == ["Wells 0", "Wells 1", "Wells 2", "Wells 4", "Wells 5"]
    assert titles(elastic, "spoilt") == []


def test_an_engine_that_is_down_says_so(refusing):
    with pytest.raises(EngineDown):
        refusing.search(Ask(parse("wells"), None))
