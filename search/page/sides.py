"""What a row tells besides its text: how long it takes, when it is next, how many seats, how fresh it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Cast

from communities.models import WikiPage
from courses.models import CoursePage, LessonPage, Occurrence, Session, SessionAudience
from people.audience import tokens_for
from people.models import Person
from search.models import Kind, SearchDocument

Key = tuple[str, int]
_NO_DATE = Cast(Value(None), DateField())
_NO_NUMBER = Cast(Value(None), IntegerField())


@dataclass(frozen=True)
class Sides:
    """Facts about things, by kind and number: `sessions` are sessions themselves and the next of courses."""

    minutes: dict[Key, int | None] = field(default_factory=dict)
    verified_until: dict[Key, date | None] = field(default_factory=dict)
    sessions: dict[Key, Session] = field(default_factory=dict)


def sides_of(documents: Iterable[SearchDocument], person: Person | None) -> Sides:
    """The facts about these things, in two statements, however many there are."""
    ids: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        ids[document.kind].append(document.object_id)
    sessions = _sessions(ids[Kind.SESSION], ids[Kind.COURSE], person)
    minutes: dict[Key, int | None] = {(Kind.SESSION, row.pk): row.length for row in sessions.values()}
    verified: dict[Key, date | None] = {}
    for kind, pk, length, until in _facts(ids):
        minutes[kind, pk] = length
        verified[kind, pk] = until
    return Sides(minutes, verified, sessions)


def _facts(ids: dict[str, list[int]]) -> Iterable[tuple[str, int, int | None, date | None]]:
    tables: dict[str, tuple[Any, Any, Any]] = {
        Kind.COURSE: (CoursePage, F("minutes"), _NO_DATE),
        Kind.LESSON: (LessonPage, F("minutes"), _NO_DATE),
        Kind.WIKI_PAGE: (WikiPage, _NO_NUMBER, F("verified_until")),
    }
    selects = [
        model.objects.filter(pk__in=ids[kind])
        .order_by()
        .values_list(Value(kind, output_field=CharField()), F("pk"), length, until)
        for kind, (model, length, until) in tables.items()
        if ids[kind]
    ]
    return selects[0].union(*selects[1:], all=True) if selects else []


def _sessions(ids: list[int], course_ids: list[int], person: Person | None) -> dict[Key, Any]:
    """Sessions by their own number, and by the number of the course whose next one they are."""
    if not ids and not course_ids:
        return {}
    wanted = Q(pk__in=ids)
    if course_ids:
        wanted |= Q(pk__in=_next_of(course_ids, person))
    taught = Occurrence.objects.filter(session=OuterRef("pk")).order_by().values("session")
    length = Subquery(taught.annotate(sum=Sum("minutes")).values("sum"))
    found: dict[Key, Any] = {}
    for row in Session.objects.filter(wanted).with_counts().annotate(length=length).soonest():
        if row.pk in ids:
            found[Kind.SESSION, row.pk] = row
        if row.course_id in course_ids and row.state == Session.State.PUBLISHED and not row.has_started:
            found.setdefault((Kind.COURSE, row.course_id), row)
    return found


def _next_of(course_ids: list[int], person: Person | None) -> QuerySet[CoursePage, Any]:
    """The next sessions of courses that the person may see; only their own audience is left to be asked."""
    audience = SessionAudience.objects.filter(session=OuterRef("pk"))
    own = Exists(audience.filter(token__in=tokens_for(person))) | ~Exists(audience)
    coming = Session.objects.filter(own, course=OuterRef("pk")).open().soonest()
    return CoursePage.objects.filter(pk__in=course_ids).order_by().values(next=coming.values("pk")[:1])
