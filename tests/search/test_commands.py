"""The doors in the terminal."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search.engines import database_engine
from search.engines.base import Difference
from search.models import Audience, FacetSet, Kind, Rebuild, SearchDocument
from tests import factories

pytestmark = pytest.mark.django_db
VENDOR = connection.vendor


def run(*words):
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def course(ada):
    return factories.course("Safe wells", ada, audience="public", topics=[factories.topic("Water")])


def test_search_prints_what_a_program_needs(course, ada):
    factories.course("House wells", ada)
    answer = json.loads(run("search", "wells", "--json"))
    (hit,) = answer["hits"]
    assert hit.pop("score") >= 0
    assert hit == {
        "kind": "course",
        "id": course.pk,
        "url": f"/courses/{course.slug}/",
        "title": "Safe wells",
    }
    assert {name: answer[name] for name in ("total", "facets", "engine", "notice")} == {
        "total": 1,
        "facets": {
            "kind": {"course": 1},
            "topic": {"water": 1},
            "community": {},
            "language": {"en": 1},
            "level": {"beginner": 1},
            "length": {},
            "when": {},
            "seats": {},
            "teacher": {},
        },
        "engine": VENDOR,
        "notice": "",
    }


def test_search_as_somebody_and_narrowed_down(course, ada, cleo):
    house = factories.course("House wells", ada)
    factories.lesson(house, "Digging wells")
    answer = json.loads(run("search", "wells", "--as", cleo.email, "--facet", "kind=course", "--json"))
    assert sorted(hit["title"] for hit in answer["hits"]) == ["House wells", "Safe wells"]
    assert answer["facets"]["kind"] == {"course": 2, "lesson": 1}
    assert "1 found by" in run("search", "wells", "--as", cleo.email, "--facet", "topic=water")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--as", "nobody@example.org"], "Nobody who works here has the address nobody@example.org."),
        (["--facet", "colour=red"], "“colour=red” is no filter."),
        (["--facet", "kind"], "“kind” is no filter."),
        (["--engine", "solr"], "There is no engine “solr”."),
        (["--engine", "elasticsearch"], "Elasticsearch is not configured here."),
        (["--engine", "sqlite" if VENDOR == "postgresql" else "postgresql"], "cannot run here"),
    ],
)
def test_search_refuses_with_a_sentence(words, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("search", "wells", *words)


def test_a_leaver_cannot_be_searched_as(ada):
    ada.state = ada.State.LEFT
    ada.save()
    with pytest.raises(CommandError, match="Nobody who works here"):
        run("search", "wells", "--as", ada.email)


def test_rebuild_makes_everything_from_nothing(course, ada):
    factories.lesson(course, "Digging")
    before = sorted(SearchDocument.objects.alive().values_list("kind", "title", "url"))
    for model in (SearchDocument, Audience, FacetSet):
        model.objects.all().delete()
    assert f"{VENDOR} holds {len(before)} documents" in run("search_rebuild")
    assert sorted(SearchDocument.objects.alive().values_list("kind", "title", "url")) == before
    assert run("search_verify") == "Things, documents and index agree.\n"


def test_only_one_rebuild_at_a_time(course):
    held = Rebuild.objects.create(engine=VENDOR)
    (held,) = Rebuild.objects.filter(pk=held.pk).claim(1)
    with pytest.raises(CommandError, match="Another rebuild is at work"):
        run("search_rebuild")
    held.finish()
    run("search_rebuild")
    assert Rebuild.objects.get().lease_until is None


def spoil(documents):
    """Some rows of the index gone, some wrong, some that should not be."""
    gone, wrong, extra = documents
    engine = database_engine()
    engine.remove([gone.pk])
    wrong.title = "Something else"
    engine.apply([wrong])
    SearchDocument.objects.filter(pk=extra.pk).update(deleted=True)


def test_verify_names_exactly_what_is_spoilt_and_repair_heals(ada):
    """R16: in the index, as the engine tells it."""
    for n in range(6):
        factories.course(f"Wells {n}", ada)
    engine = database_engine()
    for stray in {difference.document_id for difference in engine.verify()}:
        engine.remove([stray])
    documents = list(SearchDocument.objects.filter(kind=Kind.COURSE).order_by("pk")[1:4])
    spoil(documents)
    found = list(engine.verify())
    assert found == [
        Difference(documents[0].pk, "missing"),
        Difference(documents[1].pk, "stale"),
        Difference(documents[2].pk, "orphan"),
    ]
    engine.repair(found)
    assert list(engine.verify()) == []


def test_verify_compares_documents_with_things_too(course, ada):
    """R16: what was written past every signal is named, and healed with what hangs within it."""
    run("search_verify", "--repair")
    lesson = factories.lesson(course, "Digging")
    type(course).objects.filter(pk=course.pk).update(title="Deep wells")
    orphan = SearchDocument.objects.create(
        kind=Kind.TOPIC,
        object_id=10**9,
        title="Ghost",
        url="/",
        changed_at=course.first_published_at or ada.joined_at,
    )
    SearchDocument.objects.filter(kind=Kind.PERSON).update(facets=FacetSet.objects.create(digest="spoilt"))
    out = StringIO()
    with pytest.raises(CommandError, match="5 differ"):
        call_command("search_verify", stdout=out)
    assert sorted(out.getvalue().splitlines()) == sorted([
        f"course:{course.pk} stale (projection)",
        f"lesson:{lesson.pk} stale (projection)",
        f"person:{ada.pk} stale (projection)",
        f"topic:{orphan.object_id} orphan (projection)",
        f"topic:{orphan.object_id} missing ({VENDOR})",
    ])  # fmt: skip
    assert "Things, documents and index agree." in run("search_verify", "--repair")
    assert SearchDocument.objects.get(kind=Kind.LESSON, object_id=lesson.pk).parent_title == "Deep wells"
