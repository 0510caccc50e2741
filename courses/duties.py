"""What the worker does for courses."""

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from courses.actions.enrolment import lapse_offer
from courses.models import Enrolment


def lapse_offers() -> int:
    """End offers whose deadline has passed; each session under its own lock."""
    due = Enrolment.objects.filter(state=Enrolment.State.OFFERED, offer_expires_at__lte=timezone.now())
    sessions = due.order_by("session_id").values_list("session_id", flat=True).distinct()
    return sum(lapse_offer(pk) for pk in list(sessions))


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
