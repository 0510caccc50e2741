"""Colleagues who left: what they did stays, their names go."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.models import Enrolment
from people.models import Person


def shown(person: Person) -> Person:
    """The person as pages may show them: somebody who left without name, team and address."""
    if person.state != Person.State.LEFT:
        return person
    return Person(pk=person.pk, name=_("A former colleague"), state=Person.State.LEFT)


def shown_rows(rows: Iterable[Enrolment]) -> list[Enrolment]:
    """The enrolments with their people as they may be shown; not to be saved."""
    kept = list(rows)
    for row in kept:
        row.person = shown(row.person)
    return kept
