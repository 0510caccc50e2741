"""One person in one session: the state, and the history it replays from."""

from typing import Self

from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.models.session import Occurrence, Session
from people.models import Person, Team


class Priority(models.IntegerChoices):
    """The classes of the queue, the first served first; within one the time of joining decides."""

    ASKED = 1, _("asked for this topic")
    MISSED = 2, _("waited before and missed it")
    USUAL = 5, _("in order of joining")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def holding_a_seat(self) -> Self:
        return self.filter(state__in=Enrolment.HOLDING)

    def using_a_seat(self) -> Self:
        """Those who hold a seat, and those who gave one back just now and may still undo that."""
        return self.filter(Enrolment.USING)

    def waiting(self) -> Self:
        """Those in the queue, the next one first."""
        return self.filter(state=Enrolment.State.WAITING).order_by("priority", "joined_at", "pk")

    def current(self) -> Self:
        return self.filter(state__in=Enrolment.CURRENT)

    def with_place(self) -> Self:
        """Adds `place`: 1 for the next in line, counted by priority, then by time of joining."""
        earlier = Q(joined_at__lt=OuterRef("joined_at")) | Q(
            joined_at=OuterRef("joined_at"), pk__lt=OuterRef("pk")
        )
        ahead = (
            Enrolment.objects.filter(
                session=OuterRef("session"), online=OuterRef("online"), state=Enrolment.State.WAITING
            )
            .filter(Q(priority__lt=OuterRef("priority")) | Q(priority=OuterRef("priority")) & earlier)
            .order_by()
            .values("session")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return self.annotate(place=Coalesce(Subquery(ahead), 0) + 1)

    def visible_to(self, person: Person | None) -> Self:
        """One's own, and those of sessions whose roster one keeps."""
        if person is None or not person.is_active:
            return self.none()
        return self.filter(Q(person=person) | Q(session__in=Session.objects.manageable_by(person)))


class Enrolment(models.Model):
    """Changed only by `courses.actions`; coming back uses the same row."""

    class State(models.TextChoices):
        INTERESTED = "interested", _("interested")
        REQUESTED = "requested", _("asked for approval")
        WAITING = "waiting", _("waiting")
        OFFERED = "offered", _("seat offered")
        CONFIRMED = "confirmed", _("enrolled")
        WITHDRAWN = "withdrawn", _("left")
        REMOVED = "removed", _("removed by the teacher")
        SESSION_CANCELLED = "session_cancelled", _("session cancelled")
        DECLINED = "declined", _("declined")
        EXPIRED = "expired", _("offer expired")

    HOLDING = (State.CONFIRMED, State.OFFERED)
    CURRENT = (State.INTERESTED, State.REQUESTED, State.WAITING, State.OFFERED, State.CONFIRMED)
    USING = Q(state__in=HOLDING) | Q(released_at__isnull=False)

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=18, choices=State)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.USUAL)
    joined_at = models.DateTimeField()
    offer_expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    hope = models.CharField(_("what I hope for"), max_length=300, blank=True)
    online = models.BooleanField(_("joins online"), default=False)
    # A seat that was given back counts as used until then, so that giving it back can be undone.
    released_at = models.DateTimeField(null=True, blank=True, db_index=True)
    hold = models.ForeignKey(
        "courses.SeatHold", null=True, blank=True, on_delete=models.SET_NULL, related_name="enrolments"
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        indexes = [models.Index(fields=["session", "state", "priority", "joined_at"], name="enrolment_queue")]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="enrolment_once"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "interested",
                        "requested",
                        "waiting",
                        "offered",
                        "confirmed",
                        "withdrawn",
                        "removed",
                        "session_cancelled",
                        "declined",
                        "expired",
                    ]
                ),
                name="enrolment_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="offered", offer_expires_at__isnull=False)
                | ~Q(state="offered") & Q(offer_expires_at__isnull=True),
                name="enrolment_offer_has_deadline",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(state="withdrawn"),
                name="enrolment_released_when_left",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_state_display()}"

    @property
    def last_words(self) -> str:
        """The reason that was given with the last step."""
        last = self.events.last()
        return last.reason if last else ""


class EnrolmentEvent(models.Model):
    """Append-only: what happened to an enrolment, when, by whom and why."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=20, default="enrol")
    from_state = models.CharField(max_length=18, blank=True)
    to_state = models.CharField(max_length=18)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state or '–'} → {self.to_state}"


class SeatHold(models.Model):
    """Seats kept for a team, or for a purpose whose people the teacher enrols by name, until an end."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="holds")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="seat_holds")
    purpose = models.CharField(_("for what"), max_length=200, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"))
    until = models.DateTimeField(_("until"), db_index=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="seat_hold_of_seats"),
            models.CheckConstraint(
                condition=Q(team__isnull=False) | ~Q(purpose=""), name="seat_hold_for_somebody"
            ),
            models.UniqueConstraint(
                fields=["session", "team"], condition=Q(team__isnull=False), name="seat_hold_once_for_team"
            ),
        ]

    def __str__(self) -> str:
        return str(self.team or self.purpose)


class Debrief(models.Model):
    """What host or guest of a shadowing says afterwards; both read it."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="debriefs")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)
    text = models.TextField(_("what it brought"), max_length=2000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "by"], name="debrief_once_each")]

    def __str__(self) -> str:
        return f"{self.by}: {self.text[:40]}"


class Attendance(models.Model):
    """Who was there on one date; no row means nobody knows yet."""

    class Mark(models.TextChoices):
        ATTENDED = "attended", _("attended")
        PARTIAL = "partial", _("partly there")
        NO_SHOW = "no_show", _("did not come")
        EXCUSED = "excused", _("excused")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendance")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.PROTECT, related_name="attendance")
    mark = models.CharField(max_length=10, choices=Mark)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "occurrence"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(mark__in=["attended", "partial", "no_show", "excused"]),
                name="attendance_mark_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment.person}: {self.get_mark_display()}"
