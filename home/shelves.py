"""What is a person's own, gathered from the apps below."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from communities.models import CommunityPage, Membership
from communities.models.community import CommunityPageQuerySet
from courses.lines import SessionLine, lines_for
from courses.models import CoursePage, Enrolment, LessonProgress, Session
from courses.plan import progress_of
from people.models import Person


@dataclass(frozen=True)
class Reading:
    """A course somebody has begun to read."""

    course: CoursePage
    done: int
    total: int


def own_lines(person: Person) -> list[SessionLine]:
    """Sessions not over that the person gives, or has or wants a place in; the soonest first."""
    mine = Enrolment.objects.current().filter(person=person)
    own = Q(pk__in=Session.objects.given_by(person).values("pk")) | Q(pk__in=mine.values("session"))
    not_over = Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now())
    return lines_for(Session.objects.filter(own, not_over, state=Session.State.PUBLISHED).soonest(), person)


def next_up(lines: list[SessionLine]) -> SessionLine | None:
    """The next dated session the person gives or has a seat in; a teacher sees her own class first."""
    dated = [line for line in lines if line.starts_at]
    given = [line for line in dated if line.gives]
    seats = [line for line in dated if line.state == Enrolment.State.CONFIRMED]
    return next(iter([*given, *seats]), None)


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
