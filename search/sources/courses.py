"""What courses and their lessons tell search."""

from django.utils import timezone

from courses.models import CoursePage, CourseTopic, LessonPage
from search import plain
from search.dates import Offer, length, offers
from search.drafts import Draft, address
from search.models import Kind
from search.sources.gathering import Drafts, Ids, People, page_tokens, topics_of, writers_of
from search.standing import popularity
from topics.models import Topic


def courses(ids: Ids) -> Drafts:
    pages = CoursePage.objects.filter(pk__in=ids, live=True, trashed_at__isnull=True)
    tokens, topics, people = page_tokens(ids), topics_of(CourseTopic, ids), writers_of(ids)
    offered = offers(ids, timezone.now())
    return {
        page.pk: _course(page, tokens[page.pk], topics[page.pk], people[page.pk], offered[page.pk])
        for page in pages
    }


def _course(
    page: CoursePage, tokens: frozenset[str], topics: tuple[Topic, ...], people: People, offer: Offer
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
        people=people.names,
        teachers=people.handles,
        facets={"level": page.level, "length": length(page.minutes), **offer.facets},
        popularity=popularity(offer.people),
        starts_at=offer.starts_at,
        passes_at=offer.starts_at,
        changed_at=page.last_published_at,
    )


def lessons(ids: Ids) -> Drafts:
    """A lesson is read by whoever may read its course, and found by the course's topics and authors."""
    pages = list(
        LessonPage.objects.filter(
            pk__in=ids, live=True, trashed_at__isnull=True, course__live=True, course__trashed_at__isnull=True
        ).select_related("course")
    )
    course_ids = [page.course_id for page in pages]
    tokens, topics, people = (
        page_tokens(course_ids),
        topics_of(CourseTopic, course_ids),
        writers_of(course_ids),
    )
    return {
        page.pk: _lesson(page, course, tokens[course.pk], topics[course.pk], people[course.pk])
        for page in pages
        if (course := page.course)
    }


def _lesson(
    page: LessonPage, course: CoursePage, tokens: frozenset[str], topics: tuple[Topic, ...], people: People
) -> Draft:
    body, anchors = plain.from_passages(plain.passages_in_blocks(page.body.raw_data))
    return Draft(
        kind=Kind.LESSON,
        title=page.title,
        url=address(page),
        sets=(tokens,),
        summary=page.summary,
        body=body,
        anchors=anchors,
        language=course.language,
        topics=topics,
        people=people.names,
        teachers=people.handles,
        facets={"level": course.level, "length": length(page.minutes)},
        parent_title=course.title,
        changed_at=page.last_published_at,
    )
