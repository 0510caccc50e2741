"""Reading a course and its lessons, published or in the editor's preview."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from courses.actions.progress import complete_lesson, reopen_lesson
from courses.lines import SessionLine, lines_for
from courses.models import CoursePage, LessonPage, Session
from courses.next_best import advise
from courses.permissions import may_edit_course
from courses.plan import plan_of
from people.audience import viewer
from people.models import Person


@require_safe
def course(request: HttpRequest, slug: str = "", page: CoursePage | None = None) -> HttpResponse:
    """The promise, the plan, and one button."""
    person = viewer(request.user)
    course = page or get_object_or_404(
        CoursePage.objects.visible_to(person).select_related("picture"), slug=slug
    )
    return render(request, "courses/course.html", course_context(course, person))


def course_context(course: CoursePage, person: Person | None) -> dict[str, Any]:
    """What the course page shows to this person."""
    return {
        "course": course,
        "lessons": plan_of(course, person),
        **sessions_context(course, person),
        "topics": list(course.topics.all()),
        "authors": authors_of(course) if person else [],
        "may_edit": person is not None and bool(course.pk) and may_edit_course(person, course),
    }


def sessions_context(course: CoursePage, person: Person | None) -> dict[str, Any]:
    """The sessions box: the one session that suits best, and the others."""
    visible = Session.objects.visible_to(person).filter(course=course).open().soonest()
    lines = sorted(lines_for(visible, person), key=lambda line: line.rank)
    best = _best(lines)
    return {
        "course": course,
        "best": best,
        "lines": lines[1:] if lines else [],
        "advice": advise(best, best.session.occurrences.all(), others=False) if best else None,
    }


def _best(lines: list[SessionLine]) -> SessionLine | None:
    return lines[0] if lines else None


def authors_of(course: CoursePage) -> list[Person]:
    team = course.team.filter(role__in=["author", "co_author"], person__state=Person.State.ACTIVE)
    return [row.person for row in team.select_related("person").order_by("role", "pk")]


@require_safe
def lesson(
    request: HttpRequest, course_slug: str = "", slug: str = "", page: LessonPage | None = None
) -> HttpResponse:
    """A reading page with the plan as a rail, and nothing else."""
    person = viewer(request.user)
    lesson = page or get_object_or_404(
        LessonPage.objects.visible_to(person).select_related("course"), course__slug=course_slug, slug=slug
    )
    if lesson.course is None:
        raise Http404
    plan = plan_of(lesson.course, person)
    here = next((n for n, entry in enumerate(plan) if entry["pk"] == lesson.pk), None)
    for entry in plan:
        entry["current"] = entry["pk"] == lesson.pk
    return render(
        request,
        "courses/lesson.html",
        {
            "lesson": lesson,
            "course": lesson.course,
            "plan": plan,
            "done": sum(entry["done"] for entry in plan),
            "is_done": here is not None and plan[here]["done"],
            "previous": plan[here - 1] if here else None,
            "next": plan[here + 1] if here is not None and here + 1 < len(plan) else None,
            "may_edit": person is not None and may_edit_course(person, lesson.course),
        },
    )


@require_POST
def mark_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep that the lesson is done, or take it back; then go on with the next one."""
    person = viewer(request.user)
    lesson = get_object_or_404(LessonPage.objects.visible_to(person).select_related("course"), pk=pk)
    if person is None or lesson.course is None:
        raise Http404
    if request.POST.get("done") == "no":
        reopen_lesson(person, lesson)
        return redirect(lesson)
    complete_lesson(person, lesson)
    plan = plan_of(lesson.course, person)
    here = next(n for n, entry in enumerate(plan) if entry["pk"] == lesson.pk)
    if here + 1 < len(plan):
        return redirect(plan[here + 1]["url"])
    return redirect(lesson.course)
