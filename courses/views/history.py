"""Who changed what of a session, for those who keep its roster."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.chronicle import page_of
from courses.views.roster import frame, managed


@login_required
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every change of the session and every step of its people, the newest first."""
    session = managed(request, pk)
    page, lines = page_of(session, request.GET.get("page"))
    context = {**frame(request, session), "page_of_lines": page, "lines": lines}
    return render(request, "courses/roster_history.html", context)
