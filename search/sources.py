"""The findable kinds: where their rows are, who sees them, and what each says to search.

Each `drafts` function takes ids and answers with a draft for every one that may be found by
anybody; ids that are missing from the answer are gone, hidden or not yet published.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from communities.models import CommunityPage, CommunityTopic, Membership, WikiPage, WikiTopic
from content.models import PageAudience
from courses.models import CoursePage, CourseTeam, CourseTopic, LessonPage, Session, SessionAudience, Teaching
from people.audience import ALL
from people.models import Person
from search import plain
from search.drafts import Draft, address
from search.models import Kind
from topics.models import Topic

Ids = Iterable[int]
Drafts = dict[int, Draft]
Audience = dict[int, frozenset[str]]
Topics = dict[int, tuple[Topic, ...]]


def _page_tokens(page_ids: Ids) -> Audience:
    rows = PageAudience.objects.filter(page_id__in=set(page_ids)).values_list("page_id", "token")
    return _gathered(rows)


def _gathered(rows: Iterable[tuple[int, str]]) -> Audience:
    sets: dict[int, set[str]] = defaultdict(set)
    for pk, token in rows:
        sets[pk].add(token)
    return defaultdict(frozenset, {pk: frozenset(tokens) for pk, tokens in sets.items()})


def _topics(through: Any, ids: Ids) -> Topics:
    """The topics of things; a merged topic counts as the one it went into."""
    rows = through.objects.filter(content_object_id__in=set(ids)).select_related("tag__merged_into")
    named: dict[int, dict[str, Topic]] = defaultdict(dict)
    for row in rows:
        topic = row.tag.merged_into or row.tag
        named[row.content_object_id][topic.slug] = topic
    return defaultdict(
        tuple, {pk: tuple(topics[slug] for slug in sorted(topics)) for pk, topics in named.items()}
    )


def _people(rows: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    names: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows:
        names[pk].append(name)
    return defaultdict(tuple, {pk: tuple(dict.fromkeys(found)) for pk, found in names.items()})


def _writers(course_ids: Ids) -> QuerySet[CourseTeam]:
    return CourseTeam.objects.filter(
        course_id__in=set(course_ids),
        role__in=CourseTeam.WRITING_ROLES,
        person__state=Person.State.ACTIVE,
    ).order_by("pk")


def _givers(session_ids: Ids) -> QuerySet[Teaching]:
    return (
        Teaching.objects.filter(
            session_id__in=set(session_ids),
            answer=Teaching.Answer.ACCEPTED,
            person__state=Person.State.ACTIVE,
        )
        .exclude(role=Teaching.Role.OBSERVER)
        .order_by("pk")
    )


def courses(ids: Ids) -> Drafts:
    pages = CoursePage.objects.filter(pk__in=ids, live=True, trashed_at__isnull=True)
    tokens, topics = _page_tokens(ids), _topics(CourseTopic, ids)
    people = _people(_writers(ids).values_list("course_id", "person__name"))
    return {page.pk: _course(page, tokens[page.pk], topics[page.pk], people[page.pk]) for page in pages}


def _course(
    page: CoursePage, tokens: frozenset[str], topics: tuple[Topic, ...], people: tuple[str, ...]
) -> Draft:
    texts = [plain.from_html(html) for html in (page.outcomes, page.prerequisites, page.body)]
    return Draft(
        kind=Kind.COURSE,
        title=page.title,
        url=address(page),
        sets=(tokens,),
        summary=page.promise,
        body=plain.joined([texts[0], page.for_whom, *texts[1:]]),
        language=page.language,
        topics=topics,
        people=people,
        facets={"level": page.level},
        changed_at=page.last_published_at,
    )


def lessons(ids: Ids) -> Drafts:
    """A lesson is read by whoever may read its course, and found by the course's topics."""
    pages = list(
        LessonPage.objects.filter(
            pk__in=ids, live=True, trashed_at__isnull=True, course__live=True, course__trashed_at__isnull=True
        ).select_related("course")
    )
    course_ids = [page.course_id for page in pages]
    tokens, topics = _page_tokens(course_ids), _topics(CourseTopic, course_ids)
    return {
        page.pk: Draft(
            kind=Kind.LESSON,
            title=page.title,
            url=address(page),
            sets=(tokens[page.course_id],),
            summary=page.summary,
            body=plain.from_blocks(page.body.raw_data),
            language=page.course.language,
            topics=topics[page.course_id],
            facets={"level": page.course.level},
            parent_title=page.course.title,
            changed_at=page.last_published_at,
        )
        for page in pages
    }


def sessions(ids: Ids) -> Drafts:
    """Announced sessions; those who give one or write its course see it whatever its audience is."""
    rows = list(
        Session.objects.filter(pk__in=ids).exclude(state=Session.State.DRAFT).select_related("course")
    )
    course_ids = {row.course_id for row in rows if row.course_id}
    own = _gathered(SessionAudience.objects.filter(session_id__in=ids).values_list("session_id", "token"))
    above, topics = _page_tokens(course_ids), _topics(CourseTopic, course_ids)
    people = _people(_givers(ids).values_list("session_id", "person__name"))
    insiders = _insiders(rows)
    return {
        row.pk: _session(
            row,
            _session_sets(row, own[row.pk], above, insiders[row.pk]),
            topics[row.course_id or 0],
            people[row.pk],
        )
        for row in rows
    }


