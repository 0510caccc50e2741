"""The page on which host and guest of a shadowing say what it brought."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.actions.debriefs import debrief, debriefs_for, shadowed
from courses.models import Debrief, Enrolment, Session
from people.audience import signed_in
from people.models import Person
from people.refusals import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def debriefs(request: HttpRequest, pk: int) -> HttpResponse:
    """What both said, and a field for oneself; 404 for everybody else and before it is over."""
    me = signed_in(request)
    session = get_object_or_404(Session.objects.visible_to(me).select_related("course"), pk=pk)
    visits = list(shadowed(me, session))
    if not visits:
        raise Http404
    typed = ""
    if request.method == "POST":
        typed = request.POST.get("text", "")
        try:
            debrief(me, _visit(visits, request.POST.get("visit", "")), typed)
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, _("Saved. You both read what you wrote."))
            return redirect("courses:debrief", session.pk)
    rows = list(debriefs_for(me, session))
    context = {"session": session, "visits": [_shown(me, visit, rows, typed) for visit in visits]}
    return render(request, "courses/debrief.html", context)


def _visit(visits: list[Enrolment], pk: str) -> Enrolment:
    found = next((visit for visit in visits if str(visit.pk) == pk), None)
    if found is None:
        raise Http404
    return found


def _shown(me: Person, visit: Enrolment, rows: list[Debrief], typed: str) -> dict[str, Any]:
    said = [row for row in rows if row.enrolment_id == visit.pk]
    mine = next((row.text for row in said if row.by_id == me.pk), "")
    return {"enrolment": visit, "said": said, "mine": typed or mine}
