"""What stands above what: a course above its sessions, and what is over last; the same with every engine."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import Session
from search.engines.base import Ask
from search.models import Kind, SearchDocument
from search.query import parse
from search.weights import KIND_WEIGHTS, OVER, REPEATS
from tests import factories
from tests.search.conftest import EVERYONE

pytestmark = pytest.mark.django_db

LAST_WEEK = timezone.now().date() - timedelta(days=7)
LONG = "<p>" + "Ropes, pumps and clay in many other words entirely. " * 60 + "</p>"


@pytest.fixture
def found(engine):
    """What was found in the engine's order, as pairs of kind and number: `found("wells")`."""

    def ordered(text):
        engine.settle()
        hits = engine.search(Ask(parse(text), EVERYONE, size=50)).hits
        known = SearchDocument.objects.in_bulk([hit.document_id for hit in hits])
        rows = [known[hit.document_id] for hit in hits]
        return [(row.kind, row.object_id) for row in rows]

    return ordered


def others(ada):
    """So that words are neither in all texts nor in few."""
    for n in range(12):
        factories.course(f"Other {n}", ada, promise="Something else to learn.", body="<p>Plain words.</p>")


@pytest.mark.parametrize("body", ["", "<p>Dig.</p>", LONG], ids=["none", "short", "long"])
def test_a_course_stands_above_its_sessions(found, ada, ben, body):
    """Its sessions repeat its title, its promise and its topics in texts that are shorter."""
    others(ada)
    topic = factories.topic("Hydrology")
    course = factories.course(
        "Digging wells", ada, promise="Safe water for villages.", body=body, topics=[topic]
    )
    coming = [factories.session(course, ben) for _n in range(2)]
    over = factories.session(course, ben, local_date=LAST_WEEK)
    cancelled = factories.session(course, ben, state=Session.State.CANCELLED, cancel_reason="Rain")
    for text in ("wells", "digging wells", "villages", '"safe water"', "hydrology"):
        kept = [pair for pair in found(text) if pair[0] != Kind.TOPIC]
        assert (text, kept[0]) == (text, (Kind.COURSE, course.pk))
        assert set(kept[1:3]) == {(Kind.SESSION, session.pk) for session in coming}
        assert set(kept[3:]) == {(Kind.SESSION, over.pk), (Kind.SESSION, cancelled.pk)}


@pytest.mark.parametrize("times", [3, 60])
def test_a_session_with_the_words_in_its_title_stands_above_passing_mentions(found, ada, times):
    others(ada)
    body = "<p>Once a year we visit the quarry. " + "Ropes, pumps and clay in many words. " * times + "</p>"
    course = factories.course("Digging wells", ada, body=body)
    session = factories.session(course, ada, title="A day at the quarry")
    assert found("quarry") == [(Kind.SESSION, session.pk), (Kind.COURSE, course.pk)]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Session.State.CANCELLED, "cancel_reason": "Rain"},
        {"state": Session.State.DONE},
        {"local_date": LAST_WEEK},
    ],
    ids=["cancelled", "done", "over"],
)
def test_what_is_over_stands_below_what_comes(found, ada, fields):
    course = factories.course("Wells", ada)
    past = factories.session(course, ada, title="Quarry", **fields)
    coming = factories.session(course, ada, title="A quarry visited together")
    assert found("quarry") == [(Kind.SESSION, coming.pk), (Kind.SESSION, past.pk)]


def test_a_session_at_your_own_pace_is_never_over(ada, document_of):
    course = factories.course("Wells", ada)
    own_pace = factories.session(course, ada, kind=Session.Kind.SELF_PACED)
    live = factories.session(course, ada)
    cancelled = factories.session(course, ada, state=Session.State.CANCELLED, cancel_reason="Rain")
    assert [document_of(Kind.SESSION, row).over_at for row in (own_pace, live, cancelled)] == [
        None,
        live.ends_at,
        cancelled.created_at,
    ]
    assert document_of(Kind.COURSE, course).over_at is None


def test_a_session_that_is_cancelled_sinks_at_once(found, ada):
    course = factories.course("Wells", ada)
    first, second = (factories.session(course, ada, title=f"Quarry {n}") for n in "ab")
    for gone, left in ((first, second), (second, first)):
        gone.state, left.state = Session.State.CANCELLED, Session.State.PUBLISHED
        gone.cancel_reason, left.cancel_reason = "Rain", ""
        gone.save()
        left.save()
        assert found("quarry") == [(Kind.SESSION, left.pk), (Kind.SESSION, gone.pk)]


def test_weights_change_the_order_only(answer, ada):
    """Sets, totals and facets are those of the words, whatever anything weighs."""
    course = factories.course("Wells", ada, topics=[factories.topic("Water")])
    factories.lesson(course, "Digging wells")
    factories.session(course, ada)
    factories.session(course, ada, local_date=LAST_WEEK)
    factories.wiki_page(factories.community("Wells people", ada), "Wells page")
    weighed = answer("wells")
    assert (weighed.total, len(weighed.hits)) == (6, 6)
    kinds = [("session", 2), ("community", 1), ("course", 1), ("lesson", 1), ("wiki_page", 1)]
    assert (weighed.facets["kind"], weighed.facets["topic"]) == (kinds, [("water", 4)])
    assert all(hit.score > 0 for hit in weighed.hits)
    assert len(answer("").hits) == weighed.total + 2
    assert {hit.score for hit in answer("").hits} == {0.0}


def test_suggestions_show_a_course_before_its_sessions(engine, ada):
    course = factories.course("Digging wells", ada)
    sessions = [factories.session(course, ada) for _n in range(3)]
    engine.settle()
    kinds = SearchDocument.objects.in_bulk(engine.suggest(parse("digg", prefix=True), EVERYONE, 8)).values()
    best = engine.suggest(parse("digg", prefix=True), EVERYONE, 1)
    assert sorted(document.kind for document in kinds) == ["course", *["session"] * len(sessions)]
    assert [SearchDocument.objects.get(pk=pk).kind for pk in best] == ["course", "session"]
    assert SearchDocument.objects.get(pk=best[0]).object_id == course.pk


def test_every_kind_has_a_weight():
    """A kind without one would have no score in a database."""
    assert KIND_WEIGHTS.keys() == set(Kind.values)
    assert min(KIND_WEIGHTS.values()) > 0
    assert 0 < OVER < 1
    assert 0 < REPEATS < 1
