"""Which filters mean something to the reader: those chosen on the page, and those typed in the box."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import IntegerField, QuerySet, Value

from content.folding import fold
from content.languages import LANGUAGES
from courses.models import CoursePage
from people.models import Person
from search.engines.base import may_read_names
from search.models import FacetValue, Kind, SearchDocument
from search.query import Filters, Query, Typed
from search.synonyms import COLUMNS, TERM, Others, others_in, stretches, terms_with
from search.words import words

FIXED: dict[str, frozenset[str]] = {
    "kind": frozenset(Kind.values),
    "language": frozenset(code for code, _name in LANGUAGES),
    "level": frozenset(CoursePage.Level.values),
    "length": frozenset(["short", "medium", "long"]),
    "when": frozenset(["week", "month", "any", "self-paced"]),
    "seats": frozenset(["free"]),
}
"""The values of facets that do not depend on what has been written."""
MOST_TYPED = 20
"""Values that one typed filter may stand for."""
MOST_FILTERS = 8
"""Typed filters that are understood; more are words."""
MOST_READINGS = 2
NO_TYPED, NO_FILTER = -1, -2
"""Instead of the place of a typed filter: what is chosen on the page, and the words of the question."""
Pair = tuple[str, str]
Found = dict[tuple[int, int], set[Pair]]
"""Pairs by what they were looked up for: the place of a typed filter and of its reading."""


@dataclass(frozen=True)
class Narrowed:
    """The question and filters as understood; `ignored` are pairs of facet and value that mean nothing to
    the reader; `typed` are the filters typed in the box, each with the values it stands for. `others` is
    what the vocabulary tells of the words of the question.
    """

    query: Query
    filters: Filters
    ignored: list[Pair] = field(default_factory=list)
    typed: dict[Typed, list[str]] = field(default_factory=dict)
    others: Others = field(default_factory=dict)


def understood(query: Query, filters: Filters, tokens: frozenset[str]) -> Narrowed:
    """Sort the filters, in one statement; what is typed as a filter but means nothing becomes plain words.

    A value that exists only on things the reader may not see is told apart from none at all by nobody.
    """
    told = query.typed[:MOST_FILTERS]
    may_ask = [one for one in dict.fromkeys(told) if words(one.value) and _may_ask(one.name, tokens)]
    asked = {(name, value) for name, values in filters.chosen for value in values}
    open_ = {(name, value) for name, value in asked if name not in FIXED and _may_ask(name, tokens)}
    said = stretches(query.typed_as_words(query.typed))
    found = _looked_up(said, open_, may_ask, tokens)
    known = {pair for pair in asked if pair in found[NO_TYPED, 0] or pair[1] in FIXED.get(pair[0], ())}
    ignored = [(name, value) for name, values in filters.chosen for value in values]
    typed = {one: values for n, one in enumerate(may_ask) if (values := _fixed(one) or _first(n, found))}
    pairs = [(one.name, value) for one, values in typed.items() for value in values]
    kept = {name: [value for value in values if (name, value) in known] for name, values in filters.chosen}
    return Narrowed(
        query=query.typed_as_words([one for one in query.typed if one not in typed]),
        filters=Filters.of(kept).also(pairs),
        ignored=[pair for pair in ignored if pair not in known],
        typed=typed,
        others=others_in(said, found[NO_FILTER, 0]),
    )


def _looked_up(said: set[str], open_: set[Pair], typed: list[Typed], tokens: frozenset[str]) -> Found:
    """What topics say of these words, which of the pairs the reader may know of, and each typed filter's
    values by its readings."""
    selects = [_rows(NO_FILTER, 0, terms_with(said), *COLUMNS)] if said else []
    selects += [_rows(NO_TYPED, 0, _held(open_, tokens))] if open_ else []
    for n, one in enumerate(typed):
        if one.name not in FIXED:
            selects += [_rows(n, place, values) for place, values in enumerate(_readings(one, tokens))]
    found: Found = defaultdict(set)
    for n, place, name, value in selects[0].union(*selects[1:]) if selects else []:
        found[n, place].add((name, value))
    return found


def _first(n: int, found: Found) -> list[str]:
    """The values of a typed filter by the first of its readings that gives one."""
    pairs = next((found[n, place] for place in range(MOST_READINGS) if found[n, place]), set())
    return sorted(value for _name, value in pairs)[:MOST_TYPED]


def _rows(
    n: int, place: int, rows: QuerySet[FacetValue], name: str = "name", value: str = "value"
) -> QuerySet[FacetValue, Any]:
    tags = (Value(n, output_field=IntegerField()), Value(place, output_field=IntegerField()))
    return rows.order_by().values_list(*tags, name, value)


def _held(pairs: set[Pair], tokens: frozenset[str]) -> QuerySet[FacetValue]:
    return FacetValue.objects.filter(
        name__in={name for name, _value in pairs},
        value__in={value for _name, value in pairs},
        facets__documents__in=SearchDocument.objects.alive().for_tokens(tokens),
    )


def _may_ask(name: str, tokens: frozenset[str]) -> bool:
    return name != "teacher" or may_read_names(tokens)


def _fixed(one: Typed) -> list[str]:
    """The values that a typed filter stands for, where those do not depend on what has been written."""
    said = " ".join(words(one.value))
    if one.name == "kind":
        return [kind.value for kind in Kind if said in _names_of(kind)]
    if one.name == "language":
        return [code for code, name in LANGUAGES if said in (code, fold(name))]
    return []


def _readings(one: Typed, tokens: frozenset[str]) -> list[QuerySet[FacetValue]]:
    """What a typed filter may stand for, the likelier first; only what the reader may know of."""
    seen = SearchDocument.objects.alive().for_tokens(tokens)
    values = FacetValue.objects.filter(name=one.name)
    if one.name == "teacher":
        current = Person.objects.current()
        people = (current.filter(handle__iexact=one.value), current.filter(name__folded__icontains=one.value))
        return [values.filter(value__in=rows.values("handle"), facets__documents__in=seen) for rows in people]
    if one.name == "topic":
        named = FacetValue.objects.filter(name=TERM, value=" ".join(words(one.value))).values("facets")
        titled = seen.filter(kind=Kind.TOPIC, facets__in=named)
    else:
        titled = seen.filter(kind=Kind.COMMUNITY, title__folded__iexact=one.value)
    slugs = values.filter(value=one.value.lower(), facets__documents__in=seen)
    return [values.filter(facets__documents__in=titled), slugs]


def _names_of(kind: Kind) -> set[str]:
    """How people call a kind: its value, its label, their first word and their plurals."""
    names = {fold(kind.value), fold(kind.value.split("_")[0]), fold(str(kind.label))}
    plurals = {f"{name}s" for name in names} | {name.removesuffix("y") + "ies" for name in names}
    return names | plurals | ({"people"} if kind == Kind.PERSON else set())
