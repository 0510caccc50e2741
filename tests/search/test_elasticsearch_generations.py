"""One index for each generation, and R15: a rebuild that nobody notices."""

import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from duties.leases import LEASE
from people.refusals import Refusal
from search import actions, upkeep
from search.duties import sync_search
from search.engines.base import Ask, EngineDown
from search.engines.elasticsearch import cluster as servers
from search.engines.elasticsearch import engine as engines
from search.engines.elasticsearch import generations as keeping
from search.engines.elasticsearch import questions
from search.engines.elasticsearch.generations import Gone
from search.models import Kind, Rebuild, SearchDocument
from search.query import Filters, parse
from tests import factories
from tests.elasticsearch.gate import Gate

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]
PATIENCE = 120


def titles(engine, text):
    engine.writer.indices.refresh(index=engine.alias)
    hits = engine.search(Ask(parse(text), frozenset(["all"]), size=100)).hits
    known = dict(SearchDocument.objects.values_list("pk", "title"))
    return sorted(known[hit.document_id] for hit in hits)


def names(engine):
    return engine.generations.names()


def test_the_alias_is_one_index_with_a_strict_mapping(elastic, settings, ada):
    factories.course("Wells", ada)
    elastic.settle()
    (index,) = names(elastic)
    assert index == f"{elastic.alias}-0"
    found = elastic.writer.indices.get(index=elastic.alias)[index]
    assert sorted(found["aliases"]) == sorted([elastic.alias, f"{index}-write"])
    assert found["mappings"]["dynamic"] == "strict"
    assert found["mappings"]["_source"] == {"enabled": False}
    with pytest.raises(keeping.BadRequestError, match="strict_dynamic_mapping_exception"):
        elastic.writer.index(index=index, id="1", document={"anything": "else"})


def test_shards_and_replicas_are_settings(elastic, settings):
    settings.ELASTICSEARCH_SHARDS, settings.ELASTICSEARCH_REPLICAS = 3, 2
    engine = engines.elasticsearch_engine()
    index = engine.generations.create()
    found = engine.writer.indices.get(index=index)[index]["settings"]["index"]
    assert (found["number_of_shards"], found["number_of_replicas"]) == ("3", "2")


def test_another_mapping_is_another_index(elastic, settings, monkeypatch, ada):
    """After an upgrade the new code fills an index of its own; until it is whole, the database answers."""
    factories.course("Wells", ada)
    elastic.settle()
    old = names(elastic)
    monkeypatch.setattr(keeping, "shape", lambda: "changed")
    engines.forget_engines()
    engine = engines.elasticsearch_engine()
    assert engine.alias != elastic.alias
    assert actions.search("wells", ada, Filters()).results.engine != "elasticsearch"
    assert actions.search("wells", ada, Filters()).results.total == 1
    while sync_search():
        pass
    for _round in range(3):  # begins an index, fills it, lets it be read
        sync_search()
    assert titles(engine, "wells") == ["Wells"]
    assert actions.search("wells", ada, Filters()).results.engine == "elasticsearch"
    assert names(elastic) == old
    engine.rebuild(lambda _count: None)
    assert (len(names(engine)), names(elastic)) == (1, [])


def test_an_idle_worker_begins_a_lost_index_anew(elastic, ada):
    factories.course("Wells", ada)
    elastic.settle()
    assert sync_search() == 0  # sees that all is well, and does not look again so soon
    for index in names(elastic):
        elastic.writer.indices.delete(index=index)
    assert sync_search() == 0
    assert not SearchDocument.objects.behind().exists()
    elastic.generations._next_look = 0.0  # half a minute later
    assert sync_search() == 0
    assert SearchDocument.objects.behind().exists()
    elastic.settle()
    assert titles(elastic, "wells") == ["Wells"]


def test_who_sends_while_an_index_is_begun_has_lost_the_lease(elastic, ada):
    """Else what went to the lost index would count as sent."""
    factories.course("Wells", ada)
    claimed = SearchDocument.objects.claim(500)
    elastic.generations.begin()
    assert SearchDocument.objects.sent(claimed) == 0
    assert SearchDocument.objects.due().count() == len(claimed) > 0


