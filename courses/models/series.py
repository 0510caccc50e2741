"""A rule by which dates repeat: the same wall time in one zone, whatever the clocks do."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Person, validate_zone

LONGEST = 60
"""Dates that a series has at most."""


class Series(models.Model):
    """Sessions that one offers together, of which learners pick any; also the free times of office hours.

    `days` are the days of the week, Monday being 0. Every date is a session of its own.
    """

    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="series_created")
    zone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    first_day = models.DateField(_("first date"))
    last_day = models.DateField(_("last date"))
    every = models.PositiveSmallIntegerField(_("every so many weeks"), default=1)
    days = models.JSONField(_("days of the week"), default=list)
    local_time = models.TimeField(_("time"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    slots = models.PositiveSmallIntegerField(_("slots one after another"), default=1)

    class Meta:
        verbose_name_plural = _("series")
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="series_ends_after_start"),
            models.CheckConstraint(
                condition=Q(every__gte=1, minutes__gte=1, slots__gte=1), name="series_moves_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day} – {self.last_day}"

    def dates(self) -> list[date]:
        """The dates that the rule gives, at most `LONGEST`; weeks are counted from that of the first day."""
        monday = self.first_day - timedelta(days=self.first_day.weekday())
        found: list[Any] = []
        while monday <= self.last_day and len(found) < LONGEST:
            days = (monday + timedelta(days=day) for day in sorted(set(self.days)))
            found += [day for day in days if self.first_day <= day <= self.last_day]
            monday += timedelta(weeks=self.every)
        return found[:LONGEST]
