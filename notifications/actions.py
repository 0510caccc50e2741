"""Telling a person something: a row now, a mail from the worker later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.kinds import kind_called
from notifications.models import Notice
from people.models import Person
from people.refusals import Refusal


def notify(
    person: Person,
    kind: str,
    what: str = "",
    context: Mapping[str, Any] | None = None,
    due_at: datetime | None = None,
) -> Notice:
    """Write down that the person is to be told, in the current transaction; nothing is sent here.

    `what` names the thing (`session:7`), `context` holds plain JSON values for the words. Without
    `due_at` the worker sends it in its next round. Raises LookupError for a kind nobody registered.
    """
    return Notice.objects.create(
        person=person,
        kind=kind_called(kind).key,
        what=what,
        context=dict(context or {}),
        due_at=due_at or timezone.now(),
    )


def send_again(notice: Notice) -> Notice:
    """Let the worker try anew a mail that failed ten times or was interrupted while it was handed over."""
    return _write(notice, handed_over_at=None, attempts=0, lease_until=None, lease_token=None, last_error="")


def forget(notice: Notice) -> Notice:
    """Give up a mail that was not sent; nothing shows it any more."""
    return _write(notice, void_at=timezone.now(), lease_until=None, lease_token=None)


def forget_about(what: str) -> int:
    """Give up every mail about this thing that was not sent and that nobody holds; returns how many."""
    now = timezone.now()
    waiting = Notice.objects.waiting().filter(what=what, handed_over_at__isnull=True)
    return waiting.exclude(lease_until__gt=now, lease_token__isnull=False).update(void_at=now)


def _write(notice: Notice, **fields: Any) -> Notice:
    """Only what is neither sent nor given up is touched, and nothing that a worker holds now."""
    waiting = (
        Notice.objects.waiting()
        .filter(pk=notice.pk)
        .exclude(lease_until__gt=timezone.now(), lease_token__isnull=False)
    )
    if not waiting.update(**fields):
        raise Refusal(_("This mail is sent, given up, or being sent now."), code="settled")
    notice.refresh_from_db()
    return notice
