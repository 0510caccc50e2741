"""What people hear about their seats."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment, Session
from notifications.actions import notify
from notifications.kinds import Kind, register_kind
from notifications.models import Notice

State = Enrolment.State

TOLD = {
    State.CONFIRMED: "enrolment.confirmed",
    State.WAITING: "enrolment.waiting",
    State.OFFERED: "enrolment.offered",
    State.EXPIRED: "enrolment.expired",
    State.REMOVED: "enrolment.removed",
    State.SESSION_CANCELLED: "session.cancelled",
}
"""Which change of state is told as what; leaving and declining need no mail, one did it oneself."""


def tell(enrolment: Enrolment, before: str) -> Notice | None:
    """Write down, in the current transaction, that the person is to hear of the new state."""
    kind = TOLD.get(State(enrolment.state))
    if kind is None:
        return None
    if enrolment.state == State.CONFIRMED and before == State.WAITING:
        kind = "enrolment.promoted"
    return notify(enrolment.person, kind, _name(enrolment), {"state": enrolment.state})


def tell_roster(session: Session, kind: str) -> list[Notice]:
    """The same to everyone who has a seat or waits for one."""
    enrolments = session.enrolments.current().select_related("person")
    return [
        notify(enrolment.person, kind, _name(enrolment), {"state": enrolment.state})
        for enrolment in enrolments
    ]


def _name(enrolment: Enrolment) -> str:
    return f"enrolment:{enrolment.pk}"


def _enrolment(notice: Notice) -> Enrolment | None:
    pk = notice.what.partition(":")[2]
    return Enrolment.objects.select_related("session__course", "person").filter(pk=pk).first()


def _facts(notice: Notice) -> dict[str, Any]:
    """What is true when the mail is written, not when it was asked for."""
    enrolment = _enrolment(notice)
    if enrolment is None:
        return {"session": "", "url": "/me/"}
    session = enrolment.session
    return {
        "session": str(session),
        "when": _when(session),
        "place": session.place,
        "reason": session.cancel_reason,
        "until": _spoken(enrolment.offer_expires_at) if enrolment.offer_expires_at else "",
        "url": session.get_absolute_url(),
    }


def _when(session: Session) -> str:
    return _spoken(session.starts_at) if session.starts_at else ""


def _spoken(moment: Any) -> str:
    return date_format(localtime(moment), "l j F, H:i")


def _out_of_date(notice: Notice) -> bool:
    """Whether the state has moved on since, so that the mail would tell what is no longer so."""
    enrolment = _enrolment(notice)
    return enrolment is None or enrolment.state != notice.context.get("state")


def register_kinds() -> None:
    """Called once at start-up."""
    subjects = {
        "enrolment.confirmed": _("You're in: %(session)s"),
        "enrolment.promoted": _("A seat became free, you're in: %(session)s"),
        "enrolment.waiting": _("You are in the queue: %(session)s"),
        "enrolment.offered": _("A seat is held for you: %(session)s"),
        "enrolment.expired": _("The seat went to the next: %(session)s"),
        "enrolment.removed": _("You are no longer on the roster: %(session)s"),
        "session.cancelled": _("Cancelled: %(session)s"),
        "session.changed": _("Changed: %(session)s"),
    }
    for key, subject in subjects.items():
        register_kind(Kind(key, subject, void_when=_out_of_date, facts=_facts))
