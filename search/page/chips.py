"""What is chosen, each with the address without it."""

from dataclasses import dataclass

from search.actions import Found
from search.page.addresses import State
from search.page.labels import Labels, Pair
from search.query import FACETS, without


@dataclass(frozen=True)
class Chip:
    label: str
    remove_url: str


def chosen_pairs(found: Found, state: State) -> list[Pair]:
    """The facets and values chosen in the address, those that mean something to the reader."""
    return [(name, value) for name in FACETS for value in state.chosen(name) if value in found.filters[name]]


def plain_text(found: Found) -> str:
    """What was typed without the filters typed in it."""
    return without(found.query.text, [typed.literal for typed in found.narrowed.typed])


def chips_of(found: Found, state: State, labels: Labels) -> list[Chip]:
    """First what is chosen in the address, then what is typed in the box."""
    chosen = [
        Chip(labels[name, value], state.without_value(name, value))
        for name, value in chosen_pairs(found, state)
    ]
    typed = [
        Chip(
            labels[one.name, values[0]] if len(values) == 1 else one.value,
            state.with_text(without(found.query.text, [one.literal])),
        )
        for one, values in found.narrowed.typed.items()
    ]
    return [*chosen, *typed]
