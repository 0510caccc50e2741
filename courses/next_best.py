"""What somebody should know and can do instead when a session is not to be had: the next best thing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses import guards
from courses.cautions import cautions_for
from courses.lines import SessionLine
from courses.models import CoursePage, Enrolment, Occurrence, SeatHold, Session
from courses.prerequisites import missing_for
from courses.seating import has_room

State = Enrolment.State
LOOKED_AT = 30
"""Other sessions of a course that are looked through for one with a free seat."""


@dataclass(frozen=True)
class Instead:
    """Something else to do: in words, and where."""

    label: str
    url: str


@dataclass
class Advice:
    """Warnings before one says yes, and what else there is when one cannot."""

    cautions: list[str] = field(default_factory=list)
    instead: list[Instead] = field(default_factory=list)


def advise(line: SessionLine, dates: Iterable[Occurrence], *, others: bool = True) -> Advice:
    """Completes the line by what the viewer needs first and by their team's seats, and says what to consider.

    `others`: whether other sessions of the course are named, which a page may show anyway.
    """
    person, session = line.viewer, line.session
    outside = line.state in ("", State.INTERESTED) and not line.gives
    if person and outside and not guards.enrolling(session):
        line.missing = missing_for(person, session)
    if person and person.team_id and not line.takes_newcomers:
        line.own_hold = _team_keeps_a_seat(person.team_id, session)
    buttons = line.buttons
    shut = any(button.why for button in buttons)
    waits = line.state == State.WAITING or (outside and not line.takes_newcomers and not line.own_hold)
    advice = Advice()
    if person and not line.gives and line.state != State.CONFIRMED and not shut and line.is_open:
        advice.cautions = cautions_for(person, session, dates)
    if (shut or waits) and not line.gives:
        advice.instead = [*_first(line), *(_other_sessions(line) if others else []), *_somebody(line)]
    return advice


def _team_keeps_a_seat(team_id: int, session: Session) -> bool:
    using = Q(enrolments__state__in=Enrolment.HOLDING) | Q(enrolments__released_at__isnull=False)
    kept = SeatHold.objects.filter(session=session, team=team_id, until__gt=timezone.now())
    return kept.annotate(used=Count("enrolments", filter=using)).filter(seats__gt=F("used")).exists()


def _first(line: SessionLine) -> list[Instead]:
    if not line.missing:
        return []
    needed = [course.pk for course in line.missing]
    visible = {course.pk for course in CoursePage.objects.visible_to(line.viewer).filter(pk__in=needed)}
    return [
        Instead(_("Take “%(course)s” first") % {"course": course.title}, course.get_absolute_url())
        for course in line.missing
        if course.pk in visible
    ]


def _other_sessions(line: SessionLine) -> list[Instead]:
    """Another date and another language with a free seat, and the form at one's own pace."""
    session = line.session
    if line.missing:
        return []
    if session.course_id is None:
        return [Instead(_("Look through the calendar"), reverse("courses:calendar"))]
    rows = Session.objects.visible_to(line.viewer).open().filter(course=session.course_id)
    rows = rows.exclude(pk=session.pk).with_counts().soonest()[:LOOKED_AT]
    free = [row for row in rows if not guards.enrolling(row) and _is_free(row)]
    own = [row for row in free if row.starts_at and row.language == session.language]
    foreign = [row for row in free if row.starts_at and row.language != session.language]
    paced = [row for row in free if row.is_self_paced]
    return [_session(row, session) for row in (*own[:2], *foreign[:1], *paced[:1])]


def _is_free(session: Session) -> bool:
    return has_room(session) or (session.hybrid and has_room(session, online=True))


def _session(row: Session, wanted: Session) -> Instead:
    if row.starts_at is None:
        return Instead(_("Take it at your own pace"), row.get_absolute_url())
    when = date_format(timezone.localtime(row.starts_at), "l j F, H:i")
    if row.language != wanted.language:
        words = _("%(when)s, in %(language)s") % {"when": when, "language": row.get_language_display()}
        return Instead(words, row.get_absolute_url())
    return Instead(when, row.get_absolute_url())


def _somebody(line: SessionLine) -> list[Instead]:
    """A person to ask; visitors see none."""
    return [
        Instead(_("Ask %(name)s") % {"name": person.name}, person.get_absolute_url())
        for person in line.teachers[:1]
    ]
