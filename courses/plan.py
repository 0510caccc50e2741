"""The lessons of a course in their order, and how far a person has come."""

from typing import Any

from django.db.models import Count, Q

from courses.models import CoursePage, LessonPage, LessonProgress
from people.models import Person


def plan_of(course: CoursePage, person: Person | None) -> list[dict[str, Any]]:
    """The lessons in their order, each with the person's progress."""
    lessons = LessonPage.objects.filter(course=course, live=True, trashed_at__isnull=True).order_by("path")
    if person is not None:
        done = Count("progress", filter=Q(progress__person=person, progress__done_at__isnull=False))
        lessons = lessons.annotate(done=done)
    return [
        {
            "pk": lesson.pk,
            "title": lesson.title,
            "summary": lesson.summary,
            "minutes": lesson.minutes,
            "done": bool(getattr(lesson, "done", 0)),
            "url": f"{course.get_absolute_url()}{lesson.slug}/",
        }
        for lesson in lessons.defer("body")
    ]


def progress_of(person: Person, courses: list[CoursePage]) -> dict[int, tuple[int, int]]:
    """Lessons done and lessons in all, by course; two statements."""
    total = dict(
        LessonPage.objects.filter(course__in=courses, live=True, trashed_at__isnull=True)
        .order_by()
        .values_list("course")
        .annotate(n=Count("pk"))
    )
    done = dict(
        LessonProgress.objects.filter(person=person, done_at__isnull=False, lesson__course__in=courses)
        .filter(lesson__live=True, lesson__trashed_at__isnull=True)
        .values_list("lesson__course")
        .annotate(n=Count("pk"))
    )
    return {course.pk: (done.get(course.pk, 0), total.get(course.pk, 0)) for course in courses}
