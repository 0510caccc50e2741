"""Putting wiki pages in the trash and bringing them back."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import actions
from communities.models import CommunityPage, WikiPage
from communities.permissions import may_edit_wiki
from people.audience import viewer
from people.refusals import Refusal


@require_POST
def trash(request: HttpRequest, pk: int) -> HttpResponse:
    person = viewer(request.user)
    page = get_object_or_404(WikiPage.objects.visible_to(person).select_related("community"), pk=pk)
    if person is None:
        return redirect_to_login(page.get_absolute_url())
    try:
        actions.trash_wiki_page(person, page)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect(page)
    messages.success(
        request, _("“%(title)s” is in the trash. You can bring it back.") % {"title": page.title}
    )
    return redirect("communities:wiki_trash", page.community.slug)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Only those who write a wiki know what lies in its trash."""
    person = viewer(request.user)
    visible = CommunityPage.objects.visible_to(person)
    page = get_object_or_404(WikiPage.objects.trashed().filter(community__in=visible), pk=pk)
    if person is None or not may_edit_wiki(person, page.community):
        raise Http404
    try:
        restored = actions.restore_wiki_page(person, page)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("communities:wiki_trash", page.community.slug)
    messages.success(request, _("“%(title)s” is back.") % {"title": page.title})
    return redirect(restored)


@require_safe
def wiki_trash(request: HttpRequest, slug: str) -> HttpResponse:
    person = viewer(request.user)
    community = get_object_or_404(CommunityPage.objects.visible_to(person), slug=slug)
    if not may_edit_wiki(person, community):
        raise Http404
    rows = WikiPage.objects.trashed().filter(community=community).order_by("path")
    context = {"community": community, "rows": _thrown_away_by_hand(list(rows))}
    return render(request, "communities/wiki_trash.html", context)


def _thrown_away_by_hand(rows: list[WikiPage]) -> list[WikiPage]:
    """Without the pages that only went along with one above them; the latest first."""
    at = {row.path: row.trashed_at for row in rows}
    roots = [row for row in rows if at.get(row.path[: -row.steplen]) != row.trashed_at]
    return sorted(roots, key=lambda row: (row.trashed_at, row.pk), reverse=True)
