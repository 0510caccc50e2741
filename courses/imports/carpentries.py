"""A folder of the Carpentries becomes a course with lessons; doing it again changes nothing."""

from pathlib import Path
from typing import TextIO

from django.urls import reverse
from django.utils.translation import gettext as _

from content.imports import Report, progress
from courses.imports.drafts import Draft, Drafting
from courses.imports.figures import Figures
from courses.imports.folder import INDEX, PARTS, CourseFolder, read_folder
from courses.imports.links import Links
from courses.imports.pages import Shelf, Storing
from courses.models import CoursePage, LessonPage
from people.models import Person


def import_course(
    root: Path, *, author: Person, audience: str, report: Report, bar: TextIO, dry_run: bool = False
) -> CoursePage | None:
    """Read the folder and store what is new or changed in it; raises `ImportRefused` when it is no course.

    Pages that were edited here are left alone and reported, as is everything that could not be taken
    over. A dry run reports the same and writes nothing.
    """
    folder = read_folder(root, report)
    shelf = Shelf.of(folder.source, [folder.source_of(page.path) for page in folder.pages])
    if shelf.course is not None and shelf.course.trashed_at:
        report.add(INDEX, 0, _("was put into the trash here, with its lessons, and is left alone."))
        return shelf.course
    course, lessons = _drafts(folder, shelf, Figures(folder, author, audience, report, dry_run), report, bar)
    storing = Storing(author, report, dry_run)
    page = storing.course(course, shelf.course, audience)
    _store_lessons(lessons, page, shelf, storing, bar)
    _tell_what_is_gone(folder, page, report)
    return page


def _drafts(
    folder: CourseFolder, shelf: Shelf, figures: Figures, report: Report, bar: TextIO
) -> tuple[Draft, list[Draft]]:
    """Everything that is slow happens here, outside any transaction."""
    slug = shelf.slug_of_course(folder.title)
    slugs = shelf.slugs_of_lessons({folder.source_of(page.path): page.title for page in folder.pages})
    addresses = {INDEX: reverse("courses:course", args=[slug])} | {
        page.path: reverse("courses:lesson", args=[slug, slugs[folder.source_of(page.path)]])
        for page in folder.pages
    }
    drafting = Drafting(folder, Links(folder, addresses, report), figures, report)
    drafting.learn_anchors()
    lessons = [
        drafting.lesson(page, slugs[folder.source_of(page.path)])
        for page in progress(folder.pages, len(folder.pages), _("Reading"), bar)
    ]
    episodes = [lesson for lesson in lessons if lesson.path.startswith(PARTS[0])]
    return drafting.course(slug, episodes), lessons


def _store_lessons(
    lessons: list[Draft], course: CoursePage | None, shelf: Shelf, storing: Storing, bar: TextIO
) -> None:
    after: LessonPage | None = None
    for draft in progress(lessons, len(lessons), _("Storing"), bar):
        after = storing.lesson(draft, shelf.lessons.get(draft.source), course, after) or after


def _tell_what_is_gone(folder: CourseFolder, course: CoursePage | None, report: Report) -> None:
    """Lessons whose source is no longer in the folder stay, and are named."""
    if course is None:
        return
    sources = {folder.source_of(name) for name in folder.names}
    gone = LessonPage.objects.filter(course=course).exclude(source="").exclude(source__in=sources)
    for lesson in gone.order_by("path"):
        path = lesson.source.removeprefix(folder.source_of(""))
        report.add(
            path, 0, _("is no longer in the folder; the lesson “%(title)s” stays.") % {"title": lesson.title}
        )
