"""Writing courses: who may, for whom they are, and the trash one can come back from."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.models import PageAudience
from courses.models import CourseIndexPage, CoursePage, CourseTeam, LessonPage, Session
from courses.permissions import may_edit_course
from people.audience import ALL, PUBLIC
from people.models import Person
from people.refusals import Refusal

INVITED = "invited"


def create_course(
    person: Person, *, title: str, for_whom: str = "", minutes: int | None = None, language: str = "en"
) -> CoursePage:
    """A draft of the person's own, open to all colleagues once it is published."""
    with transaction.atomic():
        index = CourseIndexPage.objects.select_for_update().get()
        course = CoursePage(
            title=title, for_whom=for_whom, minutes=minutes, language=language,
            slug=free_slug(index, title), live=False, has_unpublished_changes=True, owner=person,
        )  # fmt: skip
        index.add_child(instance=course)
        CourseTeam.objects.create(course=course, person=person, role=CourseTeam.Role.AUTHOR)
        PageAudience.objects.create(page=course, token=ALL)
        course.save_revision(user=person, log_action=True)
        return course


def free_slug(parent: CourseIndexPage | CoursePage, title: str) -> str:
    """An address made of the title that no sibling has, those in the trash included."""
    base = slugify(title)[:80] or "course"
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{base}-{n}") not in taken)


def _refuse_others(person: Person, course: CoursePage) -> None:
    if not may_edit_course(person, course):
        raise Refusal(_("Only those who write this course may do that."))


def add_co_author(person: Person, course: CoursePage, colleague: Person) -> CourseTeam:
    """Let a colleague write this course too."""
    _refuse_others(person, course)
    if not colleague.is_active:
        raise Refusal(_("%(name)s no longer has an account here.") % {"name": colleague})
    with transaction.atomic():
        member, created = CourseTeam.objects.get_or_create(
            course=course, person=colleague, defaults={"role": CourseTeam.Role.CO_AUTHOR}
        )
        if created:
            log(course, "guildhall.co_author_added", user=person, data={"person": colleague.pk})
        return member


def remove_co_author(person: Person, course: CoursePage, colleague: Person) -> None:
    """End a colleague's part in writing; the last author stays."""
    _refuse_others(person, course)
    with transaction.atomic():
        team = CourseTeam.objects.select_for_update().filter(course=course)
        writers = [row for row in team if row.role in CourseTeam.WRITING_ROLES]
        row = next((row for row in writers if row.person_id == colleague.pk), None)
        if row is None:
            return
        if len(writers) == 1:
            raise Refusal(_("A course needs somebody who looks after it. Add a co-author first."))
        row.delete()
        log(course, "guildhall.co_author_removed", user=person, data={"person": colleague.pk})


def choose_audience(
    person: Person, course: CoursePage, choice: str, invited: list[Person] | None = None
) -> None:
    """Say who may find and take the course: `public`, `all` colleagues, or `invited` people only."""
    _refuse_others(person, course)
    tokens = {f"course:{course.pk}"}
    if choice in (PUBLIC, ALL):
        tokens.add(choice)
    elif choice == INVITED:
        tokens.update(f"person:{colleague.pk}" for colleague in invited or [])
    else:
        raise Refusal(_("Choose one of the groups that the list offers."))
    with transaction.atomic():
        course.audience.exclude(token__in=tokens).delete()
        for token in sorted(tokens):
            PageAudience.objects.get_or_create(page=course, token=token)
        CoursePage.objects.get(pk=course.pk).announce(subtree=True)
        log(course, "guildhall.audience_chosen", user=person, data={"tokens": sorted(tokens)})


def trash(person: Person, page: CoursePage | LessonPage) -> CoursePage | LessonPage:
    """Put a course or a lesson into the trash, where it waits unchanged.

    Raises `Refusal` while people are enrolled in a coming session of the course.
    """
    course = page if isinstance(page, CoursePage) else page.course
    if course is None:
        raise Refusal(_("This lesson belongs to no course."))
    _refuse_others(person, course)
    if page == course and _has_coming_people(course):
        raise Refusal(_("People are enrolled in a coming session of this course. Cancel the session first."))
    return _set_trashed(person, page, "guildhall.trashed")


def restore(person: Person, page: CoursePage | LessonPage) -> CoursePage | LessonPage:
    """Bring a page back from the trash as it was."""
    course = page if isinstance(page, CoursePage) else page.course
    if course is None or not CoursePage.objects.written_by(person).filter(pk=course.pk).exists():
        raise Refusal(_("Only those who write this course may do that."))
    return _set_trashed(person, page, "guildhall.restored")


def _set_trashed(person: Person, page: CoursePage | LessonPage, action: str) -> CoursePage | LessonPage:
    with transaction.atomic():
        page.trashed_at = timezone.now() if action == "guildhall.trashed" else None
        type(page).objects.filter(pk=page.pk).update(trashed_at=page.trashed_at)
        page.announce(subtree=True)
        log(page, action, user=person)
        return page


def _has_coming_people(course: CoursePage) -> bool:
    coming = Session.objects.open().filter(course=course, starts_at__isnull=False)
    return coming.filter(enrolments__state__in=["confirmed", "offered", "waiting"]).exists()
