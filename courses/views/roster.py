"""Keeping the roster of a session: who comes, who waits, who asked, and for whom seats are kept."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses import export
from courses.actions import roster as keeping
from courses.former import shown_rows
from courses.lines import SessionLine, lines_for
from courses.models import Enrolment, Session
from courses.roster_forms import ByNameForm, HoldForm
from courses.seating import holds_running
from people.audience import signed_in
from people.models import Person
from people.refusals import Refusal

State = Enrolment.State


def managed(request: HttpRequest, pk: int) -> Session:
    """A session whose roster one keeps; 404 for every other."""
    sessions = Session.objects.manageable_by(signed_in(request)).select_related("course")
    return get_object_or_404(sessions, pk=pk)


def frame(request: HttpRequest, session: Session) -> dict[str, Any]:
    """What the pages around a roster have in common: the session, and the way to each other."""
    doors = {
        "roster": _("Roster"),
        "attendance": _("Who was there"),
        "messages": _("Messages"),
        "materials": _("Slides and recording"),
        "run-sheet": _("Run sheet"),
        "history": _("History"),
    }
    name = (request.resolver_match and request.resolver_match.url_name) or ""
    here = name.replace("_", "-") if name.replace("_", "-") in doors else "roster"
    tabs = [
        {"label": label, "url": f"{session.get_absolute_url()}{door}/", "current": door == here}
        for door, label in doors.items()
        if door != "attendance" or session.starts_at
    ]
    return {"session": session, "tabs": tabs, "kicker": doors[here]}


@login_required
@require_safe
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes, who waits, who asked, who is only interested."""
    return _page(request, managed(request, pk))


def _page(
    request: HttpRequest, session: Session, by_name: ByNameForm | None = None, hold: HoldForm | None = None
) -> HttpResponse:
    context = {
        **frame(request, session),
        **_people(session),
        "line": _line(session, signed_in(request)),
        "holds": _holds(session),
        "by_name_form": by_name or ByNameForm(session=session),
        "hold_form": hold or HoldForm(),
        "changing": session.state == Session.State.PUBLISHED and not session.has_started,
    }
    return render(request, "courses/roster.html", context)


def _line(session: Session, person: Person) -> SessionLine:
    return lines_for(Session.objects.manageable_by(person).filter(pk=session.pk), person)[0]


def _people(session: Session) -> dict[str, Any]:
    """Everybody of the session by how they stand to it; those who wait with their places."""
    people = session.enrolments.current().with_place().select_related("person__team", "hold__team")
    rows = shown_rows(people.order_by("online", "priority", "joined_at", "pk"))
    return {
        "seated": [row for row in rows if row.state in Enrolment.HOLDING],
        "waiting": [row for row in rows if row.state == State.WAITING],
        "asked": [row for row in rows if row.state == State.REQUESTED],
        "interested": [row for row in rows if row.state == State.INTERESTED],
        "everybody": rows,
    }


def _holds(session: Session) -> list[dict[str, Any]]:
    """The seats that are kept, each with how many of them are taken."""
    used = list(session.enrolments.using_a_seat().filter(hold__isnull=False).values_list("hold", flat=True))
    return [{"hold": hold, "used": used.count(hold.pk)} for hold in holds_running(session, timezone.now())]


@login_required
@require_safe
def roster_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The roster on paper, with room to tick who came."""
    session = managed(request, pk)
    context = {
        "session": session,
        "dates": session.occurrences.all(),
        "line": _line(session, signed_in(request)),
        **_people(session),
    }
    return render(request, "courses/roster_print.html", context)


@login_required
@require_safe
def roster_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The roster for a spreadsheet."""
    session = managed(request, pk)
    answer = HttpResponse(export.as_csv(export.roster_rows(session)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="roster-{session.pk}.csv"'
    return answer


@login_required
@require_POST
def enrol_by_name(request: HttpRequest, pk: int) -> HttpResponse:
    """Give seats to colleagues; who cannot have one stays in the field, with the reason."""
    session = managed(request, pk)
    form = ByNameForm(request.POST, session=session)
    if not form.is_valid():
        return _page(request, session, by_name=form)
    left = []
    for person in form.cleaned_data["people"]:
        try:
            keeping.enrol_by_name(
                signed_in(request), session, person, online=form.cleaned_data.get("online", False)
            )
        except Refusal as refusal:
            form.add_error("people", refusal.sentence)
            left.append(person.email)
        else:
            messages.success(request, _("%(name)s has a seat now.") % {"name": person})
    if not left:
        return redirect("courses:roster", session.pk)
    form.data = {**request.POST.dict(), "people": "\n".join(left)}
    return _page(request, session, by_name=form)


@login_required
@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep seats for a team or a purpose."""
    session = managed(request, pk)
    form = HoldForm(request.POST)
    if form.is_valid():
        try:
            kept = keeping.hold_seats(signed_in(request), session, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Seats are kept for %(whom)s.") % {"whom": kept})
            return redirect("courses:roster", session.pk)
    return _page(request, session, hold=form)


@login_required
@require_POST
def end_hold(request: HttpRequest, pk: int, hold_pk: int) -> HttpResponse:
    """Let kept seats go."""
    session = managed(request, pk)
    keeping.end_hold(
        signed_in(request), get_object_or_404(session.holds.select_related("session"), pk=hold_pk)
    )
    messages.success(request, _("The seats are free again. Whoever waits is served."))
    return redirect("courses:roster", session.pk)


def _person_door(
    verb: Callable[[Person, Enrolment, str], object], sentence: str
) -> Callable[..., HttpResponse]:
    """A view that does something with one person of the roster."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
        session = managed(request, pk)
        enrolment = get_object_or_404(session.enrolments.select_related("session", "person"), pk=enrolment_pk)
        try:
            verb(signed_in(request), enrolment, request.POST.get("reason", ""))
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, _(sentence) % {"name": enrolment.person})
        return redirect("courses:roster", session.pk)

    return view


approve = _person_door(
    lambda teacher, enrolment, _reason: keeping.approve(teacher, enrolment),
    "%(name)s hears that the answer is yes.",
)
turn_down = _person_door(
    lambda teacher, enrolment, reason: keeping.turn_down(teacher, enrolment, reason=reason),
    "%(name)s hears that there is no place this time, and why.",
)
remove_from_roster = _person_door(
    lambda teacher, enrolment, reason: keeping.remove(teacher, enrolment, reason=reason),
    "%(name)s is no longer on the roster.",
)
