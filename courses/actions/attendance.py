"""Who was there."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Attendance, Enrolment, Occurrence
from courses.permissions import may_manage_session
from people.models import Person
from people.refusals import Refusal

OPENS_BEFORE = timedelta(minutes=15)


def record_attendance(
    teacher: Person, occurrence: Occurrence, marks: dict[Enrolment, str], note: str = ""
) -> list[Attendance]:
    """Write a mark for each enrolment of the date; an empty mark means that nobody knows.

    Raises `Refusal` for people without the right and earlier than 15 minutes before the start.
    """
    if not may_manage_session(teacher, occurrence.session):
        raise Refusal(_("Only those who give the session mark who came."))
    if timezone.now() < occurrence.starts_at - OPENS_BEFORE:
        raise Refusal(_("You can mark who came from 15 minutes before the start."))
    with transaction.atomic():
        return [
            mark
            for enrolment, word in marks.items()
            if (mark := _write(teacher, occurrence, enrolment, word, note)) is not None
        ]


def _write(
    teacher: Person, occurrence: Occurrence, enrolment: Enrolment, word: str, note: str
) -> Attendance | None:
    if enrolment.session_id != occurrence.session_id:
        raise Refusal(_("This person is not on the roster of this date."))
    if not word:
        Attendance.objects.filter(enrolment=enrolment, occurrence=occurrence).delete()
        return None
    if word not in Attendance.Mark.values:
        raise Refusal(_("Choose one of the marks that the list offers."))
    attendance, _created = Attendance.objects.update_or_create(
        enrolment=enrolment, occurrence=occurrence, defaults={"mark": word, "by": teacher, "note": note[:300]}
    )
    return attendance
