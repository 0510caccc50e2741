"""What Elasticsearch is asked: pure functions from what a person asked for to requests."""

from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query as DslQuery

from search.engines.base import Tokens, may_read_names
from search.engines.elasticsearch.mapping import NAMES, PARTS, READINGS
from search.engines.messages import NO_SET
from search.models import SearchDocument
from search.query import FACETS, Filters, Part, Query
from search.weights import KIND_WEIGHTS, OVER, REPEATS

MOST_VALUES = 1000
SOFT_SECONDS = "1200ms"
"""When the servers give up by themselves; an answer in part counts as none."""


def page_of(query: Query, tokens: Tokens, filters: Filters, first: int, last: int) -> Search:
    """Total, facets, and the hits from place `first` up to but without `last`."""
    matching = _matching(query, names=may_read_names(tokens))
    request = _counted(_asked(matching, tokens), filters).post_filter(_narrowed(filters))
    return _sliced(request, first, last).extra(track_total_hits=True)  # the client's, not Django's


def beginnings(query: Query, tokens: Tokens, limit: int) -> Search | None:
    """Documents whose title holds the words, the last one perhaps only begun; None without a word."""
    words = [word for part in query.parts for phrase in part.alternatives for word in phrase]
    if not words:
        return None
    begun = Q("prefix", titles=words[-1])
    title = Q("bool", must=[*(Q("term", titles=word) for word in words[:-1]), begun])
    return _sliced(_asked(title, tokens), 0, limit)


def facets_of(response: Any) -> dict[str, list[tuple[str, int]]]:
    return {name: _values(response.aggregations[name].found.buckets) for name in FACETS}


def _asked(matching: DslQuery, tokens: Tokens) -> Search:
    """The best first, among equals the latest; nothing but numbers and scores is fetched."""
    audience = [] if tokens is None else _audience(tokens)
    request = Search().extra(_source=False, timeout=SOFT_SECONDS)  # the client's, not Django's
    matching = Q("bool", must=[matching], filter=audience)
    return request.query(_weighed(matching)).sort("_score", "-changed_at", "id")


def _sliced(request: Search, first: int, last: int) -> Search:
    found: Search = request[first:last]
    return found


def _weighed(matching: DslQuery) -> DslQuery:
    """The same matches, their scores multiplied by the weights of what was found."""
    weights = [{"filter": Q("term", kind=kind), "weight": weight} for kind, weight in KIND_WEIGHTS.items()]
    over = {"filter": Q("range", over_at={"lt": "now"}), "weight": OVER}
    repeats = {"filter": Q("term", repeats=True), "weight": REPEATS}
    return Q(
        "function_score",
        query=matching,
        functions=[*weights, over, repeats],
        score_mode="multiply",
        boost_mode="multiply",
    )


def _matching(query: Query, *, names: bool) -> DslQuery:
    """Every part, in the fields of one way of reading; a document has those of its own language only."""
    if query.blank:
        return Q("constant_score", filter=Q("match_all"), boost=0)
    weights = PARTS | NAMES if names else PARTS
    return Q(
        "bool",
        minimum_should_match=1,
        should=[
            Q(
                "bool",
                must=[_part(part, _fields(weights, reading)) for part in query.parts],
            )
            for reading in READINGS
        ],
    )


def _fields(weights: dict[str, int], reading: str) -> list[str]:
    return [f"{part}_{reading}^{weight}" for part, weight in weights.items()]


def _part(part: Part, fields: list[str]) -> DslQuery:
    either = [
        Q("multi_match", query=" ".join(phrase), type="phrase", fields=fields) for phrase in part.alternatives
    ]
    return Q("dis_max", queries=either)


def _audience(tokens: frozenset[str]) -> list[DslQuery]:
    held = [*sorted(tokens), NO_SET]
    return [Q("terms", **{f"audience_{level}": held}) for level in range(SearchDocument.LEVELS)]


def _narrowed(filters: Filters) -> DslQuery:
    return Q("bool", filter=[Q("terms", **{name: list(values)}) for name, values in filters.chosen])


def _counted(request: Search, filters: Filters) -> Search:
    """Count each facet's values under the other facets' choices."""
    for name in FACETS:
        others = A("filter", filter=_narrowed(filters.without(name)))
        others.bucket("found", "terms", field=name, size=MOST_VALUES)
        request.aggs.bucket(name, others)
    return request


def _values(buckets: Iterable[Any]) -> list[tuple[str, int]]:
    return sorted(
        ((str(bucket.key), int(bucket.doc_count)) for bucket in buckets), key=lambda pair: (-pair[1], pair[0])
    )
