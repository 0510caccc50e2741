"""Which sessions have a free seat, and how many people ever asked for one; never who."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from courses.models import Enrolment, Session, SessionAudience
from search.models import Kind, SearchDocument
from search.shared import pairs_of
from search.standing import popularity

FREE = ("seats", "free")


@dataclass(frozen=True)
class Counts:
    """How many people ever asked for a place in a session, hold one, and wait for one."""

    people: int = 0
    held: int = 0
    waiting: int = 0


def counts_of(session_ids: Iterable[int]) -> dict[int, Counts]:
    """In one statement."""
    rows = Enrolment.objects.filter(session__in=set(session_ids)).order_by().values("session")
    counted = rows.annotate(
        people=Count("pk"),
        held=Count("pk", filter=Q(state__in=Enrolment.HOLDING)),
        waiting=Count("pk", filter=Q(state=Enrolment.State.WAITING)),
    )
    found = counted.values_list("session", "people", "held", "waiting")
    return defaultdict(Counts, {pk: Counts(*numbers) for pk, *numbers in found})


def has_room(session: Session, counts: Counts, now: datetime) -> bool:
    """Whether it is still to come, and has a seat that nobody holds or waits for.

    A session without a limit always has one.
    """
    if session.state != Session.State.PUBLISHED or (session.starts_at and session.starts_at <= now):
        return False
    return session.capacity is None or (session.capacity > counts.held and not counts.waiting)


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
    counts, course_id = counts_of([session.pk])[session.pk], session.course_id or 0
    about = Q(kind=Kind.SESSION, object_id=session.pk) | Q(kind=Kind.COURSE, object_id=course_id)
    rows = SearchDocument.objects.alive().filter(about).values_list("kind", "popularity", "facets__said")
    known = {kind: (popular, said or "") for kind, popular, said in rows}
    if Kind.SESSION not in known:
        return set(), set()
    popular, said = known[Kind.SESSION]
    flips = has_room(session, counts, now) != (FREE in pairs_of(said))
    own = flips or (newcomer and popular != popularity(counts.people))
    above = Kind.COURSE in known and (flips or (newcomer and _grown(known[Kind.COURSE][0], course_id)))
    return {course_id} if above else set(), {session.pk} if own else set()


def _grown(popular: float, course_id: int) -> bool:
    return popular != popularity(people_in({course_id}).get(course_id, 0))
