"""Who may do what with courses and sessions; every answer follows from rows."""

from django.db.models import QuerySet

from courses.models import CoursePage, CourseTeam, Session, Teaching
from people.audience import token
from people.models import Person


def course_tokens(person: Person) -> QuerySet[CourseTeam, str]:
    """One audience token for each course whose team the person is on."""
    return CourseTeam.objects.filter(person=person).values_list(token("course", "course_id"), flat=True)


def pages_to_edit(person: Person) -> list[CoursePage]:
    """The courses a person may edit in Wagtail, with all their lessons."""
    return list(CoursePage.objects.editable_by(person).only("path", "depth", "title", "slug"))


def may_edit_course(person: Person | None, course: CoursePage) -> bool:
    return bool(CoursePage.objects.editable_by(person).filter(pk=course.pk).exists())


def may_manage_session(person: Person | None, session: Session) -> bool:
    """Keep the roster, change and cancel the session."""
    return Session.objects.manageable_by(person).filter(pk=session.pk).exists()


def may_see_session(person: Person | None, session: Session) -> bool:
    return Session.objects.visible_to(person).filter(pk=session.pk).exists()


def gives_session(person: Person, session: Session) -> bool:
    """Whether the person stands before the others in this session."""
    giving = [Teaching.Role.LEAD, Teaching.Role.CO_TEACHER, Teaching.Role.SUBSTITUTE]
    return session.teachings.filter(person=person, role__in=giving, answer=Teaching.Answer.ACCEPTED).exists()