def _insiders(rows: list[Session]) -> Audience:
    """A token for each person who sees a session because they give it or write its course."""
    gives = _givers([row.pk for row in rows]).values_list("session_id", "person_id")
    writes: dict[int, set[int]] = defaultdict(set)
    for course_id, person_id in _writers(row.course_id or 0 for row in rows).values_list(
        "course_id", "person_id"
    ):
        writes[course_id].add(person_id)
    pairs = [*gives, *((row.pk, person) for row in rows for person in writes[row.course_id or 0])]
    return _gathered((session_id, f"person:{person_id}") for session_id, person_id in pairs)


def _session_sets(
    row: Session, own: frozenset[str], above: Audience, insiders: frozenset[str]
) -> tuple[frozenset[str], ...]:
    if row.course is None:
        return (own | insiders,)
    readable = row.course.live and row.course.trashed_at is None
    course = (above[row.course.pk] if readable else frozenset()) | insiders
    return (own | insiders, course) if own else (course,)


def _session(
    row: Session, sets: tuple[frozenset[str], ...], topics: tuple[Topic, ...], people: tuple[str, ...]
) -> Draft:
    return Draft(
        kind=Kind.SESSION,
        title=str(row),
        url=address(row),
        sets=sets,
        summary=row.course.promise if row.course else "",
        body=plain.joined([row.note]),
        language=row.language,
        topics=topics,
        people=people,
        facets={"level": row.course.level} if row.course else {},
        parent_title=row.course.title if row.course else "",
        starts_at=row.starts_at,
        over_at=row.ends_at if row.state == Session.State.PUBLISHED else row.created_at,
        changed_at=row.created_at,
    )


def communities(ids: Ids) -> Drafts:
    pages = CommunityPage.objects.filter(pk__in=ids, live=True)
    leads = (
        Membership.objects.active()
        .filter(community_id__in=set(ids), role=Membership.Role.LEAD, person__state=Person.State.ACTIVE)
        .order_by("pk")
    )
    people = _people(leads.values_list("community_id", "person__name"))
    tokens, topics = _page_tokens(ids), _topics(CommunityTopic, ids)
    return {
        page.pk: Draft(
            kind=Kind.COMMUNITY,
            title=page.title,
            url=address(page),
            sets=(tokens[page.pk],),
            summary=page.purpose,
            body=plain.from_html(page.charter),
            topics=topics[page.pk],
            people=people[page.pk],
            facets={"community": page.slug},
            community_id=page.pk,
            changed_at=page.last_published_at,
        )
        for page in pages
    }


def wiki_pages(ids: Ids) -> Drafts:
    """A wiki page is read by whoever may read its community."""
    pages = list(
        WikiPage.objects.filter(
            pk__in=ids, live=True, trashed_at__isnull=True, community__live=True
        ).select_related("community", "keeper")
    )
    tokens, topics = _page_tokens(page.community_id for page in pages), _topics(WikiTopic, ids)
    return {page.pk: _wiki_page(page, tokens[page.community_id], topics[page.pk]) for page in pages}


def _wiki_page(page: WikiPage, tokens: frozenset[str], topics: tuple[Topic, ...]) -> Draft:
    keeper = page.keeper
    return Draft(
        kind=Kind.WIKI_PAGE,
        title=page.title,
        url=address(page),
        sets=(tokens,),
        summary=page.summary,
        body=plain.from_html(page.html),
        language=page.language,
        topics=topics,
        people=(keeper.name,) if keeper and keeper.is_active else (),
        facets={"community": page.community.slug},
        community_id=page.community_id,
        parent_title=page.community.title,
        changed_at=page.last_published_at,
    )


def people(ids: Ids) -> Drafts:
    """Colleagues find colleagues; leavers and suspended people are not found."""
    return {
        person.pk: Draft(
            kind=Kind.PERSON,
            title=str(person),
            url=address(person),
            sets=(frozenset([ALL]),),
            summary=" · ".join(word for word in (person.title, str(person.team or ""), person.site) if word),
            body=plain.joined([person.bio]),
            language=person.language,
            changed_at=person.joined_at,
        )
        for person in Person.objects.current().filter(pk__in=ids).select_related("team")
    }


def topics(ids: Ids) -> Drafts:
    """Topics in use; their synonyms find them, too."""
    rows = Topic.objects.current().filter(pk__in=ids).prefetch_related("synonyms", "merged")
    return {
        topic.pk: Draft(
            kind=Kind.TOPIC,
            title=topic.name,
            url=address(topic),
            sets=(frozenset([ALL]),),
            summary=plain.joined([topic.description]),
            body=plain.joined(synonym.word for synonym in topic.synonyms.all()),
            facets={"topic": topic.slug},
            terms=(
                topic.name,
                *(s.word for s in topic.synonyms.all()),
                *(t.name for t in topic.merged.all()),
            ),
        )
        for topic in rows
    }


def visible_topics(person: Person | None) -> QuerySet[Topic]:
    """Everyone signed in sees the vocabulary; a visitor sees nothing of it."""
    return Topic.objects.current() if person is not None and person.is_active else Topic.objects.none()


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
