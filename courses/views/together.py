"""Giving a session together: being asked, standing in, and not being asked too much."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.actions import teaching
from courses.models import Cover, CoverAsked, Limits, Occurrence, QuietWeek, Session, Teaching
from courses.permissions import gives_session
from courses.together_forms import CannotComeForm, InviteForm, LimitsForm, QuietWeekForm
from people.audience import signed_in
from people.models import Person
from people.refusals import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gives it, who was asked, who cannot come when; a POST asks somebody."""
    me = signed_in(request)
    session = get_object_or_404(Session.objects.manageable_by(me).select_related("course"), pk=pk)
    form = InviteForm(request.POST if request.method == "POST" else None, session=session)
    if request.method == "POST" and form.is_valid() and _invited(request, me, session, form):
        return redirect("courses:together", session.pk)
    return render(request, "courses/together.html", {**_together(me, session), "form": form})


def _together(me: Person, session: Session) -> dict[str, Any]:
    covers = Cover.objects.exclude(state=Cover.State.WITHDRAWN).select_related("person", "taken_by")
    asked = CoverAsked.objects.select_related("person").order_by("pk")  # of a session one manages
    dates = session.occurrences.prefetch_related(
        Prefetch("covers", covers.order_by("pk").prefetch_related(Prefetch("asked", asked)))
    )
    return {
        "session": session,
        "dates": list(dates),
        "teachings": session.teachings.filter(person__state=Person.State.ACTIVE)
        .select_related("person", "occurrence")
        .order_by("occurrence", "pk"),
        "gives": gives_session(me, session),
        "me": me,
        "now": timezone.now(),
    }


def _invited(request: HttpRequest, me: Person, session: Session, form: InviteForm) -> bool:
    """Whether all could be asked; the first refusal stands at the field."""
    for person in form.cleaned_data["people"]:
        try:
            teaching.invite(me, session, person, form.cleaned_data["role"], form.date_chosen)
        except Refusal as refusal:
            form.add_error("people", refusal.sentence)
            return False
        messages.success(request, _("%(name)s was asked.") % {"name": person})
    return True


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or decline to give a session, or one of its dates."""
    me = signed_in(request)
    own = Teaching.objects.filter(person=me).select_related("session__course")  # one's own
    row = get_object_or_404(own, pk=pk)
    yes = request.POST.get("answer") == "yes"
    try:
        teaching.answer(me, row, yes=yes)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("You give it with them.") if yes else _("You declined. They were told."))
    return redirect("home:teaching")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cannot_come(request: HttpRequest, pk: int) -> HttpResponse:
    """“I can't that day”: why, and then those who could are asked."""
    me = signed_in(request)
    sessions = Session.objects.given_by(me).values("pk")
    given = Occurrence.objects.filter(session__in=sessions)  # dates that one gives
    day = get_object_or_404(given.select_related("session__course"), pk=pk)
    form = CannotComeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            cover = teaching.cannot_come(me, day, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _said(cover))
            return redirect("home:teaching")
    return render(request, "courses/together_cannot.html", {"form": form, "date": day})


def _said(cover: Cover) -> str:
    if cover.state == Cover.State.ORGANISER:
        return _("Nobody else gives this so far. The organiser was told and decides.")
    return _("Those who could take over are asked. You hear as soon as somebody does.")


def _cover_door(
    verb: Callable[[Person, Cover], Cover], says: str, mine: Callable[[Person], Q]
) -> Callable[..., HttpResponse]:
    """A view that answers a search for a stand-in, for those it concerns; others find nothing."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        me = signed_in(request)
        covers = Cover.objects.filter(mine(me))  # those that concern one
        cover = get_object_or_404(covers.select_related("session", "occurrence").distinct(), pk=pk)
        try:
            verb(me, cover)
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, _(says))
        return redirect("home:teaching")

    return view


def _asked(person: Person) -> Q:
    return Q(asked__person=person)


def _asked_or_managing(person: Person) -> Q:
    return _asked(person) | Q(session__in=Session.objects.manageable_by(person).values("pk"))


take_over = _cover_door(
    teaching.take_over, "You take over. Everyone who gives it was told.", _asked_or_managing
)
decline_cover = _cover_door(teaching.decline_cover, "Noted: you cannot either.", _asked)
withdraw_cover = _cover_door(
    teaching.withdraw_cover, "You give it after all.", lambda person: Q(person=person)
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """How much one gives and attends in a month, and the weeks one keeps free."""
    me = signed_in(request)
    sent = request.POST if request.method == "POST" else None
    quiet = sent is not None and "day" in sent
    own = Limits.objects.filter(person=me).first()  # one's own
    form = LimitsForm(None if quiet else sent, instance=own)
    week = QuietWeekForm(sent if quiet else None)
    if quiet and week.is_valid():
        teaching.keep_quiet(me, week.cleaned_data["day"])
        messages.success(request, _("You are asked for nothing in that week."))
        return redirect("courses:limits")
    if sent is not None and not quiet and form.is_valid():
        teaching.set_limits(me, **form.cleaned_data)
        messages.success(request, _("Saved. Nobody is asked beyond it."))
        return redirect("courses:limits")
    weeks = QuietWeek.objects.filter(person=me, monday__gte=_this_monday())  # one's own
    return render(
        request,
        "courses/together_limits.html",
        {"form": form, "week": week, "weeks": weeks.order_by("monday")},
    )


def _this_monday() -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


@login_required
@require_POST
def end_quiet(request: HttpRequest, pk: int) -> HttpResponse:
    """Be asked again in a week one had kept free."""
    me = signed_in(request)
    own = QuietWeek.objects.filter(person=me)  # one's own
    week = get_object_or_404(own, pk=pk)
    teaching.end_quiet(me, week.monday)
    messages.success(request, _("You may be asked in that week again."))
    return redirect("courses:limits")
