"""Offering a session, changing it, and calling it off."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.actions.sessions import cancel_session, change_session, offer_session
from courses.forms import KINDS, CancelForm, SessionForm
from courses.models import CoursePage, Session
from people.audience import signed_in
from people.refusals import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a course of one's own."""
    me = signed_in(request)
    course = get_object_or_404(CoursePage.objects.editable_by(me), pk=pk)
    answers = {"zone": me.zone, "language": course.language, "minutes": course.minutes}
    form = SessionForm(request.POST or None, kind=_kind(request), initial=answers)
    if request.method == "POST" and form.is_valid():
        try:
            session = offer_session(me, course, form.plan())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The session is open for enrolment."))
            return redirect(session)
    return render(request, "courses/offer.html", {"form": form, "course": course, "kinds": _kinds(request)})


def _kind(request: HttpRequest) -> str:
    """What the person wants to offer; live, unless self-paced is asked for."""
    wanted = request.POST.get("kind") or request.GET.get("kind")
    return Session.Kind.SELF_PACED if wanted == Session.Kind.SELF_PACED else Session.Kind.LIVE


def _kinds(request: HttpRequest) -> list[dict[str, Any]]:
    """The two forms as tabs that are links."""
    return [
        {"label": label, "url": f"?kind={kind}", "current": kind == _kind(request)} for kind, label in KINDS
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a session one gives."""
    me = signed_in(request)
    session = _managed(request, pk)
    form = SessionForm(request.POST or None, kind=session.kind, initial=SessionForm.answers_of(session))
    if request.method == "POST" and form.is_valid():
        try:
            change_session(me, session, form.plan())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved. Everyone on the roster hears of a new time or place."))
            return redirect(session)
    return render(request, "courses/offer.html", {"form": form, "course": session.course, "session": session})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a session off, with a reason."""
    session = _managed(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_session(signed_in(request), session, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The session is cancelled, and everyone on the roster is told."))
            return redirect(session)
    return render(request, "courses/cancel.html", {"form": form, "session": session})


def _managed(request: HttpRequest, pk: int) -> Session:
    sessions = Session.objects.manageable_by(signed_in(request)).select_related("course")
    return get_object_or_404(sessions, pk=pk)
