"""Which filters mean something to the reader: those chosen on the page, and those typed in the box."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from content.languages import LANGUAGES
from courses.models import CoursePage
from people.models import Person
from search.engines.base import may_read_names
from search.models import FacetValue, Kind, SearchDocument
from search.query import Filters, Query, Typed
from search.synonyms import TERM
from search.words import fold, words

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


@dataclass(frozen=True)
class Narrowed:
    """The question and filters as understood; `ignored` are pairs of facet and value that mean nothing to
    the reader; `typed` are the filters typed in the box, each with the values it stands for."""

    query: Query
    filters: Filters
    ignored: list[tuple[str, str]] = field(default_factory=list)
    typed: dict[Typed, list[str]] = field(default_factory=dict)


def understood(query: Query, filters: Filters, tokens: frozenset[str]) -> Narrowed:
    """Sort the filters; what is typed as a filter but means nothing becomes plain words.

    A value that exists only on things the reader may not see is told apart from none at all by nobody.
    """
    known = _known(filters, tokens)
    ignored = [
        (name, value) for name, values in filters.chosen for value in values if (name, value) not in known
    ]
    kept = Filters.of(
        {name: [value for value in values if (name, value) in known] for name, values in filters.chosen}
    )
    typed = {one: _meant(one, tokens) for one in query.typed}
    plain = query.typed_as_words([one for one, values in typed.items() if not values])
    typed = {one: values for one, values in typed.items() if values}
    pairs = [(one.name, value) for one, values in typed.items() for value in values]
    return Narrowed(plain, kept.also(pairs), ignored, typed)


def _known(filters: Filters, tokens: frozenset[str]) -> set[tuple[str, str]]:
    asked = {(name, value) for name, values in filters.chosen for value in values}
    known = {(name, value) for name, value in asked if value in FIXED.get(name, ())}
    open_ = {(name, value) for name, value in asked if name not in FIXED and _may_ask(name, tokens)}
    if open_:
        held = FacetValue.objects.filter(
            name__in={name for name, _value in open_},
            value__in={value for _name, value in open_},
            facets__documents__in=SearchDocument.objects.alive().for_tokens(tokens),
        )
        known |= open_ & set(held.values_list("name", "value").distinct())
    return known


def _may_ask(name: str, tokens: frozenset[str]) -> bool:
    return name != "teacher" or may_read_names(tokens)


def _meant(one: Typed, tokens: frozenset[str]) -> list[str]:
    """The values that a typed filter stands for, those only that the reader may know of."""
    said = " ".join(words(one.value))
    if not said or not _may_ask(one.name, tokens):
        return []
    seen = SearchDocument.objects.alive().for_tokens(tokens)
    if one.name == "kind":
        return [kind.value for kind in Kind if said in _names_of(kind)]
    if one.name == "language":
        return [code for code, name in LANGUAGES if said in (code, fold(name))]
    if one.name == "topic":
        named = FacetValue.objects.filter(name=TERM, value=said).values("facets")
        topics = seen.filter(kind=Kind.TOPIC, facets__in=named)
        slugs = FacetValue.objects.filter(name="topic", facets__documents__in=topics)
        return _first(slugs.values_list("value", flat=True)) or _slug(one, seen)
    if one.name == "community":
        titled = seen.filter(kind=Kind.COMMUNITY, title__iexact=one.value)
        slugs = FacetValue.objects.filter(name="community", facets__documents__in=titled)
        return _first(slugs.values_list("value", flat=True)) or _slug(one, seen)
    people = Person.objects.current().filter(handle__iexact=one.value)
    people = people if people.exists() else Person.objects.current().filter(name__icontains=one.value)
    held = FacetValue.objects.filter(
        name="teacher", value__in=people.values("handle"), facets__documents__in=seen
    )
    return _first(held.values_list("value", flat=True))


def _slug(one: Typed, seen: Iterable[SearchDocument]) -> list[str]:
    held = FacetValue.objects.filter(name=one.name, value=one.value.lower(), facets__documents__in=seen)
    return _first(held.values_list("value", flat=True))


def _first(values: Iterable[str]) -> list[str]:
    return sorted(set(values))[:MOST_TYPED]


def _names_of(kind: Kind) -> set[str]:
    """How people call a kind: its value, its label, their first word and their plurals."""
    names = {fold(kind.value), fold(kind.value.split("_")[0]), fold(str(kind.label))}
    plurals = {f"{name}s" for name in names} | {name.removesuffix("y") + "ies" for name in names}
    return names | plurals | ({"people"} if kind == Kind.PERSON else set())
