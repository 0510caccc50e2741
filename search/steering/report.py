"""What people looked for this week, told without telling who."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst

from courses.models import Request
from search.models import QueryCount

DAYS = 7
LEAST = 3
"""Askings from which on a query is shown, so that no single question points to a person."""
MOST = 15


@dataclass(frozen=True)
class Line:
    """A query and how often it was so; `title` is what a page about it might be called."""

    label: str
    value: int

    @property
    def title(self) -> str:
        return capfirst(self.label)


def report() -> dict[str, Any]:
    """The week's lists, each from the most to the fewest; four statements."""
    rows = QueryCount.objects.since(DAYS).shown_from(LEAST)
    top = _lines(rows, "times")
    return {
        "top": top,
        "highest": max((line.value for line in top), default=0),
        "empty": _lines(rows, "nothing"),
        "abandoned": _lines(rows, "left"),
        "wishes": [
            Line(str(row["said"]), int(str(row["many"])))
            for row in Request.objects.open().without_people()[:MOST]
        ],
        "days": DAYS,
        "least": LEAST,
    }


def _lines(rows: QuerySet[QueryCount, dict[str, Any]], name: str) -> list[Line]:
    """Queries of which this number, too, is no single question's."""
    often = rows.filter(**{f"{name}__gte": LEAST}).order_by(f"-{name}", "query")[:MOST]
    return [Line(str(row["query"]), row[name]) for row in often]
