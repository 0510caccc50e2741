"""By what the answer can be narrowed down."""

from dataclasses import dataclass

from courses.models import CoursePage
from search.actions import Found
from search.page.labels import TITLES, Labels
from search.query import FACETS

AT_ONCE = 8
"""Values of a facet that are shown at once; the rest opens on demand."""
MOST = 40
ORDERED = {
    "level": CoursePage.Level.values,
    "length": ["short", "medium", "long"],
    "when": ["week", "month", "any", "self-paced"],
}
"""Values with an order of their own; those of other facets come by their count."""


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Group:
    """One facet: the values shown at once, and those that open on demand."""

    name: str
    title: str
    options: list[Option]
    more: list[Option]


def offered(found: Found) -> dict[str, list[str]]:
    """The values that are offered of each facet: those that are found, and those that are chosen.

    A facet whose every value all that is found has in common narrows nothing, and is not offered.
    """
    values = {name: _values(found, name) for name in FACETS}
    return {name: offer for name, offer in values.items() if offer}


def _values(found: Found, name: str) -> list[str]:
    counts, chosen = dict(found.results.facets.get(name, [])), found.filters[name]
    if not chosen and all(count == found.results.total for count in counts.values()):
        return []
    values = [value for value, count in counts.items() if count]
    if name in ORDERED:
        known = [value for value in ORDERED[name] if counts.get(value) or value in chosen]
        return [*known, *(value for value in values if value not in ORDERED[name])]
    shown = values[:MOST]
    return [*shown, *(value for value in chosen if value not in shown)]


def groups_of(found: Found, offers: dict[str, list[str]], labels: Labels) -> list[Group]:
    groups = []
    for name, values in offers.items():
        counts, chosen = dict(found.results.facets.get(name, [])), set(found.filters[name])
        options = [
            Option(value, labels[name, value], counts.get(value, 0), value in chosen) for value in values
        ]
        at_once = [option for n, option in enumerate(options) if n < AT_ONCE or option.selected]
        more = [option for option in options if option not in at_once]
        groups.append(Group(name, str(TITLES[name]), at_once, more))
    return groups
