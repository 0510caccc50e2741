"""What is a person's own, gathered from the apps below."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from communities.models import CommunityPage, Membership
from communities.models.community import CommunityPageQuerySet
from courses.lines import SessionLine, lines_for
from courses.models import CoursePage, Enrolment, LessonProgress, Session, Teaching
from courses.models.session import SessionQuerySet
from courses.plan import progress_of
from people.models import Person


@dataclass(frozen=True)
class Reading:
    """A course somebody has begun to read."""

    course: CoursePage
    done: int
    total: int


def my_lines(person: Person) -> list[SessionLine]:
    """Sessions that are still to come or have no date, in which the person has or wants a place."""
    mine = Enrolment.objects.current().filter(person=person)
    sessions = Session.objects.filter(enrolments__in=mine, state=Session.State.PUBLISHED)
    return lines_for(sessions.filter(_not_over()).soonest(), person)


def _not_over() -> Q:
    return Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now())


def giving(person: Person) -> SessionQuerySet:
    """Sessions the person gives that are not over, the soonest first."""
    gives = Teaching.objects.filter(person=person, answer=Teaching.Answer.ACCEPTED)
    sessions = Session.objects.filter(teachings__in=gives, state=Session.State.PUBLISHED)
    return sessions.filter(_not_over()).soonest()


def next_up(person: Person, mine: list[SessionLine]) -> SessionLine | None:
    """The next dated session the person gives or has a seat in; a teacher sees her own class first."""
    own = lines_for(giving(person).filter(starts_at__isnull=False)[:1], person)
    seats = [line for line in mine if line.starts_at and line.state == Enrolment.State.CONFIRMED]
    return next(iter([*own, *seats]), None)


def going_on(person: Person) -> list[Reading]:
    """Courses the person has enrolled in at their own pace or begun to read, not yet finished."""
    self_paced = Enrolment.objects.current().filter(person=person, session__kind=Session.Kind.SELF_PACED)
    begun = LessonProgress.objects.filter(person=person)
    courses = list(
        CoursePage.objects.visible_to(person).filter(
            Q(pk__in=self_paced.values("session__course")) | Q(pk__in=begun.values("lesson__course"))
        )
    )
    progress = progress_of(person, courses)
    readings = [Reading(course, *progress[course.pk]) for course in courses]
    return [reading for reading in readings if reading.done < reading.total or not reading.total]


def past(person: Person) -> list[SessionLine]:
    """Sessions the person had a seat in that are over, the latest first."""
    seats = Enrolment.objects.filter(person=person, state=Enrolment.State.CONFIRMED)
    sessions = Session.objects.filter(enrolments__in=seats, ends_at__lte=timezone.now())
    return lines_for(sessions.order_by("-starts_at")[:20], person)


def communities_of(person: Person) -> CommunityPageQuerySet:
    """Communities the person belongs to."""
    memberships = Membership.objects.active().filter(person=person)
    return CommunityPage.objects.visible_to(person).filter(memberships__in=memberships).order_by("title")
