"""A session is one pool of seats, with one or more dates."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.languages import LANGUAGES
from content.models import AudienceRow
from courses.models.course import CoursePage, CourseTeam
from courses.models.series import Series
from people.audience import tokens_for
from people.models import Person, validate_zone


def _gives(person: Person) -> "models.QuerySet[Any]":
    """Teachings by which the person stands before the others."""
    teachings = apps.get_model("courses", "Teaching").objects
    return teachings.filter(person=person, answer="accepted").exclude(role="observer")


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, person: Person | None) -> Self:
        """Sessions that are announced, to an audience the person belongs to.

        A session with a course hangs within it: one must be able to see both. Those who give it
        or write its course see it in every state.
        """
        tokens = tokens_for(person)
        audience = SessionAudience.objects.filter(session_id=OuterRef("pk"))
        own = Exists(audience.filter(token__in=tokens)) | (~Exists(audience) & Q(course__isnull=False))
        course = CoursePage.objects.visible_to(person).filter(pk=OuterRef("course"))
        announced = ~Q(state=Session.State.DRAFT) & own & (Q(course__isnull=True) | Exists(course))
        if person is None:
            return self.filter(announced)
        return self.filter(announced | self._managed_by(person))

    def manageable_by(self, person: Person | None) -> Self:
        """Sessions whose roster the person keeps: those who give it, and its course's authors."""
        if person is None or not person.is_active:
            return self.none()
        if person.is_superuser:
            return self.all()
        return self.filter(self._managed_by(person))

    def given_by(self, person: Person) -> Self:
        """Sessions in which the person teaches, alone or with others."""
        return self.filter(pk__in=_gives(person).values("session"))

    @staticmethod
    def _managed_by(person: Person) -> Q:
        gives = _gives(person).filter(session_id=OuterRef("pk"))
        writes = CourseTeam.objects.filter(
            course_id=OuterRef("course_id"), person=person, role__in=CourseTeam.WRITING_ROLES
        )
        return Q(Exists(gives)) | Q(Exists(writes))

    def open(self) -> Self:
        """Published, and either without a date or not yet begun."""
        return self.filter(state=Session.State.PUBLISHED).filter(
            Q(starts_at__isnull=True) | Q(starts_at__gt=timezone.now())
        )

    def with_counts(self) -> Self:
        """Adds `seats_taken`, `online_taken`, `waiting_count` and `online_waiting`, and how many seats are
        kept for others (`seats_kept`); all in one statement."""
        now = timezone.now()
        used = Q(enrolments__state__in=["confirmed", "offered"]) | Q(enrolments__released_at__isnull=False)
        waiting, online = Q(enrolments__state="waiting"), Q(enrolments__online=True)
        holds = apps.get_model("courses", "SeatHold").objects.filter(session=OuterRef("pk"), until__gt=now)
        kept = holds.order_by().values("session").annotate(seats=Sum("seats")).values("seats")
        return self.annotate(
            seats_taken=Count("enrolments", filter=used & ~online),
            online_taken=Count("enrolments", filter=used & online),
            waiting_count=Count("enrolments", filter=waiting & ~online),
            online_waiting=Count("enrolments", filter=waiting & online),
            seats_kept=Coalesce(Subquery(kept), 0)
            - Count("enrolments", filter=used & Q(enrolments__hold__until__gt=now)),
        )

    def soonest(self) -> Self:
        return self.order_by(F("starts_at").asc(nulls_last=True), "pk")


