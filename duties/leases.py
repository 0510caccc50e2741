"""Rows that wait to be carried out, and the lease by which one worker holds one."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 10


def pause_after(attempts: int) -> timedelta:
    """How long a row rests after its n-th failure: 10 s, 20 s, 40 s … at most an hour."""
    return timedelta(seconds=min(10 * 2 ** max(attempts - 1, 0), 3600))


class LeasedQuerySet(models.QuerySet[Any]):
    """Verbs for rows that are carried out once, by whoever claims them."""

    def claimable(self, now: datetime) -> Self:
        """Due rows that nobody holds and that have not failed too often."""
        return self.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lte=now),
            attempts__lt=MOST_ATTEMPTS,
        )

    def resting(self) -> Self:
        """Rows that failed so often that a person has to look."""
        return self.filter(attempts__gte=MOST_ATTEMPTS)

    def claim(self, limit: int, now: datetime | None = None) -> list[Any]:
        """Take up to `limit` claimable rows; another worker that asks meanwhile gets others.

        Asking while nothing is due takes no lock. On PostgreSQL rows that another worker is
        taking are skipped; SQLite lets one worker take at a time.
        """
        now = now or timezone.now()
        if not self.claimable(now).exists():
            return []
        token = uuid.uuid4()
        with transaction.atomic(using=self.db):
            rows = self.claimable(now).order_by("pk").select_for_update(skip_locked=True)
            ids = list(rows.values_list("pk", flat=True)[:limit])
            # The condition is repeated: a row read before the lock may have been carried out meanwhile.
            self.claimable(now).filter(pk__in=ids).update(
                lease_until=now + LEASE, lease_token=token, attempts=F("attempts") + 1
            )
        return list(self.filter(pk__in=ids, lease_token=token).order_by("pk"))


class Leased(models.Model):
    """A row of work with a lease; the work itself happens outside any transaction."""

    lease_until = models.DateTimeField(null=True, blank=True, db_index=True)
    lease_token = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True

    def finish(self, **fields: Any) -> bool:
        """Write the outcome if the lease is still ours; False when another worker took over."""
        return self.hold(lease_until=None, lease_token=None, attempts=0, last_error="", **fields)

    def fail(self, error: Exception, now: datetime | None = None, **fields: Any) -> bool:
        """Keep the error and let the row rest for a growing while; False when the lease was lost."""
        until = (now or timezone.now()) + pause_after(self.attempts)
        words = f"{type(error).__name__}: {error}".replace("\x00", "")[:500]
        return self.hold(lease_until=until, lease_token=None, last_error=words, **fields)

    def hold(self, **fields: Any) -> bool:
        """Write fields while the lease is still ours; False, and nothing written, when it is not."""
        rows = type(self)._base_manager.filter(pk=self.pk, lease_token=self.lease_token)
        return self.lease_token is not None and bool(rows.update(**fields))
