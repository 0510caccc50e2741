"""Too few people: run it, give it more time, merge it with another date, or call it off."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.actions.history import log
from courses.actions.queue import held, lock_session, move, serve_queue
from courses.actions.sessions import call_off
from courses.models import Enrolment, Session, SessionAudience
from courses.notices import tell_teachers
from courses.permissions import may_manage_session
from courses.seating import seats_free
from courses.signals import session_changed
from courses.states import NEW
from people.models import Person
from people.refusals import Refusal

State = Enrolment.State


def ask_decisions(now: datetime | None = None) -> int:
    """Ask the teachers of sessions that have too few people on the day it is decided, each once."""
    now = now or timezone.now()
    due = Session.objects.filter(
        state=Session.State.PUBLISHED, decide_at__lte=now, decision_asked_at=None, starts_at__gt=now
    )
    return sum(_ask(pk, now) for pk in list(due.order_by("pk").values_list("pk", flat=True)))


def _ask(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        session = lock_session(pk)
        if session.decision_asked_at or session.state != Session.State.PUBLISHED:
            return False
        session.decision_asked_at = now
        session.save(update_fields=["decision_asked_at"])
        if few := is_short(session):
            tell_teachers(session, "session.decide", few=few)
        return bool(few)


def is_short(session: Session) -> int:
    """How many people are missing; 0 when there are enough, or none are needed."""
    if not session.minimum:
        return 0
    return max(session.minimum - session.enrolments.filter(state=State.CONFIRMED).count(), 0)


def _open(teacher: Person, session: Session) -> None:
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session decide."))
    if session.state != Session.State.PUBLISHED or session.has_started:
        raise Refusal(_("This session is over or cancelled, so there is nothing to decide."))


def run_anyway(teacher: Person, session: Session) -> Session:
    """Give it with as few as there are."""
    with held(session.pk) as kept:
        _open(teacher, kept)
        kept.minimum = kept.decide_at = kept.decision_asked_at = None
        kept.save()
        log(kept, teacher, "runs", {}, {"people": kept.enrolments.filter(state=State.CONFIRMED).count()})
        session_changed.send(Session, session=kept)
        return kept


def extend(teacher: Person, session: Session, until: datetime) -> Session:
    """Wait for more people until later."""
    with held(session.pk) as kept:
        _open(teacher, kept)
        if until <= timezone.now() or (kept.starts_at and until >= kept.starts_at):
            raise Refusal(_("Choose a moment between now and the start."), code="until")
        kept.decide_at, kept.decision_asked_at = until, None
        kept.save()
        log(kept, teacher, "extended", {}, {"until": until.isoformat()})
        return kept


def merge(teacher: Person, session: Session, target: Session) -> Session:
    """Bring everybody to another date of the same course, and call this one off.

    Those with a seat get one there, those who wait go on waiting after those who wait already. Raises
    `Refusal` when the other date has not enough seats.
    """
    with transaction.atomic():
        for pk in sorted([session.pk, target.pk]):
            lock_session(pk)
        with held(session.pk) as kept, held(target.pk) as other:
            _open(teacher, kept)
            _open(teacher, other)
            if kept.pk == other.pk or kept.course_id is None or kept.course_id != other.course_id:
                raise Refusal(_("Only dates of the same course can be merged. Choose another one."))
            coming = list(
                kept.enrolments.current().select_related("person").order_by("priority", "joined_at", "pk")
            )
            _refuse_too_many(coming, other)
            _let_in(coming, other)
            for enrolment in coming:
                _bring(enrolment, other, teacher)
            serve_queue(other)
            kept.merged_into = other
            log(kept, teacher, "merged", {}, {"into": str(other.pk)})
            call_off(kept, teacher, _("Merged with another date: you have your place there."))
            return other


def _refuse_too_many(coming: list[Enrolment], other: Session) -> None:
    known = set(other.enrolments.holding_a_seat().values_list("person_id", flat=True))
    for online in (False, True) if other.hybrid else (False,):
        needed = needed_seats(coming, other, known, online=online)
        free = seats_free(other, timezone.now(), online=online)
        if free is not None and needed > free:
            raise Refusal(too_many(needed, free), code="full")


def too_many(needed: int, free: int) -> str:
    """Why so many people cannot come along to a date with so few free seats."""
    return ngettext(
        "That date has only %(free)d seat free, and %(n)d people come along. Add seats there first.",
        "That date has only %(free)d seats free, and %(n)d people come along. Add seats there first.",
        free,
    ) % {"free": free, "n": needed}


def needed_seats(coming: list[Enrolment], other: Session, known: set[int], *, online: bool = False) -> int:
    """How many of those who come along need a seat there; those known there have one."""
    seated = [row for row in coming if row.state in Enrolment.HOLDING and row.person_id not in known]
    return sum((row.online and other.hybrid) == online for row in seated)


def _let_in(coming: list[Enrolment], other: Session) -> None:
    """Whoever is brought may see where they are brought to."""
    if other.audience.exists():
        SessionAudience.objects.bulk_create(
            [SessionAudience(session=other, token=f"person:{row.person_id}", by_link=True) for row in coming],
            ignore_conflicts=True,
        )


def _bring(enrolment: Enrolment, other: Session, teacher: Person) -> None:
    row = other.enrolments.filter(person=enrolment.person).first()
    if row and row.state in Enrolment.CURRENT:
        if enrolment.state in Enrolment.HOLDING and row.state not in Enrolment.HOLDING:
            move(row, "enrol_by_name", State.CONFIRMED, by=teacher)
        return
    row = row or Enrolment(session=other, person=enrolment.person, state=NEW)
    row.session, row.joined_at, row.priority = other, enrolment.joined_at, enrolment.priority
    row.hope, row.online = enrolment.hope, enrolment.online and other.hybrid
    if enrolment.state in Enrolment.HOLDING:
        move(row, "enrol_by_name", State.CONFIRMED, by=teacher)
    else:
        move(row, "enrol", State(enrolment.state), by=teacher)
