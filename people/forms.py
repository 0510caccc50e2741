"""Forms in which people say who they are, and look for one another."""

from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from content.languages import LANGUAGES
from people.demo import demo_people
from people.models import Person, Team, known_zones


class SignupForm(forms.Form):
    """What allauth's sign-up asks beside e-mail and password."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an address of another company."""
        cleaned = super().clean() or self.cleaned_data
        domain = str(cleaned.get("email", "")).rpartition("@")[2].lower()
        if domain and domain not in settings.SIGNUP_DOMAINS:
            sentence = _(
                "Sign-up is open to addresses at %(domains)s. Use your work address, or ask an operator."
            )
            self.add_error("email", sentence % {"domains": ", ".join(settings.SIGNUP_DOMAINS)})
        return cleaned

    def signup(self, _request: HttpRequest, person: Person) -> None:
        person.name = self.cleaned_data["name"]
        person.save(update_fields=["name"])

    field_order: list[Any] = ["name"]


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every zone that a place has, under its part of the world."""
    groups: dict[str, list[tuple[str, str]]] = {"UTC": [("UTC", "UTC")]}
    for name in sorted(known_zones()):
        region, _slash, place = name.partition("/")
        if place and region != "Etc":
            groups.setdefault(region, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return list(groups.items())


class ProfileForm(forms.ModelForm[Person]):
    zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Dates and times are shown in it."))
    language = forms.ChoiceField(label=_("Language of the pages"))
    languages = forms.MultipleChoiceField(
        label=_("Languages you speak"),
        choices=LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Person
        fields = ["name", "title", "site", "zone", "language", "languages", "bio"]
        labels = {"name": _("Name"), "title": _("Job title"), "site": _("Site"), "bio": _("About you")}
        help_texts = {
            "site": _("The place you usually work at."),
            "bio": _("What colleagues may ask you about. Plain words, no markup."),
        }
        widgets = {"bio": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_zones()
        self._offer_languages()

    def _offer_languages(self) -> None:
        """Ask for the language of the pages only where there is more than one."""
        if len(settings.LANGUAGES) < 2:
            del self.fields["language"]
            return
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)  # noqa: S101  # for the type checker
        language.choices = settings.LANGUAGES

    def _offer_zones(self) -> None:
        choices: list[Any] = zone_choices()
        if self.instance.zone and not any(
            self.instance.zone == name for _region, zones in choices for name, _ in zones
        ):
            choices = [(self.instance.zone, self.instance.zone), *choices]
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)  # noqa: S101  # for the type checker
        zone.choices = choices


class DirectoryForm(forms.Form):
    """Which colleagues to list."""

    q = forms.CharField(label=_("Name or job title"), max_length=200, required=False)
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.all(), required=False, empty_label=_("Every team")
    )


class DemoForm(forms.Form):
    """Whom of the demo's people to be."""

    person = forms.ModelChoiceField(queryset=Person.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        person.queryset = demo_people()
