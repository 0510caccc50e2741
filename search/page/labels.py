"""Words for facets and their values."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, F, Value
from django.utils.translation import gettext_lazy as _

from communities.models import CommunityPage
from content.languages import LANGUAGES
from courses.models import CoursePage
from people.models import Person
from search.models import Kind
from topics.models import Topic

Pair = tuple[str, str]
Labels = dict[Pair, str]

TITLES = {
    "kind": _("Kind"),
    "topic": _("Topic"),
    "community": _("Community"),
    "language": _("Language"),
    "level": _("For people with"),
    "length": _("Length"),
    "when": _("When"),
    "seats": _("Seats"),
    "teacher": _("Teacher"),
}
SORTS = {
    "relevance": _("Best match"),
    "soonest": _("Soonest"),
    "newest": _("Newest"),
    "helpful": _("Most helpful"),
}
_FIXED: dict[Pair, Any] = {
    **{("kind", kind.value): kind.label for kind in Kind},
    **{("language", code): name for code, name in LANGUAGES},
    **{("level", level.value): level.label for level in CoursePage.Level},
    ("length", "short"): _("Up to 30 minutes"),
    ("length", "medium"): _("Up to two hours"),
    ("length", "long"): _("Longer"),
    ("when", "week"): _("This week"),
    ("when", "month"): _("This month"),
    ("when", "any"): _("Any date to come"),
    ("when", "self-paced"): _("At your own pace"),
    ("seats", "free"): _("With free seats"),
}


def labels_of(pairs: Iterable[Pair]) -> Labels:
    """Words for these pairs of facet and value; all names that stand in tables in one statement.

    A value without words of its own stands for itself.
    """
    wanted = set(pairs)
    named = dict(_named(wanted - _FIXED.keys()))
    fixed = {pair: _capital(str(_FIXED[pair])) for pair in wanted & _FIXED.keys()}
    return {(name, value): value for name, value in wanted} | named | fixed


def _named(pairs: set[Pair]) -> list[tuple[Pair, str]]:
    tables: dict[str, tuple[Any, str, str]] = {
        "topic": (Topic.objects.all(), "slug", "name"),
        "community": (CommunityPage.objects.all(), "slug", "title"),
        "teacher": (Person.objects.current(), "handle", "name"),
    }
    selects = []
    for facet, (rows, key, words) in tables.items():
        values = [value for name, value in pairs if name == facet]
        if values:
            found = rows.filter(**{f"{key}__in": values}).order_by()
            facet_name = Value(facet, output_field=CharField())
            selects.append(found.values_list(facet_name, F(key), F(words)))
    rows = selects[0].union(*selects[1:], all=True) if selects else []
    return [((facet, value), label) for facet, value, label in rows]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
