"""Dates that repeat: offered together, each a session of its own, changed one by one or from here on."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.queue import lock_session
from courses.actions.sessions import (
    asked_again,
    cancel_session,
    change_session,
    put_up,
    refuse_strangers,
    spans_of,
)
from courses.actions.teaching import clash_of, refuse_two_places
from courses.models import CoursePage, Series, Session
from courses.models.series import LONGEST
from courses.permissions import may_manage_session
from courses.plans import YEARS, Plan, on_another_day, refuse_impossible, refuse_past_windows
from people.models import Person
from people.refusals import Refusal

MOST_SLOTS = 24
MOST_AT_ONCE = 120
SCOPES = ("this", "following", "all")


def offer_series(teacher: Person, course: CoursePage | None, plan: Plan, rule: Series) -> list[Session]:
    """Announce every date of the rule as a session that is like the plan; learners pick any of them.

    Of office hours each date is parted into slots one after another, and those in which the teacher gives
    something else are left out. The wall time stays the same when the clocks change. Raises `Refusal` when
    there is no date, or one of them cannot be.
    """
    refuse_strangers(teacher, course, plan)
    plans = _plans(plan, rule)
    for one in plans:
        refuse_impossible(one)
        refuse_past_windows(one)
    if plan.kind == Session.Kind.OFFICE_HOURS:
        plans = _free_slots(teacher, plans)
    refuse_two_places(teacher, [span for one in plans for span in spans_of(one)])
    with transaction.atomic():
        rule.created_by, rule.zone = teacher, plan.zone
        rule.save()
        return [put_up(teacher, course, one, series=rule, series_day=one.local_date) for one in plans]


def _free_slots(teacher: Person, plans: list[Plan]) -> list[Plan]:
    free = [one for one in plans if not any(clash_of(teacher, *span) for span in spans_of(one))]
    if not free:
        raise Refusal(_("You give something else in every one of these slots. Choose another time."))
    return free


def _plans(plan: Plan, rule: Series) -> list[Plan]:
    if rule.first_day.year not in YEARS or rule.last_day.year not in YEARS:
        raise Refusal(_("These dates are too far away. Choose others."))
    if rule.last_day < rule.first_day:
        raise Refusal(_("The last date comes before the first. Choose a later end."))
    days = rule.dates()
    if not days:
        raise Refusal(_("No date falls on these days. Choose other days, or a later end."))
    if len(days) == LONGEST and days[-1] < rule.last_day:
        raise Refusal(_("A series has at most %(n)d dates. Choose an earlier end.") % {"n": LONGEST})
    if not 1 <= rule.slots <= MOST_SLOTS:
        raise Refusal(_("Choose 1 to %(n)d slots a day.") % {"n": MOST_SLOTS})
    if len(days) * rule.slots > MOST_AT_ONCE:
        raise Refusal(
            _("These are %(n)d slots; at most %(most)d are offered at once. Choose fewer days or slots.")
            % {"n": len(days) * rule.slots, "most": MOST_AT_ONCE}
        )
    first = replace(plan, local_date=plan.local_date or days[0], minutes=rule.minutes)
    return [replace(on_another_day(first, day), local_time=clock) for day in days for clock in _slots(rule)]


def _slots(rule: Series) -> list[time]:
    """The beginnings of the slots; all of them lie on the same day."""
    first = datetime.combine(date(2000, 1, 1), rule.local_time)
    starts = [first + timedelta(minutes=rule.minutes * n) for n in range(rule.slots)]
    if starts[-1].date() != first.date():
        raise Refusal(_("The slots go beyond midnight. Choose fewer or shorter ones."))
    return [start.time() for start in starts]


def change_series(teacher: Person, session: Session, plan: Plan, scope: str) -> list[Session]:
    """Change this date (`this`), this and all that follow (`following`), or all that are to come (`all`).

    A date that was changed alone is an exception, keeps what is its own, and is only changed alone again. The
    others keep their days and take everything else from the plan.
    """
    if not _together(session, scope):
        with transaction.atomic():
            changed = change_session(teacher, session, plan)
            if session.series_id:
                Session.objects.filter(pk=changed.pk).update(is_exception=True)
            return [changed]
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session may change it."))
    with transaction.atomic():
        rows = reached(session, scope)
        for row in rows:
            lock_session(row.pk)
        plans = [(row, like(session, row, plan)) for row in rows]
        if any(_goes_later(row, one) for row, one in plans):
            plans.reverse()  # the last makes room for the one before
        return [change_session(teacher, row, one) for row, one in plans]


def cancel_series(teacher: Person, session: Session, *, reason: str, scope: str) -> list[Session]:
    """Call off this date, this and all that follow, or all that are to come; exceptions too."""
    if session.series is None or scope not in SCOPES or scope == "this":
        return [cancel_session(teacher, session, reason=reason)]
    with transaction.atomic():
        rows = Session.objects.filter(
            series=session.series, state=Session.State.PUBLISHED, starts_at__gt=timezone.now()
        )
        if scope == "following":
            rows = rows.filter(starts_at__gte=session.starts_at)
        return [cancel_session(teacher, row, reason=reason) for row in rows.order_by("pk")]


def _together(session: Session, scope: str) -> bool:
    return bool(session.series_id) and not session.is_exception and scope in ("following", "all")


def reached(session: Session, scope: str) -> list[Session]:
    """The sessions that a change goes to; in order, so that all who change a series lock them alike."""
    if not _together(session, scope):
        return [session]
    rows = Session.objects.filter(
        series=session.series, state=Session.State.PUBLISHED, starts_at__gt=timezone.now(), is_exception=False
    )
    if scope == "following":
        rows = rows.filter(series_day__gte=session.series_day)
    same_slot = rows.filter(occurrences__local_time=session.occurrences.get().local_time)
    return list(same_slot.distinct().order_by("pk"))


def asked_in_series(session: Session, plan: Plan, scope: str) -> int:
    """How many people with a seat a change would ask again, on all the dates that it goes to."""
    return sum(asked_again(row, like(session, row, plan)) for row in reached(session, scope))


def like(session: Session, other: Session, plan: Plan) -> Plan:
    """The plan of one date of a series, as it goes for another one."""
    if plan.local_date is None or session.series_day is None or other.series_day is None:
        return plan
    return on_another_day(plan, plan.local_date + (other.series_day - session.series_day))


def _goes_later(session: Session, plan: Plan) -> bool:
    starts = [start for start, _end in spans_of(plan)]
    return bool(starts and session.starts_at and starts[0] > session.starts_at)
