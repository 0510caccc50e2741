"""Landing page, my learning, my teaching: they compose what others own."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.models import CommunityPage
from courses.calendar import LIST, own_dates
from courses.lines import lines_for
from courses.models import CoursePage, Enrolment, Request, Session
from courses.views.calendar import calendar_context
from home import shelves, tasks
from people.audience import signed_in, viewer
from people.models import Person

ASKED = (Enrolment.State.REQUESTED, Enrolment.State.INTERESTED)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is, for a visitor; what is next, for everyone else."""
    person = viewer(request.user)
    soon = Session.objects.visible_to(person).open().filter(starts_at__isnull=False, course__isnull=False)
    context = {
        "soon": lines_for(soon.soonest()[:3], person),
        "communities": CommunityPage.objects.visible_to(person).order_by(
            "-latest_revision_created_at", "-pk"
        )[:3],
    }
    if person is None:
        return render(request, "home/welcome.html", context)
    return render(request, "home/start.html", {**context, **_mine(person)})


def _mine(person: Person) -> dict[str, object]:
    lines = shelves.own_lines(person)
    return {
        "next_up": shelves.next_up(lines),
        "going_on": shelves.going_on(person)[:3],
        "own_communities": shelves.communities_of(person)[:5],
        "offers": [line for line in lines if line.state == Enrolment.State.OFFERED],
    }


@login_required
@require_safe
def learning(request: HttpRequest) -> HttpResponse:
    """What I take part in, by what to do next."""
    person = signed_in(request)
    lines = shelves.own_lines(person)
    return render(
        request,
        "home/learning.html",
        {
            "offers": [line for line in lines if line.state == Enrolment.State.OFFERED],
            "seats": [line for line in lines if line.state == Enrolment.State.CONFIRMED and line.starts_at],
            "queues": [line for line in lines if line.place],
            "asked": [line for line in lines if line.state in ASKED],
            "going_on": shelves.going_on(person),
            "past": shelves.past(person),
            "wishes": Request.objects.visible_to(person).open().order_by("-pk"),
        },
    )


@login_required
@require_safe
def teaching(request: HttpRequest) -> HttpResponse:
    """What I give and what I write, by what to do next."""
    person = signed_in(request)
    written = CoursePage.objects.taught_by(person)
    courses = list(written.untrashed().order_by("live", "-latest_revision_created_at", "-pk"))
    lines = [line for line in shelves.own_lines(person) if line.gives]
    return render(
        request,
        "home/teaching.html",
        {
            "invitations": tasks.invitations(person),
            "covers": tasks.covers(person),
            "tasks": tasks.tasks(person, lines, courses),
            "lines": lines,
            "courses": courses,
            "trashed": written.filter(trashed_at__isnull=False),
        },
    )


@login_required
@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """What I give and what I attend, as a list, a week or a month."""
    person = signed_in(request)
    return render(
        request, "home/month.html", calendar_context(request, own_dates(person), person, usual=LIST)
    )
