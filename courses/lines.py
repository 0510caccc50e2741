"""A session as one person sees it: when in which zone, how many seats, and the one thing to do."""

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.models import Enrolment, Session, Teaching
from courses.models.session import SessionQuerySet
from courses.seating import free_seats
from people.models import Person

State = Enrolment.State


@dataclass(frozen=True)
class Button:
    """What one can press: the verb, the address it is posted to, and how loud it is."""

    label: str
    url: str
    quiet: bool = False


@dataclass
class SessionLine:
    """One session for one viewer; the queryset has to carry `with_counts()`."""

    session: Session
    viewer: Person | None
    mine: Enrolment | None
    gives: bool

    @property
    def url(self) -> str:
        return self.session.get_absolute_url()

    @property
    def starts_at(self) -> datetime | None:
        return self.session.starts_at

    @property
    def minutes(self) -> int | None:
        if self.session.starts_at is None or self.session.ends_at is None:
            return None
        return int((self.session.ends_at - self.session.starts_at).total_seconds() // 60)

    @property
    def zone(self) -> str:
        """Whose time is shown."""
        if self.session.starts_at is None:
            return ""
        return _("your time") if self.viewer else "UTC"

    @property
    def theirs(self) -> str:
        """The same instant on the teacher's clock, where that differs."""
        start = self.session.starts_at
        if start is None:
            return ""
        there = start.astimezone(zoneinfo.ZoneInfo(self.session.zone))
        if there.utcoffset() == localtime(start).utcoffset():
            return ""
        city = self.session.zone.rpartition("/")[2].replace("_", " ")
        return _("%(time)s in %(city)s") % {"time": date_format(there, "D H:i"), "city": city}

    @property
    def free(self) -> int | None:
        return free_seats(self.session)

    @property
    def waiting(self) -> int:
        count: int = self.session.waiting_count  # type: ignore[attr-defined]  # annotated by with_counts
        return count

    @property
    def place(self) -> int | None:
        """1 for the next in line; None for someone who does not wait."""
        if self.mine is None or self.mine.state != State.WAITING:
            return None
        place: int = self.mine.place  # type: ignore[attr-defined]  # annotated by with_place
        return place

    @property
    def state(self) -> str:
        return self.mine.state if self.mine and self.mine.state in Enrolment.CURRENT else ""

    @property
    def teachers(self) -> list[Person]:
        if self.viewer is None:
            return []
        return [teaching.person for teaching in self.session.teachings.all()]

    @property
    def is_open(self) -> bool:
        return self.session.state == Session.State.PUBLISHED and not self.session.has_started

    @property
    def buttons(self) -> list[Button]:
        """The one thing to do now, and what else there is; empty when there is nothing."""
        if not self.is_open or self.gives:
            return []
        if self.viewer is None:
            return [Button(_("Sign in to enrol"), f"{reverse('account_login')}?next={self.url}")]
        at = [self.session.pk]
        if self.state == State.OFFERED:
            return [
                Button(_("Take the seat"), reverse("courses:accept", args=at)),
                Button(_("Let it pass"), reverse("courses:decline", args=at), quiet=True),
            ]
        if self.state == State.CONFIRMED:
            label = _("Leave this course") if self.session.is_self_paced else _("Give the seat back")
            return [Button(label, reverse("courses:leave", args=at), quiet=True)]
        if self.state:
            return [Button(_("Leave the queue"), reverse("courses:leave", args=at), quiet=True)]
        return self._way_in(at)

    def _way_in(self, at: list[int]) -> list[Button]:
        url = reverse("courses:enrol", args=at)
        if self.session.is_self_paced:
            return [Button(_("Start at my own pace"), url)]
        if self.takes_newcomers:
            return [Button(_("Enrol"), url)]
        if self.session.waiting_list:
            return [Button(_("Join the queue"), url)]
        return []

    @property
    def takes_newcomers(self) -> bool:
        return self.free is None or (self.free > 0 and not self.waiting)

    @property
    def rank(self) -> tuple[int, float]:
        """Mine first, then what has seats, then what has a queue, then the self-paced form."""
        start = self.session.starts_at.timestamp() if self.session.starts_at else float("inf")
        if self.state:
            return (0, start)
        if self.session.is_self_paced:
            return (2, start)
        return (1 if self.takes_newcomers else 3, start)


def lines_for(sessions: SessionQuerySet, viewer: Person | None) -> list[SessionLine]:
    """Lines for the sessions of a queryset, in its order; four statements, however many there are."""
    teachings = Teaching.objects.filter(
        answer=Teaching.Answer.ACCEPTED, person__state=Person.State.ACTIVE
    ).exclude(role=Teaching.Role.OBSERVER)
    rows = list(
        sessions.with_counts()
        .select_related("course")
        .prefetch_related(Prefetch("teachings", teachings.select_related("person").order_by("pk")))
    )
    mine = _enrolments(rows, viewer)
    return [
        SessionLine(
            session=row,
            viewer=viewer,
            mine=mine.get(row.pk),
            gives=viewer is not None and any(t.person_id == viewer.pk for t in row.teachings.all()),
        )
        for row in rows
    ]


def _enrolments(sessions: Iterable[Session], viewer: Person | None) -> dict[int, Enrolment]:
    if viewer is None:
        return {}
    rows = Enrolment.objects.filter(person=viewer, session__in=list(sessions)).with_place()
    return {row.session_id: row for row in rows}
