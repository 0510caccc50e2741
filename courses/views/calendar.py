"""The public calendar of sessions; My month shows one's own dates in the same way."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.languages import LANGUAGES
from courses import calendar as dates
from courses.models import Occurrence, Session
from people.audience import viewer
from people.models import Person

KINDS = [choice for choice in Session.Kind.choices if choice[0] != Session.Kind.SELF_PACED]


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What is on, by month, week and list, narrowed down by kind and language."""
    person = viewer(request.user)
    kind = _one_of(request, "kind", KINDS)
    language = _one_of(request, "language", LANGUAGES)
    kept = {name: value for name, value in (("kind", kind), ("language", language)) if value}
    context = calendar_context(request, dates.public_dates(person, kind, language), person, kept)
    filters = [
        {"name": "kind", "label": _("Kind"), "options": KINDS, "chosen": kind},
        {"name": "language", "label": _("Language"), "options": LANGUAGES, "chosen": language},
    ]
    return render(request, "courses/calendar.html", {**context, "filters": filters, "filtered": bool(kept)})


def _one_of(request: HttpRequest, name: str, choices: Any) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in {value for value, _label in choices} else ""


def calendar_context(
    request: HttpRequest,
    rows: QuerySet[Occurrence],
    person: Person | None,
    kept: dict[str, str] | None = None,
    usual: str = dates.MONTH,
) -> dict[str, Any]:
    """What the parts of a calendar need; `kept` are filters that its links carry along."""
    view = request.GET.get("view", "")
    view = view if view in dates.VIEWS else usual
    at = dates.read_day(request.GET.get("at", ""))
    span = dates.span_of(view, at)
    entries = dates.entries_in(rows, span, person)
    following = dates.next_date(rows, span) if not entries else None

    def link(view: str, day: Any) -> str:
        return f"{request.path}?{urlencode({**(kept or {}), 'view': view, 'at': day.isoformat()})}"

    words = {dates.MONTH: _("Month"), dates.WEEK: _("Week"), dates.LIST: _("List")}
    return {
        "span": span,
        "days": dates.days_of(span, entries),
        "many": len(entries),
        "most": dates.MOST,
        "at": at,
        "views": [
            {"label": words[name], "url": link(name, at), "current": name == view} for name in dates.VIEWS
        ],
        "before_url": link(view, span.before),
        "after_url": link(view, span.after),
        "today_url": link(view, timezone.localdate()),
        "list_url": link(dates.LIST, span.month),
        "following": following,
        "following_url": link(view, timezone.localtime(following.starts_at).date()) if following else "",
        "zone": _("your time") if person else "UTC",
    }
