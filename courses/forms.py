"""What teachers are asked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from content.languages import LANGUAGES
from courses.actions.authoring import INVITED
from courses.actions.sessions import Plan
from courses.models import CoursePage, Session
from people.audience import ALL, PUBLIC
from people.forms import zone_choices
from people.models import Person

KINDS = [
    (Session.Kind.LIVE.value, _("Live, on a date")),
    (Session.Kind.SELF_PACED.value, _("Self-paced, at any time")),
]


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
                _("These are more than %(n)d people. Name fewer at once.") % {"n": MOST_PEOPLE}
            )
        found = {word: _colleague(word) for word in words}
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


def _colleague(word: str) -> Person | None:
    """The one current person of that e-mail, handle or full name; None when there is none or more."""
    if len(word) > LONGEST_NAME:
        return None
    people = Person.objects.current()
    exact = (
        people.filter(email__iexact=word).first()
        or people.filter(handle=word.removeprefix("@").lower()).first()
    )
    if exact:
        return exact
    named = list(people.filter(name__iexact=word)[:2])
    return named[0] if len(named) == 1 else None


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


class SessionForm(forms.Form):
    """How a course is offered; what is typed stays when something is refused.

    A self-paced session is asked only what it needs: no date, no place, no seats.
    """

    LIVE_ONLY = (
        "local_date", "local_time", "zone", "minutes", "place", "link", "capacity", "waiting_list", "hand_on",
    )  # fmt: skip

    kind = forms.ChoiceField(choices=KINDS, widget=forms.HiddenInput)
    local_date = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    local_time = forms.TimeField(
        label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    zone = forms.ChoiceField(label=_("Time zone"), choices=[])
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=1440)
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    link = forms.URLField(
        label=_("Link to join"), required=False, assume_scheme="https",
        help_text=_("Only people with a seat see it."),
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Leave empty for no limit."),
    )
    waiting_list = forms.BooleanField(label=_("Keep a waiting list when full"), required=False, initial=True)
    hand_on = forms.ChoiceField(
        label=_("When a seat becomes free"), choices=Session.HandOn.choices, initial=Session.HandOn.CONFIRM
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    note = forms.CharField(
        label=_("What to prepare"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    co_teachers = PeopleField(
        label=_("Who gives it with you?"),
        required=False,
        help_text=_("E-mail addresses, handles or full names."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = kind
        self.fields["zone"].choices = zone_choices()  # type: ignore[attr-defined]  # a ChoiceField
        if kind == Session.Kind.SELF_PACED:
            for name in self.LIVE_ONLY:
                del self.fields[name]

    def plan(self) -> Plan:
        return Plan(**self.cleaned_data)

    @staticmethod
    def answers_of(session: Session) -> dict[str, Any]:
        """What the form would have been filled with to offer this session."""
        names = ("kind", "zone", "place", "link", "capacity", "waiting_list", "hand_on", "language", "note")
        answers = {name: getattr(session, name) for name in names}
        occurrence = session.occurrences.first()
        if occurrence:
            answers.update(
                local_date=occurrence.local_date, local_time=occurrence.local_time, minutes=occurrence.minutes
            )
        helpers = session.teachings.filter(role="co_teacher", person__state="active").select_related("person")
        answers["co_teachers"] = "\n".join(row.person.email for row in helpers)
        return answers


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it cancelled?"), max_length=300, help_text=_("Everyone on the roster reads this.")
    )


def course_answers(course: CoursePage) -> dict[str, Any]:
    """How the audience form stands for this course today."""
    tokens = set(course.audience.values_list("token", flat=True))
    ids = [int(token.partition(":")[2]) for token in tokens if token.startswith("person:")]
    invited = Person.objects.filter(pk__in=ids).values_list("email", flat=True)
    choice = PUBLIC if PUBLIC in tokens else ALL if ALL in tokens else INVITED
    return {"audience": choice, "invited": "\n".join(invited)}
