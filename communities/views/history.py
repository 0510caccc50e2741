"""Who changed a wiki page when, and what; for colleagues only, since it names them."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from communities.differences import rows_between
from communities.models import WikiPage
from communities.views.wiki import crumbs
from people.audience import viewer

ROWS = 30


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    page = _page(request, pk)
    revisions = page.revisions.defer("content").select_related("user").order_by("-created_at", "-pk")
    rows = Paginator(revisions, ROWS).get_page(request.GET.get("page"))
    events = [
        {
            "at": row.created_at,
            "text": _("See what changed at %(time)s")
            % {"time": date_format(localtime(row.created_at), "TIME_FORMAT")},
            "person": row.user,
            "url": reverse("communities:wiki_revision", args=[page.pk, row.pk]),
        }
        for row in rows
    ]
    context = {"page": page, "crumbs": crumbs(page, [], _("History")), "page_of_rows": rows, "events": events}
    return render(request, "communities/wiki_history.html", context)


@require_safe
def revision(request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
    """What one saving changed, against the one before it."""
    page = _page(request, pk)
    revision = get_object_or_404(page.revisions.select_related("user"), pk=revision_pk)
    before = page.revisions.filter(pk__lt=revision.pk).order_by("-pk").first()
    old, new = (before.content if before else {}), revision.content
    context = {
        "page": page,
        "crumbs": crumbs(page, [], _("History")),
        "revision": revision,
        "rows": rows_between(old.get("body", ""), new.get("body", "")),
        "titles": (old.get("title", ""), new.get("title", "")),
    }
    return render(request, "communities/wiki_revision.html", context)


def _page(request: HttpRequest, pk: int) -> WikiPage:
    person = viewer(request.user)
    if person is None:
        raise Http404
    page: WikiPage = get_object_or_404(WikiPage.objects.visible_to(person).select_related("community"), pk=pk)
    return page
