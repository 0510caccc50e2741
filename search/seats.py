"""Which sessions have a free seat, and how many people ever asked for one; never who."""

from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from courses.models import Enrolment, Session, SessionAudience
from search.models import Kind, SearchDocument
from search.shared import pairs_of
from search.standing import popularity

FREE = ("seats", "free")


def with_room(sessions: QuerySet[Session], now: datetime) -> QuerySet[Any]:
    """Adds `room`: whether it is still to come, and has a seat that nobody holds or waits for.

    A session without a limit always has one.
    """
    asked = Enrolment.objects.filter(session=OuterRef("pk"))
    unbegun = Q(state=Session.State.PUBLISHED) & (Q(starts_at__isnull=True) | Q(starts_at__gt=now))
    unclaimed = Q(capacity__gt=F("held")) & ~Exists(asked.filter(state=Enrolment.State.WAITING))
    return sessions.annotate(
        held=_number(asked.filter(state__in=Enrolment.HOLDING), "session"),
        room=_whether(unbegun & (Q(capacity__isnull=True) | unclaimed)),
    )


def with_people(sessions: QuerySet[Session]) -> QuerySet[Any]:
    """Adds `people`: how many ever asked for a place."""
    return sessions.annotate(people=_number(Enrolment.objects.filter(session=OuterRef("pk")), "session"))


def open_to_all_of_its_course() -> Q:
    """Sessions that nobody sees who may not see their course, and nobody else; only these may show
    through it, because a narrower one must not."""
    return ~Exists(SessionAudience.objects.filter(session_id=OuterRef("pk"))) & ~Q(state=Session.State.DRAFT)


def people_in(course_ids: set[int]) -> dict[int, int]:
    """How many people ever asked for a place in a session of each of these courses."""
    sessions = Session.objects.filter(open_to_all_of_its_course(), course__in=course_ids)
    rows = Enrolment.objects.filter(session__in=sessions).order_by().values("session__course")
    counted = rows.annotate(people=Count("person", distinct=True))
    return dict(counted.values_list("session__course", "people"))


def stirred(session_id: int, *, newcomer: bool, now: datetime) -> tuple[set[int], set[int]]:
    """The courses and sessions whose documents an enrolment has made untrue, found out in one statement.

    So that the many enrolments that change nothing cost next to nothing. Popularity can only change with
    a newcomer. The caller holds the session's lock.
    """
    asked: QuerySet[Any] = with_room(Session.objects.filter(pk=session_id), now).annotate(
        open=_whether(open_to_all_of_its_course()),
        said=_of_document(Kind.SESSION, "pk", "facets__said"),
        popular=_of_document(Kind.SESSION, "pk", "popularity"),
        course_popular=_of_document(Kind.COURSE, "course_id", "popularity"),
    )
    names = ["course_id", "open", "room", "said", "popular", "course_popular"]
    if newcomer:
        asked = with_people(asked).annotate(course_people=_people_of_course())
        names += ["people", "course_people"]
    row: dict[str, Any] | None = asked.values(*names).first()
    if row is None or row["said"] is None:
        return set(), set()
    flips = row["room"] != (FREE in pairs_of(row["said"]))
    session = flips or (newcomer and row["popular"] != popularity(row["people"]))
    grown = newcomer and row["course_popular"] not in (None, popularity(row["course_people"]))
    above = row["course_id"] and row["open"] and (flips or grown)
    return {row["course_id"]} if above else set(), {session_id} if session else set()


def _people_of_course() -> Coalesce:
    """Of the session's course, with an own `open_to_all_of_its_course` for the sessions in it."""
    rows = Enrolment.objects.filter(session__course=OuterRef("course_id"))
    rows = rows.exclude(session__state=Session.State.DRAFT).filter(session__audience__isnull=True)
    return _number(rows, "session__course", "person")


def _whether(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _number(rows: QuerySet[Enrolment], of: str, what: str = "pk") -> Coalesce:
    counted = rows.order_by().values(of).annotate(number=Count(what, distinct=True)).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _of_document(kind: str, number: str, column: str) -> Subquery:
    documents = SearchDocument.objects.alive().filter(kind=kind, object_id=OuterRef(number))
    return Subquery(documents.values(column)[:1])
