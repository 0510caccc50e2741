"""The states of an enrolment, and every step from one to another; `docs/enrolment.md` is drawn from this."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment

State = Enrolment.State
NEW = ""
"""Before somebody has asked for the first time."""
ENDED = tuple(state for state in State if state not in Enrolment.CURRENT)


@dataclass(frozen=True)
class Step:
    """What somebody does with an enrolment: from which states to which."""

    verb: str
    says: Promise
    origins: tuple[str, ...]
    targets: tuple[str, ...]

    def pairs(self) -> Iterator[tuple[str, str]]:
        return ((origin, target) for origin in self.origins for target in self.targets)


STEPS = (
    Step(
        "enrol",
        _("asks for a seat"),
        (NEW, *ENDED, State.INTERESTED),
        (State.CONFIRMED, State.WAITING, State.REQUESTED, State.INTERESTED),
    ),
    Step(
        "enrol_by_name",
        _("is enrolled by the teacher"),
        (NEW, *ENDED, State.INTERESTED, State.REQUESTED, State.WAITING, State.OFFERED),
        (State.CONFIRMED,),
    ),
    Step("approve", _("is approved"), (State.REQUESTED,), (State.CONFIRMED, State.WAITING)),
    Step("turn_down", _("is not approved"), (State.REQUESTED,), (State.DECLINED,)),
    Step("serve", _("is next when a seat is free"), (State.WAITING,), (State.OFFERED, State.CONFIRMED)),
    Step("take", _("is the first to take a late seat"), (State.WAITING,), (State.CONFIRMED,)),
    Step("accept", _("takes the seat that is held"), (State.OFFERED,), (State.CONFIRMED,)),
    Step("pass", _("lets the seat pass"), (State.OFFERED,), (State.DECLINED,)),
    Step("lapse", _("does not answer in time"), (State.OFFERED,), (State.EXPIRED,)),
    Step("ask_again", _("is asked again after a move"), (State.CONFIRMED,), (State.OFFERED,)),
    Step("leave", _("leaves"), Enrolment.CURRENT, (State.WITHDRAWN,)),
    Step(
        "undo_leaving",
        _("undoes leaving"),
        (State.WITHDRAWN,),
        (State.CONFIRMED, State.WAITING, State.REQUESTED, State.INTERESTED),
    ),
    Step(
        "undo_enrolling",
        _("undoes enrolling"),
        (State.CONFIRMED, State.WAITING, State.REQUESTED, State.INTERESTED),
        (State.WITHDRAWN,),
    ),
    Step("depart", _("leaves the company"), Enrolment.CURRENT, (State.WITHDRAWN,)),
    Step("remove", _("is taken off the roster"), Enrolment.CURRENT, (State.REMOVED,)),
    Step("cancel", _("the session is cancelled"), Enrolment.CURRENT, (State.SESSION_CANCELLED,)),
)
BY_VERB = {step.verb: step for step in STEPS}


def allows(verb: str, before: str, after: str) -> bool:
    step = BY_VERB[verb]
    return before in step.origins and after in step.targets


def picture() -> str:
    """The steps as a Mermaid state diagram; those from every current or ended state are drawn once."""
    lines = ["stateDiagram-v2"]
    groups = {"current": Enrolment.CURRENT, "ended": ENDED}
    lines += [f"    state {name} {{\n{_within(states)}\n    }}" for name, states in groups.items()]
    for step in STEPS:
        lines += [f"    {origin} --> {target}: {step.verb}" for origin, target in _drawn(step, groups)]
    return "\n".join(lines)


def _within(states: tuple[str, ...]) -> str:
    return "\n".join(f"        {state}" for state in states)


def _drawn(step: Step, groups: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    origins: list[str] = list(step.origins)
    for name, states in groups.items():
        if set(states) <= set(origins):
            origins = [name, *(origin for origin in origins if origin not in states)]
    for origin in origins:
        for target in step.targets:
            yield (origin or "[*]"), target
