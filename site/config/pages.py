"""Pages of the installation itself, for those who build it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_safe

from config.readable import readable_pages
from config.style import samples
from people.audience import viewer


@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Every part of the look in every state; it does not exist in production."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "style/index.html", samples())


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a link in a text leads: to the page, for those who may read it as it is published."""
    pages = readable_pages(viewer(request.user)).filter(live=True, depth__gt=2)
    return redirect(get_object_or_404(pages, pk=pk).specific.get_absolute_url())
