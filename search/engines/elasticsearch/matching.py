"""Which documents answer a question and how well: pure functions from what was asked to queries.

A word counts in all texts of a document as if they were one, in which the title stands several times
(BM25F): so a document is as relevant as by BM25, and its title tells more than its body.
"""

from collections.abc import Iterable

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query as DslQuery

from search.engines.base import WHOLE, Ask, Times, Tokens
from search.engines.elasticsearch.mapping import NAMES, PARTS, READINGS
from search.engines.messages import NO_SET
from search.models import SearchDocument
from search.query import Filters, Part, Phrase, Query
from search.weights import OVER


def answering(ask: Ask) -> DslQuery:
    """What matches and may be seen, whatever the filters; those of `ask.first` count WHOLE times."""
    return _weighed(seen(matching(ask.query, names=ask.names), ask.tokens), ask.times, ask.first)


def beginning(query: Query, tokens: Tokens, times: Times) -> DslQuery:
    """Titles with all words, the last one perhaps only begun; one that holds it whole fits better."""
    words = [word for part in query.parts for phrase in part.alternatives for word in phrase]
    known = [Q("term", titles=word) for word in words[:-1]]
    last = Q("bool", must=[Q("prefix", titles=words[-1])], should=[Q("term", titles=words[-1])])
    return _weighed(seen(Q("bool", must=[*known, last]), tokens), times)


def matching(query: Query, *, names: bool) -> DslQuery:
    """Read in every way that texts are read; a document has the words of its own language only.

    Without `names`, people's names neither match nor count.
    """
    fields = [_fields(reading, names) for reading in READINGS]
    excluded = [_phrase(phrase, each) for phrase in query.excluded for each in fields]
    if query.parts:
        read = Q("bool", should=[_read(query, each) for each in fields], minimum_should_match=1)
    else:
        read = Q("constant_score", filter=Q("match_all"), boost=0)
    return Q("bool", must=[read], must_not=excluded) if excluded else read


def seen(found: DslQuery, tokens: Tokens) -> DslQuery:
    """The only audience rule here: the reader holds a token of every one of the document's sets."""
    if tokens is None:
        return Q("bool", must=[found])
    held = [*sorted(tokens), NO_SET]
    levels = [Q("terms", **{f"audience_{level}": held}) for level in range(SearchDocument.LEVELS)]
    return Q("bool", must=[found], filter=levels)


def narrowed(filters: Filters, times: Times) -> DslQuery:
    """What agrees with every chosen facet, in one of its values."""
    return Q("bool", filter=[_one_of(name, values, times) for name, values in filters.chosen])


def in_time(times: Times) -> dict[str, DslQuery]:
    """The values of the facet `when` that ask for a date."""
    return {
        value: Q("range", starts_at={"gte": times.now} | ({"lt": end} if end else {}))
        for value, end in times.ends().items()
    }


def _one_of(name: str, values: Iterable[str], times: Times) -> DslQuery:
    held = Q("terms", **{name: list(values)})
    if name != "when":
        return held
    dates = [dated for value, dated in in_time(times).items() if value in values]
    return Q("bool", should=[held, *dates], minimum_should_match=1)


def _weighed(found: DslQuery, times: Times, first: frozenset[int] = frozenset()) -> DslQuery:
    """The same matches, their scores multiplied by what they are worth by themselves, and now."""
    worth = {"field_value_factor": {"field": "worth"}}
    over = {"filter": Q("range", over_at={"lt": times.now}), "weight": OVER}
    whole = [{"filter": Q("terms", id=sorted(first)), "weight": WHOLE}] if first else []
    functions = [worth, over, *whole]
    return Q("function_score", query=found, functions=functions, score_mode="multiply", boost_mode="multiply")


def _read(query: Query, fields: list[str]) -> DslQuery:
    """All parts, or the required ones and enough of the others."""
    if not query.least:
        return Q("bool", must=[_part(part, fields) for part in query.parts])
    return Q(
        "bool",
        must=[_part(part, fields) for part in query.parts if part.required],
        should=[_part(part, fields) for part in query.optional],
        minimum_should_match=query.least,
    )


def _part(part: Part, fields: list[str]) -> DslQuery:
    either = [_phrase(phrase, fields) for phrase in part.alternatives]
    return either[0] if len(either) == 1 else Q("dis_max", queries=either)


def _phrase(phrase: Phrase, fields: list[str]) -> DslQuery:
    if len(phrase) == 1:
        return Q("combined_fields", query=phrase[0], fields=fields)
    return Q("multi_match", query=" ".join(phrase), type="phrase", fields=fields)


def _fields(reading: str, names: bool) -> list[str]:
    weights = PARTS | NAMES if names else PARTS
    return [f"{part}_{reading}^{weight}" for part, weight in weights.items()]
