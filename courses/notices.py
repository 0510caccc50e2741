"""What people hear about their seats."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from courses.alternatives import alternatives
from courses.models import Enrolment, Session, Teaching
from notifications.actions import forget_about, notify
from notifications.kinds import Kind, register_kind
from notifications.models import Notice
from people.models import Person

State = Enrolment.State

TOLD = {
    State.CONFIRMED: "enrolment.confirmed",
    State.WAITING: "enrolment.waiting",
    State.REQUESTED: "enrolment.requested",
    State.OFFERED: "enrolment.offered",
    State.EXPIRED: "enrolment.expired",
    State.REMOVED: "enrolment.removed",
    State.SESSION_CANCELLED: "session.cancelled",
}
"""Which change of state is told as what; leaving and declining need no mail, one did it oneself."""
VERBS = {
    "ask_again": "session.moved",
    "turn_down": "enrolment.turned_down",
    "enrol_by_name": "enrolment.by_name",
}
"""Steps that are told as something else than the state they lead to."""
SILENT = ("undo_leaving", "undo_enrolling", "pass")


def tell(enrolment: Enrolment, verb: str, due_at: datetime) -> Notice | None:
    """Write down, in the current transaction, that the person is to hear of the new state.

    What one did oneself can be undone until it is due.
    """
    kind = None if verb in SILENT else VERBS.get(verb) or TOLD.get(State(enrolment.state))
    if verb == "serve" and enrolment.state == State.CONFIRMED:
        kind = "enrolment.promoted"
    if kind is None:
        return None
    return notify(enrolment.person, kind, _name(enrolment), {"state": enrolment.state}, due_at)


def untell(enrolment: Enrolment) -> int:
    """What was written down of an enrolment and not yet sent is told to nobody."""
    return forget_about(_name(enrolment))


def call_out(waiting: list[Enrolment], now: datetime) -> list[Notice]:
    """Tell all who wait that a seat is free for the first who clicks; each once for a round of seats."""
    known = Notice.objects.waiting().filter(kind="seat.free", what__in=[_name(row) for row in waiting])
    told = set(known.values_list("what", flat=True))
    return [
        notify(row.person, "seat.free", _name(row), {"state": row.state}, now)
        for row in waiting
        if _name(row) not in told
    ]


def tell_roster(session: Session, kind: str) -> list[Notice]:
    """The same to everyone who has a seat or waits for one."""
    return tell_each(session.enrolments.current().select_related("person"), kind)


def tell_each(enrolments: Iterable[Enrolment], kind: str) -> list[Notice]:
    return [
        notify(enrolment.person, kind, _name(enrolment), {"state": enrolment.state})
        for enrolment in enrolments
    ]


def tell_teachers(session: Session, kind: str, **context: Any) -> list[Notice]:
    """To those who give the session, observers aside."""
    given = session.teachings.filter(answer=Teaching.Answer.ACCEPTED, person__state=Person.State.ACTIVE)
    people = {row.person for row in given.exclude(role=Teaching.Role.OBSERVER).select_related("person")}
    return [tell_one(person, session, kind, **context) for person in sorted(people, key=lambda one: one.pk)]


def tell_one(person: Person, session: Session, kind: str, **context: Any) -> Notice:
    """About a session itself, to somebody who need not be on its roster."""
    return notify(person, kind, f"session:{session.pk}", context)


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
        "said": enrolment.last_words,
        "until": _spoken(enrolment.offer_expires_at) if enrolment.offer_expires_at else "",
        "url": session.get_absolute_url(),
        "others": _others(enrolment) if session.state == Session.State.CANCELLED else [],
    }


def _others(enrolment: Enrolment) -> list[dict[str, str]]:
    """What else there is instead: the form at one's own pace, and other dates."""
    rows = alternatives(enrolment.session, enrolment.person)
    return [{"when": _when(row), "url": row.get_absolute_url()} for row in rows]


def _session_facts(notice: Notice) -> dict[str, Any]:
    session = Session.objects.select_related("course").filter(pk=notice.what_id).first()
    if session is None:
        return {"session": "", "url": "/me/"}
    when = _when(session)
    return {"session": str(session), "when": when, "place": session.place, "url": session.get_absolute_url()}


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
        "enrolment.requested": _("You asked for a place: %(session)s"),
        "enrolment.turned_down": _("No place this time: %(session)s"),
        "enrolment.by_name": _("You were enrolled: %(session)s"),
        "seat.free": _("A seat is free now, the first to click takes it: %(session)s"),
        "session.moved": _("Another time, do you still come? %(session)s"),
        "enrolment.removed": _("You are no longer on the roster: %(session)s"),
        "session.cancelled": _("Cancelled: %(session)s"),
        "session.changed": _("Changed: %(session)s"),
        "session.dated": _("There is a date now: %(session)s"),
    }
    for key, subject in subjects.items():
        register_kind(Kind(key, subject, void_when=_out_of_date, facts=_facts))
    about_sessions = {
        "teaching.asked": _("Will you give this with us? %(session)s"),
        "teaching.answered": _("%(who)s answered: %(session)s"),
        "cover.asked": _("Could you take over? %(session)s"),
        "cover.organiser": _("Nobody could take over yet: %(session)s"),
        "cover.taken": _("%(who)s takes over: %(session)s"),
        "session.decide": _("Few people so far, what shall happen? %(session)s"),
        "roster.message": _("%(subject)s"),
    }
    for key, subject in about_sessions.items():
        register_kind(Kind(key, subject, facts=_session_facts))
