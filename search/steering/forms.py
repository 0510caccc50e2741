"""What a steward is asked when pinning an answer."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from people.models import Person
from search.models import SearchDocument
from search.models.steering import LONGEST_QUERY, today
from search.steering.picker import things_meant

USUAL = timedelta(days=91)


class PinForm(forms.Form):
    """For which question, until when and why."""

    query = forms.CharField(
        label=_("When people look for"),
        max_length=LONGEST_QUERY,
        help_text=_("The words they type. Capitals and accents make no difference."),
    )
    until = forms.DateField(
        label=_("Ends on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("From this day on it is no longer shown first."),
    )
    note = forms.CharField(
        label=_("Why this one?"),
        max_length=200,
        required=False,
        help_text=_("Shown beside it, for example: the steps that hold since March."),
    )


class NewPinForm(PinForm):
    """Which thing, too: by its address or its title, and one more click where several fit."""

    thing = forms.CharField(
        label=_("Show this first"),
        max_length=500,
        help_text=_("The address of its page here, or its title."),
    )
    field_order = ["query", "thing", "which", "until", "note"]

    def __init__(self, *args: Any, person: Person, host: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.host = person, host
        self.fields["until"].initial = today() + USUAL

    def clean(self) -> dict[str, Any]:
        """The document that is meant, as `document`; a choice is offered when several may be."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "thing" not in cleaned:
            return cleaned
        found = things_meant(cleaned["thing"], self.person, self.host)
        chosen = [document for document in found if str(document.pk) == self.data.get("which")] or found
        if not found:
            self.add_error("thing", _("Nothing that you may see has this address or title."))
        elif len(chosen) == 1:
            cleaned["document"] = chosen[0]
        else:
            self._offer(found)
        return cleaned

    def _offer(self, found: list[SearchDocument]) -> None:
        self.fields["which"] = forms.ChoiceField(
            label=_("Which one?"), choices=[(one.pk, _named(one)) for one in found], widget=forms.RadioSelect
        )
        self.order_fields(self.field_order)
        self.add_error("which", _("Several things fit. Choose one."))


def _named(document: SearchDocument) -> str:
    """Told from others of the same title by what it hangs in, when it is and who gives it."""
    begins = date_format(localtime(document.starts_at), "D j M Y, H:i") if document.starts_at else ""
    people = document.people_words.replace("\n", ", ")
    words = [document.title, str(document.get_kind_display()), document.parent_title, begins, people]
    return " · ".join(word for word in dict.fromkeys(words) if word)
