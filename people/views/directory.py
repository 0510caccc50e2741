"""Finding colleagues, and the page of one."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from people.audience import viewer
from people.forms import DirectoryForm
from people.models import Person, PersonQuerySet
from people.profile_parts import profile_parts

PER_PAGE = 30


@login_required
@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    form = DirectoryForm(request.GET)
    people = _found(Person.objects.visible_to(viewer(request.user)), form).select_related("team")
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/directory.html", {"form": form, "page": page})


@login_required
@require_GET
def person(request: HttpRequest, handle: str) -> HttpResponse:
    reader = viewer(request.user)
    shown = get_object_or_404(Person.objects.visible_to(reader).select_related("team"), handle=handle)
    parts = profile_parts(shown, reader) if reader else []
    return render(request, "people/person.html", {"person": shown, "reader": reader, "parts": parts})


def _found(people: PersonQuerySet, form: DirectoryForm) -> PersonQuerySet:
    """Those the form asks for; nobody when it asks for what does not exist."""
    if not form.is_valid():
        return people.none()
    if team := form.cleaned_data["team"]:
        people = people.filter(team=team)
    return people.matching(form.cleaned_data["q"])