def test_a_removed_generation_is_not_made_anew_by_writing(elastic, ada):
    factories.course("Wells", ada)
    elastic.settle()
    rows = list(SearchDocument.objects.alive())
    (old,) = names(elastic)
    elastic.rebuild(lambda _count: None)
    with pytest.raises(Gone):
        elastic.generations.fill(old, rows)
    assert old not in names(elastic)


def test_what_goes_to_a_generation_that_vanishes_is_sent_again(elastic, monkeypatch, ada):
    factories.course("Wells", ada)
    elastic.settle()
    factories.course("Springs", ada)
    monkeypatch.setattr(elastic.generations, "fill", lambda *_given: (_ for _ in ()).throw(Gone()))
    assert sync_search() == 0
    monkeypatch.undo()
    assert SearchDocument.objects.due().exists()
    elastic.settle()
    assert titles(elastic, "springs") == ["Springs"]


def test_a_half_built_first_index_is_never_read(elastic, ada):
    """While a rebuild is at work, the worker finds nothing due and must not take its index for full."""
    factories.course("Wells", ada)
    SearchDocument.objects.update(synced_version=10**6)
    Rebuild.objects.create(engine="elasticsearch", lease_until=timezone.now() + LEASE)
    half = elastic.generations.create()
    for _round in range(3):
        assert sync_search() == 0
    assert not elastic.writer.indices.exists_alias(name=elastic.alias)
    Rebuild.objects.update(lease_until=None)
    SearchDocument.objects.update(synced_version=0)
    elastic.settle()
    assert names(elastic) == [f"{elastic.alias}-0", half]
    assert titles(elastic, "wells") == ["Wells"]
    elastic.rebuild(lambda _count: None)
    assert len(names(elastic)) == 1


def test_a_rebuild_loses_no_write_and_no_search(elastic, ada):
    """R15: what changes, comes and goes between the batches of a rebuild is there afterwards."""
    one, two = factories.course("Wells", ada), factories.course("Springs", ada)
    elastic.settle()
    before = set(names(elastic))
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
    after = set(names(elastic))
    assert (len(after), before & after) == (1, set())
    assert found == [["Lakes"]]
    known = [titles(elastic, text) for text in ("lakes", "rivers", "springs", "wells")]
    assert known == [["Lakes"], ["Rivers"], [], []]
    assert list(elastic.verify()) == []


def test_what_a_rebuild_sends_late_loses(elastic, monkeypatch, ada):
    """R15: a row changed, and another went, after the rebuild had read them and before it sent them."""
    one, two = factories.course("Wells", ada), factories.course("Springs", ada)
    elastic.settle()
    fill = elastic.generations.fill

    def late(index, rows, patience=0):
        if patience:
            one.title = "Lakes"
            one.save()
            two.delete()
            monkeypatch.setattr(elastic.generations, "fill", fill)
            assert sync_search() > 0
        return fill(index, rows, patience)

    monkeypatch.setattr(elastic.generations, "fill", late)
    elastic.rebuild(lambda _count: None)
    assert [titles(elastic, text) for text in ("lakes", "springs", "wells")] == [["Lakes"], [], []]
    assert list(elastic.verify()) == []


def test_a_rebuild_that_fails_leaves_nothing(elastic, ada):
    factories.course("Wells", ada)
    elastic.settle()
    before = names(elastic)

    def stopped(_count):
        raise Refusal("Another rebuild took over.")

    with pytest.raises(Refusal):
        elastic.rebuild(stopped)
    assert names(elastic) == before
    assert titles(elastic, "wells") == ["Wells"]


def test_a_rebuild_clears_what_a_killed_one_left(elastic, ada):
    factories.course("Wells", ada)
    elastic.settle()
    elastic.generations.create()
    assert len(names(elastic)) == 2
    elastic.rebuild(lambda _count: None)
    assert len(names(elastic)) == 1
    assert titles(elastic, "wells") == ["Wells"]


