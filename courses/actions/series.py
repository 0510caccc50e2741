"""Dates that repeat: offered together, each a session of its own, changed one by one or from here on."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.sessions import _refuse_strangers, change_session, put_up
from courses.actions.teaching import refuse_two_places
from courses.models import CoursePage, Series, Session
from courses.models.series import LONGEST
from courses.permissions import may_manage_session
from courses.plans import Plan, refuse_impossible
from people.models import Person
from people.refusals import Refusal

MOST_SLOTS = 24


def offer_series(teacher: Person, course: CoursePage | None, plan: Plan, rule: Series) -> list[Session]:
    """Announce every date of the rule as a session that is like the plan; learners pick any of them.

    Of office hours each date is parted into slots one after another. The wall time stays the same when the
    clocks change. Raises `Refusal` when there is no date, or one of them cannot be.
    """
    _refuse_strangers(teacher, course, plan)
    plans = _plans(plan, rule)
    for one in plans:
        refuse_impossible(one)
    spans = [(day.starts_at(one.zone), day.ends_at(one.zone)) for one in plans for day in one.dates()]
    refuse_two_places(teacher, spans)
    with transaction.atomic():
        rule.created_by, rule.zone = teacher, plan.zone
        rule.save()
        return [put_up(teacher, course, one, series=rule, series_day=one.local_date) for one in plans]


def _plans(plan: Plan, rule: Series) -> list[Plan]:
    days = rule.dates()
    if not days:
        raise Refusal(_("No date falls on these days. Choose other days, or a later end."))
    if len(days) == LONGEST and days[-1] < rule.last_day:
        raise Refusal(_("A series has at most %(n)d dates. Choose an earlier end.") % {"n": LONGEST})
    if not 1 <= rule.slots <= MOST_SLOTS:
        raise Refusal(_("Choose 1 to %(n)d slots a day.") % {"n": MOST_SLOTS})
    return [
        replace(plan, local_date=day, local_time=clock, minutes=rule.minutes)
        for day in days
        for clock in _slots(rule)
    ]


def _slots(rule: Series) -> list[time]:
    """The beginnings of the slots; all of them lie on the same day."""
    first = datetime.combine(date(2000, 1, 1), rule.local_time)
    starts = [first + timedelta(minutes=rule.minutes * n) for n in range(rule.slots)]
    if starts[-1].date() != first.date():
        raise Refusal(_("The slots go beyond midnight. Choose fewer or shorter ones."))
    return [start.time() for start in starts]


def change_series(teacher: Person, session: Session, plan: Plan, scope: str) -> list[Session]:
    """Change this date (`this`), this and all that follow (`following`), or all that are to come (`all`).

    A date that was changed alone is an exception and keeps what is its own. The others keep their days and
    take everything else from the plan.
    """
    if session.series is None or scope == "this":
        changed = change_session(teacher, session, plan)
        if session.series_id:
            Session.objects.filter(pk=changed.pk).update(is_exception=True)
        return [changed]
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session may change it."))
    shift = (plan.local_date - session.series_day) if plan.local_date and session.series_day else timedelta()
    with transaction.atomic():
        return [
            change_session(teacher, one, _like(one, plan, shift))
            for one in _reached(session, scope)
            if one.series_day
        ]


def _reached(session: Session, scope: str) -> list[Session]:
    """The sessions that a change goes to; in order, so that all who change a series lock them alike."""
    rows = Session.objects.filter(
        series=session.series, state=Session.State.PUBLISHED, starts_at__gt=timezone.now(), is_exception=False
    )
    if scope == "following":
        rows = rows.filter(series_day__gte=session.series_day)
    same_slot = rows.filter(occurrences__local_time=session.occurrences.get().local_time)
    return list(same_slot.distinct().order_by("pk"))


def _like(session: Session, plan: Plan, shift: timedelta) -> Plan:
    day = session.series_day
    return replace(plan, local_date=day + shift if day else None)
