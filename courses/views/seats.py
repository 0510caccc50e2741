"""A session's page, and the buttons that take a seat or give it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from courses import guards
from courses.actions import enrolment as seats
from courses.beside import beside
from courses.joining import Joining, joining_of
from courses.lines import SessionLine, lines_for
from courses.models import CoursePage, Enrolment, Occurrence, Prerequisite, Priority, Session, Teaching
from courses.next_best import advise
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
    around = beside(line.session, person, line.mine)
    return render(request, "courses/session.html", {**_context(line, person), **around})


def _line(pk: int, person: Person | None) -> SessionLine:
    lines = lines_for(Session.objects.visible_to(person).filter(pk=pk), person)
    if not lines:
        raise Http404
    return lines[0]


def _context(line: SessionLine, person: Person | None) -> dict[str, Any]:
    dates = list(line.session.occurrences.all())
    return {
        "line": line,
        "session": line.session,
        "course": line.session.course,
        "dates": dates,
        "advice": advise(line, dates),
        "classes": Priority.labels,
        "needed": _needed(line.session, person),
        "asked": _asked(line.session, person) if person else None,
        "may_manage": person is not None and may_manage_session(person, line.session),
        "joining": _joining(line, dates),
    }


def _asked(session: Session, person: Person) -> Teaching | None:
    """The question whether the person gives it too."""
    asked = Teaching.Answer.ASKED
    return Teaching.objects.filter(session=session, person=person, answer=asked).first()  # one's own


def _needed(session: Session, person: Person | None) -> QuerySet[Prerequisite]:
    """What one learns first, as far as the viewer may see those courses."""
    visible = CoursePage.objects.visible_to(person)
    rows = Prerequisite.objects.filter(course=session.course_id, needs__in=visible)  # scoped by `visible`
    return rows.select_related("needs").order_by("-required", "pk")


def _joining(line: SessionLine, dates: list[Occurrence]) -> Joining | None:
    return joining_of(line.session, dates) if line.may_join else None


@require_safe
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """On to the meeting, for those with a seat and from 15 minutes before; else the page that says when."""
    line = _line(pk, viewer(request.user))
    joining = _joining(line, list(line.session.occurrences.all()))
    if joining is None or joining.why:
        return redirect(line.session)
    return redirect(joining.link)


def _seat_door(
    act: Callable[[Person, Session, HttpRequest], Enrolment | None],
    says: Callable[[Enrolment | None], str] | None = None,
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
            words = (says or sentence_for)(enrolment)
            messages.success(request, words, extra_tags=_undo_url(request, enrolment))
        return _answer(request, session, person)

    return view


def _undo_url(request: HttpRequest, enrolment: Enrolment | None) -> str:
    """Where the toast takes back what was done just now; empty when it cannot be."""
    last = enrolment.events.last() if enrolment else None
    if enrolment is None or last is None or guards.undoing(last.verb, last.at, timezone.now()):
        return ""
    url = reverse("courses:undo", args=[enrolment.session_id])
    return f"{url}?on=course" if _on(request) == "course" else url


def _on(request: HttpRequest) -> str:
    """The page that the button stands on."""
    return request.POST.get("on") or request.GET.get("on", "")


def _login_url(session: Session) -> str:
    return f"{reverse('account_login')}?next={session.get_absolute_url()}"


def _answer(request: HttpRequest, session: Session, person: Person) -> HttpResponse:
    """The changed part alone for htmx, otherwise the page one came from."""
    course = session.course if _on(request) == "course" else None
    if not request.htmx:  # type: ignore[attr-defined]  # django-htmx adds it
        return redirect(course or session)
    if course is not None:
        return render(request, "courses/parts/sessions_answer.html", sessions_context(course, person))
    return render(request, "courses/parts/seat_answer.html", _context(_line(session.pk, person), person))


enrol = _seat_door(
    lambda person, session, request: seats.enrol(
        person, session, hope=request.POST.get("hope", ""), online=request.POST.get("online") == "yes"
    )
)
leave = _seat_door(lambda person, session, _request: seats.withdraw(person, session))
accept = _seat_door(lambda person, session, _request: seats.accept_offer(person, session))
decline = _seat_door(lambda person, session, _request: seats.decline_offer(person, session))
take = _seat_door(lambda person, session, _request: seats.take_late_seat(person, session))


def _undone(enrolment: Enrolment | None) -> str:
    if enrolment is None or enrolment.state == State.WITHDRAWN:
        return _("Undone. You are not enrolled, and nobody was told.")
    return sentence_for(enrolment)


undo = _seat_door(lambda person, session, _request: seats.undo(person, session), _undone)


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
        State.REQUESTED: _("You asked for a place. You hear as soon as the teacher has answered."),
        State.INTERESTED: _("Noted. You hear as soon as there is a date."),
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
