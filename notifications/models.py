"""What a person is told: inbox and outbox in one row."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from duties.leases import Leased, LeasedQuerySet
from people.models import Person


class NoticeQuerySet(LeasedQuerySet):
    def claimable(self, now: datetime) -> Self:
        """Mails that are due, still wanted, not yet handed over, and held by nobody."""
        return super().claimable(now).waiting().filter(handed_over_at__isnull=True, due_at__lte=now)

    def waiting(self) -> Self:
        """Neither sent nor given up as void."""
        return self.filter(sent_at__isnull=True, void_at__isnull=True)

    def interrupted(self) -> Self:
        """Mails whose handing over began and never came back: nobody knows whether they left."""
        return self.waiting().filter(handed_over_at__isnull=False)

    def resting(self) -> Self:
        """Mails that failed so often that a person has to look."""
        return super().resting().waiting()

    def visible_to(self, person: Person | None) -> Self:
        if person is None or not person.is_active:
            return self.none()
        return self.filter(person=person)


class Notice(Leased):
    """One thing told to one person; `kind` names the template, `what` the thing it is about."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=60)
    what = models.CharField(max_length=80, blank=True, help_text="for example session:7")
    context = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(db_index=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]

    @property
    def what_id(self) -> int:
        """The 7 of `session:7`."""
        return int(self.what.rpartition(":")[2])

    def __str__(self) -> str:
        return f"{self.kind} → {self.person}"
