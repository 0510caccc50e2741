"""How a session is offered: the common case first, everything else folded away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.languages import LANGUAGES
from courses.audiences import INVITED, LINK, answers_of, choices_for, communities_for, tokens_of
from courses.date_forms import (
    DAYS,
    ROWS,
    SCOPES,
    ClockField,
    DateRows,
    DayField,
    WallField,
    further_dates,
    moment_in,
    wall_of,
    with_another_row,
)
from courses.forms import PeopleField
from courses.models import CoursePage, Series, Session
from courses.plans import Date, Plan, wall_time
from people.forms import zone_choices
from people.models import Person
from people.refusals import Refusal

SERIES = "series"
"""Not a kind of session: live sessions of which one picks any."""
Kind = Session.Kind
KINDS = [
    (Kind.LIVE.value, _("Live, on a date")),
    (SERIES, _("Dates to pick from")),
    (Kind.SELF_PACED.value, _("Self-paced, at any time")),
    (Kind.OFFICE_HOURS.value, _("Office hours")),
    (Kind.LUNCH_TALK.value, _("Lunch talk")),
    (Kind.SHADOWING.value, _("Job shadowing")),
]
OF_COURSES = (Kind.LIVE, SERIES, Kind.SELF_PACED, Kind.OFFICE_HOURS)
WITHOUT_COURSE = (Kind.LUNCH_TALK, Kind.OFFICE_HOURS, Kind.SHADOWING)
WINDOWS = ("opens_at", "closes_at", "leave_until", "decide_at")
RULE = ("days", "every", "last_day", "until_time")
DATED = (
    "local_date", "local_time", "minutes", "no_date", *RULE, "zone", "place", "link", "hybrid",
    "online_capacity", "capacity", "waiting_list", "hand_on", *WINDOWS, "minimum",
)  # fmt: skip
FIRST = (
    "title",
    "local_date",
    "local_time",
    "until_time",
    "minutes",
    "days",
    "every",
    "last_day",
    "capacity",
)
GROUPS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("where", _("Where"), ("place", "link", "hybrid", "online_capacity")),
    ("dates", _("More dates, or none yet"), ("no_date",)),
    ("people", _("Who gives it with you, and what to prepare"), ("co_teachers", "note")),
    ("audience", _("Who may join"), ("audience", "community", "invited", "approval")),
    ("full", _("When it is full"), ("waiting_list", "hand_on")),
    ("windows", _("When people enrol and leave"), ("opens_at", "closes_at", "leave_until")),
    ("minimum", _("When too few come"), ("minimum", "decide_at")),
    ("language", _("Language and time zone"), ("language", "zone")),
)
TOLD = ("place", "link", "note", "co_teachers", "opens_at", "closes_at", "leave_until", "minimum", "no_date")
"""Fields whose answer opens their group, so that it is not overlooked."""


@dataclass
class Group:
    key: str
    title: Promise
    fields: list[forms.BoundField]
    open: bool


class SessionForm(forms.Form):
    """What a session needs; what is typed stays when something is refused."""

    kind = forms.ChoiceField(choices=KINDS, widget=forms.HiddenInput)
    title = forms.CharField(label=_("What is it called?"), max_length=200)
    local_date = DayField(label=_("Date"))
    local_time = ClockField(label=_("Time"))
    until_time = ClockField(label=_("Until"), help_text=_("Slots fill the time between."))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=1440)
    days = forms.TypedMultipleChoiceField(
        label=_("Days of the week"), choices=DAYS, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None: the day of the first date."),
    )  # fmt: skip
    every = forms.IntegerField(
        label=_("Every so many weeks"), min_value=1, max_value=52, initial=1, required=False
    )
    last_day = DayField(label=_("Last date"))
    capacity = forms.IntegerField(
        label=_("Seats"), required=False, min_value=1, max_value=10_000,
        help_text=_("Leave empty for no limit."),
    )  # fmt: skip
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    link = forms.URLField(
        label=_("Link to join"), required=False, assume_scheme="https",
        help_text=_("Only people with a seat see it, from 15 minutes before the start."),
    )  # fmt: skip
    hybrid = forms.BooleanField(
        label=_("In the room and online at once"), required=False,
        help_text=_("The seats above are those in the room; who joins online is counted apart."),
    )  # fmt: skip
    online_capacity = forms.IntegerField(
        label=_("Places online"), required=False, min_value=1, max_value=10_000,
        help_text=_("Only if it is in a room too. Leave empty for no limit."),
    )  # fmt: skip
    no_date = forms.BooleanField(
        label=_("There is no date yet"), required=False,
        help_text=_("People say that they are interested, and hear of the date once there is one."),
    )  # fmt: skip
    co_teachers = PeopleField(
        label=_("Who gives it with you?"), required=False,
        help_text=_("E-mail addresses, handles or full names. They are asked first."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What to prepare"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = forms.ChoiceField(
        label=_("Who may see it and join?"), choices=[], required=False, widget=forms.RadioSelect
    )
    community = forms.ChoiceField(label=_("Which community?"), choices=[], required=False)
    invited = PeopleField(
        label=_("Who is invited?"), required=False,
        help_text=_("E-mail addresses, handles or full names, at most 200. For more, choose a community."),
    )  # fmt: skip
    approval = forms.BooleanField(
        label=_("I approve each place"), required=False,
        help_text=_("People ask for a place, and you say yes or no on the roster."),
    )  # fmt: skip
    waiting_list = forms.BooleanField(label=_("Keep a waiting list when full"), required=False, initial=True)
    hand_on = forms.ChoiceField(
        label=_("When a seat becomes free"), choices=Session.HandOn.choices, initial=Session.HandOn.CONFIRM
    )
    opens_at = WallField(label=_("Enrolment opens"), required=False)
    closes_at = WallField(label=_("Enrolment closes"), required=False)
    leave_until = WallField(label=_("Places can be given back until"), required=False)
    minimum = forms.IntegerField(
        label=_("How many people does it need?"), required=False, min_value=1, max_value=10_000
    )
    decide_at = WallField(
        label=_("When do you decide?"), required=False,
        help_text=_("With too few people on that day you are asked what shall happen."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    zone = forms.ChoiceField(label=_("Time zone"), choices=[])
    scope = forms.ChoiceField(
        label=_("Which dates of the series shall change?"), choices=SCOPES, initial="this",
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        kind: str,
        teacher: Person,
        course: CoursePage | None = None,
        session: Session | None = None,
        **kwargs: Any,
    ) -> None:
        if session is not None:
            kwargs["initial"] = {**answers_to(session), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.offered, self.teacher, self.course, self.session = kind, teacher, course, session
        self.fields["kind"].initial = kind
        self._offer_choices()
        for name in self._left_out():
            del self.fields[name]
        self._name_fields()
        posted = self.data if f"{ROWS}-TOTAL_FORMS" in self.data else None
        self.rows = DateRows(posted, prefix=ROWS, initial=further_dates(session) if session else [])

    def _offer_choices(self) -> None:
        now = {row.token for row in self.session.audience.all()} if self.session else set()
        for name, choices in (
            ("zone", zone_choices()),
            ("audience", choices_for(self.course)),
            ("community", communities_for(self.teacher, now)),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # each is a ChoiceField
        self.fields["audience"].initial = choices_for(self.course)[0][0]

    def _left_out(self) -> set[str]:
        """What is not asked of a session of this kind."""
        out: set[str] = set()
        if self.course and not (self.session and self.session.title):
            out.add("title")
        if self.offered == Kind.SELF_PACED:
            out.update(DATED)
        if self.session or self.offered not in (SERIES, Kind.OFFICE_HOURS):
            out.update(RULE)
        elif self.offered == SERIES:
            out.add("until_time")
        if self.offered != Kind.LIVE or self._in_series():
            out.add("no_date")
        if self.session is None or self.session.series_id is None or self.session.is_exception:
            out.add("scope")
        return out

    def _in_series(self) -> bool:
        """Each date of a series is a session of its own, so it has no further dates."""
        return self.session is not None and self.session.series_id is not None

    def _name_fields(self) -> None:
        """Words and needs that differ from kind to kind."""
        fields = self.fields
        if self.offered == Kind.SHADOWING:
            fields["note"].label = _("What will your guest see?")
        if self.offered == Kind.OFFICE_HOURS and not self.session:
            fields["local_time"].label = _("From")
            fields["minutes"].label = _("Length of a slot in minutes")
            fields["capacity"].label = _("Seats in each slot")
            fields["last_day"].required = False
            fields["last_day"].help_text = _("None: only on the first date.")
        if "last_day" in fields:
            fields["local_date"].label = _("First date")
        if self._undated():
            for name in ("local_date", "local_time", "minutes"):
                fields[name].required = False

    def _undated(self) -> bool:
        return "no_date" in self.fields and bool(self.data.get("no_date"))

    def first(self) -> list[forms.BoundField]:
        """What everybody is asked."""
        names = [*FIRST, "note"] if self.offered == Kind.SHADOWING else list(FIRST)
        return [self[name] for name in names if name in self.fields]

    def groups(self) -> Iterator[Group]:
        """What only some need; open where there is an answer or something to put right."""
        shown = {bound.name for bound in self.first()}
        for key, title, names in GROUPS:
            fields = [self[name] for name in names if name in self.fields and name not in shown]
            dates = key == "dates" and bool(fields)
            told = any(field.errors or (field.name in TOLD and field.value()) for field in fields)
            if fields:
                yield Group(key, title, fields, bool(told or (dates and self.rows.forms)))

    def with_another_date(self) -> "SessionForm":
        """The same answers with one more row, and no complaint about what is not filled in yet."""
        more = SessionForm(
            with_another_row(self.data), kind=self.offered, teacher=self.teacher, course=self.course,
            session=self.session,
        )  # fmt: skip
        more.ask_nothing_yet()
        return more

    def ask_nothing_yet(self) -> None:
        self._errors = ErrorDict()
        for row in self.rows.forms:
            row.ask_nothing_yet()

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        for name in WINDOWS:
            if answers.get(name):
                self._try(name, lambda name=name: answers.update({name: self._moment(answers[name])}))
        if answers.get("local_date") and answers.get("local_time") and answers.get("zone"):
            first = (answers["local_date"], answers["local_time"], answers["zone"])
            self._try("local_time", lambda: wall_time(*first))
        self._clean_rule(answers)
        self._clean_audience(answers)
        if self.rows.is_bound and not self.rows.is_valid():
            self.add_error(None, _("Look at the further dates again."))
        return answers

    def _moment(self, wall: Any) -> Any:
        return moment_in(self.cleaned_data.get("zone") or self.teacher.zone, wall)

    def _try(self, name: str, act: Any) -> None:
        """What is refused stands beside the field that it is about."""
        try:
            act()
        except Refusal as refusal:
            self.add_error(name, refusal.sentence)

    def _clean_rule(self, answers: dict[str, Any]) -> None:
        start, end = answers.get("local_date"), answers.get("last_day")
        if start and end and end < start:
            self.add_error("last_day", _("The last date comes before the first. Choose a later one."))
        clock, until = answers.get("local_time"), answers.get("until_time")
        if clock and until and until <= clock:
            self.add_error("until_time", _("The end comes before the start. Choose a later time."))
        elif clock and until and answers.get("minutes") and not self._slots(answers):
            self.add_error("minutes", _("Not one slot of this length fits in. Choose shorter ones."))

    @staticmethod
    def _slots(answers: dict[str, Any]) -> int:
        """How many slots lie between the two times."""
        start, end = answers["local_time"], answers["until_time"]
        minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
        return int(minutes // answers["minutes"])

    def _clean_audience(self, answers: dict[str, Any]) -> None:
        if answers.get("audience") == INVITED and not answers.get("invited") and "invited" not in self.errors:
            self.add_error("invited", _("Name at least one person, or choose somebody else who may join."))
        if answers.get("audience") == "community" and not answers.get("community"):
            self.add_error("community", _("Choose a community that you belong to."))

    @property
    def hands_out_link(self) -> bool:
        return self.cleaned_data.get("audience") == LINK

    def plan(self) -> Plan:
        """The answers as a plan; of a series the first date stands for all."""
        answers = {name: value for name, value in self.cleaned_data.items() if name in Plan.__annotations__}
        choice = self.cleaned_data.get("audience") or self.fields["audience"].initial
        tokens = tokens_of(
            choice, self.teacher, self.cleaned_data.get("community"), self.cleaned_data["invited"]
        )
        kind = Kind.LIVE if self.offered == SERIES else self.offered
        plan = Plan(**{**answers, "kind": kind, "audience": tokens})
        if not plan.hybrid:
            plan.online_capacity = None
        if plan.local_date and plan.local_time and plan.minutes and not self.rule():
            plan.more_dates = self._more(Date(plan.local_date, plan.local_time, plan.minutes))
        return plan

    def _more(self, first: Date) -> list[Date]:
        """Further dates; when none were asked for, those that there are."""
        if self._in_series():
            return []
        if not self.rows.is_bound:
            return [Date(**row) for row in (further_dates(self.session) if self.session else [])]
        return [date for row in self.rows.forms if (date := row.date(first))]

    def rule(self) -> Series | None:
        """By what rule the dates repeat; None for a session of its own."""
        if "every" not in self.fields:
            return None
        answers = self.cleaned_data
        first = answers["local_date"]
        return Series(
            first_day=first,
            last_day=answers["last_day"] or first,
            days=answers["days"] or [first.weekday()],
            every=answers["every"] or 1,
            local_time=answers["local_time"],
            minutes=answers["minutes"],
            slots=self._slots(answers) if answers.get("until_time") else 1,
        )


def answers_to(session: Session) -> dict[str, Any]:
    """What the form would have been filled with to offer this session."""
    names = (
        "kind", "title", "zone", "place", "link", "capacity", "hybrid", "online_capacity", "waiting_list",
        "hand_on", "language", "note", "approval", "minimum",
    )  # fmt: skip
    answers = {name: getattr(session, name) for name in names}
    answers.update({name: wall_of(getattr(session, name), session.zone) for name in WINDOWS})
    first = session.occurrences.order_by("n").first()
    if first:
        answers.update(local_date=first.local_date, local_time=first.local_time, minutes=first.minutes)
    answers["no_date"] = session.has_no_date_yet
    helpers = session.teachings.filter(role="co_teacher", occurrence=None, person__state="active")
    answers["co_teachers"] = "\n".join(row.person.email for row in helpers.select_related("person"))
    return {**answers, **answers_of(session)}
