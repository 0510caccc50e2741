"""What one has learnt before one comes."""

from courses.models import Attendance, CoursePage, Enrolment, LessonPage, LessonProgress, Recognition, Session
from people.models import Person


def missing_for(person: Person, session: Session) -> list[CoursePage]:
    """The required courses that the person has neither done nor had recognised, in the order given."""
    if session.course is None:
        return []
    needed = [
        row.needs
        for row in session.course.prerequisite_rows.filter(required=True)
        .select_related("needs")
        .order_by("pk")
    ]
    return [course for course in needed if not has_learnt(person, course)]


def has_learnt(person: Person, course: CoursePage) -> bool:
    """Recognised by a teacher, there on a date, or every lesson read to its end."""
    if Recognition.objects.filter(person=person, course=course).exists():
        return True
    came = Attendance.objects.filter(
        enrolment__person=person,
        enrolment__session__course=course,
        enrolment__state=Enrolment.State.CONFIRMED,
        mark=Attendance.Mark.ATTENDED,
    )
    return came.exists() or _read_all(person, course)


def _read_all(person: Person, course: CoursePage) -> bool:
    lessons = set(
        LessonPage.objects.filter(course=course, live=True, trashed_at=None).values_list("pk", flat=True)
    )
    done = LessonProgress.objects.filter(person=person, lesson__in=lessons, done_at__isnull=False)
    return bool(lessons) and done.count() == len(lessons)
