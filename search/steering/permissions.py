"""Who may steer search."""

from people.groups import TOPIC_STEWARDS
from people.models import Person


def may_steer(person: Person | None) -> bool:
    """Topic stewards and operators pin answers and read what is asked; one statement at most."""
    if person is None or not person.is_active:
        return False
    return person.is_superuser or person.groups.filter(name=TOPIC_STEWARDS).exists()
