"""Writing to everyone who comes."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions.history import log
from courses.actions.queue import held
from courses.models import Enrolment, RosterMessage, Session
from courses.notices import tell_one
from courses.permissions import may_manage_session
from people.models import Person
from people.refusals import Refusal

State = Enrolment.State
AGAIN = timedelta(minutes=10)
"""For so long the same words by the same person are one message, sent twice by mistake."""


def write_to_roster(
    teacher: Person, session: Session, *, subject: str, text: str, waiting: bool = False
) -> RosterMessage:
    """Mail to everyone with a seat, and to those who wait where that is wished; the message is kept.

    Raises `Refusal` without a right, without words, and when nobody would read it.
    """
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session write to its roster."))
    subject, text = " ".join(subject.split())[:150], text.strip()[:5000]
    if not subject or not text:
        raise Refusal(_("Write a subject and a message."), code="empty")
    now = timezone.now()
    with held(session.pk, now) as kept:
        same = kept.roster_messages.filter(by=teacher, subject=subject, text=text, at__gt=now - AGAIN).first()
        if same:
            return same
        people = readers(kept, waiting=waiting)
        if not people:
            raise Refusal(_("Nobody is on the roster, so nobody would read it."), code="nobody")
        for person in people:
            tell_one(person, kept, "roster.message", subject=subject, text=text, who=str(teacher))
        log(kept, teacher, "message_sent", {}, {"subject": subject, "people": len(people)})
        return RosterMessage.objects.create(
            session=kept, by=teacher, subject=subject, text=text, told=len(people)
        )


def readers(session: Session, *, waiting: bool = False) -> list[Person]:
    """Who gets a message: people with a seat who still work here, and those who wait for one."""
    states = [*Enrolment.HOLDING, State.WAITING] if waiting else Enrolment.HOLDING
    people = Person.objects.filter(enrolments__session=session, enrolments__state__in=states)
    return list(people.filter(state=Person.State.ACTIVE).order_by("pk"))
