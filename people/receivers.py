"""What follows from a new person, whichever door they came in by."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import post_save
from django.dispatch import receiver

from people.groups import EMPLOYEES
from people.models import Person
from people.signals import person_changed


@receiver(post_save, sender=Person)
def welcome(instance: Person, created: bool, raw: bool = False, **_signal: Any) -> None:
    """Everyone may write courses from the first day; others hear of every change."""
    if raw:
        return
    if created:
        instance.groups.add(Group.objects.get_or_create(name=EMPLOYEES)[0])
    person_changed.send(Person, person=instance)
