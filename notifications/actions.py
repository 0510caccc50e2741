"""Telling a person something: a row now, a mail from the worker later."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from notifications.kinds import kind_called
from notifications.models import Notice
from people.models import Person


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
