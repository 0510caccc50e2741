"""Whatever the question, Elasticsearch and the database give the same things in orders that mean the same."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest
from django.utils import timezone

from search.engines import database_engine
from search.engines.base import DEEPEST, WHOLE, Ask, Times
from search.engines.elasticsearch.questions import hits_in, rest_of
from search.models import Kind, SearchDocument
from search.query import SORTS, Filters, parse
from tests import factories
from tests.search.conftest import EVERYONE, VISITOR


def ids(hits):
    return [hit.document_id for hit in hits]


@pytest.fixture
def world(db, ada, ben):
    """Courses with sessions at several dates, a wiki, and differences in what is popular."""
    now = timezone.now()
    with factories.told_once():
        for n in range(4):
            course = factories.course(f"Wells {n}", ada, body=f"<p>{'water ' * n}digging</p>")
            for days in (-9, 1, 5 + n, 40):
                factories.session(
                    course, ben, title=f"Digging {n}", local_date=(now + timedelta(days=days)).date()
                )
        community = factories.community("Water people", ben)
        for n in range(4):
            factories.wiki_page(community, f"Digging page {n}", body="Wells and water. Springs too.")
    for n, pk in enumerate(SearchDocument.objects.order_by("pk").values_list("pk", flat=True)):
        SearchDocument.objects.filter(pk=pk).update(
            popularity=(n % 4) / 4, changed_at=now - timedelta(hours=n % 7)
        )


QUESTIONS = [
    Ask(parse("wells"), EVERYONE),
    Ask(parse("digging water"), EVERYONE),
    Ask(parse("digging water soap").relaxed, EVERYONE),
    Ask(parse('"wells and water" digging moon').relaxed, EVERYONE),
    Ask(parse("digging -springs"), EVERYONE),
    Ask(parse("-springs"), EVERYONE),
    Ask(parse(""), EVERYONE),
    Ask(parse("ben"), EVERYONE),
    Ask(parse("ben"), VISITOR),
    Ask(
        parse("digging"),
        EVERYONE,
        Filters.of({"when": ["week", "self-paced"], "kind": ["session", "course"]}),
    ),
    Ask(parse("digging"), EVERYONE, Filters.of({"kind": ["wiki_page"]})),
]


@pytest.mark.elasticsearch
def test_both_find_and_count_the_same(elastic, world):
    elastic.settle()
    for question in QUESTIONS:
        ask = replace(question, times=Times.at(timezone.localtime()), size=100)
        ours, theirs = database_engine().search(ask), elastic.search(ask)
        assert set(ids(theirs.hits)) == set(ids(ours.hits))
        assert (theirs.total, theirs.matched, theirs.facets) == (ours.total, ours.matched, ours.facets)
        kinds = dict(SearchDocument.objects.values_list("pk", "kind"))
        assert sorted(kinds[pk] for pk in ids(theirs.beside)) == sorted(kinds[pk] for pk in ids(ours.beside))


@pytest.mark.elasticsearch
def test_both_count_many_questions_the_same(elastic, world):
    elastic.settle()
    times = Times.at(timezone.localtime())
    questions = [(ask.query, ask.filters) for ask in QUESTIONS] + [(parse("?!"), Filters())]
    for tokens in (EVERYONE, VISITOR, frozenset()):
        ours = database_engine().counts(questions, tokens, times)
        assert elastic.counts(questions, tokens, times) == ours
    assert elastic.counts([(parse("?!"), Filters())], EVERYONE, times) == [0]
    assert elastic.counts([], EVERYONE, times) == []


@pytest.mark.elasticsearch
@pytest.mark.parametrize("sort", [sort for sort in SORTS if sort != "relevance"])
def test_both_sort_the_same(elastic, world, sort):
    """Where the order asked for says nothing, each has its own idea of what fits better."""
    elastic.settle()
    now = timezone.now()
    ask = Ask(parse("digging"), EVERYONE, sort=sort, size=100, times=Times.at(now))
    known = SearchDocument.objects.in_bulk()

    def sorted_by(pk):
        row = known[pk]
        coming = row.starts_at is not None and row.starts_at >= now
        return {
            "soonest": (not coming, row.starts_at.timestamp() if row.starts_at else 0),
            "newest": (-row.changed_at.timestamp(), -pk),
            "helpful": (-row.popularity,),
        }[sort]

    ours, theirs = ids(database_engine().search(ask).hits), ids(elastic.search(ask).hits)
    assert [sorted_by(pk) for pk in theirs] == sorted(map(sorted_by, theirs))
    grouped = [sorted(group) for _key, group in groupby(theirs, sorted_by)]
    assert grouped == [sorted(group) for _key, group in groupby(ours, sorted_by)]


@pytest.mark.elasticsearch
@pytest.mark.parametrize("sort", SORTS)
def test_pages_follow_one_another_in_every_order(elastic, world, sort):
    elastic.settle()
    ask = Ask(parse("digging"), EVERYONE, sort=sort, size=7, times=Times.at(timezone.now()))
    whole = ids(elastic.search(replace(ask, size=100)).hits)
    pages = [ids(elastic.search(replace(ask, page=page)).hits) for page in range(1, 8)]
    assert [pk for page in pages for pk in page] == whole
    assert len(whole) > 20


@pytest.mark.elasticsearch
def test_what_holds_all_words_counts_more(elastic, world):
    elastic.settle()
    ask = Ask(parse("digging page water").relaxed, EVERYONE, size=100)
    plain = elastic.search(ask)
    lifted = frozenset(ids(plain.hits)[-3:])
    found = elastic.search(replace(ask, first=lifted))
    expected = {
        hit.document_id: hit.score * (WHOLE if hit.document_id in lifted else 1) for hit in plain.hits
    }
    assert {hit.document_id: hit.score for hit in found.hits} == pytest.approx(expected, rel=1e-4)
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.elasticsearch
def test_an_exact_title_is_proposed_before_longer_words(elastic, ada):
    for title in ("Wellness", "Wells", "Well"):
        factories.course(title, ada)
    elastic.settle()
    known = dict(SearchDocument.objects.values_list("pk", "title"))
    found = elastic.suggest(parse("well", prefix=True), EVERYONE, 3)
    assert known[found[0]] == "Well"
    assert len([pk for pk in found if known[pk].startswith("Well")]) == 3


@pytest.mark.elasticsearch
def test_each_kind_is_proposed(elastic, world):
    elastic.settle()
    kinds = dict(SearchDocument.objects.values_list("pk", "kind"))
    found = [kinds[pk] for pk in elastic.suggest(parse("digg", prefix=True), EVERYONE, 2)]
    assert sorted(found) == sorted([Kind.SESSION, Kind.SESSION, Kind.WIKI_PAGE, Kind.WIKI_PAGE])


@pytest.mark.elasticsearch
def test_the_deepest_page_is_an_end_and_no_error(elastic, world):
    elastic.settle()
    ask = Ask(parse("digging"), EVERYONE, size=20)
    for page in (DEEPEST // 20, DEEPEST // 20 + 1, 10**9):
        for sort in SORTS:
            found = elastic.search(replace(ask, page=page, sort=sort))
            assert (found.hits, found.total > 20) == ([], True)


def test_the_rest_begins_where_what_comes_has_ended():
    ask = Ask(parse("digging"), EVERYONE, page=2, size=10, sort="soonest", times=Times.at(timezone.now()))
    places = {before: rest_of(ask, before).to_dict() for before in (0, 10, 14, 19)}
    assert {n: (body["from"], body["size"]) for n, body in places.items()} == {
        0: (10, 10),
        10: (0, 10),
        14: (0, 6),
        19: (0, 1),
    }


def test_what_is_not_ours_is_no_hit():
    raw = [{"_id": "note", "_score": 1.0}, {"_id": "7", "_score": None}, {"_id": "8", "_score": 2.0}]
    found = hits_in({"hits": {"hits": raw}})
    assert [(hit.document_id, hit.score) for hit in found] == [(7, 0.0), (8, 2.0)]
