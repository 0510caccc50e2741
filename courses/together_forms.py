"""What those who give a session together are asked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from courses.forms import PeopleField
from courses.models import Limits, Occurrence, Session, Teaching

ROLES = [choice for choice in Teaching.Role.choices if choice[0] != Teaching.Role.LEAD]


class InviteForm(forms.Form):
    """Whom to ask, as what, and for which date."""

    people = PeopleField(
        label=_("Whom do you ask?"), help_text=_("Name, handle or e-mail, one a line or apart by commas.")
    )
    role = forms.ChoiceField(label=_("As what?"), choices=ROLES)
    date = forms.TypedChoiceField(label=_("For which date?"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dates = {row.pk: row for row in session.occurrences.all() if row.starts_at > timezone.now()}
        if len(self.dates) < 2:
            del self.fields["date"]
            return
        days = [(pk, _spoken(row)) for pk, row in self.dates.items()]
        field: Any = self.fields["date"]
        field.choices = [("", _("all dates")), *days]

    @property
    def date_chosen(self) -> Occurrence | None:
        return self.dates.get(self.cleaned_data.get("date") or 0)


def _spoken(date: Occurrence) -> str:
    return date_format(timezone.localtime(date.starts_at), "l j F, H:i")


class CannotComeForm(forms.Form):
    """Why somebody cannot give a date; those who are asked to read it."""

    reason = forms.CharField(
        label=_("Why?"), max_length=300, required=False,
        help_text=_("Those who are asked to take over, and the organiser, read this."),
    )  # fmt: skip


class LimitsForm(forms.ModelForm[Limits]):
    """How much in a month; an empty field sets no limit."""

    class Meta:
        model = Limits
        fields = ["teaching", "learning"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.help_text = _("Leave empty for no limit.")
            field.widget.attrs.update(min=0, max=99)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        for name in self.fields:
            if (given.get(name) or 0) > 99:
                self.add_error(name, _("Choose 99 at most, or leave it empty for no limit."))
        return given


class QuietWeekForm(forms.Form):
    """A week in which one is asked for nothing."""

    day = forms.DateField(
        label=_("Any day of that week"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        today = timezone.localdate()
        if day < today or day.year > today.year + 5:
            raise ValidationError(_("Choose a day from today on, within the next five years."))
        return day
