"""What people wish to learn and have not found."""

from typing import Self

from django.db import models
from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from people.models import Person


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> Self:
        """Wishes that still stand, of people who still work here."""
        return self.filter(state=Request.State.OPEN, person__state=Person.State.ACTIVE)

    def visible_to(self, person: Person | None) -> Self:
        """One's own; what others wish is told to nobody with their name."""
        if person is None or not person.is_active:
            return self.none()
        return self.filter(person=person)

    def without_people(self) -> models.QuerySet["Request", dict[str, object]]:
        """What is wished, in the words of one who wishes it, and by how `many`; the most wished first."""
        return (
            self.order_by()
            .values("folded")
            .annotate(many=Count("pk"), said=Min("words"))
            .order_by("-many", "folded")
        )


class Request(models.Model):
    """“I want to learn X.” Changed only by `courses.actions.requests`."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        WITHDRAWN = "withdrawn", _("withdrawn")

    SHORTEST, LONGEST = 3, 200

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    words = models.CharField(_("what I want to learn"), max_length=LONGEST)
    folded = models.CharField(max_length=3 * LONGEST, db_index=True)
    """The words without case, by which two wishes are the same."""
    note = models.TextField(_("what for"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        constraints = [
            # Two clicks at once ask for it once.
            models.UniqueConstraint(
                fields=["person", "folded"], condition=Q(state="open"), name="request_open_once"
            ),
            models.CheckConstraint(condition=Q(state__in=["open", "withdrawn"]), name="request_state_known"),
        ]

    def __str__(self) -> str:
        return self.words
