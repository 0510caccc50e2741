"""The way of a document to Elasticsearch."""

import pytest
from django.utils import timezone

from courses.models import CoursePage
from duties.leases import LEASE
from search import actions
from search.duties import sync_search
from search.engines import active_engine, database_engine, engine_named
from search.engines.base import Ask
from search.engines.elasticsearch import forget_engines
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
    forget_engines()


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
    SearchDocument.objects.filter(pk=document.pk).update(popularity=1e300)
    elastic.settle()
    document.refresh_from_db()
    assert (document.synced_version, document.attempts) == (0, 1)
    assert "popularity" in document.last_error
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
