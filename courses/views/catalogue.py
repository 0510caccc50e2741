"""The list of all courses."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses import catalogue as shelves
from courses.lines import lines_for
from courses.models import CoursePage, Session
from people.audience import viewer

ROWS = 20


@require_safe
def catalogue(request: HttpRequest, **_preview: Any) -> HttpResponse:
    """Courses as rows, facets beside them; everything stands in the address."""
    person = viewer(request.user)
    courses = CoursePage.objects.visible_to(person)
    choice = shelves.chosen(request.GET)
    found = shelves.ordered(shelves.narrowed(courses, choice, person), person)
    rows = Paginator(found.prefetch_related("topics"), ROWS).get_page(request.GET.get("page"))
    facets = shelves.facets(courses, choice, person)
    return render(
        request,
        "courses/catalogue.html",
        {
            "rows": _with_next(list(rows), person),
            "page_of_rows": rows,
            "total": rows.paginator.count,
            "facets": facets,
            "chips": _chips(request, facets),
            "chosen": sum(len(values) for values in choice.values()),
        },
    )


def _with_next(courses: list[CoursePage], person: Any) -> list[dict[str, Any]]:
    """Each course with its best open session, if there is one."""
    lines = lines_for(Session.objects.visible_to(person).open().filter(course__in=courses).soonest(), person)
    best: dict[int, Any] = {}
    for line in sorted(lines, key=lambda line: line.rank):
        best.setdefault(line.session.course_id or 0, line)
    return [{"course": course, "line": best.get(course.pk)} for course in courses]


def _chips(request: HttpRequest, facets: list[shelves.Facet]) -> list[dict[str, str]]:
    chips = []
    for facet in facets:
        for option in (option for option in facet.options if option.selected):
            query = request.GET.copy()
            query.setlist(facet.name, [value for value in query.getlist(facet.name) if value != option.value])
            query.pop("page", None)
            chips.append({"label": option.label, "remove_url": f"{request.path}?{query.urlencode()}"})
    return chips
