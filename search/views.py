"""The results page, whose whole state is in its address, and what a search box proposes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from people.audience import viewer
from search import actions, suggestions
from search.panel import shown
from search.query import FACETS, Filters
from search.steering.page import steered
from search.steering.pins import pinned

LONGEST_NUMBER = 9


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    person, asked = viewer(request.user), request.GET
    found = actions.search(
        asked.get("q", ""),
        person,
        Filters.of({name: asked.getlist(name) for name in FACETS}),
        _number(asked.get("page", "")),
        sort=asked.get("sort", ""),
        exact=asked.get("exact") == "1",
        above=pinned,
    )
    begun = [] if found.results.matched or found.correction else suggestions.grouped(found.query.text, person)
    found, pins = steered(request, found, person)
    return render(request, "search/search.html", {**shown(found, asked, person), **pins, "begun": begun})


@require_GET
@cache_control(private=True, no_store=True)
def suggest(request: HttpRequest) -> HttpResponse:
    """A piece of a page: the content of a list box, or nothing."""
    groups = suggestions.grouped(request.GET.get("q", ""), viewer(request.user))
    total = sum(len(group.options) for group in groups)
    return render(request, "search/suggestions.html", {"groups": groups, "total": total})


def _number(text: str) -> int:
    """A page's number; whatever is none means the first page, and of a huge one the first digits do."""
    return int(text[:LONGEST_NUMBER]) if text.isascii() and text.isdigit() else 1
