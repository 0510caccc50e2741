"""What a search page costs without searching: rows known beforehand are fetched by number and shown."""

from dataclasses import replace
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from people.audience import viewer
from people.models import Person
from search import actions
from search.actions import Found
from search.facts import with_facts
from search.models import SearchDocument
from search.panel import shown
from search.query import Filters


@require_GET
def bare(request: HttpRequest) -> HttpResponse:
    """The search page's template with the search page's rows, in one statement beside those of signing in."""
    person = viewer(request.user)
    known = remembered(request.GET.get("q", ""), person.pk if person else None)
    documents = with_facts(SearchDocument.objects.all()).in_bulk([row.document.pk for row in known.rows])
    found = replace(known, rows=[replace(row, document=documents[row.document.pk]) for row in known.rows])
    return render(request, "search/search.html", shown(found, request.GET, person))


@lru_cache(maxsize=1000)
def remembered(text: str, person_id: int | None) -> Found:
    person = Person.objects.get(pk=person_id) if person_id else None
    return actions.search(text, person, Filters())
