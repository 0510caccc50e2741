"""What becomes of the seats and the sessions of somebody who leaves the company."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from courses.actions.history import log
from courses.actions.queue import held, move, serve_queue
from courses.actions.teaching import decline_cover, look_for_another
from courses.models import Cover, CoverAsked, Enrolment, Occurrence, Session, Teaching
from courses.signals import session_changed
from people.models import Person


def depart(person: Person) -> int:
    """Give back every seat of what has not begun, and ask the person for nothing any more.

    Dates that they would have given are offered to those who could, else left to the organiser. Done twice,
    it changes nothing more. Returns how many seats, places in queues and wishes that were.
    """
    left = sum(_give_back(person, pk) for pk in _sessions_of(person))
    _stop_asking(person)
    _hand_over(person)
    return left


def _sessions_of(person: Person) -> list[int]:
    """In order, so that all who lock several sessions lock them alike."""
    rows = Enrolment.objects.current().filter(person=person)
    return list(rows.order_by("session").values_list("session", flat=True))


def _give_back(person: Person, session_id: int) -> bool:
    now = timezone.now()
    with held(session_id, now) as session:
        row = session.enrolments.current().filter(person=person).select_related("person", "session").first()
        if row is None or session.has_started_by(now):
            return False
        move(row, "depart", Enrolment.State.WITHDRAWN, by=None, now=now)
        serve_queue(session, now)
        session_changed.send(Session, session=session)
        return True


def _stop_asking(person: Person) -> None:
    for teaching in Teaching.objects.filter(person=person, answer=Teaching.Answer.ASKED).order_by("pk"):
        with transaction.atomic():
            session = Session.objects.select_for_update().get(pk=teaching.session_id)
            teaching.answer = Teaching.Answer.DECLINED
            teaching.save(update_fields=["answer"])
            log(session, None, "answered", {}, {"who": person.pk, "yes": False})
    asked = CoverAsked.objects.filter(person=person, declined=False, cover__state=Cover.State.ASKING)
    for row in asked.select_related("cover").order_by("pk"):
        decline_cover(person, row.cover)


def _hand_over(person: Person) -> None:
    """Every date to come that they stood for needs somebody else."""
    own = Teaching.objects.filter(person=person, answer=Teaching.Answer.ACCEPTED)
    given = own.exclude(role=Teaching.Role.OBSERVER)
    to_come = Occurrence.objects.filter(
        session__state=Session.State.PUBLISHED, starts_at__gt=timezone.now()
    ).select_related("session")
    own_dates = Q(session__in=given.filter(occurrence=None).values("session"))
    theirs = to_come.filter(own_dates | Q(pk__in=given.values("occurrence")))
    settled = Cover.objects.filter(person=person).exclude(state=Cover.State.WITHDRAWN)
    for date in theirs.exclude(pk__in=settled.values("occurrence")).order_by("pk"):
        look_for_another(person, date)
