"""What those who keep a roster are asked."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from courses.forms import PeopleField
from courses.models import Material, Occurrence, Session
from people.models import Team


class ByNameForm(forms.Form):
    people = PeopleField(label=_("Who?"), help_text=_("E-mail address, handle or full name."))
    online = forms.BooleanField(label=_("They join online"), required=False)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not session.hybrid:
            del self.fields["online"]


class HoldForm(forms.Form):
    seats = forms.IntegerField(label=_("How many seats?"), min_value=1, max_value=10_000)
    team = forms.ModelChoiceField(
        label=_("For which team?"),
        queryset=Team.objects.order_by("name"),
        required=False,
        empty_label=_("no team"),
    )
    purpose = forms.CharField(
        label=_("Or for what?"),
        max_length=200,
        required=False,
        help_text=_("For example: guests whom you enrol by name."),
    )
    until = forms.DateTimeField(
        label=_("Until when?"),
        help_text=_("Your time. Whoever waits gets what is left then."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class MessageForm(forms.Form):
    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(label=_("Message"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))
    waiting = forms.BooleanField(label=_("Also to those who wait for a seat"), required=False)


class MaterialForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=Material.Kind.choices)
    title = forms.CharField(label=_("What is it called?"), max_length=120)
    link = forms.URLField(
        label=_("Its address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Only people with a seat and people who came see it here."),
    )
    occurrence = forms.ModelChoiceField(
        label=_("Of which date?"),
        queryset=Occurrence.objects.none(),
        required=False,
        empty_label=_("all dates"),
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["link"].validators = [URLValidator(schemes=["http", "https"])]
        dates = session.occurrences.all()
        if len(dates) < 2:
            del self.fields["occurrence"]
            return
        self.fields["occurrence"].queryset = dates  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["occurrence"].label_from_instance = _spoken_date  # type: ignore[attr-defined]  # the same


def _spoken_date(occurrence: Any) -> str:
    return date_format(occurrence.local_date, "l j F")
