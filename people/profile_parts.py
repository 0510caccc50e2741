"""What stands on a person's page: apps above add parts, since people knows nothing of courses.

A part is a function of the person shown and the person who looks. It returns the template to
include and its context, or None when there is nothing to show:

    @register_profile_part
    def teaches(person: Person, reader: Person) -> ProfilePart | None:
        courses = CoursePage.objects.taught_by(person).visible_to(reader)[:5]
        return ProfilePart("courses/person_part.html", {"courses": courses}) if courses else None

The template is included with `part` (the context), `person` and `reader`; it brings its own
heading of level two. A part may spend at most three SQL statements.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from people.models import Person


@dataclass(frozen=True)
class ProfilePart:
    """A template and what it shows."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


PartMaker = Callable[[Person, Person], ProfilePart | None]
_makers: list[PartMaker] = []


def register_profile_part(maker: PartMaker) -> PartMaker:
    """Add a part to every person's page, below those already there; call it from `AppConfig.ready`."""
    if maker not in _makers:
        _makers.append(maker)
    return maker


def profile_parts(person: Person, reader: Person) -> list[ProfilePart]:
    """The parts of this person's page that this reader may see."""
    return [part for maker in _makers if (part := maker(person, reader)) is not None]
