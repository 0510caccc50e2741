"""Which sessions have a free seat, and how many people ever asked for one; never who."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from courses.guards import over
from courses.models import Enrolment, Session, SessionAudience
from courses.seating import has_room
from search.models import Kind, SearchDocument
from search.shared import pairs_of
from search.standing import popularity

FREE = ("seats", "free")


@dataclass(frozen=True)
class Counts:
    """How many people ever asked for a place in a session, and whether one who asks now gets a seat."""

    people: int = 0
    room: bool = False


def counts_of(session_ids: Iterable[int], now: datetime) -> dict[int, Counts]:
    """In one statement. Only what is still to come has room."""
    rows = Session.objects.filter(pk__in=set(session_ids)).with_counts()
    return defaultdict(
        Counts,
        {
            row.pk: Counts(row.people, not over(row, now) and _has_room(row))
            for row in rows.annotate(people=Count("enrolments")).order_by()
        },
    )


def _has_room(session: Session) -> bool:
    return has_room(session) or (session.hybrid and has_room(session, online=True))


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


def stirred(session: Session, *, newcomer: bool, now: datetime) -> tuple[set[int], set[int]]:
    """The courses and sessions whose documents an enrolment has made untrue.

    Found out in two statements, and a third for a newcomer, with whom alone popularity can change; so
    that the many enrolments that change nothing cost little. The caller holds the session's lock.
    """
    counts, course_id = counts_of([session.pk], now)[session.pk], session.course_id or 0
    about = Q(kind=Kind.SESSION, object_id=session.pk) | Q(kind=Kind.COURSE, object_id=course_id)
    rows = SearchDocument.objects.alive().filter(about).values_list("kind", "popularity", "facets__said")
    known = {kind: (popular, said or "") for kind, popular, said in rows}
    if Kind.SESSION not in known:
        return set(), set()
    popular, said = known[Kind.SESSION]
    flips = counts.room != (FREE in pairs_of(said))
    own = flips or (newcomer and popular != popularity(counts.people))
    above = Kind.COURSE in known and (flips or (newcomer and _grown(known[Kind.COURSE][0], course_id)))
    return {course_id} if above else set(), {session.pk} if own else set()


def _grown(popular: float, course_id: int) -> bool:
    return popular != popularity(people_in({course_id}).get(course_id, 0))
