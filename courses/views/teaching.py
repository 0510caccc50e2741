"""Writing a course: beginning one, its desk, its authors, its audience, its trash."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.actions import authoring
from courses.forms import AudienceForm, CoAuthorForm, NewCourseForm, course_answers
from courses.lines import lines_for
from courses.models import CoursePage, LessonPage, Session
from courses.permissions import may_edit_course
from people.audience import signed_in
from people.models import Person
from people.refusals import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_course(request: HttpRequest) -> HttpResponse:
    """Three answers, then the editor."""
    form = NewCourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        course = authoring.create_course(
            signed_in(request), **form.cleaned_data, language=signed_in(request).language
        )
        return redirect("wagtailadmin_pages:edit", course.pk)
    return render(request, "courses/new_course.html", {"form": form})


def _own_course(request: HttpRequest, pk: int) -> CoursePage:
    """A course one writes, drafts included; 404 for every other."""
    return get_object_or_404(CoursePage.objects.editable_by(signed_in(request)), pk=pk)


@login_required
@require_safe
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about a course of one's own, and what to do next."""
    return _desk(request, _own_course(request, pk))


def _desk(
    request: HttpRequest,
    course: CoursePage,
    co_authors: CoAuthorForm | None = None,
    audience: AudienceForm | None = None,
) -> HttpResponse:
    me = signed_in(request)
    lessons = course.lessons.order_by("path").defer("body")
    sessions = Session.objects.manageable_by(me).filter(course=course).order_by("-starts_at", "-pk")
    context = {
        "course": course,
        "lessons": [lesson for lesson in lessons if lesson.trashed_at is None],
        "trashed": [lesson for lesson in lessons if lesson.trashed_at],
        "lines": lines_for(sessions, me),
        "team": course.team.select_related("person").order_by("role", "pk"),
        "co_author_form": co_authors or CoAuthorForm(),
        "audience_form": audience or AudienceForm(initial=course_answers(course)),
    }
    return render(request, "courses/desk.html", context)


@login_required
@require_POST
def co_authors(request: HttpRequest, pk: int) -> HttpResponse:
    """Add colleagues to those who write the course, or take one off."""
    course = _own_course(request, pk)
    if "remove" in request.POST:
        return _remove_co_author(request, course)
    form = CoAuthorForm(request.POST)
    if not form.is_valid():
        return _desk(request, course, co_authors=form)
    for colleague in form.cleaned_data["people"]:
        authoring.add_co_author(signed_in(request), course, colleague)
        messages.success(request, _("%(name)s writes this course with you now.") % {"name": colleague})
    return redirect("courses:desk", course.pk)


def _remove_co_author(request: HttpRequest, course: CoursePage) -> HttpResponse:
    me = signed_in(request)
    pk = request.POST["remove"]
    row = get_object_or_404(course.team, person_id=pk if pk.isdecimal() and len(pk) < 18 else 0)
    try:
        authoring.remove_co_author(me, course, row.person)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("%(name)s no longer writes this course.") % {"name": row.person})
    still_mine = may_edit_course(me, course)
    return redirect("courses:desk", course.pk) if still_mine else redirect("home:teaching")


@login_required
@require_POST
def audience(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who may find and take the course."""
    course = _own_course(request, pk)
    form = AudienceForm(request.POST)
    if not form.is_valid():
        return _desk(request, course, audience=form)
    authoring.choose_audience(
        signed_in(request), course, form.cleaned_data["audience"], form.cleaned_data["invited"]
    )
    messages.success(request, _("Saved. Search and lists follow at once."))
    return redirect("courses:desk", course.pk)


def _trash_door(
    verb: Callable[[Person, CoursePage | LessonPage], object], sentence: str
) -> Callable[..., HttpResponse]:
    """A view that moves a course or a lesson into the trash or back."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        me = signed_in(request)
        page = _own_page(me, pk)
        try:
            verb(me, page)
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, _(sentence) % {"title": page.title})
        course = page if isinstance(page, CoursePage) else page.course
        if course is not None and may_edit_course(me, course):
            return redirect("courses:desk", course.pk)
        return redirect("home:teaching")

    return view


def _own_page(me: Person, pk: int) -> CoursePage | LessonPage:
    """A course or lesson that one writes, in the trash or not."""
    course = CoursePage.objects.written_by(me).filter(pk=pk).first()
    return course or get_object_or_404(LessonPage.objects.written_by(me).select_related("course"), pk=pk)


trash = _trash_door(authoring.trash, "“%(title)s” is in the trash. You find it in My teaching.")
restore = _trash_door(authoring.restore, "“%(title)s” is back as it was.")
