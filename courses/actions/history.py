"""What is written down of a session, so that one can see who changed what."""

from typing import Any

from django.utils import timezone

from courses.models import Session, SessionEvent
from people.models import Person


def log(
    session: Session,
    by: Person | None,
    what: str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> SessionEvent | None:
    """Append what happened; of what was before and after only what differs. Nothing, when nothing does.

    A person is kept by number, as `who`, so that a leaver's name goes from here too.
    """
    before, after = before or {}, after or {}
    names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if what == "changed" and not names:
        return None
    return SessionEvent.objects.create(
        session=session,
        at=timezone.now(),
        by=by,
        what=what,
        before={name: before[name] for name in sorted(names & before.keys())},
        after={name: after[name] for name in sorted(names & after.keys())},
    )
