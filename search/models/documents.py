"""The projection that every engine searches: one row for each findable thing."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from duties.leases import MOST_ATTEMPTS, Leased, LeasedQuerySet


class Kind(models.TextChoices):
    COURSE = "course", _("course")
    LESSON = "lesson", _("lesson")
    SESSION = "session", _("session")
    WIKI_PAGE = "wiki_page", _("wiki page")
    COMMUNITY = "community", _("community")
    PERSON = "person", _("person")
    TOPIC = "topic", _("topic")


class SearchDocumentQuerySet(LeasedQuerySet):
    def alive(self) -> Self:
        return self.filter(deleted=False)

    def behind(self) -> Self:
        """Rows whose latest version has not reached Elasticsearch."""
        return self.filter(version__gt=F("synced_version"))

    def passed(self, now: datetime) -> Self:
        """Rows that were true when they were written, but no longer are, because a date went by."""
        return self.filter(passes_at__lte=now)

    def due(self) -> Self:
        """Rows that are behind and have not failed too often, whether or not somebody is sending them."""
        return self.behind().filter(attempts__lt=MOST_ATTEMPTS)

    def sent(self, claimed: Iterable["SearchDocument"]) -> int:
        """Claimed rows have reached Elasticsearch; those that changed meanwhile are due again."""
        return self._held(claimed).update(
            synced_version=F("version"), lease_until=None, lease_token=None, attempts=0, last_error=""
        )

    def give_back(self, claimed: Iterable["SearchDocument"]) -> int:
        """Claimed rows could not be sent, through no fault of their own."""
        return self._held(claimed).update(lease_until=None, lease_token=None, attempts=F("attempts") - 1)

    def _held(self, claimed: Iterable["SearchDocument"]) -> Self:
        rows = list(claimed)
        return self.filter(pk__in=[row.pk for row in rows], lease_token__in={row.lease_token for row in rows})

    def claimable(self, now: datetime) -> Self:
        return super().claimable(now).filter(version__gt=F("synced_version"))

    def for_tokens(self, tokens: frozenset[str]) -> Self:
        """Documents of which the reader holds a token of every set."""
        return self.filter(audience__in=held_by(tokens))

    def unread(self) -> Self:
        """Rows of whose latest version the vocabulary does not have the words yet."""
        return self.filter(version__gt=F("read_version"))


class Audience(models.Model):
    """Sets of audience tokens that things share; the reader needs one token of each set.

    Things with the same sets point to one row, so that who may see what is worked out once a question
    and not once a match. Two rows may say the same: nobody has to wait for another's transaction.
    """

    digest = models.CharField(max_length=32, db_index=True)
    levels = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.digest


class AudienceToken(models.Model):
    """A token of one of an audience's sets."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="tokens")
    level = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["audience", "level", "token"], name="search_token_once")
        ]
        indexes = [models.Index(fields=["token", "audience", "level"], name="search_token_holders")]

    def __str__(self) -> str:
        return f"{self.level}:{self.token}"


def held_by(tokens: frozenset[str]) -> "models.QuerySet[AudienceToken, Any]":
    """The audiences of whose every set the reader holds a token."""
    held = AudienceToken.objects.filter(token__in=sorted(tokens)).order_by().values("audience")
    complete = held.annotate(found=Count("level", distinct=True)).filter(found=F("audience__levels"))
    return complete.values("audience")


class FacetSet(models.Model):
    """All values by which a thing can be narrowed down; things that agree in all of them share a row.

    A row never changes once it is written. `said` holds the same as its values, a line for each as
    `facet=value`, so that counting reads one row and not ten.
    """

    digest = models.CharField(max_length=32, db_index=True)
    said = models.TextField()

    def __str__(self) -> str:
        return self.digest


class FacetValue(models.Model):
    """One value by which things can be narrowed down."""

    facets = models.ForeignKey(FacetSet, on_delete=models.CASCADE, related_name="values")
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=255)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facets", "name", "value"], name="search_value_once")]
        indexes = [models.Index(fields=["name", "value", "facets"], name="search_value_holders")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class SearchDocument(Leased):
    """Written in the transaction that changed the thing; also the outbox for Elasticsearch.

    `version` only ever rises for a (kind, object); a deleted row stays as a tombstone.
    """

    LEVELS = 3

    kind = models.CharField(max_length=12, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    url = models.TextField()
    title = models.CharField(max_length=300)
    summary = models.CharField(max_length=1000, blank=True)
    topic_words = models.TextField(blank=True)
    people_words = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    community_id = models.PositiveBigIntegerField(null=True, blank=True)
    parent_title = models.CharField(max_length=300, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    # From then on of less use than before; None: it stays.
    over_at = models.DateTimeField(null=True, blank=True)
    # From then on time alone has made it untrue, until it is refreshed; None: never.
    passes_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    popularity = models.FloatField(default=0)
    freshness = models.FloatField(default=0)
    version = models.PositiveBigIntegerField(default=1)
    synced_version = models.PositiveBigIntegerField(default=0)
    read_version = models.PositiveBigIntegerField(default=0)
    deleted = models.BooleanField(default=False)
    # None: nobody may see it, as with a tombstone.
    audience = models.ForeignKey(
        Audience, null=True, blank=True, on_delete=models.PROTECT, related_name="documents", db_index=False
    )
    facets = models.ForeignKey(
        FacetSet, null=True, blank=True, on_delete=models.PROTECT, related_name="documents", db_index=False
    )
    # Pairs of a place in the body and the anchor on the page from which on it stands there.
    anchors = models.JSONField(default=list, blank=True)
    # Last, because SQLite reads a row from its start: what is filtered on stands before the long text.
    body = models.TextField(blank=True)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_once")]
        indexes = [
            models.Index(fields=["deleted", "kind"], name="search_alive_kind"),
            models.Index(fields=["facets", "audience"], name="search_facets_audience"),
            models.Index(fields=["audience"], name="search_heard_by"),
            models.Index(fields=["id"], condition=Q(version__gt=F("synced_version")), name="search_behind"),
            models.Index(fields=["passes_at"], condition=Q(passes_at__isnull=False), name="search_passing"),
            models.Index(fields=["id"], condition=Q(version__gt=F("read_version")), name="search_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} {self.title}"

    @property
    def levels(self) -> int:
        """How many sets of tokens its audience has."""
        return self.audience.levels if self.audience else 0

    @property
    def repeats(self) -> bool:
        """Whether it is a session that only repeats what its course says."""
        return self.kind == Kind.SESSION and self.title == self.parent_title


class Rebuild(Leased):
    """Held by the one process that rebuilds an engine's index; a killed one lets go when its lease ends."""

    engine = models.CharField(max_length=20, unique=True)

    objects = LeasedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.engine
