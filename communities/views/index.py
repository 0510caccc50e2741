"""Every community a person may see."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.models import CommunityPage
from people.audience import viewer

ROWS = 20


@require_safe
def index(request: HttpRequest, page: Any = None) -> HttpResponse:  # noqa: ARG001  # the editor's preview sends it
    visible = CommunityPage.objects.visible_to(viewer(request.user)).with_counts()
    rows = Paginator(visible.order_by("title", "pk"), ROWS).get_page(request.GET.get("page"))
    return render(request, "communities/index.html", {"page_of_rows": rows})
