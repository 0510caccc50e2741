"""Who was there: marked by the teacher, or by a code that is shown in the room."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import guards
from courses.actions.enrolment import refuse
from courses.actions.history import log
from courses.models import Attendance, Enrolment, Occurrence, Session
from courses.permissions import may_manage_session
from people.models import Person
from people.refusals import Refusal

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Those that nobody mistakes for one another when they are read from a wall."""
LENGTH = 6


def record_attendance(
    teacher: Person,
    occurrence: Occurrence,
    marks: Mapping[Enrolment, str],
    note: str = "",
    notes: Mapping[Enrolment, str] | None = None,
) -> list[Attendance]:
    """Write a mark for each enrolment of the date; an empty mark means that nobody knows.

    `notes` go before the `note` for all. Raises `Refusal` for people without the right, earlier than 15
    minutes before the start, later than 14 days after the date, and for a mark that is changed without a
    note once the day is over. All of it is written, or nothing.
    """
    _refuse_others(teacher, occurrence.session)
    now = timezone.now()
    refuse(guards.marking(occurrence, now))
    with transaction.atomic():
        _lock(occurrence)
        known = {row.enrolment_id: row for row in occurrence.attendance.all()}
        written = []
        for enrolment, word in marks.items():
            said = (notes or {}).get(enrolment, note).strip()[:300]
            _refuse_mark(occurrence, enrolment, known.get(enrolment.pk), word)
            mark = _write(teacher, occurrence, enrolment, known.get(enrolment.pk), word, said, now)
            written += [mark] if mark else []
        return written


def _refuse_others(teacher: Person, session: Session) -> None:
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session mark who came."))


def _lock(occurrence: Occurrence) -> Occurrence:
    """The date's row, held until the transaction ends, so that two marks of one person meet."""
    return Occurrence.objects.select_for_update().get(pk=occurrence.pk)


def _refuse_mark(occurrence: Occurrence, enrolment: Enrolment, known: Attendance | None, word: str) -> None:
    if enrolment.session_id != occurrence.session_id:
        raise Refusal(_("This person is not on the roster of this date."))
    if word and word not in Attendance.Mark.values:
        raise Refusal(_("Choose one of the marks that the list offers."))
    if word and known is None and enrolment.state != Enrolment.State.CONFIRMED:
        raise Refusal(_("%(name)s has no seat, so there is nothing to mark.") % {"name": enrolment.person})


def _write(
    teacher: Person,
    occurrence: Occurrence,
    enrolment: Enrolment,
    known: Attendance | None,
    word: str,
    note: str,
    now: datetime,
) -> Attendance | None:
    if known is None:
        if not word:
            return None
        return Attendance.objects.create(
            enrolment=enrolment, occurrence=occurrence, mark=word, by=teacher, note=note
        )
    if known.mark == word and note in ("", known.note):
        return known
    if known.mark != word:
        _correct(teacher, occurrence, enrolment, known, word, note, now)
    if not word:
        known.delete()
        return None
    known.mark, known.by, known.note = word, teacher, note or known.note
    known.save()
    return known


def _correct(
    teacher: Person,
    occurrence: Occurrence,
    enrolment: Enrolment,
    known: Attendance,
    word: str,
    note: str,
    now: datetime,
) -> None:
    """Keep what the mark was, in the history of the session."""
    if guards.explaining(occurrence, now) and not note:
        raise Refusal(
            _("The day is over, so say in the note of %(name)s why the mark changes.")
            % {"name": enrolment.person},
            code="note",
        )
    after = {
        "mark": word,
        "who": enrolment.person_id,
        "date": str(occurrence.local_date),
        "note": note,
    }
    log(occurrence.session, teacher, "mark_changed", {"mark": known.mark}, after)


def make_code(teacher: Person, occurrence: Occurrence) -> str:
    """The code that is shown in the room; the same for as long as the date lasts."""
    _refuse_others(teacher, occurrence.session)
    refuse(guards.checking_in(occurrence, timezone.now()))
    with transaction.atomic():
        date = _lock(occurrence)
        if not date.code:
            date.code = "".join(secrets.choice(LETTERS) for _n in range(LENGTH))
            date.save(update_fields=["code"])
        return date.code


def dates_to_check_in(session: Session, now: datetime) -> list[Occurrence]:
    """The dates that go on now, or are about to begin."""
    return [date for date in session.occurrences.all() if _opened(session, date, now)]


def _opened(session: Session, date: Occurrence, now: datetime) -> bool:
    date.session = session
    return guards.checking_in(date, now) is None


def check_in(person: Person, session: Session, code: str) -> Attendance:
    """Mark oneself as attended, with the code that is shown in the room. Twice changes nothing.

    Raises `Refusal` without a seat, outside the time of the date, for a wrong code, and when the teacher
    has marked something else.
    """
    seats = session.enrolments.filter(person=person, state=Enrolment.State.CONFIRMED)
    enrolment = seats.select_related("session").first()
    if enrolment is None:
        raise Refusal(_("You have no seat in this session. Ask the teacher."), code="seat")
    dates = dates_to_check_in(session, timezone.now())
    if not dates:
        refuse(guards.checking_in(_nearest(session), timezone.now()))
    typed = "".join(code.split()).upper()
    date = next(
        (date for date in dates if date.code and secrets.compare_digest(*_bytes(date.code, typed))), None
    )
    if date is None:
        raise Refusal(_("This is not the code that the teacher shows. Look at it again."), code="code")
    with transaction.atomic():
        mark, _made = Attendance.objects.get_or_create(
            enrolment=enrolment,
            occurrence=_lock(date),
            defaults={"mark": Attendance.Mark.ATTENDED, "by": person},
        )
    if mark.mark != Attendance.Mark.ATTENDED:
        raise Refusal(
            _("The teacher has marked you already: %(mark)s. Tell them that you are here.")
            % {"mark": mark.get_mark_display()},
            code="marked",
        )
    return mark


def _bytes(*words: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words)


def _nearest(session: Session) -> Occurrence:
    """A date to say the window of; raises `Refusal` when there is none at all."""
    date = session.occurrences.first()
    if date is None:
        raise Refusal(_("This session has no date to check in to."), code="window")
    date.session = session
    return date
