"""Words of the vocabulary that mean the same: a question for one of them is a question for all.

The topics' documents hold the terms, so that what a steward changes counts with the next question.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import QuerySet

from search.models import FacetValue, Kind
from search.query import Part, Phrase, Query

TERM = "term"
"""The name under which a topic's document holds its name and synonyms, folded; no facet."""
LONGEST_TERM = 4
"""Words of a term that are looked for in a question."""
MOST = 8
COLUMNS = ("facets__values__value", "value")
Others = dict[str, list[Phrase]]
"""The other terms of the topics that have a term, by the stretches that were looked up, terms or not."""


def expanded(query: Query, told: Others) -> Query:
    """The query with the other terms of each topic that it names, as alternatives of those words."""
    more: dict[int, dict[Phrase, None]] = defaultdict(dict)
    for (start, end), term in _spans(query).items():
        for place in range(start, end):
            more[place].update(dict.fromkeys(told.get(term, ())))
    return replace(query, parts=tuple(_with(part, more.get(n, {})) for n, part in enumerate(query.parts)))


def others_of(query: Query, told: Others) -> Others:
    """What the vocabulary tells of this query's words, in one statement for all that is not told yet."""
    unknown = stretches(query) - told.keys()
    return told | others_in(unknown, terms_with(unknown).values_list(*COLUMNS)) if unknown else told


def stretches(query: Query) -> set[str]:
    """Whatever of the query may be a term."""
    return set(_spans(query).values())


def terms_with(stretches: set[str]) -> QuerySet[FacetValue]:
    """All terms of the topics of which one of these is a term; `COLUMNS` pairs that with each."""
    return FacetValue.objects.filter(
        name=TERM,
        facets__documents__kind=Kind.TOPIC,
        facets__documents__deleted=False,
        facets__values__name=TERM,
        facets__values__value__in=stretches,
    )


def others_in(stretches: set[str], pairs: Iterable[tuple[str, str]]) -> Others:
    """What is told of each of these by the pairs that were looked up."""
    found: Others = {stretch: [] for stretch in stretches}
    for term, other in sorted(pairs):
        if other != term and len(found[term]) < MOST:
            found[term].append(tuple(other.split()))
    return found


def _spans(query: Query) -> dict[tuple[int, int], str]:
    """Stretches of neighbouring parts: the words they hold, by their places (from, before)."""
    phrases = [part.alternatives[0] for part in query.parts]
    return {
        (start, end): " ".join(word for phrase in phrases[start:end] for word in phrase)
        for start in range(len(phrases))
        for end in range(start + 1, min(start + LONGEST_TERM, len(phrases)) + 1)
    }


def _with(part: Part, others: dict[Phrase, None]) -> Part:
    return replace(part, alternatives=tuple(dict.fromkeys([*part.alternatives, *others])))
