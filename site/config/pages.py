"""Pages of the installation itself, for those who build it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from config.style import samples


@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Every part of the look in every state; it does not exist in production."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "style/index.html", samples())
