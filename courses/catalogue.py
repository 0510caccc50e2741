"""The catalogue: all courses one may see, narrowed down by facets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from content.languages import LANGUAGES
from courses.models import CoursePage, Session
from people.models import Person
from topics.models import Topic

LIVE, SELF_PACED = "live", "self_paced"
MOST_VALUES = 20
LABELS: Mapping[str, Mapping[str, Any]] = {
    "level": dict(CoursePage.Level.choices),
    "language": dict(LANGUAGES),
    "when": {LIVE: _("With a date"), SELF_PACED: _("At your own pace")},
}
TITLES = {"topic": _("Topic"), "level": _("For people with"), "language": _("Language"), "when": _("When")}


@dataclass
class Option:
    value: str
    label: str
    count: int
    selected: bool


@dataclass
class Facet:
    name: str
    title: str
    options: list[Option] = field(default_factory=list)


def chosen(query: QueryDict) -> dict[str, list[str]]:
    """What the address asks for, by facet, twenty values at most; names that are no facet are left out."""
    asked = {name: list(filter(None, dict.fromkeys(query.getlist(name))))[:MOST_VALUES] for name in TITLES}
    return {name: values for name, values in asked.items() if values}


def narrowed(
    courses: QuerySet[CoursePage], choice: Mapping[str, list[str]], person: Person | None, but: str = ""
) -> QuerySet[CoursePage]:
    """Courses that match one value of every facet chosen, save the facet `but`."""
    for name, values in choice.items():
        if name != but:
            courses = courses.filter(_condition(name, values, person))
    return courses


def _condition(name: str, values: list[str], person: Person | None) -> Q:
    if name == "topic":
        return Q(
            pk__in=CoursePage.topics.through.objects.filter(tag__slug__in=values).values("content_object")
        )
    if name == "when":
        wanted = Q()
        for value in values:
            wanted |= Q(Exists(_sessions(value, person)))
        return wanted
    return Q(**{f"{name}__in": values})


def _sessions(when: str, person: Person | None) -> QuerySet[Session]:
    """Open sessions of the course at hand that the person may see; none for an unknown word."""
    if when not in (LIVE, SELF_PACED):
        return Session.objects.none()
    return (
        Session.objects.visible_to(person)
        .open()
        .filter(course=OuterRef("pk"), starts_at__isnull=when == SELF_PACED)
    )


def facets(
    courses: QuerySet[CoursePage], choice: Mapping[str, list[str]], person: Person | None
) -> list[Facet]:
    """Each facet counted over what the other facets leave."""
    found = []
    for name, title in TITLES.items():
        counts = _counts(name, narrowed(courses, choice, person, but=name), person)
        options = [
            Option(value, str(label), count, value in choice.get(name, ()))
            for value, label, count in counts
            if count
        ]
        if options:
            found.append(Facet(name, str(title), options))
    return found


def _counts(name: str, courses: QuerySet[CoursePage], person: Person | None) -> list[tuple[str, Any, int]]:
    if name == "topic":
        rows = Topic.objects.current().filter(course_items__content_object__in=courses)
        counted = rows.annotate(found=Count("course_items__content_object", distinct=True))
        return list(counted.order_by("-found", Lower("name")).values_list("slug", "name", "found"))
    if name == "when":
        counted_once = courses.aggregate(
            **{word: Count("pk", filter=Q(Exists(_sessions(word, person)))) for word in (LIVE, SELF_PACED)}
        )
        return [(word, LABELS[name][word], counted_once[word]) for word in (LIVE, SELF_PACED)]
    grouped = courses.order_by().values_list(name).annotate(found=Count("pk")).order_by("-found", name)
    return [(value, LABELS[name].get(value, value), count) for value, count in grouped]


def ordered(courses: QuerySet[CoursePage], person: Person | None) -> QuerySet[CoursePage]:
    """Those with a date first, the soonest on top; then the newest."""
    coming = Session.objects.visible_to(person).open().filter(course=OuterRef("pk"), starts_at__isnull=False)
    soonest = coming.order_by().values("course").annotate(first=Min("starts_at")).values("first")
    return courses.annotate(soonest=soonest).order_by(
        F("soonest").asc(nulls_last=True), F("first_published_at").desc(nulls_last=True), "-pk"
    )
