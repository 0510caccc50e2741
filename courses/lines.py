"""A session as one person sees it: when in which zone, how many seats, and the one thing to do."""

import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.humanize.templatetags.humanize import ordinal
from django.db.models import OuterRef, Prefetch, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses import guards
from courses.buttons import Button, buttons_for
from courses.models import CoursePage, Enrolment, EnrolmentEvent, Priority, Session, Teaching
from courses.models.session import SessionQuerySet
from courses.seating import free_seats, has_room
from people.models import Person

State = Enrolment.State


@dataclass(frozen=True)
class Seats:
    """The seats of a room, or of those who join online; the label is empty where there is but one pool."""

    label: str
    capacity: int | None
    free: int | None
    waiting: int


@dataclass
class SessionLine:
    """One session for one viewer; the queryset has to carry `with_counts()`.

    `missing` are courses that the viewer needs first, and `own_hold` says that their team keeps a seat;
    `courses.next_best.advise` finds both out.
    """

    session: Session
    viewer: Person | None
    mine: Enrolment | None
    gives: bool
    missing: list[CoursePage] = field(default_factory=list)
    own_hold: bool = False

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
        return self.waiting_for(online=False)

    def waiting_for(self, *, online: bool) -> int:
        row = self.session
        count: int = row.online_waiting if online else row.waiting_count  # type: ignore[attr-defined]  # annotated by with_counts
        return count

    @property
    def pools(self) -> list[Seats]:
        """The seats as they are shown: of a hybrid session those of the room and those online apart."""
        row = self.session
        if not row.hybrid:
            return [Seats("", row.capacity, self.free, self.waiting)]
        online = Seats(
            _("Online"), row.online_capacity, free_seats(row, online=True), self.waiting_for(online=True)
        )
        return [Seats(_("In the room"), row.capacity, self.free, self.waiting), online]

    @property
    def place(self) -> int | None:
        """1 for the next in line; None for someone who does not wait."""
        if self.mine is None or self.mine.state != State.WAITING:
            return None
        place: int = self.mine.place  # type: ignore[attr-defined]  # annotated by with_place
        return place

    @property
    def place_words(self) -> str:
        """“3rd of 12 in the queue”."""
        if self.mine is None or self.place is None:
            return ""
        of = max(self.waiting_for(online=self.mine.online), self.place)
        return _("%(place)s of %(all)d in the queue") % {"place": ordinal(self.place), "all": of}

    @property
    def goes_before(self) -> str:
        """Why the viewer is served before others in the queue; empty for most."""
        if self.mine is None or self.place is None or self.mine.priority == Priority.USUAL:
            return ""
        return str(Priority(self.mine.priority).label)

    @property
    def state(self) -> str:
        return self.mine.state if self.mine and self.mine.state in Enrolment.CURRENT else ""

    @property
    def was_moved(self) -> bool:
        """Whether the seat is held because the session was moved after one had agreed to come."""
        return self.state == State.OFFERED and getattr(self.mine, "last_verb", "") == "ask_again"

    @property
    def teachers(self) -> list[Person]:
        if self.viewer is None:
            return []
        given = [row for row in self.session.teachings.all() if row.role != Teaching.Role.OBSERVER]
        return list(dict.fromkeys(row.person for row in given))

    @property
    def may_join(self) -> bool:
        """Whether the link is for the viewer: they have a seat, or a part in giving it."""
        if self.viewer is None:
            return False
        parts = {row.person_id for row in self.session.teachings.all()}
        return self.state == State.CONFIRMED or self.viewer.pk in parts

    @property
    def link_is_open(self) -> bool:
        """Whether it is time to join; the door says of each date whether it is."""
        start = self.session.starts_at
        return (
            self.may_join
            and bool(self.session.link)
            and (start is None or guards.joining(start, timezone.now()) is None)
        )

    @property
    def is_over(self) -> bool:
        return self.session.ends_at is not None and self.session.ends_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        return guards.over(self.session) is None

    @property
    def buttons(self) -> list[Button]:
        """What to do now; what cannot be done is there too and says why. Empty when there is nothing."""
        return buttons_for(self)

    @property
    def takes_newcomers(self) -> bool:
        return has_room(self.session) or (self.session.hybrid and has_room(self.session, online=True))

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
    teachings = Teaching.objects.filter(answer=Teaching.Answer.ACCEPTED, person__state=Person.State.ACTIVE)
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
            gives=viewer is not None and _gives(row, viewer),
        )
        for row in rows
    ]


def _gives(session: Session, viewer: Person) -> bool:
    return any(
        row.person_id == viewer.pk and row.role != Teaching.Role.OBSERVER for row in session.teachings.all()
    )


def _enrolments(sessions: Iterable[Session], viewer: Person | None) -> dict[int, Enrolment]:
    if viewer is None:
        return {}
    last = EnrolmentEvent.objects.filter(enrolment=OuterRef("pk")).order_by("-pk").values("verb")[:1]
    rows = Enrolment.objects.filter(person=viewer, session__in=list(sessions)).with_place()
    return {row.session_id: row for row in rows.annotate(last_verb=Subquery(last))}
