"""`search --explain`: the parts of a score, as each engine multiplies them."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from math import prod

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from search.actions import search
from search.engines import database_engine
from search.engines.base import WHOLE, Ask, Sql
from search.engines.database import WEIGHT
from search.explaining import explained
from search.models import Kind, SearchDocument
from search.query import Filters, parse
from search.shared import audiences
from search.weights import FRESH, KIND_WEIGHTS, OVER, POPULAR, REPEATS, factors
from tests import factories

pytestmark = pytest.mark.django_db
PUBLIC = frozenset(["public"])


def every_combination():
    """Documents of the same words that differ in all that weighs."""
    now = timezone.now()
    heard = {(0, "public")}
    audience = audiences([heard])[frozenset(heard)]
    fields = [
        {"kind": kind, "popularity": popular, "freshness": fresh, "over_at": over, "parent_title": parent}
        for kind in KIND_WEIGHTS
        for popular, fresh in [(0, 0), (0.5, 1), (1, -1)]
        for over in [None, now - timedelta(days=1), now + timedelta(days=1)]
        for parent in ["", "Alike"]
    ]  # fmt: skip
    documents = [
        SearchDocument(object_id=10**6 + n, url="/", title="Alike", changed_at=now, audience=audience, **each)
        for n, each in enumerate(fields)
    ]
    SearchDocument.objects.bulk_create(documents)
    database_engine().apply(documents)
    return documents


def test_the_database_multiplies_the_same_factors():
    documents = every_combination()
    engine, now = database_engine(), timezone.now()
    sql = f"SELECT d.id, {WEIGHT} FROM search_searchdocument d"  # noqa: S608  # the product's own words
    weights = dict(engine.rows_of(Sql(sql, [engine._moment(now)])))
    expected = {document.pk: prod(factors(document, now).values()) for document in documents}
    assert {pk: float(weights[pk]) for pk in expected} == pytest.approx(expected)
    assert len({round(weight, 9) for weight in expected.values()}) > 30


def test_every_engine_gives_equal_words_the_same_fit(engine):
    """Score divided by factors is the same for all: nothing else weighs, and nothing is left out."""
    documents = {document.pk: document for document in every_combination()}
    engine.settle()
    ask = Ask(parse("alike"), PUBLIC, Filters(), 1, 500)
    hits = engine.search(ask).hits
    assert {hit.document_id for hit in hits} == set(documents)
    fits = [hit.score / prod(factors(documents[hit.document_id], ask.times.now).values()) for hit in hits]
    assert fits == pytest.approx([fits[0]] * len(fits), rel=1e-4)


def test_every_engine_counts_whole_matches_so_many_times(engine):
    documents = every_combination()
    engine.settle()
    first = frozenset(document.pk for document in documents[:3])
    ask = Ask(parse("alike"), PUBLIC, Filters(), 1, 500)
    before, after = (
        {hit.document_id: hit.score for hit in engine.search(one).hits}
        for one in (ask, replace(ask, first=first))
    )
    assert after == pytest.approx(
        {pk: score * (WHOLE if pk in first else 1) for pk, score in before.items()}, rel=1e-4
    )


def test_what_each_factor_is():
    then = timezone.now()
    document = SearchDocument(
        kind=Kind.SESSION, title="Wells", parent_title="Wells", over_at=then, popularity=0.5, freshness=-1
    )
    later = then + timedelta(seconds=1)
    assert factors(document, later) == {
        "kind": KIND_WEIGHTS[Kind.SESSION],
        "repeats": REPEATS,
        "over": OVER,
        "popularity": 1 + POPULAR / 2,
        "freshness": 1 - FRESH,
    }
    assert factors(document, then)["over"] == 1
    assert prod(factors(SearchDocument(kind=Kind.LESSON, title="Wells"), then).values()) == 1


def run(*words):
    out = StringIO()
    call_command("search", *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_parts_of_each_score_are_printed_and_multiply_to_it(ada, cleo, pin):
    course = factories.course("Safe wells", ada)
    factories.session(course, ada)
    factories.course("Wells", ada)
    pin("safe wells", "course", course)
    hits = json.loads(run("safe wells", "--as", cleo.email, "--explain", "--json"))["hits"]
    told = {(hit["kind"], hit["title"]): hit["why"] for hit in hits}
    session, other = told["session", "Safe wells"], told["course", "Wells"]
    whole = told["course", "Safe wells"]
    assert [(why["whole"], why["pinned"]) for why in (whole, session, other)] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert [why["factors"]["whole"] for why in (whole, session, other)] == [WHOLE, WHOLE, 1]
    for hit in hits:
        why = hit["why"]
        assert why["score"] == hit["score"] == pytest.approx(why["fit"] * prod(why["factors"].values()))
    printed = run("safe wells", "--as", cleo.email, "--explain").splitlines()
    products = sorted(line.partition(" × ")[2] for line in printed if line.strip().startswith("= fit"))
    same = "popularity 1 × freshness 1"
    assert products == [
        f"kind 0.7 × repeats 0.4 × over 1 × {same} × whole {WHOLE:g}; all words",
        f"kind 1.3 × repeats 1 × over 1 × {same} × whole {WHOLE:g}; all words, pinned",
        f"kind 1.3 × repeats 1 × over 1 × {same} × whole 1; some of the words",
    ]
    assert "= fit" not in run("safe wells", "--as", cleo.email)


def test_a_question_without_words_fits_nothing(ada, cleo):
    factories.course("Wells", ada)
    found = search("", cleo, Filters())
    assert {(reason.score, reason.fit, reason.whole) for reason in explained(found, cleo)} == {(0, 0, True)}


def test_the_command_sorts(ada, cleo):
    for days, title in ((9, "Late wells"), (2, "Soon wells"), (5, "Some wells")):
        day = timezone.now().date() + timedelta(days=days)
        factories.session(factories.course(title, ada), ada, local_date=day)
    asked = ["wells", "--as", cleo.email, "--facet", "kind=course", "--json"]
    hits = json.loads(run(*asked, "--sort", "soonest"))["hits"]
    assert [hit["title"] for hit in hits] == ["Soon wells", "Some wells", "Late wells"]
    hits = json.loads(run(*asked, "--sort", "newest"))["hits"]
    assert [hit["title"] for hit in hits] == ["Some wells", "Soon wells", "Late wells"]
    with pytest.raises(CommandError, match="invalid choice"):
        run(*asked, "--sort", "colour")


@pytest.mark.parametrize(
    ("facet", "expected"),
    [
        ("seats=free", ["House wells", "Safe wells"]),
        ("length=short", ["Safe wells"]),
        ("length=long", []),
        ("when=self-paced", ["House wells"]),
        ("when=any", ["Safe wells"]),
        ("teacher=ada-brook", ["Deep wells", "House wells", "Safe wells"]),
        ("level=advanced", ["Deep wells"]),
    ],
)
def test_the_command_narrows_down_by_every_facet(ada, cleo, facet, expected):
    factories.session(factories.course("Safe wells", ada, minutes=20), ada)
    factories.session(factories.course("House wells", ada), ada, kind="self_paced")
    factories.session(
        factories.course("Deep wells", ada, level="advanced"),
        ada,
        capacity=0,
        local_date=factories.day(2020, 1, 1),
    )
    hits = json.loads(run("wells", "--as", cleo.email, "--facet", "kind=course", "--facet", facet, "--json"))[
        "hits"
    ]
    assert sorted(hit["title"] for hit in hits) == expected
