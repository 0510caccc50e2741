"""Dates of sessions on a calendar: a month, a week, or a list, on the clock of who looks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.lines import SessionLine, lines_for
from courses.models import Enrolment, Occurrence, Session, Teaching
from people.models import Person

MONTH, WEEK, LIST = "month", "week", "list"
VIEWS = (MONTH, WEEK, LIST)
MOST = 300
"""Dates that one page shows."""
ON_A_DAY = 4
"""Dates that a day of the month shows before it says how many more there are."""
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Span:
    """What a page shows: whole days from `first` to before `end`; `month` is the one it belongs to."""

    view: str
    first: date
    end: date
    month: date

    @property
    def title(self) -> str:
        if self.view != WEEK:
            return date_format(self.month, "F Y")
        last = self.end - timedelta(days=1)
        return _("%(first)s to %(last)s") % {
            "first": date_format(self.first, "j M"), "last": date_format(last, "j M Y"),
        }  # fmt: skip

    @property
    def before(self) -> date:
        step = self.first if self.view == WEEK else self.month
        return step - timedelta(days=7 if self.view == WEEK else 1)

    @property
    def after(self) -> date:
        return self.end if self.view == WEEK else _next_month(self.month)

    def bounds(self) -> tuple[datetime, datetime]:
        zone = timezone.get_current_timezone()
        first, end = (datetime.combine(day, time(), tzinfo=zone) for day in (self.first, self.end))
        return first, end


@dataclass(frozen=True)
class Entry:
    """One date, and its session as the viewer sees it."""

    occurrence: Occurrence
    line: SessionLine

    @property
    def starts_at(self) -> datetime:
        return timezone.localtime(self.occurrence.starts_at)

    @property
    def minutes(self) -> int:
        return self.occurrence.minutes


@dataclass
class Day:
    day: date
    within: bool
    today: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:ON_A_DAY]

    @property
    def more(self) -> int:
        return max(len(self.entries) - ON_A_DAY, 0)


def span_of(view: str, at: date) -> Span:
    """The month, the week or the month's list around a day; the weeks of a month are whole, from Monday."""
    month = at.replace(day=1)
    if view == WEEK:
        monday = at - timedelta(days=at.weekday())
        return Span(WEEK, monday, monday + timedelta(days=7), month)
    following = _next_month(month)
    if view == LIST:
        return Span(LIST, month, following, month)
    last = following + timedelta(days=-following.weekday() % 7)
    return Span(MONTH, month - timedelta(days=month.weekday()), last, month)


def _next_month(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)


def read_day(given: str) -> date:
    """A day as it stands in an address; today for none, and for one that is no day or far away."""
    today = timezone.localdate()
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return today
    return day if FIRST_YEAR < day.year < LAST_YEAR else today


def public_dates(person: Person | None, kind: str = "", language: str = "") -> QuerySet[Occurrence]:
    """Dates of everything announced that the person may see."""
    sessions = Session.objects.visible_to(person).filter(state=Session.State.PUBLISHED)
    if kind:
        sessions = sessions.filter(kind=kind)
    if language:
        sessions = sessions.filter(language=language)
    return Occurrence.objects.filter(session__in=sessions.values("pk"))


def own_dates(person: Person) -> QuerySet[Occurrence]:
    """What the person gives, and what they have, asked for or wait for a place in."""
    held = [Session.State.PUBLISHED, Session.State.DONE]
    parts = Teaching.objects.filter(person=person, answer=Teaching.Answer.ACCEPTED)
    places = Enrolment.objects.current().filter(person=person)
    rows = Occurrence.objects.filter(session__state__in=held)
    whole = rows.filter(session__in=parts.filter(occurrence=None).values("session"))
    single = rows.filter(pk__in=parts.filter(occurrence__isnull=False).values("occurrence"))
    return whole | single | rows.filter(session__in=places.values("session"))


def entries_in(dates: QuerySet[Occurrence], span: Span, person: Person | None) -> list[Entry]:
    """The dates within the span in their order, at most `MOST`; four statements."""
    first, end = span.bounds()
    rows = list(dates.filter(starts_at__gte=first, starts_at__lt=end).order_by("starts_at", "pk")[:MOST])
    sessions = Session.objects.filter(pk__in={row.session_id for row in rows})
    lines = {line.session.pk: line for line in lines_for(sessions, person)}
    return [Entry(row, lines[row.session_id]) for row in rows if row.session_id in lines]


def next_date(dates: QuerySet[Occurrence], span: Span) -> Occurrence | None:
    """The first date after the span, for a page that would be empty."""
    return dates.filter(starts_at__gte=span.bounds()[1]).order_by("starts_at", "pk").first()


def days_of(span: Span, entries: Iterable[Entry]) -> list[Day]:
    """Every day of the span, with what is on it."""
    today = timezone.localdate()
    many = (span.end - span.first).days
    days = [span.first + timedelta(days=n) for n in range(many)]
    month = span.month.month
    found = {day: Day(day, span.view == WEEK or day.month == month, day == today) for day in days}
    for entry in entries:
        found[entry.starts_at.date()].entries.append(entry)
    return list(found.values())
