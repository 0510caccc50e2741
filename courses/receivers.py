"""What follows here from what happens to people."""

from typing import Any

from django.dispatch import receiver

from courses.actions.leaving import depart
from people.models import Person
from people.signals import person_changed


@receiver(person_changed)
def give_back_seats(person: Person, **_signal: Any) -> None:
    """Whoever leaves, or may not come for a while, keeps nobody waiting."""
    if not person.is_active:
        depart(person)
