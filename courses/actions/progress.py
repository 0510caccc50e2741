"""How far a person has come."""

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import LessonPage, LessonProgress
from people.models import Person
from people.refusals import Refusal


def complete_lesson(person: Person, lesson: LessonPage) -> LessonProgress:
    """Remember that the person has finished the lesson; the first time counts."""
    _refuse_hidden(person, lesson)
    progress, _created = LessonProgress.objects.get_or_create(person=person, lesson=lesson)
    if progress.done_at is None:
        progress.done_at = timezone.now()
        progress.save()
    return progress


def reopen_lesson(person: Person, lesson: LessonPage) -> LessonProgress:
    """Take the mark back; that the lesson was opened stays known."""
    _refuse_hidden(person, lesson)
    progress, _created = LessonProgress.objects.update_or_create(
        person=person, lesson=lesson, defaults={"done_at": None}
    )
    return progress


def _refuse_hidden(person: Person, lesson: LessonPage) -> None:
    if not LessonPage.objects.visible_to(person).filter(pk=lesson.pk).exists():
        raise Refusal(_("This lesson is not open to you. Ask the course's author to invite you."))
