"""What may happen to a person: arriving, changing, leaving.

Each verb writes an entry into Wagtail's log, with who did it (`by`; None is a command).
"""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.models import Person
from people.refusals import Refusal

PROFILE_FIELDS = ("name", "title", "site", "zone", "language", "languages", "bio")


@transaction.atomic
def create_person(
    email: str, name: str, *, password: str | None = None, by: Person | None = None, **fields: Any
) -> Person:
    """A colleague with an account; without a password they choose one by “Forgotten your password?”.

    The address counts as proven. Raises Refusal when somebody has it already.
    """
    if Person.objects.filter(email__iexact=email).exists():
        raise Refusal(
            _("Somebody with the address %(email)s is here already.") % {"email": email}, code="taken"
        )
    person: Person = Person.objects.create_user(email, password, name=name, **fields)
    log(person, "people.create", user=by)
    return person


def update_profile(person: Person, **fields: Any) -> Person:
    """Write what the person says about themselves; other fields are refused with a TypeError."""
    if unknown := fields.keys() - set(PROFILE_FIELDS):
        raise TypeError(f"No part of the profile: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(person, name, value)
    with transaction.atomic():
        person.save(update_fields=list(fields))
    return person


def set_theme(person: Person, theme: str) -> Person:
    """Keep light, dark or as the device; raises Refusal for anything else."""
    if theme not in Person.Theme.values:
        raise Refusal(_("Choose light, dark or as the device."), code="unknown")
    person.theme = theme
    person.save(update_fields=["theme"])
    return person


@transaction.atomic
def change_email(person: Person, email: str, by: Person | None = None) -> Person:
    """Give the person another address to sign in with; it counts as proven. Raises Refusal when taken."""
    if person.email == email:
        return person
    if Person.objects.exclude(pk=person.pk).filter(email__iexact=email).exists():
        raise Refusal(
            _("Somebody with the address %(email)s is here already.") % {"email": email}, code="taken"
        )
    log(person, "people.change_email", user=by, data={"before": person.email, "after": email})
    person.email = email
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=email.lower(), verified=True, primary=True)
    return person


def suspend(person: Person, by: Person | None = None) -> Person:
    """End access until `reinstate`; everything else stays. Raises Refusal for the last operator."""
    return change_state(person, Person.State.SUSPENDED, by)


def mark_left(person: Person, by: Person | None = None) -> Person:
    """End access for good; the row and all that hangs on it stay. Raises Refusal for the last operator.

    The password goes with it, so that no old session or reset link works should they come back.
    """
    return change_state(person, Person.State.LEFT, by)


def reinstate(person: Person, by: Person | None = None) -> Person:
    """Give access back."""
    return change_state(person, Person.State.ACTIVE, by)


@transaction.atomic
def change_state(person: Person, state: str, by: Person | None = None) -> Person:
    """Write another state; access follows it with the next request. Raises Refusal for the last operator."""
    kept = Person.objects.select_for_update().get(pk=person.pk)
    if kept.state != state:
        if state != Person.State.ACTIVE:
            ensure_operated_without(kept)
        if state == Person.State.LEFT:
            kept.set_unusable_password()
        log(kept, "people.change_state", user=by, data={"before": kept.state, "after": state})
        kept.state = state
        kept.save(update_fields=["state", "is_active", "password"])
    person.refresh_from_db()
    return person


def ensure_operated_without(person: Person) -> None:
    """Raise Refusal when nobody else could run the installation."""
    if person.is_superuser and not Person.objects.operators().exclude(pk=person.pk).exists():
        raise Refusal(
            _("%(name)s is the only operator. Make somebody else an operator first.") % {"name": person},
            code="last_operator",
        )
