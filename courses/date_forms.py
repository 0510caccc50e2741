"""Fields and rows in which a teacher says when."""

import zoneinfo
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from courses.models import Session
from courses.plans import MOST_DATES, Date, wall_time

ROWS = "more"
WEEK = timedelta(weeks=1)
DAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]

SCOPES = [
    ("this", _("Only this date")),
    ("following", _("This date and all that follow")),
    ("all", _("All dates to come")),
]


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ClockField(forms.TimeField):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class WallField(forms.Field):
    """A date and time as the clocks of the session show it, without a zone; `moment_in` gives it one."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").strip()[:40]
        if not text:
            return None
        try:
            moment = parse_datetime(text)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo:
            raise ValidationError(_("Give a date and a time, for example 2027-05-04 14:30."))
        return moment


def moment_in(zone: str, wall: datetime) -> datetime:
    """Raises `Refusal` for a time that the clocks of the zone skip or show twice."""
    return wall_time(wall.date(), wall.time(), zone)


def wall_of(moment: datetime | None, zone: str) -> datetime | None:
    return moment.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None) if moment else None


class DateRow(forms.Form):
    """One further date; what is left empty is as on the first, and without a date the row is none."""

    local_date = DayField(label=_("Date"), required=False)
    local_time = ClockField(label=_("Time"), required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=1440, required=False)
    place = forms.CharField(label=_("Another place"), max_length=200, required=False)

    def ask_nothing_yet(self) -> None:
        self._errors = ErrorDict()

    def date(self, first: Date) -> Date | None:
        answers = self.cleaned_data
        if not answers.get("local_date"):
            return None
        return Date(
            answers["local_date"],
            answers["local_time"] or first.local_time,
            answers["minutes"] or first.minutes,
            answers["place"],
        )


DateRows = forms.formset_factory(DateRow, extra=0, max_num=MOST_DATES, absolute_max=MOST_DATES + 10)


def further_dates(session: Session) -> list[dict[str, Any]]:
    """The rows that would have been filled in to offer this session; the place only where it differs."""
    return [
        {
            "local_date": row.local_date,
            "local_time": row.local_time,
            "minutes": row.minutes,
            "place": row.place if row.place != session.place else "",
        }
        for row in list(session.occurrences.order_by("n"))[1:]
    ]


def with_another_row(data: Any) -> QueryDict:
    """What was posted, and one more row, a week after the last."""
    more = data.copy()
    number = _number(data.get(f"{ROWS}-TOTAL_FORMS", ""))
    if number < MOST_DATES:
        days = [data.get("local_date", "")]
        days += [data.get(f"{ROWS}-{n}-local_date", "") for n in range(number)]
        more[f"{ROWS}-TOTAL_FORMS"] = str(number + 1)
        more[f"{ROWS}-{number}-local_date"] = _week_after([day for day in days if day])
    more.setdefault(f"{ROWS}-INITIAL_FORMS", "0")
    return more


def _number(text: str) -> int:
    return min(int(text), MOST_DATES) if text.isdecimal() and len(text) < 4 else 0


def _week_after(days: list[str]) -> str:
    try:
        last = max((parse_date(day) or date.min for day in days), default=date.min)
    except ValueError:
        return ""
    return (last + WEEK).isoformat() if date.min < last < date.max - WEEK else ""
