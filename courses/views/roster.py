"""Keeping the roster of a session."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.actions.attendance import OPENS_BEFORE, record_attendance
from courses.actions.roster import remove
from courses.lines import lines_for
from courses.models import Attendance, Enrolment, Session
from people.audience import signed_in
from people.refusals import Refusal


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
