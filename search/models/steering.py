"""What stewards steer search by: answers they pinned, and how often something was asked."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from search.models.documents import SearchDocument

LONGEST_QUERY = 200
"""Characters of a query that are kept; what is longer is nobody's second question."""


def today() -> date:
    """The day of every rule here; the same for all, wherever they are."""
    return timezone.now().date()


class PromotedResultQuerySet(models.QuerySet["PromotedResult"]):
    def active(self) -> Self:
        return self.filter(until__gt=today())

    def ended(self) -> Self:
        return self.filter(until__lte=today())

    def in_order(self) -> Self:
        """Query by query, each in the order in which its answers were pinned."""
        return self.order_by("query", "pk")


class PromotedResult(models.Model):
    """An answer that stewards pinned above the results of a query, until the day on which it ends."""

    query = models.CharField(max_length=LONGEST_QUERY)
    """Folded words with single spaces between them, as `search.steering.key_of` makes them."""
    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="promotions")
    note = models.CharField(_("why"), max_length=200, blank=True)
    until = models.DateField(_("ends on"))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = PromotedResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("pinned answer")
        verbose_name_plural = _("pinned answers")
        constraints = [
            models.UniqueConstraint(fields=["query", "document"], name="promoted_once_for_a_query"),
            models.CheckConstraint(condition=~models.Q(query=""), name="promoted_for_a_query"),
        ]

    def __str__(self) -> str:
        return self.query

    @property
    def is_active(self) -> bool:
        return self.until > today()


class QueryCountQuerySet(models.QuerySet["QueryCount"]):
    def since(self, days: int) -> Self:
        """The last so many days, today among them."""
        return self.filter(day__gt=today() - timedelta(days=days))

    def before(self, days: int) -> Self:
        return self.filter(day__lte=today() - timedelta(days=days))

    def shown_from(self, least: int) -> models.QuerySet["QueryCount", dict[str, object]]:
        """Queries that were asked at least so often, with how often it was so and what came of it.

        `left`: there were results, and none was opened. As nobody is remembered, somebody who opens
        two things stands for two.
        """
        rows = self.values("query").annotate(
            times=models.Sum("asked"), nothing=models.Sum("empty"), opened=models.Sum("chosen")
        )
        return rows.annotate(left=models.F("times") - models.F("nothing") - models.F("opened")).filter(
            times__gte=least
        )


class QueryCount(models.Model):
    """How often something was asked on a day. By whom is written nowhere, nor what they could see."""

    query = models.CharField(max_length=LONGEST_QUERY)
    day = models.DateField(db_index=True)
    asked = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    """Times it was asked and nothing held all its words."""
    chosen = models.PositiveIntegerField(default=0)
    """Times something was opened from its results."""

    objects = QueryCountQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["query", "day"], name="query_counted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.query}: {self.asked}"


class CountedSpool(models.Model):
    """The name of a file whose lines are in the counts; kept until the file is gone."""

    name = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
