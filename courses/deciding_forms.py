"""What is asked of whoever ends a session, or gives it more time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.date_forms import SCOPES, WallField, moment_in
from courses.models import Session
from people.refusals import Refusal


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it cancelled?"), max_length=300, help_text=_("Everyone on the roster reads this.")
    )
    scope = forms.ChoiceField(
        label=_("Which dates of the series?"), choices=SCOPES, initial="this", widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if session.series_id is None:
            self.fields["scope"].widget = forms.HiddenInput()


class ExtendForm(forms.Form):
    """Until when more people can still come; in the zone of the session."""

    until = WallField(label=_("Until when?"))

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        city = session.zone.rpartition("/")[2].replace("_", " ")
        self.fields["until"].help_text = _("By the clocks of %(city)s.") % {"city": city}

    def clean_until(self) -> Any:
        try:
            return moment_in(self.session.zone, self.cleaned_data["until"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
