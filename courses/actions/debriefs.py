"""What host and guest of a shadowing tell each other afterwards."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Debrief, Enrolment, Session
from courses.permissions import gives_session
from people.models import Person
from people.refusals import Refusal

LONGEST = 2000


def shadowed(person: Person | None, session: Session) -> QuerySet[Enrolment]:
    """The visits of which the person was host or guest; none before they are over."""
    rows = session.enrolments.filter(state=Enrolment.State.CONFIRMED).select_related("person")
    over = session.ends_at is not None and session.ends_at <= timezone.now()
    called_off = session.state == Session.State.CANCELLED
    if person is None or session.kind != Session.Kind.SHADOWING or called_off or not over:
        return rows.none()
    return rows if gives_session(person, session) else rows.filter(person=person)


def debriefs_for(person: Person | None, session: Session) -> QuerySet[Debrief]:
    """What both said of the visits in which the person took part; nobody else reads it."""
    return Debrief.objects.filter(enrolment__in=shadowed(person, session)).select_related("by").order_by("pk")


def debrief(person: Person, enrolment: Enrolment, text: str) -> Debrief:
    """Say what a visit brought; said again, it replaces what one said before."""
    if not shadowed(person, enrolment.session).filter(Q(pk=enrolment.pk)).exists():
        raise Refusal(_("Host and guest say what it brought once it is over."))
    words = text.strip()
    if not words:
        raise Refusal(_("Write a sentence about what it brought."))
    if len(words) > LONGEST:
        raise Refusal(_("This is longer than %(n)d characters. Shorten it a little.") % {"n": LONGEST})
    row, _made = Debrief.objects.update_or_create(enrolment=enrolment, by=person, defaults={"text": words})
    return row
