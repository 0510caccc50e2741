"""Reading the wiki."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.models import CommunityPage, WikiAddress, WikiPage
from communities.permissions import may_edit_wiki
from content.markdown import headings_in
from people.audience import viewer
from people.models import Person

LEVELS_SHOWN = 2
HEADINGS_SHOWN = 3
"""Headings down to this level stand in the contents of a page."""


@dataclass
class Branch:
    page: WikiPage
    below: list["Branch"] = field(default_factory=list)


def tree_of(pages: Iterable[WikiPage]) -> list[Branch]:
    """Pages in the order of their paths as a tree, siblings by title."""
    top: list[Branch] = []
    open_branches: list[Branch] = []
    for page in pages:
        while open_branches and not page.path.startswith(open_branches[-1].page.path):
            open_branches.pop()
        siblings = open_branches[-1].below if open_branches else top
        siblings.append(Branch(page))
        open_branches.append(siblings[-1])
    return _sorted(top)


def _sorted(branches: list[Branch]) -> list[Branch]:
    for branch in branches:
        branch.below = _sorted(branch.below)
    return sorted(branches, key=lambda branch: branch.page.title.casefold())


@require_safe
def contents(request: HttpRequest, slug: str) -> HttpResponse:
    """The top two levels of a community's wiki."""
    person = viewer(request.user)
    community = get_object_or_404(CommunityPage.objects.visible_to(person), slug=slug)
    pages = _pages(person).filter(community=community).below(community, LEVELS_SHOWN)
    context = {"community": community, "tree": tree_of(pages), "may_edit": may_edit_wiki(person, community)}
    return render(request, "communities/wiki.html", context)


@require_safe
def read(request: HttpRequest, slug: str = "", path: str = "", page: WikiPage | None = None) -> HttpResponse:
    """A page by its address; a former address leads to today's."""
    person = viewer(request.user)
    found = page or _pages(person).select_related("keeper", "latest_revision__user").at(slug, path).first()
    if found is None:
        return _former(person, slug, path)
    return render(request, "communities/wiki_page.html", page_context(found, person))


def page_context(page: WikiPage, person: Person | None) -> dict[str, Any]:
    headings = [heading for heading in headings_in(page.html) if heading.level <= HEADINGS_SHOWN]
    above = list(_pages(person).above(page)) if page.path else []
    children = _pages(person).below(page) if page.path else []
    return {
        "page": page,
        "community": page.community,
        "crumbs": crumbs(page, above),
        "headings": headings if len(headings) > 1 else [],
        "children": sorted(children, key=lambda child: child.title.casefold()),
        "topics": list(page.topics.all()),
        "may_edit": may_edit_wiki(person, page.community),
        "person": person,
    }


def crumbs(page: WikiPage, above: Iterable[WikiPage], here: str = "") -> list[dict[str, str]]:
    """Where a page stands; `here` names what is done to it."""
    community = page.community
    trail = [
        {"label": community.title, "url": community.get_absolute_url()},
        {"label": _("Wiki"), "url": reverse("communities:wiki", args=[community.slug])},
        *({"label": one.title, "url": one.get_absolute_url()} for one in above),
        {"label": page.title, "url": page.get_absolute_url() if here else ""},
    ]
    return [*trail, {"label": here, "url": ""}] if here else trail


@require_safe
def named(request: HttpRequest, slug: str) -> HttpResponse:
    """Where `[[title]]` leads: to the page of that title, or for members to where it can be written."""
    person = viewer(request.user)
    title = " ".join(request.GET.get("title", "").split())
    community = get_object_or_404(CommunityPage.objects.visible_to(person), slug=slug)
    pages = _pages(person).filter(community=community)
    titles = {
        page.title.casefold(): page
        for page in pages.only("title", "url_path", "community__slug", "community__url_path")
    }
    if title.casefold() in titles:
        return redirect(titles[title.casefold()])
    if not title or not may_edit_wiki(person, community):
        raise Http404
    new = reverse("communities:wiki_new", args=[community.pk])
    return redirect(f"{new}?{urlencode({'title': title[:255]})}")


def _pages(person: Person | None) -> Any:
    return WikiPage.objects.visible_to(person).select_related("community")


def _former(person: Person | None, slug: str, path: str) -> HttpResponse:
    leading = WikiAddress.objects.filter(page__in=WikiPage.objects.visible_to(person), path=path.lower())
    address = get_object_or_404(leading.select_related("page__community"), community__slug=slug)
    return redirect(address.page, permanent=True)
