"""Marking who was there, and checking in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses import guards
from courses.actions import attendance as marking
from courses.former import shown, shown_rows
from courses.models import Attendance, Enrolment, Occurrence, Session
from courses.views.roster import frame, managed
from people.audience import signed_in
from people.refusals import Refusal

Answers = dict[int, tuple[str, str]]
"""What was chosen and noted for each enrolment by its number."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Write who was there on a date; fields named `mark-<enrolment>`, `was-` and `note-`."""
    session = managed(request, pk)
    dates = list(session.occurrences.all())
    date = _chosen(request, dates)
    date.session = session
    rows = _rows(session, date)
    if request.method == "POST":
        answers = _answers(request, rows)
        try:
            written = _record(request, date, rows, answers)
        except Refusal as refusal:
            return render(request, "courses/roster_attendance.html", {
                **_context(request, date, dates, rows, answers), "refused": refusal.sentence,
            })  # fmt: skip
        messages.success(request, _("Saved: %(n)d marked.") % {"n": len(written)})
        return redirect(_url(date))
    return render(request, "courses/roster_attendance.html", _context(request, date, dates, rows, {}))


def _chosen(request: HttpRequest, dates: list[Occurrence]) -> Occurrence:
    """The date of the address; otherwise the last that has begun, or the first. 404 for any other."""
    asked = request.GET.get("date", "")
    if asked:
        known = {str(date.pk): date for date in dates}
        if asked not in known:
            raise Http404
        return known[asked]
    if not dates:
        raise Http404
    soon = timezone.now() + guards.JOINING
    begun = [date for date in dates if date.starts_at <= soon]
    return begun[-1] if begun else dates[0]


def _url(date: Occurrence) -> str:
    return f"{reverse('courses:attendance', args=[date.session_id])}?date={date.pk}"


def _rows(session: Session, date: Occurrence) -> list[dict[str, Any]]:
    """Everybody with a seat, and everybody who is marked, each with the mark of this date."""
    marks = {row.enrolment_id: row for row in date.attendance.select_related("by")}
    for mark in marks.values():
        mark.by = shown(mark.by)
    people = session.enrolments.filter(Q(state=Enrolment.State.CONFIRMED) | Q(pk__in=list(marks)))
    people = people.select_related("person__team").order_by("person__name", "pk")
    return [{"enrolment": row, "known": marks.get(row.pk)} for row in shown_rows(people)]


def _answers(request: HttpRequest, rows: list[dict[str, Any]]) -> Answers:
    ids = [row["enrolment"].pk for row in rows if f"mark-{row['enrolment'].pk}" in request.POST]
    return {pk: (request.POST[f"mark-{pk}"], request.POST.get(f"note-{pk}", "")) for pk in ids}


def _record(
    request: HttpRequest, date: Occurrence, rows: list[dict[str, Any]], answers: Answers
) -> list[Attendance]:
    """Only what was changed on the page is written, so that a check-in meanwhile stays."""
    chosen = {}
    for row in rows:
        pk = row["enrolment"].pk
        mark, note = answers.get(pk, ("", ""))
        if pk in answers and (mark != request.POST.get(f"was-{pk}") or note):
            chosen[row["enrolment"]] = (mark, note)
    return marking.record_attendance(
        signed_in(request),
        date,
        {enrolment: mark for enrolment, (mark, _note) in chosen.items()},
        notes={enrolment: note for enrolment, (_mark, note) in chosen.items()},
    )


def _context(
    request: HttpRequest,
    date: Occurrence,
    dates: list[Occurrence],
    rows: list[dict[str, Any]],
    answers: Answers,
) -> dict[str, Any]:
    now = timezone.now()
    for row in rows:
        known = row["known"]
        row["was"] = known.mark if known else ""
        row["mark"], row["note"] = answers.get(row["enrolment"].pk, (row["was"], ""))
    closed = guards.marking(date, now)
    return {
        **frame(request, date.session),
        "date": date,
        "dates": [_tab(one, date) for one in dates] if len(dates) > 1 else [],
        "rows": rows,
        "marks": Attendance.Mark.choices,
        "closed": closed.sentence if closed else "",
        "explaining": guards.explaining(date, now),
        "until": guards.last_day(date) + guards.CORRECTING,
        "checking_in": guards.checking_in(date, now) is None,
        "action": _url(date),
    }


def _tab(one: Occurrence, chosen: Occurrence) -> dict[str, Any]:
    return {
        "label": date_format(one.local_date, "D j M"),
        "url": f"?date={one.pk}",
        "current": one == chosen,
    }


@login_required
@require_POST
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a code in the room, by which people check in."""
    session = managed(request, pk)
    date = _chosen(request, list(session.occurrences.all()))
    date.session = session
    try:
        marking.make_code(signed_in(request), date)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    return redirect(_url(date))


@login_required
@require_POST
def check_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that one is there, with the code that is shown in the room."""
    me = signed_in(request)
    session = get_object_or_404(Session.objects.visible_to(me), pk=pk)
    try:
        marking.check_in(me, session, request.POST.get("code", ""))
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("You're checked in. Welcome."))
    return redirect(session)
