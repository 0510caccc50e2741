"""The roster as a table that opens in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.former import shown_rows
from courses.models import Attendance, Enrolment, Session

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
MARK = "\N{BYTE ORDER MARK}"
"""Without it, spreadsheets read accents wrongly."""


def neutral(cell: object) -> str:
    """The cell as text that no spreadsheet computes."""
    text = str(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV, each cell neutral."""
    page = StringIO()
    writer = csv.writer(page)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return MARK + page.getvalue()


def roster_rows(session: Session) -> Iterator[list[object]]:
    """A line for each person who is or was in: who, how, since when, and the mark of each date."""
    dates = list(session.occurrences.all())
    names = [_("Name"), _("E-mail"), _("Team"), _("State"), _("Place in the queue"), _("Queue"), _("Room")]
    yield [*names, _("Joined"), _("Hopes for"), *(str(date.local_date) for date in dates)]
    marked = Attendance.objects.filter(enrolment__session=session)  # whose roster the caller may read
    marks = {(row.enrolment_id, row.occurrence_id): row.get_mark_display() for row in marked}
    people = session.enrolments.with_place().select_related("person__team").order_by("person__name", "pk")
    for row in shown_rows(people):
        yield [*_facts(row, session), *(marks.get((row.pk, date.pk), "") for date in dates)]


def _facts(row: Enrolment, session: Session) -> list[object]:
    waits = row.state == Enrolment.State.WAITING
    room = (_("online") if row.online else _("in the room")) if session.hybrid else ""
    return [
        row.person.name,
        row.person.email,
        row.person.team or "",
        row.get_state_display(),
        row.place if waits else "",  # type: ignore[attr-defined]  # annotated by with_place
        row.get_priority_display() if waits else "",
        room,
        date_format(localtime(row.joined_at), "Y-m-d H:i"),
        row.hope,
    ]
