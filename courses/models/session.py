"""A session is one pool of seats, with one or more dates."""

import zoneinfo
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.languages import LANGUAGES
from content.models import AudienceRow
from courses.models.course import CoursePage, CourseTeam
from people.audience import tokens_for
from people.models import Person, validate_zone


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
        gives = Teaching.objects.filter(person=person, answer=Teaching.Answer.ACCEPTED)
        return self.filter(pk__in=gives.exclude(role=Teaching.Role.OBSERVER).values("session"))

    @staticmethod
    def _managed_by(person: Person) -> Q:
        gives = Teaching.objects.filter(
            session_id=OuterRef("pk"), person=person, answer=Teaching.Answer.ACCEPTED
        ).exclude(role=Teaching.Role.OBSERVER)
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
        """Adds `seats_taken` and `waiting_count`, each counted in one statement."""
        held = Q(enrolments__state__in=["confirmed", "offered"])
        return self.annotate(
            seats_taken=Count("enrolments", filter=held),
            waiting_count=Count("enrolments", filter=Q(enrolments__state="waiting")),
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
        return self.starts_at is not None and self.starts_at <= timezone.now()


class SessionAudience(AudienceRow):
    """Who may see and join a session; without rows, whoever may see its course."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="audience")

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


class Teaching(models.Model):
    """Who gives what: a whole session, or one of its dates."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CO_TEACHER = "co_teacher", _("co-teacher")
        SUBSTITUTE = "substitute", _("substitute")
        PRODUCER = "producer", _("producer")
        OBSERVER = "observer", _("observer")

    class Answer(models.TextChoices):
        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="teachings")
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.CASCADE, related_name="teachings"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teachings")
    role = models.CharField(max_length=12, choices=Role, default=Role.LEAD)
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.ACCEPTED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(occurrence__isnull=True),
                name="teaching_session_once",
            ),
            models.UniqueConstraint(
                fields=["occurrence", "person"],
                condition=Q(occurrence__isnull=False),
                name="teaching_occurrence_once",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["lead", "co_teacher", "substitute", "producer", "observer"]),
                name="teaching_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
