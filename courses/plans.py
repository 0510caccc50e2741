"""What a teacher decides about a session, and when its dates are on everyone's clock."""

import itertools
import zoneinfo
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Session
from people.models import Person
from people.refusals import Refusal

MOST_DATES = 40
"""Dates that one session has at most."""
YEARS = range(2000, 2201)
"""Years whose clocks are known well enough to promise a date."""


@dataclass(frozen=True)
class Date:
    """One date: wall time in the zone of its session; place and link only where they differ from it."""

    local_date: date
    local_time: time
    minutes: int
    place: str = ""
    link: str = ""

    def starts_at(self, zone: str) -> datetime:
        return wall_time(self.local_date, self.local_time, zone)

    def ends_at(self, zone: str) -> datetime:
        return self.starts_at(zone) + timedelta(minutes=self.minutes)


@dataclass
class Plan:
    """A session as it shall be. `local_date`, `local_time` and `minutes` are its first date; without them
    a session with dates is announced, and people say that they are interested."""

    kind: str = Session.Kind.LIVE
    title: str = ""
    language: str = "en"
    zone: str = "UTC"
    local_date: date | None = None
    local_time: time | None = None
    minutes: int | None = None
    more_dates: list[Date] = field(default_factory=list)
    no_date: bool = False
    """Announced before anybody knows when."""
    place: str = ""
    link: str = ""
    note: str = ""
    capacity: int | None = None
    hybrid: bool = False
    online_capacity: int | None = None
    waiting_list: bool = True
    hand_on: str = Session.HandOn.CONFIRM
    approval: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    leave_until: datetime | None = None
    minimum: int | None = None
    decide_at: datetime | None = None
    co_teachers: list[Person] = field(default_factory=list)
    audience: frozenset[str] = frozenset()
    """Tokens of who may see and join; none: whoever may see the course, without one all colleagues."""

    @property
    def is_live(self) -> bool:
        return self.kind != Session.Kind.SELF_PACED

    def dates(self) -> list[Date]:
        """All dates in their order; none for a self-paced session and for one without a date yet."""
        if (
            not self.is_live
            or self.no_date
            or self.local_date is None
            or self.local_time is None
            or not self.minutes
        ):
            return []
        first = Date(self.local_date, self.local_time, self.minutes)
        return sorted([first, *self.more_dates], key=lambda one: (one.local_date, one.local_time))


COLUMNS = (
    "kind", "title", "language", "zone", "place", "link", "note", "capacity", "hybrid", "online_capacity",
    "waiting_list", "hand_on", "approval", "opens_at", "closes_at", "leave_until", "minimum", "decide_at",
)  # fmt: skip
"""What a plan and a session have in common."""


def refuse_impossible(
    plan: Plan, now: datetime | None = None, known: frozenset[datetime] = frozenset()
) -> None:
    """Raises `Refusal` with the first thing that cannot be, and what to do about it.

    Dates that begin at one of the known times may have passed.
    """
    now = now or timezone.now()
    for seats in (plan.capacity, plan.online_capacity):
        if seats is not None and seats < 1:
            raise Refusal(_("A session needs at least one seat. Leave the field empty for no limit."))
    if not plan.is_live:
        return
    _refuse_halves(plan)
    if plan.no_date:
        return
    if plan.local_date is None or plan.local_time is None or not plan.minutes:
        raise Refusal(_("A live session needs a date, a time and a length."))
    dates = plan.dates()
    if len(dates) > MOST_DATES:
        raise Refusal(_("A session has at most %(n)d dates. Offer a second one.") % {"n": MOST_DATES})
    _refuse_overlap(dates, plan.zone)
    starts = [date.starts_at(plan.zone) for date in dates]
    if any(start <= now and start not in known for start in starts):
        raise Refusal(_("This date has passed. Choose one in the future."))
    _refuse_windows(plan, starts[0])


def _refuse_halves(plan: Plan) -> None:
    """What is in a room and online at once has both."""
    if plan.hybrid and not (plan.place and plan.link):
        raise Refusal(_("A session in a room and online needs a place and a link. Give both, or take one."))
    if plan.online_capacity is not None and not plan.hybrid:
        raise Refusal(
            _("Places online are counted apart only where there is a room too. Say that it has both.")
        )


def refuse_past_windows(plan: Plan, now: datetime | None = None) -> None:
    """Raises `Refusal` for what a new session would have to do in the past."""
    now = now or timezone.now()
    if plan.closes_at and plan.closes_at <= now:
        raise Refusal(_("Enrolment would have closed already. Choose a later time, or none."))
    if plan.decide_at and plan.decide_at <= now:
        raise Refusal(_("The day of the decision has passed. Choose a later one."))


def _refuse_overlap(dates: list[Date], zone: str) -> None:
    for one, following in itertools.pairwise(dates):
        if following.starts_at(zone) < one.ends_at(zone):
            raise Refusal(
                _("Two of the dates overlap, on %(day)s. Move one of them.")
                % {"day": date_format(following.local_date, "j F")}
            )


def _refuse_windows(plan: Plan, start: datetime) -> None:
    if plan.opens_at and plan.closes_at and plan.closes_at <= plan.opens_at:
        raise Refusal(_("Enrolment would close before it opens. Choose a later end."))
    for moment, sentence in (
        (plan.opens_at, _("Enrolment would open after the start. Choose an earlier time.")),
        (plan.closes_at, _("Enrolment would close after the start. Choose an earlier time, or none.")),
        (plan.leave_until, _("Places could be given back after the start. Choose an earlier time.")),
        (plan.decide_at, _("The decision would come after the start. Choose an earlier time.")),
    ):
        if moment and moment > start:
            raise Refusal(sentence)
    if bool(plan.minimum) != bool(plan.decide_at):
        raise Refusal(
            _("How many people it needs and when that is decided belong together. Give both or none.")
        )
    if plan.minimum and plan.capacity and plan.minimum > plan.capacity:
        raise Refusal(_("It needs more people than it has seats. Lower the one or raise the other."))


def wall_time(day: date, clock: time, zone: str) -> datetime:
    """The instant at which the clocks of the zone show this time.

    Raises `Refusal` for a time that is skipped or shown twice when the clocks change.
    """
    if day.year not in YEARS:
        raise Refusal(_("The year %(year)d is too far away. Choose another date.") % {"year": day.year})
    tz = zoneinfo.ZoneInfo(zone)
    early = datetime.combine(day, clock, tzinfo=tz)
    if early.utcoffset() != early.replace(fold=1).utcoffset():
        exists = early.astimezone(UTC).astimezone(tz).replace(tzinfo=None) == early.replace(tzinfo=None)
        sentence = (
            _("The clocks go back on %(day)s, so this time comes twice. Choose another time.")
            if exists
            else _("The clocks go forward on %(day)s, so this time does not exist. Choose another time.")
        )
        raise Refusal(sentence % {"day": date_format(day, "j F")})
    return early.astimezone(UTC)


def on_another_day(plan: Plan, day: date) -> Plan:
    """The same on that day; what happens so many days before the start keeps that distance, by the clock."""
    if plan.local_date is None:
        return replace(plan, local_date=day)
    days = day - plan.local_date
    return replace(
        plan,
        local_date=day,
        closes_at=_later(plan.closes_at, days, plan.zone),
        leave_until=_later(plan.leave_until, days, plan.zone),
        decide_at=_later(plan.decide_at, days, plan.zone),
    )


def _later(moment: datetime | None, days: timedelta, zone: str) -> datetime | None:
    if moment is None:
        return None
    local = moment.astimezone(zoneinfo.ZoneInfo(zone))
    return (local + days).astimezone(UTC)
