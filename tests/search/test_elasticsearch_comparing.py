"""R16: `search_verify` names exactly what the index holds wrongly, and `--repair` heals it."""

import random
import tracemalloc
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from content.models import PageAudience
from duties.leases import MOST_ATTEMPTS
from search import shared, upkeep
from search.engines.base import Difference, EngineDown
from search.engines.elasticsearch import comparing
from search.engines.elasticsearch.comparing import Entry, unequal
from search.engines.messages import messages
from search.models import Kind, SearchDocument
from tests import factories

pytestmark = pytest.mark.django_db


def entry(number, version=1):
    return Entry(number, version, "", ())


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([], [], []),
        ([1, 2], [], [1, 2]),
        ([], [1, 2], [1, 2]),
        ([1, 2, 3], [1, 2, 3], []),
        ([1, 3], [2, 3, 4], [1, 2, 4]),
        ([1, 5, 9], [5], [1, 9]),
    ],
)
def test_two_streams_are_compared(left, right, expected):
    assert list(unequal(map(entry, left), map(entry, right))) == expected


def test_what_both_hold_unlike_is_named_once():
    assert list(unequal(iter([entry(1), entry(2)]), iter([entry(1), entry(2, version=5)]))) == [2]


def many(count):
    """Documents of topics without things behind them, quickly made; colleagues may see them."""
    now, known = timezone.now(), SearchDocument.objects.count()
    (audience,) = shared.audiences([{(0, "all")}]).values()
    (facets,) = shared.facet_sets([{("kind", Kind.TOPIC.value)}]).values()
    rows = SearchDocument.objects.bulk_create(
        SearchDocument(
            kind=Kind.TOPIC,
            object_id=10**6 + known + n,
            title=f"Wells {n}",
            url="/",
            body=f"water number {n}",
            changed_at=now,
            audience=audience,
            facets=facets,
        )
        for n in range(count)
    )
    return list(SearchDocument.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def put(engine, source, **where):
    """Write past our code, as a hand or a broken program would."""
    (index,) = engine.generations.names()
    engine.writer.index(index=index, document=source, version_type="external_gte", **where)


def source_of(row):
    (message,) = messages("any", [row])
    return message["_source"]


class Spoiling:
    """Five ways to spoil a document in the index; each returns what shall be said of it."""

    def __init__(self, engine):
        self.engine = engine
        (self.index,) = engine.generations.names()

    def text(self, row):
        """The same version, other words."""
        row.body = "poisoned"
        put(self.engine, source_of(row), id=str(row.pk), version=row.version)
        return Difference(row.pk, "stale")

    def version(self, row):
        put(self.engine, source_of(row), id=str(row.pk), version=row.version + 7)
        return Difference(row.pk, "stale")

    def audience(self, row):
        """Opened to everybody, and nothing else is changed."""
        opened = {**source_of(row), "audience_0": ["all", "public"]}
        put(self.engine, opened, id=str(row.pk), version=row.version)
        return Difference(row.pk, "stale")

    def missing(self, row):
        self.engine.writer.delete(
            index=self.index, id=str(row.pk), version=row.version + 90, version_type="external"
        )
        return Difference(row.pk, "missing")

    def orphan(self, row):
        """A row that is gone, its document that stayed."""
        SearchDocument.objects.filter(pk=row.pk).delete()
        return Difference(row.pk, "orphan")


def spoilt(engine, rows, each):
    spoiling = Spoiling(engine)
    ways = [spoiling.text, spoiling.version, spoiling.audience, spoiling.missing, spoiling.orphan]
    chosen = random.Random(16).sample(rows, each * len(ways))
    named = [ways[n % len(ways)](row) for n, row in enumerate(chosen)]
    return sorted(named, key=lambda difference: difference.document_id)


def names_exactly_and_heals(engine, count, each):
    rows = many(count)
    engine.settle()
    assert list(engine.verify()) == []
    expected = spoilt(engine, rows, each)
    assert list(engine.verify()) == expected
    assert list(engine.verify()) == expected
    engine.repair(expected)
    assert list(engine.verify()) == []
    engine.settle()
    assert list(engine.verify()) == []
    held = engine.writer.count(index=engine.alias)["count"]
    assert held == SearchDocument.objects.alive().count() == count - each


@pytest.mark.elasticsearch
def test_ten_of_two_hundred(elastic, monkeypatch):
    monkeypatch.setattr(comparing, "BATCH", 7)
    names_exactly_and_heals(elastic, 200, 2)


@pytest.mark.slow
@pytest.mark.elasticsearch
def test_a_hundred_of_ten_thousand(elastic):
    names_exactly_and_heals(elastic, 10_000, 20)


@pytest.mark.elasticsearch
def test_comparing_much_needs_no_more_memory_than_comparing_little(elastic, monkeypatch):
    monkeypatch.setattr(comparing, "BATCH", 50)

    def most(count):
        many(count)
        elastic.settle()
        list(elastic.verify())
        tracemalloc.start()
        try:
            assert list(elastic.verify()) == []
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert most(600) * 1.5 > most(2400)


@pytest.mark.elasticsearch
def test_an_audience_that_changed_past_every_signal_is_named(elastic, ada):
    """The rows say less than the index: two who compare only versions would agree."""
    course = factories.course("Wells", ada, audience="public")
    elastic.settle()
    row = SearchDocument.objects.get(kind=Kind.COURSE, object_id=course.pk)
    Spoiling(elastic).audience(row)
    assert list(elastic.verify()) == [Difference(row.pk, "stale")]
    assert [str(each) for each in upkeep.verify(elastic)] == [f"course:{course.pk} stale (elasticsearch)"]
    PageAudience.objects.filter(page=course).update(token="team:7")
    assert sorted(str(each) for each in upkeep.verify(elastic)) == [
        f"course:{course.pk} stale (elasticsearch)",
        f"course:{course.pk} stale (projection)",
    ]
    assert upkeep.repair(elastic) == 1  # what the projection heals is on its way to the index by that
    elastic.settle()
    assert list(upkeep.verify(elastic)) == []


@pytest.mark.elasticsearch
def test_what_others_wrote_is_an_orphan_and_goes(elastic, ada):
    row = many(3)[1]
    elastic.settle()
    for key in ("note", "00", "99999999999999999999999", str(row.pk + 10**6)):
        put(elastic, {"titles": "wells"}, id=key, version=3)
    put(elastic, {"titles": "wells"}, id=str(row.pk), version=row.version)
    found = list(elastic.verify())
    assert found == [
        Difference(row.pk, "stale"),
        *(Difference(-n, "orphan") for n in (1, 2, 3, 4)),
    ]
    elastic.repair(found)
    assert list(elastic.verify()) == []
    assert elastic.writer.count(index=elastic.alias)["count"] == SearchDocument.objects.alive().count()


@pytest.mark.elasticsearch
def test_what_is_still_to_be_sent_is_not_compared_but_what_was_given_up_is(elastic, ada):
    one, other, _third = many(3)
    elastic.settle()
    for row in (one, other):
        SearchDocument.objects.filter(pk=row.pk).update(title="Changed", version=row.version + 1)
    SearchDocument.objects.filter(pk=other.pk).update(attempts=MOST_ATTEMPTS)
    assert list(elastic.verify()) == [Difference(other.pk, "stale")]
    elastic.repair(list(elastic.verify()))
    other.refresh_from_db()
    assert (other.attempts, other.synced_version) == (0, other.version)
    elastic.settle()
    assert list(elastic.verify()) == []


@pytest.mark.elasticsearch
def test_what_changes_while_it_is_compared_is_not_named(elastic, monkeypatch):
    """The index is compared as it was a moment ago; what is different is looked at as it is now."""
    rows = many(30)
    elastic.settle()
    monkeypatch.setattr(comparing, "BATCH", 5)
    entries = comparing._entries

    def meanwhile(found):
        monkeypatch.setattr(comparing, "_entries", entries)
        row = rows[20]
        SearchDocument.objects.filter(pk=row.pk).update(title="Changed", version=row.version + 1)
        SearchDocument.objects.filter(pk=rows[22].pk).update(deleted=True, version=rows[22].version + 1)
        elastic.settle()
        return entries(found)

    monkeypatch.setattr(comparing, "_entries", meanwhile)
    assert list(elastic.verify()) == []


@pytest.mark.elasticsearch
def test_repairing_never_lowers_a_version(elastic, ada):
    course = factories.course("Wells", ada)
    elastic.settle()
    row = SearchDocument.objects.get(kind=Kind.COURSE, object_id=course.pk)
    row.version = 2**60
    put(elastic, source_of(row), id=str(row.pk), version=row.version)
    elastic.repair([Difference(row.pk, "stale")])
    row.refresh_from_db()
    assert (row.version, row.synced_version) == (2**60 + 1, 2**60 + 1)
    course.title = "Springs"
    course.save()
    elastic.settle()
    row.refresh_from_db()
    assert row.version == 2**60 + 2
    assert list(elastic.verify()) == []


@pytest.mark.elasticsearch
def test_without_an_index_there_is_nothing_to_compare(elastic):
    with pytest.raises(EngineDown):
        list(elastic.verify())


@pytest.mark.elasticsearch
def test_the_command_says_what_was_not_compared(elastic, ada):
    factories.course("Wells", ada)
    elastic.settle()
    factories.course("Springs", ada)
    waiting = SearchDocument.objects.due().count()
    out, err = StringIO(), StringIO()
    call_command("search_verify", stdout=out, stderr=err)
    assert out.getvalue() == "Things, documents and index agree.\n"
    assert f"{waiting} still have to be sent" in err.getvalue()
    elastic.settle()
    err = StringIO()
    call_command("search_verify", stdout=StringIO(), stderr=err)
    assert err.getvalue() == ""
