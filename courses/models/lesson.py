"""A lesson of blocks, and how far a person has come."""

from typing import Any, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager

from content.blocks import LessonBlocks
from content.models import GuildPage, GuildPageQuerySet
from courses.models.course import CoursePage
from people.models import Person


class LessonPageQuerySet(GuildPageQuerySet):
    def in_course(self, course: CoursePage) -> Self:
        """The lessons below a course, in their order."""
        return self.child_of(course).order_by("path")

    def untrashed(self) -> Self:
        return self.filter(trashed_at__isnull=True)

    def visible_to(self, person: Person | None) -> Self:
        """Published lessons of the courses that the person may see."""
        courses = CoursePage.objects.visible_to(person).filter(pk=OuterRef("course"))
        return self.readable().untrashed().filter(Exists(courses))

    def written_by(self, person: Person | None) -> Self:
        """Lessons of the courses that the person writes, those in the trash included."""
        return self.filter(course__in=CoursePage.objects.written_by(person))

    def editable_by(self, person: Person | None) -> Self:
        return self.untrashed().filter(course__in=CoursePage.objects.editable_by(person))


class LessonPage(GuildPage):
    """One sitting of a course; `course` repeats the parent so that lists need no tree walk."""

    reader = "courses.views.reading.lesson"
    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "courses/lesson.html"

    course = models.ForeignKey(
        CoursePage, on_delete=models.SET_NULL, related_name="lessons", editable=False, null=True
    )
    summary = models.CharField(
        _("in one sentence"), max_length=250, blank=True, help_text=_("What this lesson is about.")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    body = StreamField(LessonBlocks(), verbose_name=_("lesson"), blank=True)
    source = models.CharField(max_length=300, blank=True, editable=False)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PageManager.from_queryset(LessonPageQuerySet)()

    content_panels = [
        FieldPanel("title", classname="title", help_text=_("What this part is about.")),
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("body"),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._follow_parent()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self._follow_parent()
        return super().save(*args, **kwargs)

    def move(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().move(*args, **kwargs)
            LessonPage.objects.get(pk=self.pk).save()

    def _follow_parent(self) -> None:
        """A lesson belongs to the course it hangs below."""
        if self.path:
            self.course = CoursePage.objects.filter(path=self.path[: -self.steplen]).first()

    def get_absolute_url(self) -> str:
        course_slug = self.course.slug if self.course else "-"
        return reverse("courses:lesson", args=[course_slug, self.slug])


class LessonProgress(models.Model):
    """How far a person has come in a lesson; belongs to person and course, not to a session."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lesson_progress")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="progress")
    reached_at = models.DateTimeField(auto_now=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="lesson_progress_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.lesson}"
