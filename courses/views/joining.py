"""The secret address of a session: handing it out, ending it, and coming by it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.actions.sessions import come_by_link, end_link, link_leads_to, make_link
from courses.permissions import may_see_session
from courses.views.offering import managed
from people.audience import signed_in
from people.refusals import Refusal


@login_required
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the address, or end it."""
    session = managed(request, pk)
    try:
        if "end" in request.POST:
            end_link(signed_in(request), session)
            messages.success(request, _("The address works for nobody any more. Who came by it stays."))
        else:
            make_link(signed_in(request), session)
            messages.success(request, _("Hand the address to whoever shall come."))
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    return redirect("courses:change", session.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the address leads: looking changes nothing, and coming in is a click."""
    me = signed_in(request)
    session = link_leads_to(secret)
    if session is None:
        raise Http404
    if request.method == "POST":
        come_by_link(me, secret)
        return redirect(session)
    if may_see_session(me, session):
        return redirect(session)
    return render(request, "courses/join.html", {"session": session})
