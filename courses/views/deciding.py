"""Too few people on the day of the decision: what shall happen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.actions import deciding
from courses.deciding_forms import ExtendForm
from courses.models import Enrolment, Session
from courses.seating import free_seats
from courses.views.offering import managed
from people.audience import signed_in
from people.models import Person
from people.refusals import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Run it, wait longer, merge it with another date, or go on to cancelling it."""
    me, session = signed_in(request), managed(request, pk)
    form = ExtendForm(request.POST if request.POST.get("what") == "extend" else None, session=session)
    act = _ACTS.get(request.POST.get("what", ""))
    if request.method == "POST" and act is not None and (not form.is_bound or form.is_valid()):
        try:
            target, sentence = act(me, session, form, request)
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
            if form.is_bound:
                form.add_error("until", refusal.sentence)
        else:
            messages.success(request, sentence)
            return redirect(target)
    return render(request, "courses/decide.html", {"form": form, **_context(me, session)})


Answer = tuple[Session, str]


def _run(me: Person, session: Session, _form: ExtendForm, _request: HttpRequest) -> Answer:
    return deciding.run_anyway(me, session), _("It takes place, with everybody who comes.")


def _extend(me: Person, session: Session, form: ExtendForm, _request: HttpRequest) -> Answer:
    kept = deciding.extend(me, session, form.cleaned_data["until"])
    return kept, _("You have more time. If people are still missing then, you are asked again.")


def _merge(me: Person, session: Session, _form: ExtendForm, request: HttpRequest) -> Answer:
    pk = request.POST.get("with", "")
    others = Session.objects.manageable_by(me).filter(course__isnull=False)
    other = get_object_or_404(others, pk=int(pk) if pk.isdecimal() and len(pk) < 18 else 0)
    return deciding.merge(me, session, other), _("The dates are one now, and everybody has heard of it.")


_ACTS: dict[str, Callable[[Person, Session, ExtendForm, HttpRequest], Answer]] = {
    "run": _run, "extend": _extend, "merge": _merge,
}  # fmt: skip


def _context(me: Person, session: Session) -> dict[str, Any]:
    coming = list(session.enrolments.current())
    seated = sum(row.state == Enrolment.State.CONFIRMED for row in coming)
    return {
        "session": session,
        "coming": seated,
        "waiting": sum(row.state in (Enrolment.State.WAITING, Enrolment.State.REQUESTED) for row in coming),
        "missing": max((session.minimum or 0) - seated, 0),
        "is_open": session.state == Session.State.PUBLISHED and not session.has_started,
        "others": _others(me, session, coming),
    }


MOST_OTHERS = 12


def _others(me: Person, session: Session, coming: list[Enrolment]) -> list[dict[str, Any]]:
    """The dates it could be merged with, with their seats, and why not where they have too few."""
    if session.course_id is None:
        return []
    rows = Session.objects.manageable_by(me).open().filter(course=session.course_id, starts_at__isnull=False)
    dates = list(rows.exclude(pk=session.pk).with_counts().soonest()[:MOST_OTHERS])
    seated = Enrolment.objects.visible_to(me).filter(session__in=dates, state__in=Enrolment.HOLDING)
    known = set(seated.values_list("session", "person"))
    return [_other(row, coming, {person for pk, person in known if pk == row.pk}) for row in dates]


def _other(row: Session, coming: list[Enrolment], known: set[int]) -> dict[str, Any]:
    why = ""
    for online in (False, True) if row.hybrid else (False,):
        needed = deciding.needed_seats(coming, row, known, online=online)
        free = free_seats(row, online=online)
        if free is not None and needed > free:
            why = why or deciding.too_many(needed, free)
    return {"session": row, "free": free_seats(row), "needed": needed, "why": why}
