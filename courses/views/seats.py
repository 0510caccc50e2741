"""A session's page, and the buttons that take a seat or give it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from courses.actions import enrolment as seats
from courses.lines import SessionLine, lines_for
from courses.models import Enrolment, Session
from courses.permissions import may_manage_session
from courses.views.reading import sessions_context
from people.audience import viewer
from people.models import Person
from people.refusals import Refusal

State = Enrolment.State


@require_safe
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, when, where, seats and queue, what to prepare."""
    person = viewer(request.user)
    line = _line(pk, person)
    return render(request, "courses/session.html", _context(line, person))


def _line(pk: int, person: Person | None) -> SessionLine:
    visible = Session.objects.visible_to(person).filter(pk=pk)
    get_object_or_404(visible)
    return lines_for(visible, person)[0]


def _context(line: SessionLine, person: Person | None) -> dict[str, Any]:
    return {
        "line": line,
        "session": line.session,
        "course": line.session.course,
        "may_manage": person is not None and may_manage_session(person, line.session),
        "may_join": line.gives or line.state == State.CONFIRMED,
    }


def _seat_door(
    act: Callable[[Person, Session, HttpRequest], Enrolment | None],
) -> Callable[..., HttpResponse]:
    """A view that lets the person act on a session and shows what is true afterwards."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        person = viewer(request.user)
        session = get_object_or_404(Session.objects.visible_to(person), pk=pk)
        if person is None:
            return redirect(_login_url(session))
        try:
            enrolment = act(person, session, request)
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, sentence_for(enrolment))
        return _answer(request, session, person)

    return view


def _login_url(session: Session) -> str:
    return f"{reverse('account_login')}?next={session.get_absolute_url()}"


def _answer(request: HttpRequest, session: Session, person: Person) -> HttpResponse:
    """The changed part alone for htmx, otherwise the page one came from."""
    course = session.course if request.POST.get("on") == "course" else None
    if not request.htmx:  # type: ignore[attr-defined]  # django-htmx adds it
        return redirect(course or session)
    if course is not None:
        return render(request, "courses/parts/sessions_answer.html", sessions_context(course, person))
    return render(request, "courses/parts/seat_answer.html", _context(_line(session.pk, person), person))


enrol = _seat_door(
    lambda person, session, request: seats.enrol(person, session, hope=request.POST.get("hope", ""))
)
leave = _seat_door(lambda person, session, _request: seats.withdraw(person, session))
accept = _seat_door(lambda person, session, _request: seats.accept_offer(person, session))
decline = _seat_door(lambda person, session, _request: seats.decline_offer(person, session))


def sentence_for(enrolment: Enrolment | None) -> str:
    """What is true now, in one sentence."""
    if enrolment is None:
        return _("You were not enrolled in this session.")
    if enrolment.state == State.WAITING:
        return _queue_sentence(enrolment)
    start = enrolment.session.starts_at
    if enrolment.state == State.CONFIRMED and start:
        return _("You're in. %(when)s, your time.") % {"when": date_format(localtime(start), "l j F, H:i")}
    sentences = {
        State.CONFIRMED: _("You're in. Begin whenever it suits you."),
        State.WITHDRAWN: _("You gave your place back."),
        State.DECLINED: _("The seat passes to the next in line."),
        State.OFFERED: _("A seat is held for you."),
    }
    return sentences.get(State(enrolment.state), str(enrolment.get_state_display()))


def _queue_sentence(enrolment: Enrolment) -> str:
    ahead = (seats.place_in_queue(enrolment) or 1) - 1
    if not ahead:
        return _("You are in the queue, the next in line.")
    return ngettext(
        "You are in the queue. %(n)d person is ahead of you.",
        "You are in the queue. %(n)d people are ahead of you.",
        ahead,
    ) % {"n": ahead}