class Session(models.Model):
    """One offering of a course to learners."""

    class Kind(models.TextChoices):
        SELF_PACED = "self_paced", _("self-paced")
        LIVE = "live", _("live")
        OFFICE_HOURS = "office_hours", _("office hours")
        SHADOWING = "shadowing", _("job shadowing")
        LUNCH_TALK = "lunch_talk", _("lunch talk")
        WHISPER = "whisper", _("whisper course")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")
        DONE = "done", _("done")

    class HandOn(models.TextChoices):
        """What happens to a seat that becomes free while people wait."""

        CONFIRM = "confirm", _("the next in the queue gets it at once")
        OFFER = "offer", _("it is offered to the next, who answers by a deadline")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind, default=Kind.LIVE)
    course = models.ForeignKey(
        CoursePage, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_zone])
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Leave empty for no limit.")
    )
    waiting_list = models.BooleanField(_("keep a waiting list when full"), default=True)
    hand_on = models.CharField(_("a free seat"), max_length=8, choices=HandOn, default=HandOn.CONFIRM)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to join"), blank=True)
    note = models.TextField(_("what to prepare"), blank=True, max_length=2000)
    # Of a hybrid session `capacity` counts the room, and those who join online are counted apart.
    hybrid = models.BooleanField(_("in a room and online at once"), default=False)
    online_capacity = models.PositiveIntegerField(_("places online"), null=True, blank=True)
    approval = models.BooleanField(_("the teacher approves each place"), default=False)
    opens_at = models.DateTimeField(_("enrolment opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("enrolment closes"), null=True, blank=True)
    leave_until = models.DateTimeField(_("places can be given back until"), null=True, blank=True)
    minimum = models.PositiveIntegerField(_("people it needs"), null=True, blank=True)
    decide_at = models.DateTimeField(_("decided on"), null=True, blank=True, db_index=True)
    decision_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Whoever is handed the address with it may see and join.
    secret = models.CharField(max_length=32, blank=True, editable=False)
    series = models.ForeignKey(
        Series, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions"
    )
    series_day = models.DateField(null=True, blank=True, editable=False)
    """The date that the rule gives it, which it keeps when it is moved."""
    is_exception = models.BooleanField(default=False, editable=False)
    """Changed alone, so that changes of the whole series pass it by."""
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sessions_created")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "cancelled", "done"]), name="session_state_known"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=0), name="session_capacity_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(course__isnull=False) | ~Q(title=""), name="session_has_course_or_title"
            ),
            models.CheckConstraint(
                condition=Q(online_capacity__isnull=True) | Q(hybrid=True, online_capacity__gte=0),
                name="session_online_places_of_hybrids",
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(closes_at__gt=F("opens_at")),
                name="session_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True, decide_at__isnull=True)
                | Q(minimum__gte=1, decide_at__isnull=False),
                name="session_minimum_with_decision",
            ),
            models.UniqueConstraint(fields=["secret"], condition=~Q(secret=""), name="session_secret_once"),
            models.UniqueConstraint(
                fields=["series", "series_day", "starts_at"], name="session_once_in_series"
            ),
        ]

    def __str__(self) -> str:
        return self.title or (self.course.title if self.course else "")

    def get_absolute_url(self) -> str:
        return reverse("courses:session", args=[self.pk])

    @property
    def is_self_paced(self) -> bool:
        return self.kind == self.Kind.SELF_PACED

    @property
    def has_started(self) -> bool:
        return self.has_started_by(timezone.now())

    def has_started_by(self, now: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def has_no_date_yet(self) -> bool:
        """Announced, but nobody knows when; people can say that they are interested."""
        return self.starts_at is None and not self.is_self_paced and self.kind != self.Kind.WHISPER


class SessionAudience(AudienceRow):
    """Who may see and join a session; without rows, whoever may see its course."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="audience")
    # Let in by the session's secret address, or enrolled by name; stays when the audience changes.
    by_link = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "token"], name="session_token_once")]


class Occurrence(models.Model):
    """One date of a session: wall time in a named zone, from which the instants are derived."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="occurrences")
    n = models.PositiveSmallIntegerField(default=1)
    local_date = models.DateField(_("date"))
    local_time = models.TimeField(_("time"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    zone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    starts_at = models.DateTimeField(editable=False, db_index=True)
    ends_at = models.DateTimeField(editable=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to join"), blank=True)
    code = models.CharField(_("code to check in"), max_length=8, blank=True, editable=False)

    class Meta:
        ordering = ["session", "n"]
        constraints = [
            models.UniqueConstraint(fields=["session", "n"], name="occurrence_number_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="occurrence_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.local_date}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        local = datetime.combine(self.local_date, self.local_time, tzinfo=zoneinfo.ZoneInfo(self.zone))
        self.starts_at = local.astimezone(UTC)
        self.ends_at = self.starts_at + timedelta(minutes=self.minutes)
        super().save(*args, **kwargs)
