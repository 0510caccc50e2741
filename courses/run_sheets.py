"""A run sheet as it is read: each unit with the time at which it begins."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from courses.actions.preparing import may_read_sheet
from courses.models import RunSheet, RunUnit, Session
from people.models import Person


@dataclass(frozen=True)
class Line:
    """A unit, the minutes that pass before it, and its beginning on the clock where the start is known."""

    unit: RunUnit
    after: int
    starts_at: datetime | None

    @property
    def ends_after(self) -> int:
        return self.after + self.unit.minutes


def sheet_of_course(course_id: int | None) -> RunSheet | None:
    """What all who teach the course begin with."""
    return RunSheet.objects.filter(course=course_id).first() if course_id else None


def sheet_of_session(session: Session) -> RunSheet | None:
    """The session's own, if it has one."""
    return RunSheet.objects.filter(session=session).first()


def lines_of(sheet: RunSheet | None, starts_at: datetime | None) -> list[Line]:
    lines: list[Line] = []
    for unit in sheet.units.all() if sheet else []:
        after = lines[-1].ends_after if lines else 0
        lines.append(Line(unit, after, starts_at + timedelta(minutes=after) if starts_at else None))
    return lines


def others_for(person: Person, session: Session) -> list[RunSheet]:
    """Run sheets that a session can begin with: its course's, and those of other sessions of it."""
    if session.course_id is None:
        return []
    own = RunSheet.objects.filter(course=session.course_id).select_related("course", "changed_by")
    theirs = RunSheet.objects.filter(session__course=session.course_id).exclude(session=session)
    sheets = [*own, *theirs.select_related("session__course", "changed_by").order_by("-changed_at")[:10]]
    return [sheet for sheet in sheets if sheet.course_id or may_read_sheet(person, sheet)]
