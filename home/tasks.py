"""What a teacher has to do next, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.guards import CORRECTING
from courses.lines import SessionLine
from courses.models import Attendance, CoursePage, Cover, CoverAsked, Enrolment, Occurrence, Session, Teaching
from people.models import Person

PREPARE = timedelta(days=7)
"""Before the start, from when on a session is to be prepared."""


@dataclass(frozen=True)
class Task:
    """One thing to do: about what, in a sentence, and where."""

    title: str
    says: str
    label: str
    url: str


def invitations(person: Person) -> QuerySet[Teaching]:
    """Questions whether the person gives a session with others, not answered and not too late."""
    asked = Teaching.objects.filter(person=person, answer=Teaching.Answer.ASKED)
    to_come = Q(session__starts_at__isnull=True) | Q(session__ends_at__gt=timezone.now())
    rows = asked.filter(to_come, session__state=Session.State.PUBLISHED)
    return rows.select_related("session__course", "session__created_by", "occurrence").order_by("pk")


def covers(person: Person) -> QuerySet[Cover]:
    """Dates for which somebody is looked for: the person asked for it, is asked to, or has to decide."""
    asked = CoverAsked.objects.filter(cover=OuterRef("pk"), person=person, declined=False)
    leads = Teaching.objects.filter(
        session=OuterRef("session"), person=person, role=Teaching.Role.LEAD, answer=Teaching.Answer.ACCEPTED
    )
    decides = Q(state=Cover.State.ORGANISER) & (Q(session__created_by=person) | Exists(leads))
    rows = Cover.objects.filter(state__in=Cover.OPEN, occurrence__starts_at__gt=timezone.now())
    return (
        rows.annotate(is_asked=Exists(asked))
        .filter(Q(person=person) | Q(is_asked=True) | decides)
        .select_related("session__course", "occurrence", "person")
        .order_by("occurrence__starts_at", "pk")
    )


def tasks(person: Person, lines: Iterable[SessionLine], courses: Iterable[CoursePage]) -> list[Task]:
    """Decide, approve, mark who came, prepare, publish; answering comes before all of these."""
    given = [line for line in lines if line.gives]
    return [
        *_decisions(given),
        *_approvals(given),
        *_marks(person),
        *_preparations(given),
        *_drafts(courses),
    ]


def _decisions(lines: list[SessionLine]) -> list[Task]:
    now = timezone.now()
    due = [line for line in lines if line.session.decision_asked_at and line.session.decide_at]
    return [
        Task(
            str(line.session),
            _("Fewer people than the %(n)d it needs. Run it, wait, merge it, or cancel.")
            % {"n": line.session.minimum},
            _("Decide"),
            reverse("courses:decide", args=[line.session.pk]),
        )
        for line in due
        if line.starts_at and line.starts_at > now and _seated(line) < (line.session.minimum or 0)
    ]


def _seated(line: SessionLine) -> int:
    return int(line.session.seats_taken) + int(line.session.online_taken)  # type: ignore[attr-defined]  # annotated


def _approvals(lines: list[SessionLine]) -> list[Task]:
    asked = Enrolment.objects.filter(
        session__in=[line.session.pk for line in lines], state=Enrolment.State.REQUESTED
    )
    counts = dict(asked.order_by().values_list("session").annotate(n=Count("pk")))
    return [
        Task(
            str(line.session),
            ngettext(
                "%(n)d person asks for a place.", "%(n)d people ask for a place.", counts[line.session.pk]
            )
            % {"n": counts[line.session.pk]},
            _("Answer"),
            reverse("courses:roster", args=[line.session.pk]),
        )
        for line in lines
        if line.session.pk in counts
    ]


def _marks(person: Person) -> list[Task]:
    """Dates that have begun, with people of whom nobody knows yet whether they came."""
    now = timezone.now()
    marked = Attendance.objects.filter(occurrence=OuterRef("pk"), enrolment=OuterRef("session__enrolments"))
    rows = (
        Occurrence.objects.filter(
            session__in=Session.objects.given_by(person).values("pk"),
            session__state__in=[Session.State.PUBLISHED, Session.State.DONE],
            session__enrolments__state=Enrolment.State.CONFIRMED,
            starts_at__lte=now,
            ends_at__gt=now - CORRECTING,
        )
        .filter(~Exists(marked))
        .select_related("session__course")
        .annotate(many=Count("session__enrolments", distinct=True))
        .order_by(F("starts_at").desc(), "pk")
    )
    return [
        Task(
            f"{row.session}, {date_format(timezone.localtime(row.starts_at), 'j F')}",
            ngettext(
                "Nobody knows yet whether %(n)d person came.",
                "Nobody knows yet whether %(n)d people came.",
                row.many,
            )
            % {"n": row.many},
            _("Mark who came"),
            reverse("courses:roster", args=[row.session_id]),
        )
        for row in rows[:20]
    ]


def _preparations(lines: list[SessionLine]) -> list[Task]:
    now = timezone.now()
    return [
        Task(
            str(line.session),
            _("It is on %(when)s.") % {"when": date_format(timezone.localtime(line.starts_at), "l j F, H:i")},
            _("Prepare"),
            reverse("courses:run_sheet", args=[line.session.pk]),
        )
        for line in lines
        if line.starts_at and now < line.starts_at <= now + PREPARE
    ]


def _drafts(courses: Iterable[CoursePage]) -> list[Task]:
    return [
        Task(
            course.title,
            _("Not published yet: nobody finds it."),
            _("Go on writing"),
            reverse("courses:desk", args=[course.pk]),
        )
        for course in courses
        if not course.live
    ]
