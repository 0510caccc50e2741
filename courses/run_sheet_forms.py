"""What a teacher writes on a run sheet; rows without a title are none."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.actions.preparing import MOST_UNITS, Unit
from courses.models import RunSheet

ROWS = "units"
EMPTY = 3
LONGEST = 300


class UnitForm(forms.Form):
    title = forms.CharField(label=_("What"), max_length=120, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600, required=False)
    place = forms.IntegerField(label=_("Order"), min_value=1, max_value=99, required=False)
    goal = forms.CharField(label=_("Goal"), max_length=LONGEST, required=False)
    method = forms.CharField(label=_("Method"), max_length=LONGEST, required=False)
    materials = forms.CharField(label=_("Materials"), max_length=LONGEST, required=False)
    online = forms.CharField(label=_("Online"), max_length=LONGEST, required=False)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        said = any(answers.get(name) for name in ("minutes", "goal", "method", "materials", "online"))
        if said and not answers.get("title") and "title" not in self.errors:
            raise ValidationError(_("Say in a word what happens in this unit, or empty the row."))
        if answers.get("title") and not answers.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("How many minutes does it take?"))
        return answers


UnitRows = forms.formset_factory(UnitForm, extra=0, max_num=MOST_UNITS, absolute_max=MOST_UNITS + 10)


def rows_for(sheet: RunSheet | None, data: QueryDict | None = None) -> BaseFormSet[UnitForm]:
    """The rows as they were typed, or as the sheet stands, with some that are empty."""
    if data is not None:
        return UnitRows(data, prefix=ROWS)
    units = [
        {
            "title": unit.title, "minutes": unit.minutes, "place": unit.n, "goal": unit.goal,
            "method": unit.method, "materials": unit.materials, "online": unit.online,
        }
        for unit in (sheet.units.all() if sheet else [])
    ]  # fmt: skip
    return UnitRows(initial=[*units, *[{} for _n in range(EMPTY)]], prefix=ROWS)


def more_rows(data: QueryDict) -> QueryDict:
    """What was typed, and some empty rows after it."""
    more = data.copy()
    number = more.get(f"{ROWS}-TOTAL_FORMS", "")
    count = int(number) if number.isdecimal() and len(number) < 4 else 0
    more[f"{ROWS}-TOTAL_FORMS"] = str(min(count + EMPTY, MOST_UNITS))
    more.setdefault(f"{ROWS}-INITIAL_FORMS", "0")
    return more


def units_in(rows: BaseFormSet[UnitForm]) -> list[Unit]:
    """What was written, by the places that were given; a row without a place keeps to the one before."""
    written: list[tuple[float, Unit]] = []
    for row in rows.forms:
        answers = dict(row.cleaned_data)
        place = answers.pop("place", None)
        if answers.get("title"):
            last = written[-1][0] if written else 0
            written.append((place if place is not None else last + 0.001, Unit(**answers)))
    return [unit for _place, unit in sorted(written, key=lambda pair: pair[0])]
