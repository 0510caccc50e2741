"""Saying what a course builds on, and who knows it already."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import CoursePage, Prerequisite, Recognition, Teaching
from courses.permissions import may_edit_course
from people.models import Person
from people.refusals import Refusal


def need(author: Person, course: CoursePage, needs: CoursePage, *, required: bool) -> Prerequisite:
    """Say that a course builds on another; said again, it changes how strictly.

    Raises `Refusal` for a circle, from which nobody could begin.
    """
    _refuse_others(author, course)
    if needs.pk == course.pk:
        raise Refusal(_("A course cannot build on itself. Choose another one."))
    with transaction.atomic():
        if required and course.pk in _builds_on(needs):
            raise Refusal(
                _("“%(course)s” needs this course itself, so nobody could begin. Recommend it instead.")
                % {"course": needs.title}
            )
        row, _made = Prerequisite.objects.update_or_create(
            course=course, needs=needs, defaults={"required": required}
        )
        return row


def _builds_on(course: CoursePage) -> set[int]:
    """The courses that one must have taken before this one, directly or by another."""
    needed: dict[int, set[int]] = {}
    for pk, before in Prerequisite.objects.filter(required=True).values_list("course", "needs"):
        needed.setdefault(pk, set()).add(before)
    found: set[int] = set()
    further = {course.pk}
    while further:
        further = {before for pk in further for before in needed.get(pk, ())} - found
        found |= further
    return found


def drop_prerequisite(author: Person, row: Prerequisite) -> None:
    """One need not have taken it any more."""
    _refuse_others(author, row.course)
    row.delete()


def recognise(teacher: Person, course: CoursePage, person: Person, *, note: str = "") -> Recognition:
    """Say that somebody knows what the course teaches; those who write or give it may."""
    gives = Teaching.objects.filter(
        session__course=course, person=teacher, answer=Teaching.Answer.ACCEPTED
    ).exclude(role=Teaching.Role.OBSERVER)
    if not (may_edit_course(teacher, course) or gives.exists()):
        raise Refusal(_("Only those who write or give the course recognise what somebody knows."))
    row, _made = Recognition.objects.get_or_create(
        course=course, person=person, defaults={"by": teacher, "note": note[:300]}
    )
    return row


def take_back(teacher: Person, row: Recognition) -> None:
    """It was a mistake; seats that were taken meanwhile stay."""
    _refuse_others(teacher, row.course)
    row.delete()


def _refuse_others(author: Person, course: CoursePage) -> None:
    if not may_edit_course(author, course):
        raise Refusal(_("Only those who write the course say what it builds on."))
