"""Words of the vocabulary that mean the same: a question for one of them is a question for all.

The topics' documents hold the terms, so that what a steward changes counts with the next question.
"""

from collections import defaultdict
from dataclasses import replace

from search.models import FacetValue, Kind
from search.query import Part, Phrase, Query

TERM = "term"
"""The name under which a topic's document holds its name and synonyms, folded; no facet."""
LONGEST_TERM = 4
"""Words of a term that are looked for in a question."""
MOST = 8


def expanded(query: Query) -> Query:
    """The query with the other terms of each topic that it names, as alternatives of those words."""
    spans = dict(_spans(query))
    others = _others(set(spans.values())) if spans else {}
    more: dict[int, dict[Phrase, None]] = defaultdict(dict)
    for (start, end), term in spans.items():
        for place in range(start, end):
            more[place].update(dict.fromkeys(others.get(term, ())))
    if not more:
        return query
    return replace(query, parts=tuple(_with(part, more.get(n, {})) for n, part in enumerate(query.parts)))


def _spans(query: Query) -> list[tuple[tuple[int, int], str]]:
    """Stretches of neighbouring parts, as places (from, before) and the words they hold."""
    phrases = [part.alternatives[0] for part in query.parts]
    return [
        ((start, end), " ".join(word for phrase in phrases[start:end] for word in phrase))
        for start in range(len(phrases))
        for end in range(start + 1, min(start + LONGEST_TERM, len(phrases)) + 1)
    ]


def _others(terms: set[str]) -> dict[str, list[Phrase]]:
    """The other terms of the topics that have one of these, in one statement."""
    rows = FacetValue.objects.filter(
        name=TERM,
        facets__documents__kind=Kind.TOPIC,
        facets__documents__deleted=False,
        facets__values__name=TERM,
        facets__values__value__in=terms,
    ).values_list("facets__values__value", "value")
    found: dict[str, list[Phrase]] = defaultdict(list)
    for term, other in sorted(rows):
        if other != term and len(found[term]) < MOST:
            found[term].append(tuple(other.split()))
    return found


def _with(part: Part, others: dict[Phrase, None]) -> Part:
    return replace(part, alternatives=tuple(dict.fromkeys([*part.alternatives, *others])))
