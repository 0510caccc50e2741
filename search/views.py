"""The results page; its whole state is in the address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.audience import viewer
from search import actions
from search.panel import shown
from search.query import FACETS, Filters


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    person = viewer(request.user)
    filters = Filters.of({name: request.GET.getlist(name) for name in FACETS})
    found = actions.search(request.GET.get("q", ""), person, filters, _number(request.GET.get("page", "")))
    return render(request, "search/search.html", shown(found, request.GET, signed_in=person is not None))


def _number(text: str) -> int:
    """A page's number; whatever is none means the first page."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
