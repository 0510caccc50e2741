"""What the world allows, whoever asks; pages, mails and actions take their sentences from here.

Every guard answers with a refusal or with nothing. `courses.permissions` says what the actor may do.
"""

import zoneinfo
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import CoursePage, Enrolment, Occurrence, Session
from people.refusals import Refusal

LAST_CALL = timedelta(hours=2)
"""Before the start: from then on a free seat goes to the first of those who wait and click."""
UNDO = timedelta(seconds=10)
"""For so long enrolling and leaving can be undone; mails leave after that."""
UNDONE = ("enrol", "leave")
JOINING = timedelta(minutes=15)
"""Before the start the link opens, and who comes can be marked."""
CORRECTING = timedelta(days=14)
"""After the day of a date for so long marks of who came can be written and corrected."""


def over(session: Session, now: datetime | None = None) -> Refusal | None:
    """A session that takes nobody any more."""
    if session.state == Session.State.CANCELLED:
        return Refusal(_("This session was cancelled. Look for another date."), code="cancelled")
    if session.state != Session.State.PUBLISHED:
        return Refusal(_("This session is not open for enrolment."), code="closed")
    if session.has_started_by(now or timezone.now()):
        return Refusal(_("This session has begun already. Look for another date."), code="started")
    return None


def enrolling(session: Session, now: datetime | None = None) -> Refusal | None:
    """Why nobody can ask for a seat now, however many are free."""
    now = now or timezone.now()
    if refusal := over(session, now):
        return refusal
    if session.opens_at and now < session.opens_at:
        when = _spoken(session.opens_at)
        return Refusal(_("Enrolment opens on %(when)s. Come back then.") % {"when": when}, code="not_yet")
    if session.closes_at and now >= session.closes_at:
        return Refusal(
            _("Enrolment closed on %(when)s. Look for another date, or ask the teacher.")
            % {"when": _spoken(session.closes_at)},
            code="closed",
        )
    return None


def learnt(missing: list[CoursePage]) -> Refusal | None:
    """Why somebody cannot come who has not learnt what the course builds on."""
    if not missing:
        return None
    return Refusal(
        _("This session builds on “%(course)s”. Take that first, or ask the teacher to recognise it.")
        % {"course": missing[0].title},
        code="prerequisite",
    )


def seating(session: Session, *, free: bool) -> Refusal | None:
    """Why somebody who asks now gets neither a seat nor a place in the queue."""
    if free or session.waiting_list:
        return None
    return Refusal(
        _("All seats are taken and this session keeps no waiting list. Look for another date."), code="full"
    )


def leaving(session: Session, enrolment: Enrolment, now: datetime | None = None) -> Refusal | None:
    """Why a place cannot be given back; whoever only waits can always go."""
    now = now or timezone.now()
    if session.has_started_by(now):
        return Refusal(
            _("This session has begun already, so the seat cannot pass to anyone. Tell the teacher."),
            code="started",
        )
    if enrolment.state != Enrolment.State.CONFIRMED:
        return None
    if session.leave_until and now >= session.leave_until:
        return Refusal(
            _("Places could be given back until %(when)s. Tell the teacher that you cannot come.")
            % {"when": _spoken(session.leave_until)},
            code="too_late",
        )
    return None


def taking(session: Session, enrolment: Enrolment | None, now: datetime | None = None) -> Refusal | None:
    """Why a late seat is not for this person: it goes to those who wait, shortly before the start."""
    now = now or timezone.now()
    if refusal := over(session, now):
        return refusal
    if enrolment is None or enrolment.state != Enrolment.State.WAITING:
        return Refusal(
            _("Seats that are free so late go to those who wait. Join the queue first."), code="queue"
        )
    if not last_call(session, now):
        return Refusal(
            _("It is not time yet to take a late seat. A free seat is offered to the next in line."),
            code="early",
        )
    return None


def no_late_seat() -> Refusal:
    """While nobody has given a seat back."""
    return Refusal(_("No seat is free at the moment. You hear of the next one at once."), code="full")


def last_call(session: Session, now: datetime) -> bool:
    """Whether free seats are no longer offered one by one but called out to all who wait."""
    return (
        session.hand_on == Session.HandOn.OFFER
        and session.starts_at is not None
        and session.starts_at - LAST_CALL <= now < session.starts_at
    )


def undoing(verb: str, at: datetime, now: datetime) -> Refusal | None:
    """Why the last step, taken at that moment, cannot be undone."""
    if verb in UNDONE and now <= at + UNDO:
        return None
    return Refusal(
        _("It is too late to undo this. Enrol or leave with the button on the page."), code="too_late"
    )


def joining(starts_at: datetime, now: datetime) -> Refusal | None:
    """Why the link is not open yet."""
    if now < starts_at - JOINING:
        return Refusal(
            _("The link opens on %(when)s, 15 minutes before the start.")
            % {"when": _spoken(starts_at - JOINING)},
            code="early",
        )
    return None


def marking(occurrence: Occurrence, now: datetime) -> Refusal | None:
    """Why nobody can be marked on this date: it was cancelled, is still to come, or too long ago."""
    if occurrence.session.state == Session.State.CANCELLED:
        return Refusal(_("This session was cancelled, so nobody came or missed it."), code="cancelled")
    if now < occurrence.starts_at - JOINING:
        return Refusal(_("You can mark who came from 15 minutes before the start."), code="early")
    if _today(occurrence, now) > last_day(occurrence) + CORRECTING:
        return Refusal(
            _("Marks could be corrected for 14 days after the date. Write what is wrong to the operator."),
            code="too_late",
        )
    return None


def explaining(occurrence: Occurrence, now: datetime) -> bool:
    """Whether a mark that is changed now needs a note: the day it tells of is over."""
    return _today(occurrence, now) > last_day(occurrence)


def last_day(occurrence: Occurrence) -> date:
    """The day on which it ends, on the clock of its own place."""
    return occurrence.ends_at.astimezone(zoneinfo.ZoneInfo(occurrence.zone)).date()


def _today(occurrence: Occurrence, now: datetime) -> date:
    return now.astimezone(zoneinfo.ZoneInfo(occurrence.zone)).date()


def checking_in(occurrence: Occurrence, now: datetime) -> Refusal | None:
    """Why the code of this date is neither shown nor taken."""
    if occurrence.session.state != Session.State.PUBLISHED:
        return Refusal(_("This session does not take place, so nobody checks in."), code="closed")
    if not occurrence.starts_at - JOINING <= now < occurrence.ends_at:
        return Refusal(
            _("Checking in opens 15 minutes before the start and closes at the end. Ask the teacher."),
            code="window",
        )
    return None


def _spoken(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "l j F, H:i")
