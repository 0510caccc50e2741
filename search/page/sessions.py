"""The sessions that rows tell of: those that are found, and the next of each course that is found."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum

from courses.models import CoursePage, Occurrence, Session, SessionAudience
from people.audience import tokens_for
from people.models import Person
from search.models import Kind, SearchDocument

Key = tuple[str, int]


def sessions_of(documents: Iterable[SearchDocument], person: Person | None) -> dict[Key, Session]:
    """Sessions by the kind and number of what tells of them, in one statement, however many there are.

    Each carries its `length` in minutes.
    """
    ids: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        ids[document.kind].append(document.object_id)
    own, courses = ids[Kind.SESSION], ids[Kind.COURSE]
    if not own and not courses:
        return {}
    wanted = Q(pk__in=own)
    if courses:
        wanted |= Q(pk__in=_next_of(courses, person))
    taught = Occurrence.objects.filter(session=OuterRef("pk")).order_by().values("session")
    length = Subquery(taught.annotate(sum=Sum("minutes")).values("sum"))
    found: dict[Key, Session] = {}
    for row in Session.objects.filter(wanted).with_counts().annotate(length=length).soonest():
        if row.pk in own:
            found[Kind.SESSION, row.pk] = row
        if row.course_id in courses and row.state == Session.State.PUBLISHED and not row.has_started:
            found.setdefault((Kind.COURSE, row.course_id), row)
    return found


def _next_of(course_ids: list[int], person: Person | None) -> QuerySet[CoursePage, Any]:
    """The next sessions of courses that the person may see; only their own audience is left to be asked."""
    audience = SessionAudience.objects.filter(session=OuterRef("pk"))
    own = Exists(audience.filter(token__in=tokens_for(person))) | ~Exists(audience)
    coming = Session.objects.filter(own, course=OuterRef("pk")).open().soonest()
    return CoursePage.objects.filter(pk__in=course_ids).order_by().values(next=coming.values("pk")[:1])
