"""One row of the results, as its template shows it."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Session
from courses.seating import free_seats
from search.actions import Row
from search.models import Kind, SearchDocument
from search.page.sessions import Key

ICONS = {
    Kind.COURSE: "book-open",
    Kind.LESSON: "file-text",
    Kind.SESSION: "calendar",
    Kind.WIKI_PAGE: "bookmark",
    Kind.COMMUNITY: "users",
    Kind.PERSON: "user",
    Kind.TOPIC: "tag",
}
DATED = frozenset([Kind.COURSE, Kind.LESSON, Kind.WIKI_PAGE])
"""Kinds whose text has an age."""
MOST_PEOPLE = 3


def line(row: Row, sessions: dict[Key, Session], *, signed_in: bool) -> dict[str, Any]:
    """A result row's parameters; who teaches is for colleagues only."""
    document = row.document
    session = sessions.get((document.kind, document.object_id))
    return {
        **short_line(row),
        "excerpt": row.excerpt,
        "meta": [*_people(document, signed_in=signed_in), *row.topics, *_numbers(document, session)],
        **(_session(session, _date_of(row, session), signed_in=signed_in) if session else {}),
        **_freshness(document.verified_until),  # type: ignore[attr-defined]  # annotated by with_facts
    }


def short_line(row: Row) -> dict[str, Any]:
    """What tells a thing from others: its title, address and kind, and what it hangs in."""
    document = row.document
    return {
        "title": row.title,
        "url": document.url + row.place,
        "kind": document.get_kind_display(),
        "icon": ICONS[Kind(document.kind)],
        "parent": document.parent_title if document.parent_title != document.title else "",
    }


def _people(document: SearchDocument, *, signed_in: bool) -> list[str]:
    if not signed_in or not document.people_words:
        return []
    names = document.people_words.split("\n")
    others = len(names) - MOST_PEOPLE
    rest = ngettext("%(number)s more", "%(number)s more", others) % {"number": others} if others > 0 else ""
    return [*names[:MOST_PEOPLE], *([rest] if rest else [])]


def _numbers(document: SearchDocument, session: Session | None) -> list[str]:
    """How long it takes and how old it is."""
    said = []
    if minutes := _minutes(document, session):
        said.append(ngettext("%(number)s minute", "%(number)s minutes", minutes) % {"number": minutes})
    if document.kind in DATED:
        said.append(_("Updated %(date)s") % {"date": _day(timezone.localdate(document.changed_at))})
    return said


def _minutes(document: SearchDocument, session: Session | None) -> int | None:
    minutes: int | None = document.minutes  # type: ignore[attr-defined]  # annotated by with_facts
    if session and document.kind == Kind.SESSION:
        minutes = session.length  # type: ignore[attr-defined]  # annotated by sessions_of
    return minutes


def _date_of(row: Row, session: Session) -> datetime | None:
    """Of a session with several dates the next one, which its document knows."""
    return row.document.starts_at if row.document.kind == Kind.SESSION else session.starts_at


def _session(session: Session, starts_at: datetime | None, *, signed_in: bool) -> dict[str, Any]:
    """When it is on the viewer's clock, and whether there is room."""
    if session.state != Session.State.PUBLISHED:
        tone = "bad" if session.state == Session.State.CANCELLED else ""
        return {"starts_at": starts_at, "status": session.get_state_display(), "tone": tone}
    when = {"starts_at": starts_at, "zone": _("your time") if signed_in else "UTC"}
    if starts_at is None:
        when = {"when": _("At your own pace") if session.is_self_paced else _("Date to come")}
    if session.has_started:
        over = session.ends_at is not None and session.ends_at <= timezone.now()
        return {**when, "status": _("over")} if over else when
    if session.capacity is None:
        return {**when, "seats": not session.is_self_paced}
    waiting: int = session.waiting_count  # type: ignore[attr-defined]  # annotated by with_counts
    seats = {"capacity": session.capacity, "free": free_seats(session), "waiting": waiting}
    return {**when, "seats": True, **seats}


def _freshness(until: date | None) -> dict[str, str]:
    """Whether somebody has promised that it is right, and until when."""
    if until is None:
        return {}
    if until < timezone.localdate():
        return {"status": _("To be checked"), "tone": "warn"}
    return {"status": _("Verified until %(date)s") % {"date": _day(until)}, "tone": "good"}


def _day(day: date) -> str:
    return date_format(day, "j M Y")
