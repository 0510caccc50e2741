"""What a course builds on, asked of those who write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.forms import PeopleField
from courses.models import CoursePage
from people.models import Person


class NeedForm(forms.Form):
    course = forms.CharField(
        label=_("Which course?"), max_length=255, help_text=_("Its title, as it stands on its page.")
    )
    required = forms.ChoiceField(
        label=_("How strictly?"), widget=forms.RadioSelect, initial="no",
        choices=[
            ("no", _("Recommended: it helps, and nobody is kept out")),
            ("yes", _("Required: one has done it, or a teacher recognises it")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, course: CoursePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.own = person, course

    def clean_course(self) -> CoursePage:
        """The one visible course of that title or slug."""
        words = self.cleaned_data["course"].strip()
        others = CoursePage.objects.visible_to(self.person).exclude(pk=self.own.pk)
        found = list(others.filter(title__iexact=words)[:2]) or list(others.filter(slug=words)[:1])
        if len(found) != 1:
            raise forms.ValidationError(
                _("There are two courses of this title. Give the last part of its address instead.")
                if found
                else _("There is no other course of this title. Copy it from the page of the course.")
            )
        return found[0]


class RecogniseForm(forms.Form):
    """People who know what this course teaches, however they learnt it."""

    people = PeopleField(
        label=_("Who knows already what this course teaches?"),
        help_text=_("E-mail addresses, handles or full names."),
    )
    note = forms.CharField(label=_("How do you know?"), max_length=300, required=False)
