"""What steering adds to the results page."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from people.models import Person
from search.actions import Found, Row
from search.asking import Answer
from search.models import Kind, SearchDocument
from search.panel import ICONS
from search.steering.noticing import notice_asked
from search.steering.permissions import may_steer
from search.steering.pins import key_of


def steered(request: HttpRequest, found: Found, person: Person | None) -> tuple[Found, dict[str, Any]]:
    """The answer without what stands pinned above it, and what `search/pins.html` needs.

    Totals and counts stay as they are. Notes that the question was asked.
    """
    text = found.query.text
    notice_asked(request, found=_held_all(found.answer), narrowed=bool(found.filters))
    above = {document.pk for document, _note in found.above}
    rest = replace(found, rows=_without(above, found.rows), beside=_without(above, found.beside))
    return rest, {
        "pins": [_line(document, note) for document, note in found.above],
        "steers": may_steer(person),
        "pin_url": f"{reverse('search:new_pin')}?{urlencode({'q': key_of(text)})}" if key_of(text) else "",
    }


def _held_all(answer: Answer) -> bool:
    """Whether anything held all the words; what holds only some of them is seldom what was meant."""
    return answer.results.total > 0 and (not answer.relaxed or bool(answer.ask.first))


def _without(above: set[int], rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.document.pk not in above]


def _line(document: SearchDocument, note: str) -> dict[str, Any]:
    return {
        "title": document.title,
        "url": document.url,
        "kind": document.get_kind_display(),
        "icon": ICONS[Kind(document.kind)],
        "note": note,
    }
