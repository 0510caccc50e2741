"""Storing drafts as pages: each in a transaction of its own, never over what was edited here."""

import json
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from content.imports import ImportRefused, Report
from courses.actions.authoring import choose_audience, create_course, free_slug
from courses.imports.drafts import Draft, fingerprint
from courses.models import CourseIndexPage, CoursePage, LessonPage
from people.models import Person

AnyPage = TypeVar("AnyPage", CoursePage, LessonPage)


@dataclass
class Shelf:
    """The pages that earlier imports of the same source left here, and the slugs that are taken."""

    course: CoursePage | None
    lessons: dict[str, LessonPage] = field(default_factory=dict)

    @classmethod
    def of(cls, source: str, sources: list[str]) -> "Shelf":
        course = CoursePage.objects.filter(source=source).order_by("pk").first()
        found = LessonPage.objects.filter(source__in=sources).order_by("-pk")
        return cls(course, {lesson.source: lesson for lesson in found})

    def slug_of_course(self, title: str) -> str:
        return self.course.slug if self.course else free_slug(CourseIndexPage.objects.get(), title)

    def slugs_of_lessons(self, titles: dict[str, str]) -> dict[str, str]:
        """A slug for each source, given its title; pages that are here keep theirs."""
        taken = set(self.course.get_children().values_list("slug", flat=True)) if self.course else set()
        slugs: dict[str, str] = {}
        for source, title in titles.items():
            slug = self.lessons[source].slug if source in self.lessons else _free(title, taken)
            taken.add(slug)
            slugs[source] = slug
        return slugs


def _free(title: str, taken: set[str]) -> str:
    base = slugify(title)[:80] or "lesson"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@dataclass
class Storing:
    """Writes drafts; a dry run decides and counts the same, and writes nothing."""

    author: Person
    report: Report
    dry_run: bool = False

    def course(self, draft: Draft, known: CoursePage | None, audience: str) -> CoursePage | None:
        """The course as it now stands; None only in a dry run that found none."""
        if known is not None:
            self._renew(known, draft, _("courses"))
            return known
        self.report.count(_("courses created"))
        if self.dry_run:
            return None
        with transaction.atomic():
            course = create_course(
                self.author, title=draft.fields["title"], language=draft.fields["language"]
            )
            if course.slug != draft.slug:
                raise ImportRefused(
                    _("Somebody made a course of the same name meanwhile. Start the import again.")
                )
            choose_audience(self.author, course, audience)
            course = CoursePage.objects.get(pk=course.pk)
            self._write(course, draft)
        return course

    def lesson(
        self, draft: Draft, known: LessonPage | None, course: CoursePage | None, after: LessonPage | None
    ) -> LessonPage | None:
        """The lesson as it now stands; a new one follows `after`."""
        if known is not None:
            if course is not None and not known.is_child_of(course):
                self._leave(draft, _("moved to another course here"), _("lessons"))
            else:
                self._renew(known, draft, _("lessons"))
            return known
        self.report.count(_("lessons created"))
        if self.dry_run or course is None:
            return None
        with transaction.atomic():
            lesson = LessonPage(title=draft.fields["title"], slug=draft.slug, live=False, owner=self.author)
            _place(lesson, CoursePage.objects.get(pk=course.pk), after)
            self._write(lesson, draft)
        return lesson

    def _renew(self, known: CoursePage | LessonPage, draft: Draft, what: str) -> None:
        with transaction.atomic():
            locked = type(known).objects.select_for_update().get(pk=known.pk)
            reason = _touched(locked)
            if reason:
                self._leave(draft, reason, what)
            elif locked.source_hash == draft.fingerprint:
                self.report.count(_("%(what)s unchanged") % {"what": what})
            else:
                self.report.count(_("%(what)s updated") % {"what": what})
                if not self.dry_run:
                    self._write(locked.get_latest_revision_as_object(), draft)

    def _leave(self, draft: Draft, reason: str, what: str) -> None:
        self.report.count(_("%(what)s left alone") % {"what": what})
        self.report.add(draft.path, 0, _("was %(reason)s and is left alone.") % {"reason": reason})

    def _write(self, page: CoursePage | LessonPage, draft: Draft) -> None:
        """Fill the page, keep a revision in the author's name, and publish it."""
        for name, value in draft.fields.items():
            setattr(page, name, json.dumps(value) if name == "body" and isinstance(value, list) else value)
        page.source, page.source_hash = draft.source, draft.fingerprint
        revision = page.save_revision(user=self.author, log_action=True)
        revision.publish(user=self.author, skip_permission_checks=True)  # whoever runs commands may


def _place(lesson: LessonPage, course: CoursePage, after: LessonPage | None) -> None:
    if after is not None and after.get_next_siblings().exists():
        LessonPage.objects.get(pk=after.pk).add_sibling("right", instance=lesson)
    else:
        course.add_child(instance=lesson)


def _touched(page: CoursePage | LessonPage) -> str:
    """What people did with the page since the import wrote it; nothing said means nothing done."""
    if page.trashed_at:
        return _("put into the trash here")
    if not page.live:
        return _("taken offline here")
    latest: Any = page.get_latest_revision_as_object()
    if fingerprint(_fields_of(latest)) != page.source_hash:
        return _("edited here since")
    return ""


def _fields_of(page: Any) -> dict[str, Any]:
    if isinstance(page, LessonPage):
        body = page.body.get_prep_value()
        return {"title": page.title, "summary": page.summary, "minutes": page.minutes, "body": body}
    names = [
        "title",
        "promise",
        "outcomes",
        "prerequisites",
        "body",
        "minutes",
        "language",
        "licence",
        "picture_id",
    ]
    return {name: getattr(page, name) for name in names}
