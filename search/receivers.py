"""Keeps the projection true to what it projects: each reaction runs in the transaction of the change."""

from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from communities.models import Membership, WikiPage
from content.models import PageAudience
from content.signals import page_changed
from courses.models import CourseTeam, Enrolment, Occurrence, SeatHold, Session, SessionAudience, Teaching
from courses.signals import session_changed
from people.models import Person, Team
from people.signals import person_changed
from search.models import Kind
from search.projection import bury, refresh
from search.seats import stirred
from search.sources import KINDS, SOURCES
from topics.models import Topic, TopicSynonym

PAGE_KINDS = (Kind.COURSE, Kind.LESSON, Kind.COMMUNITY, Kind.WIKI_PAGE)


@receiver(page_changed)
def follow_page(page: Any, subtree: bool, deleted: bool, **_signal: Any) -> None:
    for kind in PAGE_KINDS:
        ids = _below(kind, page) if subtree else set()
        if KINDS.get(page.specific_class) == kind:
            ids.add(page.pk)
        if ids and deleted:
            bury(kind, ids)
        elif ids:
            refresh(kind, ids)


def _below(kind: str, page: Any) -> set[int]:
    pages = SOURCES[kind].model.objects.filter(path__startswith=page.path)
    return set(pages.exclude(pk=page.pk).values_list("pk", flat=True))


@receiver(post_save, sender=PageAudience)
@receiver(post_delete, sender=PageAudience)
def follow_audience(sender: type[Model], instance: PageAudience, **signal: Any) -> None:
    if _goes_along(sender, signal):
        return
    for kind in PAGE_KINDS:
        refresh(kind, SOURCES[kind].model.objects.filter(pk=instance.page_id).values_list("pk", flat=True))


@receiver(person_changed)
def follow_person(person: Person, **_signal: Any) -> None:
    """A name that changed, or someone who left, changes what they teach and keep as well."""
    if refresh(Kind.PERSON, [person.pk]):
        refresh(Kind.COURSE, person.course_roles.values_list("course_id", flat=True))
        refresh(Kind.SESSION, _sessions_of(person))
        refresh(Kind.COMMUNITY, person.memberships.values_list("community_id", flat=True))
        refresh(Kind.WIKI_PAGE, WikiPage.objects.filter(keeper=person).values_list("pk", flat=True))


def _sessions_of(person: Person) -> set[int]:
    given = person.teachings.values_list("session_id", flat=True)
    written = Session.objects.filter(course__team__person=person).values_list("pk", flat=True)
    return {*given, *written}


@receiver(post_save, sender=Team)
def follow_team(instance: Team, **_signal: Any) -> None:
    refresh(Kind.PERSON, instance.people.values_list("pk", flat=True))


@receiver(session_changed)
def follow_session(session: Session, **_signal: Any) -> None:
    _refresh_session(session.pk, session.course_id)


@receiver(post_save, sender=Session)
def follow_saved_session(instance: Session, raw: bool = False, **_signal: Any) -> None:
    if not raw:
        _refresh_session(instance.pk, instance.course_id)


@receiver(post_save, sender=Teaching)
@receiver(post_delete, sender=Teaching)
def follow_teaching(sender: type[Model], instance: Teaching, **signal: Any) -> None:
    if not _goes_along(sender, signal):
        refresh(Kind.SESSION, [instance.session_id])


@receiver(post_save, sender=Occurrence)
@receiver(post_delete, sender=Occurrence)
@receiver(post_save, sender=SessionAudience)
@receiver(post_delete, sender=SessionAudience)
@receiver(post_save, sender=SeatHold)
@receiver(post_delete, sender=SeatHold)
def follow_session_row(
    sender: type[Model], instance: Occurrence | SessionAudience | SeatHold, **signal: Any
) -> None:
    if not _goes_along(sender, signal):
        _refresh_session(instance.session_id, instance.session.course_id)


def _refresh_session(session_id: int, course_id: int | None) -> None:
    """The course first, as everywhere, so that no two transactions wait for each other's documents."""
    if course_id:
        refresh(Kind.COURSE, [course_id])
    refresh(Kind.SESSION, [session_id])


@receiver(post_save, sender=Enrolment)
def follow_enrolment(instance: Enrolment, created: bool, raw: bool = False, **_signal: Any) -> None:
    """Most enrolments change nothing that search tells; two or three statements find that out."""
    if raw:
        return
    courses, sessions = stirred(instance.session, newcomer=created, now=timezone.now())
    refresh(Kind.COURSE, courses)
    refresh(Kind.SESSION, sessions)


@receiver(post_save, sender=CourseTeam)
@receiver(post_delete, sender=CourseTeam)
def follow_course_team(sender: type[Model], instance: CourseTeam, **signal: Any) -> None:
    """The authors of a course see its sessions, whatever their audience is."""
    if not _goes_along(sender, signal):
        refresh(Kind.COURSE, [instance.course_id])
        sessions = Session.objects.filter(course_id=instance.course_id)
        refresh(Kind.SESSION, sessions.values_list("pk", flat=True))


@receiver(post_save, sender=Membership)
@receiver(post_delete, sender=Membership)
def follow_membership(sender: type[Model], instance: Membership, **signal: Any) -> None:
    if not _goes_along(sender, signal):
        refresh(Kind.COMMUNITY, [instance.community_id])


@receiver(post_save, sender=Topic)
def follow_topic(instance: Topic, created: bool, raw: bool = False, **_signal: Any) -> None:
    """A topic that is renamed, retired or merged changes everything about it."""
    if raw:
        return
    refresh(Kind.TOPIC, [instance.pk])
    if not created:
        refresh(Kind.COURSE, instance.course_items.values_list("content_object_id", flat=True))
        refresh(Kind.COMMUNITY, instance.community_items.values_list("content_object_id", flat=True))
        refresh(Kind.WIKI_PAGE, instance.wiki_items.values_list("content_object_id", flat=True))


@receiver(post_save, sender=TopicSynonym)
@receiver(post_delete, sender=TopicSynonym)
def follow_synonym(sender: type[Model], instance: TopicSynonym, **signal: Any) -> None:
    if not _goes_along(sender, signal):
        refresh(Kind.TOPIC, [instance.topic_id])


@receiver(post_delete)
def forget(sender: type[Model], instance: Any, **_signal: Any) -> None:
    """Whichever way a row went, its document goes with it; a course forgets the dates of a session."""
    if sender is Session and instance.course_id:
        refresh(Kind.COURSE, [instance.course_id])
    if kind := KINDS.get(sender):
        bury(kind, [instance.pk])


def _goes_along(sender: type[Model], signal: dict[str, Any]) -> bool:
    """Whether a row was loaded from a file, or goes because what it belongs to goes."""
    origin = signal.get("origin")
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    return bool(signal.get("raw")) or (origin is not None and model is not sender)
