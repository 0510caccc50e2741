"""Who gives a session, who was asked to, and who cannot."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.session import Occurrence, Session
from people.models import Person


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
            models.CheckConstraint(
                condition=Q(answer__in=["asked", "accepted", "declined"]), name="teaching_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Cover(models.Model):
    """“I can't that day”: looked for among those who could, then left to the organiser."""

    class State(models.TextChoices):
        ASKING = "asking", _("others are asked")
        ORGANISER = "organiser", _("the organiser decides")
        COVERED = "covered", _("somebody takes over")
        GIVEN_UP = "given_up", _("the date was cancelled")
        WITHDRAWN = "withdrawn", _("no longer needed")

    OPEN = (State.ASKING, State.ORGANISER)

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="covers")
    occurrence = models.ForeignKey(Occurrence, on_delete=models.CASCADE, related_name="covers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="covers")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    asking_until = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKING)
    taken_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="covers_taken"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "person"],
                condition=Q(state__in=["asking", "organiser"]),
                name="cover_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="covered", taken_by__isnull=False)
                | ~Q(state="covered") & Q(taken_by__isnull=True),
                name="cover_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asking", "organiser", "covered", "given_up", "withdrawn"]),
                name="cover_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_state_display()}"


class CoverAsked(models.Model):
    """Somebody who could take over and was asked to."""

    cover = models.ForeignKey(Cover, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="asked_to_cover")
    declined = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cover", "person"], name="cover_asked_once")]

    def __str__(self) -> str:
        return str(self.person)


class Limits(models.Model):
    """How much in a month; none: no limit. Nobody is asked beyond it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="limits")
    teaching = models.PositiveSmallIntegerField(_("sessions I give in a month"), null=True, blank=True)
    learning = models.PositiveSmallIntegerField(_("sessions I attend in a month"), null=True, blank=True)

    def __str__(self) -> str:
        return str(self.person)


class QuietWeek(models.Model):
    """A week in which the person is not asked for anything."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="quiet_weeks")
    monday = models.DateField(_("week that begins on"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "monday"], name="quiet_week_once"),
            models.CheckConstraint(condition=Q(monday__week_day=2), name="quiet_week_begins_on_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.monday}"
