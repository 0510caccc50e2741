"""What a teacher prepares, keeps beside a session, and says to those who come."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.course import CoursePage
from courses.models.enrolment import Attendance, Enrolment
from courses.models.session import Occurrence, Session
from people.models import Person


class RunSheet(models.Model):
    """How it goes, unit by unit: a course's, for all who teach it, or a session's own copy."""

    course = models.OneToOneField(
        CoursePage, null=True, blank=True, on_delete=models.CASCADE, related_name="run_sheet"
    )
    session = models.OneToOneField(
        Session, null=True, blank=True, on_delete=models.CASCADE, related_name="run_sheet"
    )
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(course__isnull=False, session__isnull=True)
                | Q(course__isnull=True, session__isnull=False),
                name="run_sheet_of_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.course or self.session)


class RunUnit(models.Model):
    """One stretch of a run sheet."""

    sheet = models.ForeignKey(RunSheet, on_delete=models.CASCADE, related_name="units")
    n = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    title = models.CharField(_("what"), max_length=120)
    goal = models.CharField(_("goal"), max_length=300, blank=True)
    method = models.CharField(_("method"), max_length=300, blank=True)
    materials = models.CharField(_("materials"), max_length=300, blank=True)
    online = models.CharField(_("online"), max_length=300, blank=True)

    class Meta:
        ordering = ["sheet", "n"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "n"], name="run_unit_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="run_unit_takes_time"),
        ]

    def __str__(self) -> str:
        return self.title


class MaterialQuerySet(models.QuerySet["Material"]):
    def visible_to(self, person: Person | None) -> Self:
        """For those with a seat, for those who came, and for those who keep the roster."""
        if person is None or not person.is_active:
            return self.none()
        mine = Enrolment.objects.filter(person=person)
        came = Attendance.objects.filter(enrolment__person=person, mark__in=["attended", "partial"])
        return self.filter(
            Q(session__in=mine.filter(state=Enrolment.State.CONFIRMED).values("session"))
            | Q(session__in=came.values("enrolment__session"))
            | Q(session__in=Session.objects.manageable_by(person))
        )


class Material(models.Model):
    """Slides, a recording, or anything else that stays with a session."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("slides")
        RECORDING = "recording", _("recording")
        OTHER = "other", _("further material")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="materials")
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.SET_NULL, related_name="materials"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    link = models.URLField(_("address"), max_length=500)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class RosterMessage(models.Model):
    """What a teacher wrote to everyone on the roster."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="roster_messages")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("message"), max_length=5000)
    told = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class SessionEvent(models.Model):
    """Append-only: who changed what of a session, in words that its people may read."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=30)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what


class Prerequisite(models.Model):
    """What one has learnt before: a course, recommended or required."""

    course = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="prerequisite_rows")
    needs = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="needed_by")
    required = models.BooleanField(_("required"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "needs"], name="prerequisite_once"),
            models.CheckConstraint(condition=~Q(course=models.F("needs")), name="prerequisite_is_another"),
        ]

    def __str__(self) -> str:
        return str(self.needs)


class Recognition(models.Model):
    """A teacher says that somebody knows what a course teaches, however they learnt it."""

    course = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="recognitions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recognitions")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "person"], name="recognised_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.course}"
