"""What a learner should know before saying yes: warnings, never refusals."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Enrolment, Limits, Occurrence, QuietWeek, Session
from people.models import Person

State = Enrolment.State


def cautions_for(person: Person, session: Session, dates: Iterable[Occurrence]) -> list[str]:
    """What else the person has at that time, and what they wanted to spare themselves; two statements."""
    return [*_clashes(person, session, list(dates)), *_own_wishes(person, session)]


def _clashes(person: Person, session: Session, dates: list[Occurrence]) -> list[str]:
    if not dates:
        return []
    spans = Q()
    for date in dates:
        spans |= Q(starts_at__lt=date.ends_at, ends_at__gt=date.starts_at)
    given = Q(session__teachings__person=person, session__teachings__answer="accepted")
    seats = Q(session__enrolments__person=person, session__enrolments__state__in=Enrolment.HOLDING)
    rows = Occurrence.objects.filter(spans, given | seats, session__state=Session.State.PUBLISHED)
    found = rows.exclude(session=session).select_related("session__course").order_by("starts_at").distinct()
    return [
        _("At that time you have “%(session)s”, %(when)s.")
        % {"session": row.session, "when": date_format(timezone.localtime(row.starts_at), "l j F, H:i")}
        for row in found[:2]
    ]


def _own_wishes(person: Person, session: Session) -> list[str]:
    if session.starts_at is None:
        return []
    day = timezone.localtime(session.starts_at, person.tzinfo)
    wishes = _wishes(person, day).get()
    said = []
    if wishes["quiet"]:
        said.append(_("You keep this week free of sessions."))
    if wishes["most"] is not None and (wishes["attends"] or 0) >= wishes["most"]:
        said.append(
            _("You wanted to attend no more than %(most)d sessions in %(month)s, and have them already.")
            % {"most": wishes["most"], "month": date_format(day, "F")}
        )
    return said


def _wishes(person: Person, day: datetime) -> QuerySet[Person, dict[str, Any]]:
    """Whether the week is to be quiet, how many sessions a month are the most, and how many there are."""
    monday = day.date() - timedelta(days=day.weekday())
    first = day.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (first + timedelta(days=32)).replace(day=1)
    attended = Enrolment.objects.filter(
        person=OuterRef("pk"),
        state=State.CONFIRMED,
        session__state=Session.State.PUBLISHED,
        session__starts_at__gte=first,
        session__starts_at__lt=following,
    )
    many = attended.order_by().values("person").annotate(n=Count("pk")).values("n")
    rows = Person.objects.filter(pk=person.pk).annotate(
        quiet=Exists(QuietWeek.objects.filter(person=OuterRef("pk"), monday=monday)),
        most=Subquery(Limits.objects.filter(person=OuterRef("pk")).values("learning")[:1]),
        attends=Subquery(many, output_field=IntegerField()),
    )
    return rows.values("quiet", "most", "attends")
