"""What the worker does for courses."""

from datetime import datetime

from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, Revision

from courses.actions.deciding import ask_decisions
from courses.actions.queue import lock_session, settle
from courses.actions.teaching import end_asking
from courses.models import Enrolment, SeatHold, Session

__all__ = ["ask_decisions", "end_asking", "publish_scheduled", "settle_seats"]


def settle_seats(now: datetime | None = None) -> int:
    """End offers, returned and kept seats whose time has come; each session under its own lock."""
    now = now or timezone.now()
    offered = Q(state=Enrolment.State.OFFERED, offer_expires_at__lte=now)
    seats = Enrolment.objects.filter(offered | Q(released_at__lte=now)).values("session")
    kept = SeatHold.objects.filter(until__lte=now).values("session")
    due = Session.objects.filter(Q(pk__in=seats) | Q(pk__in=kept)).order_by("pk")
    return sum(_settle(pk, now) for pk in list(due.values_list("pk", flat=True)))


def _settle(session_id: int, now: datetime) -> int:
    with transaction.atomic():
        return settle(lock_session(session_id), now)


def publish_scheduled() -> int:
    """Publish and unpublish what authors scheduled for a time that has come; says how much that was."""
    due = _scheduled()
    if due:
        call_command("publish_scheduled")
        return max(due - _scheduled(), 0)
    return 0


def _scheduled() -> int:
    now = timezone.now()
    going = Revision.objects.filter(approved_go_live_at__lte=now)
    return going.count() + Page.objects.filter(live=True, expire_at__lte=now).count()
