"""What Wagtail's editor does with courses and lessons: deleting is a trash, others' trash is hidden."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.models import Page
from wagtail.query import PageQuerySet

from courses.actions.authoring import trash
from courses.models import CoursePage, LessonPage
from people.audience import signed_in
from people.refusals import Refusal


@hooks.register("before_delete_page")
def trash_instead(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editor's delete button puts a course or a lesson into our trash, once it was confirmed."""
    if not isinstance(page, CoursePage | LessonPage) or request.method != "POST":
        return None
    _trash(request, page)
    return _back(page)


def _trash(request: HttpRequest, page: CoursePage | LessonPage) -> None:
    try:
        trash(signed_in(request), page)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(
            request, _("“%(title)s” is in the trash. You find it in My teaching.") % {"title": page.title}
        )


def _back(page: CoursePage | LessonPage) -> HttpResponse:
    if isinstance(page, LessonPage) and page.course_id:
        return redirect("courses:desk", page.course_id)
    return redirect("home:teaching")


@hooks.register("before_bulk_action")
def trash_many_instead(
    request: HttpRequest, action_type: str, pages: list[Any], _action: Any
) -> HttpResponse | None:
    own = [page.specific for page in pages if isinstance(page, Page)]
    own = [page for page in own if isinstance(page, CoursePage | LessonPage)]
    if action_type != "delete" or not own or request.method != "POST":
        return None
    for page in own:
        _trash(request, page)
    return _back(own[0])


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def back_to_the_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After publishing one is back at the course's desk, with its next steps."""
    if not isinstance(page, CoursePage | LessonPage) or "action-publish" not in request.POST:
        return None
    list(messages.get_messages(request))  # Wagtail's own words name its explorer
    messages.success(request, _("“%(title)s” is published.") % {"title": page.title})
    course_id = page.pk if isinstance(page, CoursePage) else page.course_id
    return redirect("courses:desk", course_id)


@hooks.register("construct_explorer_page_queryset")
def hide_the_trash(_parent: Page, pages: PageQuerySet, _request: HttpRequest) -> PageQuerySet:
    trashed = [
        model.objects.filter(trashed_at__isnull=False).values("pk") for model in (CoursePage, LessonPage)
    ]
    for rows in trashed:
        pages = pages.exclude(pk__in=rows)
    return pages


@hooks.register("register_log_actions")
def courses_log(actions: Any) -> None:
    """What the history of a course tells beside Wagtail's own lines."""
    actions.register_action(
        "guildhall.co_author_added", gettext_lazy("Add co-author"), gettext_lazy("Added a co-author")
    )
    actions.register_action(
        "guildhall.co_author_removed", gettext_lazy("Remove co-author"), gettext_lazy("Removed a co-author")
    )
    actions.register_action(
        "guildhall.audience_chosen",
        gettext_lazy("Choose audience"),
        gettext_lazy("Chose who may take the course"),
    )
    actions.register_action("guildhall.trashed", gettext_lazy("Trash"), gettext_lazy("Put into the trash"))
    actions.register_action(
        "guildhall.restored", gettext_lazy("Bring back"), gettext_lazy("Brought back from the trash")
    )
