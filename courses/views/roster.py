"""Offering a session, changing it, and keeping its roster."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.actions.attendance import OPENS_BEFORE, record_attendance
from courses.actions.roster import remove
from courses.actions.sessions import cancel_session, change_session, offer_session
from courses.forms import KINDS, CancelForm, SessionForm
from courses.lines import lines_for
from courses.models import Attendance, CoursePage, Enrolment, Session
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


@login_required
@require_safe
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes, who waits, who was there."""
    session = _managed(request, pk)
    return render(request, "courses/roster.html", _roster_context(request, session))


def _roster_context(request: HttpRequest, session: Session) -> dict[str, Any]:
    me = signed_in(request)
    occurrence = session.occurrences.first()
    people = (
        session.enrolments.current().select_related("person__team").order_by("priority", "joined_at", "pk")
    )
    marked = Attendance.objects.filter(enrolment__session=session)  # its roster is kept by `manageable_by`
    marks = dict(marked.values_list("enrolment_id", "mark"))
    rows: list[dict[str, Any]] = [{"enrolment": row, "mark": marks.get(row.pk, "")} for row in people]
    return {
        "session": session,
        "line": lines_for(Session.objects.manageable_by(me).filter(pk=session.pk), me)[0],
        "occurrence": occurrence,
        "seated": [row for row in rows if row["enrolment"].state in Enrolment.HOLDING],
        "waiting": [row for row in rows if row["enrolment"].state == Enrolment.State.WAITING],
        "marks": Attendance.Mark.choices,
        "may_mark": occurrence is not None and timezone.now() >= occurrence.starts_at - OPENS_BEFORE,
    }


@login_required
@require_POST
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Write who was there; fields named `mark-<enrolment>`."""
    session = _managed(request, pk)
    occurrence = get_object_or_404(session.occurrences.all()[:1])
    seated = session.enrolments.holding_a_seat()
    marks = {row: request.POST[f"mark-{row.pk}"] for row in seated if f"mark-{row.pk}" in request.POST}
    try:
        written = record_attendance(signed_in(request), occurrence, marks)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("Saved: %(n)d marked.") % {"n": len(written)})
    return redirect("courses:roster", session.pk)


@login_required
@require_POST
def remove_from_roster(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
    """Take somebody off the roster; the next in line is served."""
    session = _managed(request, pk)
    enrolment = get_object_or_404(session.enrolments.select_related("session", "person"), pk=enrolment_pk)
    remove(signed_in(request), enrolment, reason=request.POST.get("reason", ""))
    messages.success(request, _("%(name)s is no longer on the roster.") % {"name": enrolment.person})
    return redirect("courses:roster", session.pk)
