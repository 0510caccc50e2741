"""The course page and who writes it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PageManager

from content.languages import LANGUAGES
from content.models import GuildPage, GuildPageQuerySet
from people.audience import tokens_for
from people.models import Person
from topics.models import Topic

INLINE_FEATURES = ["bold", "italic", "link", "code"]
PROSE_FEATURES = ["h3", "h4", "bold", "italic", "link", "ol", "ul", "code"]


class CourseIndexPage(GuildPage):
    """The one page that all courses hang below; `/courses/` shows them."""

    reader = "courses.views.catalogue.catalogue"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CoursePage"]

    def get_absolute_url(self) -> str:
        return reverse("courses:catalogue")


class CoursePageQuerySet(GuildPageQuerySet):
    def untrashed(self) -> Self:
        return self.filter(trashed_at__isnull=True)

    def visible_to(self, person: Person | None) -> Self:
        """Published courses whose audience the person belongs to."""
        return self.readable().untrashed().for_tokens(tokens_for(person))

    def editable_by(self, person: Person | None) -> Self:
        """Courses, drafts included, that the person writes; operators write all."""
        return self.written_by(person).untrashed()

    def taught_by(self, person: Person) -> Self:
        """Courses on whose team the person is, those in the trash included."""
        roles = CourseTeam.objects.filter(person=person, role__in=CourseTeam.WRITING_ROLES)
        return self.filter(pk__in=roles.values("course"))

    def written_by(self, person: Person | None) -> Self:
        """The same with those in the trash."""
        if person is None or not person.is_active:
            return self.none()
        if person.is_superuser:
            return self.all()
        return self.taught_by(person)


class CoursePage(GuildPage):
    """What one will be able to do, for whom, how long; the lessons are its child pages."""

    class Level(models.TextChoices):
        BEGINNER = "beginner", _("no previous knowledge")
        INTERMEDIATE = "intermediate", _("some experience")
        ADVANCED = "advanced", _("much experience")

    reader = "courses.views.reading.course"
    parent_page_types = ["courses.CourseIndexPage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/course.html"

    promise = models.CharField(
        _("promise"), max_length=250, blank=True, help_text=_("One sentence that says why one should come.")
    )
    outcomes = RichTextField(
        _("what you will be able to do"),
        blank=True,
        features=["ul", *INLINE_FEATURES],
        help_text=_("Three to five things, each beginning with a verb."),
    )
    for_whom = models.CharField(_("for whom"), max_length=250, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, help_text=_("How long it takes altogether.")
    )
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.BEGINNER)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    translation_group = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    prerequisites = RichTextField(
        _("what you should know before"), blank=True, features=["ul", *INLINE_FEATURES]
    )
    body = RichTextField(_("about this course"), blank=True, features=PROSE_FEATURES)
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topics = ClusterTaggableManager(
        through="courses.CourseTopic", blank=True, verbose_name=_("topics"), related_name="courses"
    )
    source = models.CharField(max_length=300, blank=True, editable=False)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PageManager.from_queryset(CoursePageQuerySet)()

    content_panels = [
        FieldPanel("title", classname="title", help_text=_("What people will look for.")),
        FieldPanel("promise"),
        FieldPanel("outcomes"),
        MultiFieldPanel(
            [FieldPanel("for_whom"), FieldPanel("minutes"), FieldPanel("level"), FieldPanel("language")],
            heading=_("For whom"),
        ),
        FieldPanel("prerequisites"),
        FieldPanel("body"),
        FieldPanel("picture"),
        FieldPanel("topics"),
    ]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    def get_absolute_url(self) -> str:
        return reverse("courses:course", args=[self.slug])


class CourseTopic(ItemBase):
    """A course is about a topic."""

    content_object = ParentalKey(CoursePage, on_delete=models.CASCADE, related_name="topic_items")
    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="course_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="course_topic_once")]


class CourseTeam(models.Model):
    """Who writes a course. Outside the revisions, so that restoring an old text changes no rights."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("author")
        CO_AUTHOR = "co_author", _("co-author")
        REVIEWER = "reviewer", _("reviewer")

    WRITING_ROLES = (Role.AUTHOR, Role.CO_AUTHOR)

    course = models.ForeignKey(CoursePage, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="course_roles")
    role = models.CharField(max_length=12, choices=Role, default=Role.AUTHOR)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "person"], name="course_team_person_once"),
            models.CheckConstraint(
                condition=Q(role__in=["author", "co_author", "reviewer"]), name="course_team_role_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
