"""Where a session meets online, and from when."""

from dataclasses import dataclass

from django.utils import timezone

from courses import guards
from courses.models import Occurrence, Session


@dataclass(frozen=True)
class Joining:
    """The link of the date that is next, and why it is not open yet."""

    link: str
    why: str


def joining_of(session: Session, dates: list[Occurrence]) -> Joining | None:
    """For those who may join; nothing when there is no link, and when it is over or cancelled."""
    now = timezone.now()
    if session.state != Session.State.PUBLISHED:
        return None
    following = next((date for date in dates if date.ends_at > now), None)
    if following is None:
        return Joining(session.link, "") if session.link and not dates else None
    link = following.link or session.link
    refusal = guards.joining(following.starts_at, now)
    return Joining(link, refusal.sentence if refusal else "") if link else None
