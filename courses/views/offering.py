"""Offering a session, changing it, and calling it off."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.actions.series import asked_in_series, cancel_series, change_series, offer_series
from courses.actions.sessions import make_link, offer_session
from courses.alternatives import alternatives
from courses.deciding_forms import CancelForm
from courses.models import CoursePage, Session
from courses.offer_forms import KINDS, OF_COURSES, WITHOUT_COURSE, SessionForm
from people.audience import signed_in
from people.models import Person
from people.refusals import Refusal

ADD = "add_date"
LENGTHS = {Session.Kind.LUNCH_TALK: 45, Session.Kind.OFFICE_HOURS: 30, Session.Kind.SHADOWING: 180}
"""Minutes that sessions without a course usually take."""


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a course of one's own."""
    return _offer(
        request, get_object_or_404(CoursePage.objects.editable_by(signed_in(request)), pk=pk), OF_COURSES
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer_open(request: HttpRequest) -> HttpResponse:
    """Offer a lunch talk, office hours or a look over one's shoulder: no course is needed."""
    return _offer(request, None, WITHOUT_COURSE)


def _offer(request: HttpRequest, course: CoursePage | None, kinds: tuple[str, ...]) -> HttpResponse:
    me, kind = signed_in(request), _kind(request, kinds)
    form = SessionForm(
        request.POST or None, kind=kind, teacher=me, course=course, initial=_usual(me, course, kind)
    )
    if ADD in request.POST:
        form = form.with_another_date()
    elif request.method == "POST" and form.is_valid():
        try:
            sessions = _put_up(me, course, form)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _opened(form, len(sessions)))
            return redirect(sessions[0])
    context = {"form": form, "course": course, "kinds": _tabs(kinds, kind)}
    return render(request, "courses/offer.html", context)


def _put_up(me: Person, course: CoursePage | None, form: SessionForm) -> list[Session]:
    rule = form.rule()
    plan = form.plan()
    sessions = offer_series(me, course, plan, rule) if rule else [offer_session(me, course, plan)]
    if form.hands_out_link:
        for session in sessions:
            make_link(me, session)
    return sessions


def _opened(form: SessionForm, number: int) -> str:
    rule = form.rule()
    if rule is None:
        return _("The session is open for enrolment.")
    said = ngettext("%(n)d date is open for enrolment.", "%(n)d dates are open for enrolment.", number) % {
        "n": number
    }
    busy = len(rule.dates()) * rule.slots - number
    if not busy:
        return said
    left_out = ngettext(
        "%(n)d slot in which you give something else was left out.",
        "%(n)d slots in which you give something else were left out.",
        busy,
    ) % {"n": busy}
    return f"{said} {left_out}"


def _kind(request: HttpRequest, kinds: tuple[str, ...]) -> str:
    """What the person wants to offer; the first of the kinds, unless another is asked for."""
    wanted = request.POST.get("kind") or request.GET.get("kind")
    return next((str(kind) for kind in kinds if kind == wanted), str(kinds[0]))


def _tabs(kinds: tuple[str, ...], current: str) -> list[dict[str, Any]]:
    """The forms as tabs that are links."""
    names = dict(KINDS)
    return [{"label": names[kind], "url": f"?kind={kind}", "current": kind == current} for kind in kinds]


def _usual(me: Person, course: CoursePage | None, kind: str) -> dict[str, Any]:
    """What is filled in before anything is typed."""
    answers: dict[str, Any] = {"zone": me.zone, "language": course.language if course else me.language}
    answers["minutes"] = LENGTHS.get(Session.Kind(kind)) if kind in LENGTHS else course and course.minutes
    if kind in (Session.Kind.OFFICE_HOURS, Session.Kind.SHADOWING):
        answers["capacity"] = 1
    return answers


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a session one gives, or the dates of its series; asks before it asks others again."""
    me, session, again = signed_in(request), managed(request, pk), 0
    form = SessionForm(
        request.POST or None, kind=session.kind, teacher=me, course=session.course, session=session
    )
    if ADD in request.POST:
        form = form.with_another_date()
    elif request.method == "POST" and form.is_valid():
        try:
            again = _unasked(request, session, form)
            if not again:
                _change(request, session, form)
                return redirect(session)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
    context = {"form": form, "course": session.course, "session": session, "again": again, **_moved(form)}
    return render(request, "courses/offer.html", {**context, "address": _address(request, session)})


def managed(request: HttpRequest, pk: int) -> Session:
    sessions = Session.objects.manageable_by(signed_in(request)).select_related("course", "series")
    return get_object_or_404(sessions, pk=pk)


def _moved(form: SessionForm) -> dict[str, str]:
    """What a teacher says yes to who is told that people are asked again: these dates and no others."""
    names = ("local_date", "local_time", "zone", "scope")
    return {"moved": " ".join(str(form.data.get(name, "")) for name in names)} if form.is_bound else {}


def _unasked(request: HttpRequest, session: Session, form: SessionForm) -> int:
    """How many people would be asked again by a move that the teacher has not been told of."""
    if request.POST.get("moved") == _moved(form)["moved"]:
        return 0
    return asked_in_series(session, form.plan(), form.cleaned_data.get("scope") or "this")


def _change(request: HttpRequest, session: Session, form: SessionForm) -> None:
    me, scope = signed_in(request), form.cleaned_data.get("scope") or "this"
    changed = change_series(me, session, form.plan(), scope)
    if form.hands_out_link:
        for one in changed:
            make_link(me, one)
    messages.success(request, _("Saved. Everyone on the roster hears of a new time or place."))
    taken = max((_over(one) for one in changed), default=0)
    if taken:
        messages.info(
            request,
            ngettext(
                "%(n)d person has a seat already, and nobody is sent away. Seats that are given back stay "
                "empty until there are as few as you want.",
                "%(n)d people have a seat already, and nobody is sent away. Seats that are given back stay "
                "empty until there are as few as you want.",
                taken,
            )
            % {"n": taken},
        )


def _over(session: Session) -> int:
    """How many hold a seat, where those are more than there are seats now."""
    taken = session.enrolments.holding_a_seat().filter(online=False).count()
    return taken if session.capacity is not None and taken > session.capacity else 0


def _address(request: HttpRequest, session: Session) -> str:
    """The secret address; nothing when there is none."""
    if not session.secret:
        return ""
    return request.build_absolute_uri(reverse("courses:come", args=[session.secret]))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a session off, with a reason; of a series also all that follow, or all."""
    session = managed(request, pk)
    form = CancelForm(request.POST or None, session=session)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_series(signed_in(request), session, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Cancelled, and everyone on the roster is told why."))
            return redirect(session)
    context = {
        "form": form,
        "session": session,
        "told": session.enrolments.current().count(),
        "others": alternatives(session, signed_in(request)),
    }
    return render(request, "courses/cancel.html", context)
