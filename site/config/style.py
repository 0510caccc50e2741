"""What the /style/ page shows: every part in every state, without a database."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from pygments.lexers import PythonLexer
from pygments.token import STANDARD_TYPES

SWATCHES = (
    *("paper", "paper-raised", "paper-sunk", "ink", "ink-soft", "rule"),
    *("accent", "accent-ink", "accent-soft", "warm", "warm-fill", "good", "warn", "bad", "focus"),
)
START = datetime(2030, 3, 14, 13, 0, tzinfo=UTC)
CODE = '''def seats_left(session):
    """Seats nobody holds."""
    # A seat that is offered is not free.
    return max(0, session.capacity - session.taken)'''


class SampleForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), help_text=_("Say what people will be able to do."), max_length=80
    )
    promise = forms.CharField(label=_("Promise"), widget=forms.Textarea, required=False)
    level = forms.ChoiceField(
        label=_("Level"), choices=[("new", _("New to it")), ("some", _("Some practice"))]
    )
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    hour = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    place = forms.ChoiceField(
        label=_("Where"),
        widget=forms.RadioSelect,
        choices=[("room", _("In a room")), ("online", _("Online"))],
        help_text=_("You can change this until the day before."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("en", "English"), ("de", "Deutsch"), ("pt", "Português")],
        required=False,
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=1, required=False)
    remind = forms.BooleanField(
        label=_("Remind me the day before"), help_text=_("One mail, no more."), required=False
    )


class RefusedForm(SampleForm):
    remind = forms.BooleanField(label=_("I have read the charter"))

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError(_("You already teach at that time."))


def samples() -> dict[str, Any]:
    people = _people()
    return {
        "swatches": SWATCHES,
        "icons": _icons(),
        "people": people,
        "teacher": people[0],
        "form": SampleForm(prefix="plain"),
        "wrong_form": RefusedForm({"seats": "0"}, prefix="wrong"),
        "starts_at": START,
        "code": _coloured(CODE),
        "page": Paginator(range(60), 20).page(2),
        "query": QueryDict("q=contract"),
        **_finding(),
        **_reading(),
        **_talk(people),
        **_charts(),
    }


def _icons() -> list[str]:
    sprite = settings.BASE_DIR / "static" / "icons" / "sprite.svg"
    return re.findall(r'symbol id="([\w-]+)"', sprite.read_text(encoding="utf-8"))


def _coloured(code: str) -> str:
    tokens = PythonLexer().get_tokens(code)
    pairs = ((STANDARD_TYPES.get(kind, ""), text) for kind, text in tokens)
    return format_html_join("", '<span class="{}">{}</span>', pairs)


def _people() -> list[Sample]:
    names = ["Ines Falk", "Tomás Beira", "Wanda Okoro", "Ruben Lindqvist", "Mei Arden"]
    return [
        Sample(pk=number, name=name, initials="".join(part[0] for part in name.split()))
        for number, name in enumerate(names)
    ]


def _option(value: str, count: int, *, selected: bool = False) -> Sample:
    return Sample(value=value.lower(), label=value, count=count, selected=selected)


def _finding() -> dict[str, Any]:
    return {
        "crumbs": [
            Sample(label=_("Courses"), url="#crumbs"),
            Sample(label="Reading a contract without fear", url="#crumbs"),
            Sample(label="The five clauses that matter"),
        ],
        "facets": [
            Sample(
                title=_("Kind"),
                name="kind",
                options=[
                    _option("Course", 12, selected=True),
                    _option("Wiki page", 31),
                    _option("Person", 4),
                ],
            ),
            Sample(
                title=_("Language"), name="language", options=[_option("English", 28), _option("Deutsch", 19)]
            ),
        ],
        "chips": [
            Sample(label=_("Course"), remove_url="#chips"),
            Sample(label="Contracts", remove_url="#chips"),
        ],
        "tabs": [
            Sample(label=_("Going on"), url="#tabs", current=True),
            Sample(label=_("Questions"), url="#tabs", count=7),
            Sample(label=_("People"), url="#tabs", count=42),
        ],
        "menu_items": [
            Sample(label=_("Edit"), url="#menu", icon="pencil"),
            Sample(label=_("History"), url="#menu", icon="history"),
            Sample(label=_("Put in the trash"), url="#menu", icon="trash", post=True),
        ],
        "meta": [_("45 minutes"), "English", _("New to it")],
        "topics": [Sample(name="Contracts", url="#rows"), Sample(name="Purchasing", url="#rows")],
        "facts": [
            Sample(label=_("When"), value="Thursday 14 March, 14:00", icon="calendar"),
            Sample(label=_("Where"), value="Linden room, second floor", icon="map-pin"),
            Sample(label=_("Language"), value="English", icon="globe"),
        ],
    }


def _reading() -> dict[str, Any]:
    titles = [
        "Why contracts are long",
        "The five clauses that matter",
        "Whom to ask",
        "Your first one, together",
    ]
    return {
        "lessons": [
            Sample(title=title, url="#lesson", minutes=8 + number, done=number == 0, current=number == 1)
            for number, title in enumerate(titles)
        ],
        "steps": [
            Sample(title=_("Find the end date"), text=_("It is near the top or the very end.")),
            Sample(title=_("Mark who may end it early"), text=_("Both sides, or only one?")),
            Sample(title=_("Ask about what you cannot explain"), text=""),
        ],
        "options": [
            Sample(
                value="a", label=_("The longest one"), right=False, chosen=True, note=_("Length says little.")
            ),
            Sample(
                value="b", label=_("The one about ending it"), right=True, note=_("It says how you get out.")
            ),
            Sample(value="c", label=_("The one with the names"), right=False),
        ],
        "diff_rows": [
            Sample(kind="same", text="## How to ask for a room"),
            Sample(kind="removed", text="Write to the front desk two days before."),
            Sample(kind="added", text="Book it in the calendar; the front desk sees it at once."),
            Sample(kind="gap", text="12 lines that did not change"),
        ],
    }


def _talk(people: list[Sample]) -> dict[str, Any]:
    question = Sample(
        pk=1,
        author=people[1],
        at=START,
        note=_("Learner"),
        body=_("Does this hold for contracts with the state?"),
    )
    answer = Sample(
        pk=2,
        author=people[0],
        at=START + timedelta(hours=3),
        note=_("Teacher"),
        body=_("Mostly. The notice is longer, and you ask legal first."),
        helpful=6,
        accepted=True,
    )
    return {
        "posts": [question, answer],
        "events": [
            Sample(at=START, text=_("Checked, good until September"), person=people[2], url="#timeline"),
            Sample(at=START - timedelta(days=40), text=_("Section on rooms rewritten"), person=people[3]),
            Sample(
                at=START - timedelta(days=200),
                text=_("Page begun"),
                person=people[4],
                note=_("From a lunch talk"),
            ),
        ],
    }


def _charts() -> dict[str, Any]:
    kinds = [("Live", 48), ("Series", 21), ("Self-paced", 64), ("Office hours", 9)]
    weeks = [12, 18, 9, 22, 30, 27, 34, 31]
    return {
        "bars": [Sample(label=label, value=value) for label, value in kinds],
        "columns": [Sample(label=f"Week {number}", value=value) for number, value in enumerate(weeks, 1)],
        "bars_top": max(value for _kind, value in kinds),
        "columns_top": max(weeks),
    }
