"""All pages one may read, of whatever kind; for choosers that list pages of every kind."""

from django.db.models import Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from communities.models import CommunityIndexPage, CommunityPage, WikiPage
from courses.models import CourseIndexPage, CoursePage, LessonPage
from people.models import Person


def readable_pages(person: Person | None) -> PageQuerySet:
    """Pages that the person may read or edit, and the shelves they stand on."""
    shelves = Q(depth__lte=2)
    for index in (CourseIndexPage, CommunityIndexPage):
        shelves |= Q(pk__in=index.objects.values("pk"))
    kinds = (
        CoursePage.objects.visible_to(person), CoursePage.objects.editable_by(person),
        LessonPage.objects.visible_to(person), LessonPage.objects.editable_by(person),
        CommunityPage.objects.visible_to(person), WikiPage.objects.visible_to(person),
    )  # fmt: skip
    readable = shelves
    for pages in kinds:
        readable |= Q(pk__in=pages.order_by().values("pk"))
    return Page.objects.filter(readable)
