"""The findable kinds: where their rows are, who sees them, and what each says to search.

Each `drafts` function takes ids and answers with a draft for every one that may be found by
anybody; ids that are missing from the answer are gone, hidden or not yet published.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from communities.models import CommunityPage, WikiPage
from courses.models import CoursePage, LessonPage, Session
from people.models import Person
from search.models import Kind
from search.sources.communities import communities, wiki_pages
from search.sources.courses import courses, lessons
from search.sources.gathering import Drafts, Ids
from search.sources.people import people, topics, visible_topics
from search.sources.sessions import sessions
from topics.models import Topic

__all__ = ["KINDS", "SOURCES", "Source", "visible_topics"]


@dataclass(frozen=True)
class Source:
    """One kind of findable thing."""

    model: Any
    drafts: Callable[[Ids], Drafts]
    visible_to: Callable[[Person | None], QuerySet[Any]]


SOURCES: dict[str, Source] = {
    Kind.COURSE: Source(CoursePage, courses, CoursePage.objects.visible_to),
    Kind.LESSON: Source(LessonPage, lessons, LessonPage.objects.visible_to),
    Kind.SESSION: Source(Session, sessions, Session.objects.visible_to),
    Kind.WIKI_PAGE: Source(WikiPage, wiki_pages, WikiPage.objects.visible_to),
    Kind.COMMUNITY: Source(CommunityPage, communities, CommunityPage.objects.visible_to),
    Kind.PERSON: Source(Person, people, Person.objects.visible_to),
    Kind.TOPIC: Source(Topic, topics, visible_topics),
}
KINDS: dict[Any, str] = {source.model: kind for kind, source in SOURCES.items()}
