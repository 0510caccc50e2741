"""What one has learnt before one comes."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from courses.models import Attendance, CoursePage, Enrolment, LessonPage, LessonProgress, Recognition, Session
from people.models import Person


def missing_for(person: Person, session: Session) -> list[CoursePage]:
    """The required courses that the person has neither done nor had recognised, in the order given."""
    if session.course_id is None:
        return []
    needed = CoursePage.objects.filter(needed_by__course=session.course_id, needed_by__required=True)
    return list(_unlearnt(person, needed).order_by("needed_by__pk"))


def _unlearnt(person: Person, courses: QuerySet[CoursePage]) -> QuerySet[CoursePage]:
    """Those of the courses that the person has not learnt; one statement, however many there are.

    Learnt is what a teacher recognised, where one was there on a date, or read every lesson to its end.
    """
    recognised = Recognition.objects.filter(person=person, course=OuterRef("pk"))
    came = Attendance.objects.filter(
        enrolment__person=person,
        enrolment__session__course=OuterRef("pk"),
        enrolment__state=Enrolment.State.CONFIRMED,
        mark=Attendance.Mark.ATTENDED,
    )
    lessons = LessonPage.objects.filter(course=OuterRef("pk"), live=True, trashed_at=None)
    done = LessonProgress.objects.filter(person=person, lesson=OuterRef("pk"), done_at__isnull=False)
    read_all = Q(Exists(lessons)) & ~Exists(lessons.filter(~Exists(done)))
    return courses.exclude(Exists(recognised) | Exists(came) | read_all)
