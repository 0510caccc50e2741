"""Who may steer search."""

from people.audience import tokens_for
from people.groups import TOPIC_STEWARDS
from people.models import Person


def may_steer(person: Person | None) -> bool:
    """Topic stewards and operators pin answers and read what is asked; their tokens tell."""
    if person is None or not person.is_active:
        return False
    return person.is_superuser or f"group:{TOPIC_STEWARDS}" in tokens_for(person)
