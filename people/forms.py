"""Forms in which people say who they are."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from people.models import Person


class SignupForm(forms.Form):
    """What allauth's sign-up asks beside e-mail and password."""

    name = forms.CharField(label=_("Your name"), max_length=120)

    def signup(self, request: HttpRequest, person: Person) -> None:
        person.name = self.cleaned_data["name"]
        person.save(update_fields=["name"])

    field_order: list[Any] = ["name"]
