"""Small things for stories: each returns a saved row that is valid on its own."""

import itertools
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta

from django.utils import timezone
from django.utils.text import slugify

from communities.models import CommunityIndexPage, CommunityPage, Membership, WikiPage
from content.models import PageAudience
from courses.models import (
    CourseIndexPage,
    CoursePage,
    CourseTeam,
    LessonPage,
    Occurrence,
    Session,
    Teaching,
)
from people.models import Person, Team
from search import receivers
from topics.models import Topic

_count = itertools.count(1)
_making = threading.Lock()


@contextmanager
def told_once() -> Iterator[None]:
    """Search hears of a thing when all of its rows are there, and not of each of them: most of the time
    that stories take went there. What happens to a thing later is told as ever.
    """
    if not _making.acquire(blocking=False):  # within another thing, or while another thread makes one
        yield
        return
    maker, refresh, told = threading.get_ident(), receivers.refresh, defaultdict(list)

    def later(kind, ids):
        if threading.get_ident() != maker:
            return refresh(kind, ids)
        told[kind].append(ids)
        return 0

    receivers.refresh = later
    try:
        yield
    finally:
        receivers.refresh = refresh
        _making.release()
    for kind, asked in told.items():
        refresh(kind, set(itertools.chain.from_iterable(asked)))


@told_once()
def person(name: str = "", **fields) -> Person:
    n = next(_count)
    name = name or f"Person {n}"
    fields.setdefault("email", f"{slugify(name)}.{n}@example.org")
    password = fields.pop("password", None)
    return Person.objects.create_user(name=name, password=password, **fields)


@told_once()
def team(name: str = "") -> Team:
    return Team.objects.create(name=name or f"Team {next(_count)}")


@told_once()
def topic(name: str = "") -> Topic:
    return Topic.objects.create(name=name or f"Topic {next(_count)}")


@told_once()
def course(
    title: str = "", author: Person | None = None, *, live: bool = True, audience: str = "all", **fields
):
    """A course with its author, published unless said otherwise, open to everyone signed in."""
    n = next(_count)
    title = title or f"Course {n}"
    topics = fields.pop("topics", [])
    fields.setdefault("slug", f"{slugify(title)}-{n}")
    page = CoursePage(title=title, live=live, **fields)
    CourseIndexPage.objects.get().add_child(instance=page)
    PageAudience.objects.create(page=page, token=audience)
    CourseTeam.objects.create(course=page, person=author or person(), role=CourseTeam.Role.AUTHOR)
    if topics:
        page.topics.set(topics)
        page.save()
    return page


@told_once()
def lesson(course: CoursePage, title: str = "", *, live: bool = True, text: str = "", **fields) -> LessonPage:
    n = next(_count)
    title = title or f"Lesson {n}"
    fields.setdefault("body", [("text", text)] if text else [])
    page = LessonPage(title=title, slug=f"{slugify(title)}-{n}", live=live, **fields)
    course.refresh_from_db()
    course.add_child(instance=page)
    return page


@told_once()
def session(course: CoursePage | None = None, lead: Person | None = None, **fields) -> Session:
    """A published live session in a week's time, unless the fields say otherwise."""
    lead = lead or person()
    day = fields.pop("local_date", None) or timezone.now().date() + timedelta(days=7)
    clock = fields.pop("local_time", time(14, 0))
    minutes = fields.pop("minutes", 60)
    fields.setdefault("state", Session.State.PUBLISHED)
    fields.setdefault("kind", Session.Kind.LIVE)
    made = Session.objects.create(
        course=course, created_by=lead, title=fields.pop("title", "" if course else "Talk"), **fields
    )
    Teaching.objects.create(session=made, person=lead, role=Teaching.Role.LEAD)
    if made.kind != Session.Kind.SELF_PACED:
        occurrence = Occurrence.objects.create(
            session=made, n=1, local_date=day, local_time=clock, minutes=minutes, zone=made.zone
        )
        made.starts_at, made.ends_at = occurrence.starts_at, occurrence.ends_at
        made.save()
    return made


@told_once()
def community(
    title: str = "", lead: Person | None = None, *, audience: str = "all", **fields
) -> CommunityPage:
    n = next(_count)
    title = title or f"Community {n}"
    page = CommunityPage(title=title, slug=f"{slugify(title)}-{n}", **fields)
    CommunityIndexPage.objects.get().add_child(instance=page)
    PageAudience.objects.create(
        page=page, token=audience if audience != "members" else f"community:{page.pk}"
    )
    if lead:
        member(page, lead, role=Membership.Role.LEAD)
    return page


@told_once()
def member(community: CommunityPage, who: Person, role: str = Membership.Role.MEMBER) -> Membership:
    return Membership.objects.create(community=community, person=who, role=role)


@told_once()
def wiki_page(
    community: CommunityPage, title: str = "", body: str = "", parent: WikiPage | None = None, **fields
):
    n = next(_count)
    title = title or f"Page {n}"
    page = WikiPage(title=title, slug=f"{slugify(title)}-{n}", community=community, body=body, **fields)
    above = parent or community
    above.refresh_from_db()
    above.add_child(instance=page)
    return page


def day(year: int, month: int, dom: int) -> date:
    return date(year, month, dom)
