"""Run sheets: writing one, reading it with its times, rehearsing with a clock."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.actions.preparing import Unit, copy_sheet, write_course_sheet, write_session_sheet
from courses.models import CoursePage, RunSheet, Session
from courses.run_sheet_forms import more_rows, rows_for, units_in
from courses.run_sheets import lines_of, others_for, sheet_of_course, sheet_of_session
from people.audience import signed_in
from people.refusals import Refusal

Write = Callable[[Sequence[Unit]], RunSheet]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def course_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The run sheet of a course, for all who teach it."""
    me = signed_in(request)
    course = get_object_or_404(CoursePage.objects.editable_by(me), pk=pk)
    sheet = sheet_of_course(course.pk)
    context = {"of": course, "back": reverse("courses:desk", args=[pk]), "lines": lines_of(sheet, None)}
    return _sheet(request, sheet, lambda units: write_course_sheet(me, course, units), context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def session_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The run sheet of a session one gives, with the times of its first date."""
    me = signed_in(request)
    session = _given(request, pk)
    sheet = sheet_of_session(session)
    context = {
        "of": session,
        "session": session,
        "back": session.get_absolute_url(),
        "lines": lines_of(sheet, session.starts_at),
        "others": others_for(me, session),
    }
    return _sheet(request, sheet, lambda units: write_session_sheet(me, session, units), context)


def _given(request: HttpRequest, pk: int) -> Session:
    sessions = Session.objects.manageable_by(signed_in(request)).select_related("course")
    return get_object_or_404(sessions, pk=pk)


def _sheet(
    request: HttpRequest, sheet: RunSheet | None, write: Write, context: dict[str, Any]
) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, context, rows_for(sheet))
    if "more" in request.POST:
        return _shown(request, context, rows_for(sheet, more_rows(request.POST)), writing=True)
    rows = rows_for(sheet, request.POST)
    if not rows.is_valid():
        return _shown(request, context, rows, writing=True)
    try:
        write(units_in(rows))
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
        return _shown(request, context, rows, writing=True)
    messages.success(request, _("The run sheet is saved."))
    return redirect(request.path)


def _shown(
    request: HttpRequest, context: dict[str, Any], rows: Any, *, writing: bool = False
) -> HttpResponse:
    lines = context["lines"]
    total = lines[-1].ends_after if lines else 0
    return render(
        request,
        "courses/run_sheet.html",
        {**context, "rows": rows, "total": total, "over": _over(context.get("session"), total),
         "writing": writing or not lines},
    )  # fmt: skip


def _over(session: Session | None, total: int) -> int:
    """By how many minutes the units are longer than the first date."""
    first = session.occurrences.first() if session else None
    return max(total - first.minutes, 0) if first else 0


@login_required
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin with the units of another run sheet."""
    session = _given(request, pk)
    wanted = request.POST.get("sheet", "")
    sheets = {str(sheet.pk): sheet for sheet in others_for(signed_in(request), session)}
    if wanted not in sheets:
        messages.warning(request, _("Choose one of the run sheets that the list offers."))
    else:
        copy_sheet(signed_in(request), sheets[wanted], session)
        messages.success(request, _("Copied. Change here what is different this time."))
    return redirect("courses:run_sheet", session.pk)


@login_required
@require_safe
def rehearsal(request: HttpRequest, pk: int) -> HttpResponse:
    """The units one after another, with a clock."""
    session = _given(request, pk)
    sheet = sheet_of_session(session) or sheet_of_course(session.course_id)
    lines = lines_of(sheet, session.starts_at)
    total = lines[-1].ends_after if lines else 0
    return render(request, "courses/rehearsal.html", {"session": session, "lines": lines, "total": total})
