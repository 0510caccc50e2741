"""A company of made-up people, courses, sessions and wikis, as large as it shall be."""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from bench.words import Vocabulary
from communities.models import CommunityIndexPage, CommunityPage, Membership, WikiPage, WikiTopic
from content.models import PageAudience
from courses.models import (
    CourseIndexPage,
    CoursePage,
    CourseTeam,
    CourseTopic,
    Enrolment,
    LessonPage,
    Occurrence,
    Session,
    Teaching,
)
from people.models import Person
from search.models import Kind, SearchDocument
from search.projection import refresh
from topics.models import Topic

TOPICS, COMMUNITIES, MEMBERS = 40, 20, 10
COURSES, LESSONS, SESSIONS, WIKI_PAGES = 10, 2, 6, 13
BLOCK = COURSES * (1 + LESSONS) + SESSIONS + WIKI_PAGES + 1
"""Documents that grow together: courses with their lessons, sessions, wiki pages, and a person."""
LANGUAGES = ["en"] * 17 + ["de", "de", "fr"]
Ids = dict[str, list[int]]


class World:
    """Rows are written straight into their tables; search learns of them when it is told to."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._chance = random.Random(0)
        self._blocks = 0
        self._steps: dict[str, int] = defaultdict(int)
        self._locale = Locale.objects.get()
        self._types = {
            model: ContentType.objects.get_for_model(model)
            for model in (CoursePage, LessonPage, CommunityPage, WikiPage)
        }
        self.unknown: Ids = defaultdict(list)
        """What search does not know yet, by kind."""
        with transaction.atomic():
            self._begin()

    @property
    def size(self) -> int:
        """Documents that can be found."""
        return SearchDocument.objects.alive().count()

    def grow(self, size: int) -> None:
        """Add blocks until there are so many things in all, at least one block."""
        while not self._blocks or TOPICS + COMMUNITIES + (self._blocks + 0.5) * BLOCK < size:
            self._chance = random.Random(self._blocks)
            with transaction.atomic():
                self._add_block()
            self._blocks += 1

    def index(self) -> int:
        """Tell search of everything new, as a rebuild does; returns how many things that were."""
        count = sum(map(len, self.unknown.values()))
        for kind, ids in self.unknown.items():
            refresh(kind, ids, hand_down=False)
        self.unknown.clear()
        if connection.vendor == "postgresql":  # which does so by itself some minutes later
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        return count

    # -- what there is from the beginning ------------------------------------------------------------------

    def _begin(self) -> None:
        text, chance = self.vocabulary.text, self._chance
        names = [f"{text(chance, 1)} {n}" for n in range(TOPICS)]
        self.topics = Topic.objects.bulk_create(
            Topic(name=name, slug=name.replace(" ", "-")) for name in names
        )
        self.people = [self._person(n) for n in range(COMMUNITIES)]
        self.reader = self.people[0]
        top = CommunityIndexPage.objects.get()
        pages = [self._page(CommunityPage, top, purpose=text(chance, 15)) for _n in range(COMMUNITIES)]
        self.communities = self._insert(CommunityPage, pages)
        self._open(self.communities, lambda page: "all" if page.pk % 4 else f"community:{page.pk}")
        Membership.objects.bulk_create(
            Membership(community=page, person=self.people[(n + m) % COMMUNITIES])
            for n, page in enumerate(self.communities)
            for m in range(MEMBERS)
        )
        self._tell(Kind.TOPIC, self.topics)
        self._tell(Kind.COMMUNITY, self.communities)

    def _person(self, n: int) -> Person:
        name = self.vocabulary.text(self._chance, 2).title()
        email = f"person-{n}-{uuid.UUID(int=self._chance.getrandbits(128))}@example.org"
        person = Person(name=name, handle=f"p{n}", email=email, bio=self.vocabulary.text(self._chance, 30))
        person.set_unusable_password()
        Person.objects.bulk_create([person])
        self._tell(Kind.PERSON, [person])
        return person

    # -- what grows ----------------------------------------------------------------------------------------

    def _add_block(self) -> None:
        self.people.append(self._person(COMMUNITIES + self._blocks))
        courses = self._courses()
        self._lessons(courses)
        self._sessions(courses)
        self._wiki_pages()

    def _courses(self) -> list[Any]:
        chance, text = self._chance, self.vocabulary
        top = CourseIndexPage.objects.get()
        made = [
            self._page(
                CoursePage,
                top,
                promise=text.text(chance, 15),
                body=f"<p>{text.long_text(chance, 120)}</p>",
                level=chance.choice(CoursePage.Level.values),
                minutes=chance.choice([15, 30, 60, 120]),
                language=chance.choice(LANGUAGES),
            )
            for _n in range(COURSES)
        ]
        courses = self._insert(CoursePage, made)
        self._open(
            courses, lambda _page: chance.choice(["all", "all", "all", "public", self._some_community()])
        )
        self._label(CourseTopic, courses)
        CourseTeam.objects.bulk_create(
            CourseTeam(course=course, person=chance.choice(self.people)) for course in courses
        )
        self._tell(Kind.COURSE, courses)
        return courses

    def _lessons(self, courses: list[Any]) -> None:
        lessons = []
        for course in courses:
            for _n in range(LESSONS):
                block = {"type": "text", "value": f"<p>{self.vocabulary.long_text(self._chance, 300)}</p>"}
                block["id"] = str(uuid.UUID(int=self._chance.getrandbits(128)))
                summary = self.vocabulary.text(self._chance, 12)
                lessons.append(
                    self._page(LessonPage, course, course_id=course.pk, summary=summary, body=[block])
                )
        self._tell(Kind.LESSON, self._insert(LessonPage, lessons))

    def _sessions(self, courses: list[Any]) -> None:
        chance, now = self._chance, timezone.now().replace(minute=0, second=0, microsecond=0)
        dates = [now + timedelta(days=chance.randint(-30, 60)) for _n in range(SESSIONS)]
        sessions = Session.objects.bulk_create(
            Session(
                course=chance.choice(courses),
                kind=Session.Kind.LIVE,
                state=Session.State.PUBLISHED,
                title=self.vocabulary.title(chance) if chance.random() < 0.3 else "",
                note=self.vocabulary.text(chance, 20),
                capacity=chance.choice([None, 2, 20]),
                starts_at=date,
                ends_at=date + timedelta(hours=1),
                created_by=chance.choice(self.people),
            )
            for date in dates
        )
        Occurrence.objects.bulk_create(map(_occurrence, sessions))
        Teaching.objects.bulk_create(Teaching(session=row, person=row.created_by) for row in sessions)
        Enrolment.objects.bulk_create(
            Enrolment(session=row, person=person, state=Enrolment.State.CONFIRMED, joined_at=timezone.now())
            for row in sessions
            for person in chance.sample(self.people, chance.randint(0, 2))
        )
        self._tell(Kind.SESSION, sessions)

    def _wiki_pages(self) -> None:
        chance, made = self._chance, []
        for _n in range(WIKI_PAGES):
            above = chance.choice(self.communities)
            text = self.vocabulary.long_text(chance, 350)
            more = {"language": chance.choice(LANGUAGES), "summary": self.vocabulary.text(chance, 12)}
            page = self._page(
                WikiPage, above, community_id=above.pk, body=text, html=f"<p>{text}</p>", **more
            )
            made.append(page)
        pages = self._insert(WikiPage, made)
        self._label(WikiTopic, pages)
        self._tell(Kind.WIKI_PAGE, pages)

    # -- how rows are written ------------------------------------------------------------------------------

    def _page(self, model: Any, above: Page, **fields: Any) -> Any:
        self._steps[above.path] += 1
        path = Page._get_path(above.path, above.depth + 1, self._steps[above.path])
        title, slug = self.vocabulary.title(self._chance), f"p-{path.lower()}"
        return model(
            path=path,
            depth=above.depth + 1,
            title=title,
            draft_title=title,
            slug=slug,
            url_path=f"{above.url_path}{slug}/",
            content_type=self._types[model],
            locale=self._locale,
            last_published_at=datetime(2026, 1, 1, tzinfo=UTC)
            + timedelta(hours=self._chance.randint(0, 5000)),
            **fields,
        )

    def _insert(self, model: Any, pages: list[Any]) -> list[Any]:
        """Both rows of each page in two statements, and not a signal."""
        columns = [field for field in Page._meta.concrete_fields if field.name != "id"]
        above = [Page(**{field.attname: getattr(page, field.attname) for field in columns}) for page in pages]
        for page, row in zip(pages, Page.objects.bulk_create(above), strict=True):
            page.page_ptr_id = page.id = row.pk
        model._base_manager.get_queryset()._insert(
            pages, fields=model._meta.local_concrete_fields, using=connection.alias
        )
        return pages

    def _open(self, pages: Iterable[Any], token: Any) -> None:
        PageAudience.objects.bulk_create(PageAudience(page_id=page.pk, token=token(page)) for page in pages)

    def _some_community(self) -> str:
        return f"community:{self._chance.choice(self.communities).pk}"

    def _label(self, model: Any, pages: Iterable[Any]) -> None:
        model.objects.bulk_create(
            model(content_object=page, tag=topic)
            for page in pages
            for topic in self._chance.sample(self.topics, self._chance.randint(1, 3))
        )

    def _tell(self, kind: str, things: Iterable[Any]) -> None:
        self.unknown[kind] += [thing.pk for thing in things]


def _occurrence(session: Session) -> Occurrence:
    starts, ends = session.starts_at, session.ends_at
    if starts is None or ends is None:
        raise ValueError("Only sessions with a date have occurrences.")
    return Occurrence(
        session=session,
        local_date=starts.date(),
        local_time=time(starts.hour),
        minutes=60,
        zone="UTC",
        starts_at=starts,
        ends_at=ends,
    )
