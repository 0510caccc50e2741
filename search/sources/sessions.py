"""What announced sessions tell search."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from courses.models import CourseTopic, Session, SessionAudience, Teaching
from people.models import Person
from search import plain
from search.dates import SELF_PACED, Dates, dates_of, length
from search.drafts import Draft, Sets, address
from search.models import Kind
from search.seats import FREE, counts_of
from search.sources.gathering import (
    Audience,
    Drafts,
    Ids,
    People,
    gathered,
    page_tokens,
    people_of,
    topics_of,
    writers,
)
from search.standing import popularity
from topics.models import Topic


@dataclass(frozen=True)
class Facts:
    """What is gathered of a session besides its row."""

    sets: Sets
    topics: tuple[Topic, ...]
    people: People
    dates: Dates
    room: bool
    asked: int
    """How many people ever asked for a place."""


def sessions(ids: Ids) -> Drafts:
    """Announced sessions; those who give one or write its course see it whatever its audience is."""
    known = Session.objects.filter(pk__in=ids).exclude(state=Session.State.DRAFT)
    rows, now = list(known.select_related("course")), timezone.now()
    course_ids = {row.course_id for row in rows}
    own = gathered(SessionAudience.objects.filter(session_id__in=ids).values_list("session_id", "token"))
    above, topics, insiders = page_tokens(course_ids), topics_of(CourseTopic, course_ids), _insiders(rows)
    people = people_of(_givers(ids).values_list("session_id", "person__name", "person__handle"))
    counts, dates = counts_of(ids, now), dates_of(rows, now)
    return {
        row.pk: _session(
            row,
            Facts(
                _sets(row, own[row.pk], above, insiders[row.pk]),
                topics[row.course_id or 0],
                people[row.pk],
                dates[row.pk],
                counts[row.pk].room,
                counts[row.pk].people,
            ),
        )
        for row in rows
    }


def _givers(session_ids: Ids) -> QuerySet[Teaching]:
    return (
        Teaching.objects.filter(
            session_id__in=set(session_ids),
            answer=Teaching.Answer.ACCEPTED,
            person__state=Person.State.ACTIVE,
        )
        .exclude(role=Teaching.Role.OBSERVER)
        .order_by("pk")
    )


def _insiders(rows: list[Session]) -> Audience:
    """A token for each person who sees a session because they give it or write its course."""
    gives = _givers([row.pk for row in rows]).values_list("session_id", "person_id")
    writes: dict[int, set[int]] = defaultdict(set)
    for course_id, person_id in writers(row.course_id for row in rows).values_list("course_id", "person_id"):
        writes[course_id].add(person_id)
    pairs = [*gives, *((row.pk, person) for row in rows for person in writes[row.course_id or 0])]
    return gathered((session_id, f"person:{person_id}") for session_id, person_id in pairs)


def _sets(row: Session, own: frozenset[str], above: Audience, insiders: frozenset[str]) -> Sets:
    if row.course is None:
        return (own | insiders,)
    readable = row.course.live and row.course.trashed_at is None
    course = (above[row.course.pk] if readable else frozenset()) | insiders
    return (own | insiders, course) if own else (course,)


def _session(row: Session, facts: Facts) -> Draft:
    """A session that was called off has no date to come, and counts as over."""
    course, published, dates = row.course, row.state == Session.State.PUBLISHED, facts.dates
    cancelled = row.state == Session.State.CANCELLED
    return Draft(
        kind=Kind.SESSION,
        title=str(row),
        url=address(row),
        sets=facts.sets,
        summary=course.promise if course else "",
        body=plain.joined([row.note]),
        language=row.language,
        topics=facts.topics,
        people=facts.people.names,
        teachers=facts.people.handles,
        facets=_facets(row, facts),
        popularity=popularity(facts.asked),
        parent_title=course.title if course else "",
        starts_at=None if cancelled else dates.starts_at,
        over_at=dates.ends_at if published else row.created_at,
        passes_at=None if cancelled else dates.passes_at(timezone.now()),
        changed_at=row.created_at,
    )


def _facets(row: Session, facts: Facts) -> dict[str, str]:
    minutes = facts.dates.minutes or (row.course.minutes if row.course else None)
    facets = {"length": length(minutes), "level": row.course.level if row.course else ""}
    if facts.room:
        facets.update([FREE])
    if row.is_self_paced and row.state == Session.State.PUBLISHED:
        facets.update([SELF_PACED])
    return facets
