"""What stands on the page of a session for those who come: checking in, material, news."""

from typing import Any

from django.utils import timezone

from courses.actions.attendance import dates_to_check_in
from courses.chronicle import news_of
from courses.models import Attendance, Enrolment, Material, Session
from people.models import Person


def beside(session: Session, person: Person | None, mine: Enrolment | None) -> dict[str, Any]:
    """Nothing of it for a visitor; a code to type and marks only for whoever has a seat or was there."""
    if person is None:
        return {}
    marks = Attendance.objects.filter(enrolment__session=session, enrolment__person=person)
    known = list(marks.select_related("occurrence").order_by("occurrence__n"))
    seated = mine is not None and mine.state == Enrolment.State.CONFIRMED
    dates = dates_to_check_in(session, timezone.now()) if seated and session.starts_at else []
    marked = {mark.occurrence_id for mark in known}
    return {
        "check_in": any(date.pk not in marked for date in dates),
        "my_marks": known,
        "materials": Material.objects.visible_to(person).filter(session=session).select_related("occurrence"),
        "news": news_of(session),
    }