def test_a_document_that_is_refused_is_left_to_the_worker(elastic, ada):
    bad = factories.course("Wells", ada)
    factories.course("Springs", ada)
    SearchDocument.objects.filter(kind=Kind.COURSE, object_id=bad.pk).update(popularity=1e300)
    elastic.rebuild(lambda _count: None)
    assert (titles(elastic, "springs"), titles(elastic, "wells")) == (["Springs"], [])
    elastic.settle()
    assert "popularity" in SearchDocument.objects.get(kind=Kind.COURSE, object_id=bad.pk).last_error


def test_when_everything_is_refused_the_old_index_stays(elastic, ada):
    factories.course("Wells", ada)
    elastic.settle()
    before = names(elastic)
    SearchDocument.objects.update(popularity=1e300)
    with pytest.raises(EngineDown, match="popularity"):
        elastic.rebuild(lambda _count: None)
    assert (names(elastic), titles(elastic, "wells")) == (before, ["Wells"])


def test_what_is_too_large_for_one_message_is_sent_in_smaller_ones(elastic, settings, ada):
    """A server in between takes no more than so much: what is too large even alone is blamed alone."""
    for n in range(5):
        factories.course(f"Wells {n}", ada)
    long = factories.course("Long wells", ada, body=f"<p>{'water ' * 2000}</p>")
    with Gate(settings.ELASTICSEARCH_URL, most=10_000) as gate:
        settings.ELASTICSEARCH_URL = gate.url
        while sync_search():
            pass
        sync_search()
    assert titles(elastic, "wells") == [f"Wells {n}" for n in range(5)]
    (refused,) = SearchDocument.objects.behind()
    assert (refused.object_id, refused.attempts) == (long.pk, 1)
    assert "too large" in refused.last_error


def test_only_one_rebuild_at_a_time(elastic, ada):
    factories.course("Wells", ada)
    elastic.settle()
    refused = []

    def another(stage, _count):
        if stage == "elasticsearch":
            with pytest.raises(Refusal, match="Another rebuild is at work"):
                upkeep.rebuild(elastic, lambda _stage, _count: None)
            refused.append(stage)

    upkeep.rebuild(elastic, another)
    assert refused == ["elasticsearch"]
    assert len(names(elastic)) == 1


class Others:
    """A worker and two readers, at work until the story is over; `answers` is what the readers got."""

    def __init__(self, reader):
        self.reader, self.answers, self._over = reader, set(), threading.Event()
        tasks = (self._work, self._read, self._read)
        self._threads = [threading.Thread(target=self._often, args=[task], daemon=True) for task in tasks]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE)

    def _often(self, task):
        while not self._over.is_set():
            task()
        connection.close()

    def _work(self):
        if not sync_search():
            self._over.wait(0.02)

    def _read(self):
        found = actions.search("wells", self.reader, Filters()).results
        self.answers.add((found.engine, found.notice))


@pytest.mark.django_db(transaction=True)
def test_people_search_and_write_while_it_is_rebuilt(elastic, ada, monkeypatch):
    """R15: with a worker, an author and readers at work, no search fails and no write is lost.

    A machine that is busy with other things may take its time.
    """
    monkeypatch.setattr(servers, "READ_SECONDS", 30)
    monkeypatch.setattr(questions, "SOFT_SECONDS", "25s")
    monkeypatch.setattr(engines, "BATCH", 5)
    left = iter([factories.course(f"Wells {n}", ada) for n in range(30)])
    elastic.settle()

    def author(_count):
        for page in (page for page in (next(left, None), next(left, None)) if page):
            if page.pk % 3:
                page.title = f"Lakes {page.pk}"
                page.save()
            else:
                page.delete()

    with Others(ada) as others:
        for _round in range(2):
            elastic.rebuild(author)
        end = time.monotonic() + PATIENCE
        while SearchDocument.objects.behind().exists():
            assert time.monotonic() < end, "the worker does not finish"
            time.sleep(0.05)
    assert others.answers == {("elasticsearch", "")}
    assert list(map(str, upkeep.verify(elastic))) == []
    assert len(names(elastic)) == 1
