"""What the worker will do, without waiting for it."""

from datetime import timedelta

from django.utils import timezone

from courses.duties import settle_seats


def soon(seconds: int = 11) -> int:
    """Settles seats as in so many seconds: what was left just now can no longer be undone then."""
    return settle_seats(timezone.now() + timedelta(seconds=seconds))
