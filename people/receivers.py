"""What follows from a new person, whichever door they came in by."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db.models.signals import post_save
from django.dispatch import receiver

from people.groups import EMPLOYEES
from people.models import Person
from people.signals import person_changed


@receiver(post_save, sender=Person)
def welcome(instance: Person, created: bool, raw: bool = False, **_signal: Any) -> None:
    """Everyone may write courses from the first day; others hear of every change.

    An address that an operator, a command or an import gives is the company's and needs no proof;
    only someone who signs up has to follow a mail first.
    """
    if raw:
        return
    if created:
        instance.groups.add(Group.objects.get_or_create(name=EMPLOYEES)[0])
        if not instance.proves_address:
            EmailAddress.objects.create(
                user=instance, email=instance.email.lower(), verified=True, primary=True
            )
    person_changed.send(Person, person=instance)
