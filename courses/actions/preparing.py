"""Run sheets, unit by unit: a course's is for all who teach it, a session has its own copy."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import CoursePage, RunSheet, RunUnit, Session
from courses.permissions import gives_session, may_edit_course, may_manage_session
from people.models import Person
from people.refusals import Refusal

MOST_UNITS = 60
LONGEST_DAY = 24 * 60


@dataclass(frozen=True)
class Unit:
    """One stretch of a run sheet as it is written down."""

    title: str
    minutes: int
    goal: str = ""
    method: str = ""
    materials: str = ""
    online: str = ""


def write_course_sheet(teacher: Person, course: CoursePage, units: Sequence[Unit]) -> RunSheet:
    """The run sheet that everybody who teaches the course begins with."""
    if not may_edit_course(teacher, course):
        raise Refusal(
            _("Only those who write the course change its run sheet. Copy it to your session instead.")
        )
    with transaction.atomic():
        sheet, _made = RunSheet.objects.get_or_create(course=course, defaults={"changed_by": teacher})
        return _write(sheet, teacher, units)


def write_session_sheet(teacher: Person, session: Session, units: Sequence[Unit]) -> RunSheet:
    """The session's own run sheet."""
    _refuse_others(teacher, session)
    with transaction.atomic():
        sheet, _made = RunSheet.objects.get_or_create(session=session, defaults={"changed_by": teacher})
        return _write(sheet, teacher, units)


def copy_sheet(teacher: Person, sheet: RunSheet, session: Session) -> RunSheet:
    """Begin a session with the units of another run sheet that one may read; what it had is replaced."""
    _refuse_others(teacher, session)
    if not may_read_sheet(teacher, sheet):
        raise Refusal(_("This run sheet is not open to you. Ask who wrote it."))
    return write_session_sheet(teacher, session, units_of(sheet))


def may_read_sheet(person: Person, sheet: RunSheet) -> bool:
    """Those who write or give the course; a session's sheet also who gives that session."""
    session = sheet.session
    course = sheet.course or (session.course if session else None)
    if session and (may_manage_session(person, session) or gives_session(person, session)):
        return True
    if course is None:
        return False
    gives = Session.objects.given_by(person).filter(course=course)
    return may_edit_course(person, course) or gives.exists()


def units_of(sheet: RunSheet) -> list[Unit]:
    names = ("title", "minutes", "goal", "method", "materials", "online")
    return [Unit(**{name: getattr(row, name) for name in names}) for row in sheet.units.all()]


def _refuse_others(teacher: Person, session: Session) -> None:
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session prepare it."))


def _write(sheet: RunSheet, teacher: Person, units: Sequence[Unit]) -> RunSheet:
    if len(units) > MOST_UNITS:
        raise Refusal(_("A run sheet has at most %(n)d units. Join some of them.") % {"n": MOST_UNITS})
    if sum(unit.minutes for unit in units) > LONGEST_DAY:
        raise Refusal(_("The units take more than a day together. Shorten some of them."))
    sheet.units.all().delete()
    RunUnit.objects.bulk_create(
        RunUnit(sheet=sheet, n=n, **vars(unit)) for n, unit in enumerate(units, start=1)
    )
    sheet.changed_by = teacher
    sheet.save()
    return sheet
