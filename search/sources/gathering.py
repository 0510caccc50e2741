"""What every kind gathers about its things: audiences, topics and people, each in one statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from content.models import PageAudience
from courses.models import CourseTeam
from people.models import Person
from search.drafts import Draft
from topics.models import Topic

Ids = Iterable[int]
Drafts = dict[int, Draft]
Audience = dict[int, frozenset[str]]
Topics = dict[int, tuple[Topic, ...]]


@dataclass(frozen=True)
class People:
    """Some people's names, and in the same order their handles."""

    names: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()


def page_tokens(page_ids: Iterable[int | None]) -> Audience:
    rows = PageAudience.objects.filter(page_id__in=set(page_ids)).values_list("page_id", "token")
    return gathered(rows)


def gathered(rows: Iterable[tuple[int, str]]) -> Audience:
    sets: dict[int, set[str]] = defaultdict(set)
    for pk, token in rows:
        sets[pk].add(token)
    return defaultdict(frozenset, {pk: frozenset(tokens) for pk, tokens in sets.items()})


def topics_of(through: Any, ids: Iterable[int | None]) -> Topics:
    """The topics of things; a merged topic counts as the one it went into."""
    rows = through.objects.filter(content_object_id__in=set(ids)).select_related("tag__merged_into")
    named: dict[int, dict[str, Topic]] = defaultdict(dict)
    for row in rows:
        topic = row.tag.merged_into or row.tag
        named[row.content_object_id][topic.slug] = topic
    return defaultdict(
        tuple, {pk: tuple(topics[slug] for slug in sorted(topics)) for pk, topics in named.items()}
    )


def people_of(rows: Iterable[tuple[int, str, str]]) -> dict[int, People]:
    """People by the number of their thing, out of rows of number, name and handle; nobody twice."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, name, handle in rows:
        found[pk].setdefault(handle, name)
    return defaultdict(
        People, {pk: People(tuple(named.values()), tuple(named)) for pk, named in found.items()}
    )


def writers(course_ids: Iterable[int | None]) -> QuerySet[CourseTeam]:
    return CourseTeam.objects.filter(
        course_id__in=set(course_ids),
        role__in=CourseTeam.WRITING_ROLES,
        person__state=Person.State.ACTIVE,
    ).order_by("pk")


def writers_of(course_ids: Iterable[int | None]) -> dict[int, People]:
    return people_of(writers(course_ids).values_list("course_id", "person__name", "person__handle"))
