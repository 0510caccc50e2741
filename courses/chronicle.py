"""What happened to a session and its people, told in sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, QuerySet, Value
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.former import shown
from courses.models import Attendance, Enrolment, EnrolmentEvent, Session, SessionEvent
from courses.states import BY_VERB
from people.models import Person

EACH_PAGE = 50
LATEST = 5

SENTENCES: dict[str, Promise] = {
    "offered": gettext_lazy("The session was offered."),
    "cancelled": gettext_lazy("The session was cancelled: %(reason)s"),
    "runs": gettext_lazy("The session takes place, with %(people)s people."),
    "extended": gettext_lazy("The decision whether it takes place was put off."),
    "merged": gettext_lazy("The session was merged with another date."),
    "link_made": gettext_lazy("A secret address was made."),
    "link_ended": gettext_lazy("The secret address was ended."),
    "cannot_come": gettext_lazy("%(who)s cannot come on %(date)s."),
    "can_after_all": gettext_lazy("%(who)s can come after all."),
    "took_over": gettext_lazy("%(who)s takes over on %(date)s."),
    "asked": gettext_lazy("%(who)s was asked to give it too."),
    "material_added": gettext_lazy("“%(title)s” was added to the material."),
    "material_removed": gettext_lazy("“%(title)s” was taken away from the material."),
    "seats_kept": gettext_lazy("%(seats)s seats are kept for %(whom)s."),
    "seats_let_go": gettext_lazy("%(seats)s seats are no longer kept for %(whom)s."),
    "message_sent": gettext_lazy("A message went to %(people)s people: %(subject)s"),
}
FIELDS: dict[str, Promise] = {
    "dates": gettext_lazy("the dates"),
    "title": gettext_lazy("the title"),
    "language": gettext_lazy("the language"),
    "zone": gettext_lazy("the time zone"),
    "place": gettext_lazy("the place"),
    "link": gettext_lazy("the link to join"),
    "note": gettext_lazy("what to prepare"),
    "capacity": gettext_lazy("the seats"),
    "online_capacity": gettext_lazy("the places online"),
    "hybrid": gettext_lazy("whether it is in a room and online"),
    "waiting_list": gettext_lazy("the waiting list"),
    "hand_on": gettext_lazy("how free seats are handed on"),
    "approval": gettext_lazy("whether places are approved"),
    "opens_at": gettext_lazy("when enrolment opens"),
    "closes_at": gettext_lazy("when enrolment closes"),
    "leave_until": gettext_lazy("until when places can be given back"),
    "minimum": gettext_lazy("how many people it needs"),
    "decide_at": gettext_lazy("when that is decided"),
}
SHOWN = {"dates", "place", "capacity", "online_capacity", "title", "minimum"}
"""Whose values are told; of the others, the link above all, only that they changed."""
FOR_LEARNERS = {"changed": {"dates", "place", "link", "language", "note", "title"}}
PUBLIC = ("changed", "cancelled", "merged", "runs", "took_over")
"""What concerns everybody who comes, and not who is on the roster."""


@dataclass(frozen=True)
class Line:
    """Something that happened: when, by whom (none: nobody, the time had come), and a note."""

    at: datetime
    text: str
    by: Person | None
    note: str = ""


def of_session(event: SessionEvent, people: Mapping[int, str]) -> Line:
    """The event as a line; `people` are the names that it may need, by number."""
    who = people.get(event.after.get("who", 0), _("Somebody"))
    if event.what == "changed":
        return Line(event.at, _changed(event.after.keys()), _by(event), _values(event))
    if event.what == "mark_changed":
        return Line(event.at, _mark_changed(event, who), _by(event), str(event.after.get("note", "")))
    if event.what == "answered":
        yes = _("%(who)s gives it too.") if event.after.get("yes") else _("%(who)s does not give it.")
        return Line(event.at, yes % {"who": who}, _by(event))
    facts = _Known({**event.before, **event.after, "who": who})
    return Line(event.at, str(SENTENCES.get(event.what, event.what)) % facts, _by(event))


def _by(event: SessionEvent | EnrolmentEvent) -> Person | None:
    return shown(event.by) if event.by else None


class _Known(dict[str, Any]):
    """Facts of which a sentence may miss some."""

    def __missing__(self, key: str) -> str:
        return "–"


def _changed(names: Iterable[str]) -> str:
    told = [str(FIELDS[name]) for name in FIELDS if name in set(names)]
    return _("Changed: %(what)s.") % {"what": get_text_list(told, _("and")) or _("something")}


def _values(event: SessionEvent) -> str:
    """What was and what is, where it may be told."""
    pairs = [
        (event.before.get(name), event.after.get(name)) for name in FIELDS if name in SHOWN & set(event.after)
    ]
    return "; ".join(f"{_value(before)} → {_value(after)}" for before, after in pairs)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value) or "–"
    return "–" if value in (None, "") else str(value)


def _mark_changed(event: SessionEvent, who: str) -> str:
    marks = dict(Attendance.Mark.choices)
    return _("%(who)s on %(date)s: %(before)s → %(after)s") % _Known(
        {
            **event.after,
            "who": who,
            "before": marks.get(event.before.get("mark"), _("not known")),
            "after": marks.get(event.after.get("mark"), _("not known")),
        }
    )


def of_enrolment(event: EnrolmentEvent) -> Line:
    step = BY_VERB.get(event.verb)
    by = None if event.by_id == event.enrolment.person_id else _by(event)
    states = dict(Enrolment.State.choices)
    facts = {
        "who": shown(event.enrolment.person),
        "does": step.says if step else event.verb,
        "state": states.get(event.to_state, event.to_state),
    }
    return Line(event.at, _("%(who)s %(does)s: %(state)s") % facts, by, event.reason)


def page_of(session: Session, number: str | None) -> tuple[Page[Any], list[Line]]:
    """A page of everything that happened, the newest first, for those who keep the roster."""
    changes = _known(SessionEvent.objects.filter(session=session), "session")
    steps = _known(EnrolmentEvent.objects.filter(enrolment__session=session), "enrolment")
    page = Paginator(changes.union(steps, all=True).order_by("-at", "-pk"), EACH_PAGE).get_page(number)
    rows = list(page.object_list)
    ids: dict[str, list[int]] = {"session": [], "enrolment": []}
    for _at, pk, kind in rows:
        ids[kind].append(pk)
    told: dict[tuple[str, int], Line] = {}
    changed = list(SessionEvent.objects.filter(pk__in=ids["session"]).select_related("by"))
    people = _names(changed)
    for change in changed:
        told["session", change.pk] = of_session(change, people)
    events = EnrolmentEvent.objects.filter(pk__in=ids["enrolment"])
    for step in events.select_related("by", "enrolment__person"):
        told["enrolment", step.pk] = of_enrolment(step)
    return page, [told[kind, pk] for _at, pk, kind in rows]


def _names(events: Iterable[SessionEvent]) -> dict[int, str]:
    """What those are called today whom the events name; one statement, or none."""
    ids = {event.after["who"] for event in events if "who" in event.after}
    return {person.pk: str(shown(person)) for person in Person.objects.filter(pk__in=ids)} if ids else {}


def _known(events: QuerySet[Any], kind: str) -> QuerySet[Any, Any]:
    return events.order_by().values_list("at", "pk", Value(kind, output_field=CharField()))


def news_of(session: Session) -> list[Line]:
    """What learners read on the page of the session: what concerns all of them, without names of learners."""
    events = list(SessionEvent.objects.filter(session=session, what__in=PUBLIC).order_by("-pk")[:LATEST])
    people = _names(events)
    lines = []
    for event in events:
        names = FOR_LEARNERS["changed"] & set(event.after)
        if event.what != "changed":
            lines.append(of_session(event, people))
        elif names:
            lines.append(Line(event.at, _changed(names), None))
    return lines
