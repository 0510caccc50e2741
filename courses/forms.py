"""What teachers are asked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.actions.authoring import INVITED
from courses.models import CoursePage
from people.audience import ALL, PUBLIC
from people.models import Person

MOST_PEOPLE = 200
"""How many colleagues one field takes at once; each costs a look-up."""
LONGEST_NAME = 254


class NewCourseForm(forms.Form):
    """Three answers, and one is writing."""

    title = forms.CharField(label=_("What is it called?"), max_length=200)
    for_whom = forms.CharField(
        label=_("For whom is it?"), max_length=250, required=False,
        help_text=_("For example: people who give their first presentation."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        label=_("How many minutes does it take?"), min_value=1, max_value=6000, required=False,
        help_text=_("A guess is fine; you can change it at any time."),
    )  # fmt: skip


class PeopleField(forms.CharField):
    """Colleagues by e-mail, handle or name, one a line or apart by commas."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> list[Person]:
        words = [
            word.strip() for word in str(super().clean(value)).replace("\n", ",").split(",") if word.strip()
        ]
        if len(words) > MOST_PEOPLE:
            raise ValidationError(
                _("These are more than %(n)d people. Name fewer at once, or choose a community.")
                % {"n": MOST_PEOPLE}
            )
        found = _colleagues(words)
        unknown = [word for word, person in found.items() if person is None]
        if unknown:
            raise ValidationError(
                ngettext(
                    "Nobody here is called %(names)s. Use the e-mail address or the handle.",
                    "Nobody here is called any of: %(names)s. Use e-mail addresses or handles.",
                    len(unknown),
                )
                % {"names": ", ".join(unknown)}
            )
        return [person for person in found.values() if person is not None]


def _colleagues(words: list[str]) -> dict[str, Person | None]:
    """To each word the one current person of that e-mail, handle or full name; None when there is none or
    more. Two statements, however many words."""
    short = [word for word in words if len(word) <= LONGEST_NAME]
    people = Person.objects.current()
    handles = [word.removeprefix("@").lower() for word in short]
    exact = people.annotate(address=Lower("email")).filter(
        Q(address__in=[word.lower() for word in short]) | Q(handle__in=handles)
    )
    known = {key: row for row in exact for key in (row.handle, row.email.lower())}
    found = {word: known.get(word.lower()) or known.get(word.removeprefix("@").lower()) for word in words}
    missing = [word for word in short if found[word] is None]
    same_name = Q(pk__in=[])
    for word in missing:
        same_name |= Q(name__iexact=word)
    named: dict[str, list[Person]] = {}
    for row in people.filter(same_name) if missing else []:
        named.setdefault(row.name.casefold(), []).append(row)
    alone = {name: rows[0] for name, rows in named.items() if len(rows) == 1}
    return {word: person or alone.get(word.casefold()) for word, person in found.items()}


class CoAuthorForm(forms.Form):
    people = PeopleField(label=_("Add co-authors"), help_text=_("E-mail address, handle or full name."))


class AudienceForm(forms.Form):
    audience = forms.ChoiceField(
        label=_("Who may find and take this course?"),
        widget=forms.RadioSelect,
        choices=[
            (ALL, _("All colleagues")),
            (PUBLIC, _("Everyone, signed in or not")),
            (INVITED, _("Only people you invite")),
        ],
    )
    invited = PeopleField(
        label=_("Invited people"), required=False, help_text=_("E-mail addresses, handles or full names.")
    )


def course_answers(course: CoursePage) -> dict[str, Any]:
    """How the audience form stands for this course today."""
    tokens = set(course.audience.values_list("token", flat=True))
    ids = [int(token.partition(":")[2]) for token in tokens if token.startswith("person:")]
    invited = Person.objects.filter(pk__in=ids).values_list("email", flat=True)
    choice = PUBLIC if PUBLIC in tokens else ALL if ALL in tokens else INVITED
    return {"audience": choice, "invited": "\n".join(invited)}
