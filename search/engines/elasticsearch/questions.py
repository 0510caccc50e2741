"""What Elasticsearch is asked and what its answers say: pure functions, without a server."""

from collections.abc import Sequence
from typing import Any

from elasticsearch.dsl import A, Q, Search

from search.engines.base import DEEPEST, Ask, Hit, Times, Tokens, may_read_names
from search.engines.elasticsearch.matching import (
    answering,
    beginning,
    in_time,
    matching,
    narrowed,
    seen,
)
from search.query import FACETS, Filters, Query

MOST_VALUES = 5000
BESIDE = 2
"""How many of each kind stand beside the results."""
KINDS = 50
SOFT_SECONDS = "1200ms"
"""When the servers give up by themselves; an answer in part counts as none."""
RELEVANCE = ["_score", "-changed_at", "id"]
SORTS: dict[str, list[Any]] = {
    "relevance": RELEVANCE,
    "soonest": [{"starts_at": {"order": "asc", "missing": "_first"}}, *RELEVANCE],
    "newest": ["-changed_at", "-id"],
    "helpful": ["-popularity", *RELEVANCE],
}
Raw = dict[str, Any]


def page_of(ask: Ask) -> Search:
    """Hits of the page, counts of everything, and on the first page the best of every kind.

    Sorted by what comes soonest, these are the hits that are still to come; `rest_of` follows them.
    """
    chosen = narrowed(ask.filters, ask.times)
    shown = Q("bool", filter=[chosen, in_time(ask.times)["any"]]) if ask.sort == "soonest" else chosen
    request = _sorted(ask).post_filter(shown).extra(track_total_hits=True)  # the client's, not Django's
    _count(request, ask)
    if ask.page == 1 and ask.query.parts:
        _best_of_kinds(request, BESIDE)
    return _sliced(request, ask.offset, ask.size)


def rest_of(ask: Ask, before: int) -> Search:
    """Hits of the page that are not still to come, after so many that are."""
    past = Q("bool", must_not=[in_time(ask.times)["any"]])
    shown = Q("bool", filter=[narrowed(ask.filters, ask.times), past])
    start, end = (max(place - before, 0) for place in (ask.offset, ask.offset + ask.size))
    return _sliced(_sorted(ask).post_filter(shown), start, end - start)


def counts_of(questions: Sequence[tuple[Query, Filters]], tokens: Tokens, times: Times) -> Search:
    """How much matches each of these questions, by its place."""
    request = _request().query(seen(Q("match_all"), tokens))
    for n, (query, filters) in enumerate(questions):
        if not query.hopeless:
            found = matching(query, names=may_read_names(tokens))
            request.aggs.bucket(str(n), "filter", filter=Q("bool", filter=[found, narrowed(filters, times)]))
    return _sliced(request, 0, 0)


def beginnings_of(query: Query, tokens: Tokens, times: Times, each: int) -> Search:
    """The best titles of every kind; the query has a word."""
    request = _request().query(beginning(query, tokens, times))
    _best_of_kinds(request, each)
    return _sliced(request, 0, 0)


def hits_in(answer: Raw) -> list[Hit]:
    return [hit for raw in answer["hits"]["hits"] for hit in _hit(raw)]


def beside_in(answer: Raw) -> list[Hit]:
    """The best of every kind, in the order of their places in it."""
    ranked = [
        (place, hit)
        for kind in answer["aggregations"].get("kinds", {}).get("buckets", ())
        for place, raw in enumerate(kind["best"]["hits"]["hits"])
        for hit in _hit(raw)
    ]
    return [hit for _place, hit in sorted(ranked, key=lambda pair: (pair[0], -pair[1].score))]


def best_in(answer: Raw) -> list[int]:
    """The best of all kinds together, in their order."""
    found = [
        (-raw["sort"][0], -raw["sort"][1], raw["sort"][2])
        for kind in answer["aggregations"]["kinds"]["buckets"]
        for raw in kind["best"]["hits"]["hits"]
    ]
    return [number for _score, _changed, number in sorted(found)]


def count_in(answer: Raw, name: str) -> int:
    return int(answer["aggregations"].get(name, {}).get("doc_count", 0))


def facets_in(answer: Raw, *, names: bool) -> dict[str, list[tuple[str, int]]]:
    """How many there are of each value; without `names` nobody is told who teaches."""
    return {
        name: _values(answer["aggregations"][name]) if names or name != "teacher" else [] for name in FACETS
    }


def _request() -> Search:
    """Nothing but numbers and scores is fetched."""
    request = Search().extra(_source=False, timeout=SOFT_SECONDS)  # the client's, not Django's
    return request.params(allow_partial_search_results=False)


def _sorted(ask: Ask) -> Search:
    request: Search = _request().query(answering(ask)).sort(*SORTS[ask.sort])
    return request.extra(track_scores=True)  # the client's, not Django's


def _count(request: Search, ask: Ask) -> None:
    """Each facet's values under the other facets' choices; totals with all choices and with none."""
    request.aggs.bucket("total", "filter", filter=narrowed(ask.filters, ask.times))
    request.aggs.bucket("matched", "filter", filter=Q("match_all"))
    for name in FACETS:
        others = A("filter", filter=narrowed(ask.filters.without(name), ask.times))
        others.bucket("found", "terms", field=name, size=MOST_VALUES)
        if name == "when":
            others.bucket("dated", "filters", filters=in_time(ask.times))
        request.aggs.bucket(name, others)


def _best_of_kinds(request: Search, each: int) -> None:
    kinds = A("terms", field="kind", size=KINDS)
    kinds.metric(
        "best", "top_hits", size=each, _source=False, sort=Search().sort(*RELEVANCE).to_dict()["sort"]
    )
    request.aggs.bucket("kinds", kinds)


def _sliced(request: Search, start: int, size: int) -> Search:
    """Beyond the deepest place there are no hits, but counts there are."""
    end = min(start + size, DEEPEST)
    found: Search = request[start:end] if start < end else request[0:0]
    return found


def _hit(raw: Raw) -> list[Hit]:
    """None where the key is not a number of ours."""
    if not raw["_id"].isdecimal():
        return []
    return [Hit(int(raw["_id"]), float(raw["_score"] or 0))]


def _values(found: Raw) -> list[tuple[str, int]]:
    counts = {bucket["key"]: bucket["doc_count"] for bucket in found["found"]["buckets"]}
    dated = {name: bucket["doc_count"] for name, bucket in found.get("dated", {}).get("buckets", {}).items()}
    merged = {name: counts.get(name, 0) + dated.get(name, 0) for name in counts | dated}
    return sorted(
        ((name, count) for name, count in merged.items() if count), key=lambda pair: (-pair[1], pair[0])
    )
