"""The shapes in which the demo's content is kept; people are named by what stands before the @."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class PersonPiece:
    key: str
    name: str
    title: str
    team: str
    site: str
    zone: str
    role: str
    """What the person can be tried for, in a few words."""
    languages: tuple[str, ...]
    bio: str
    language: str = "en"
    manager: str = ""
    groups: tuple[str, ...] = ()
    operator: bool = False


@dataclass(frozen=True)
class TopicPiece:
    name: str
    description: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class LessonPiece:
    """`blocks` are (kind, value) as `content.blocks` takes them; pictures and files go by their names."""

    title: str
    summary: str
    minutes: int
    blocks: list[tuple[str, Any]]


@dataclass(frozen=True)
class SessionPiece:
    """`days` from today, moved to a weekday; negative lies in the past, None is self-paced."""

    teacher: str
    days: int | None = None
    kind: str = "live"
    title: str = ""
    """Of what has no course; then it is for all colleagues unless said otherwise."""
    audience: str = ""
    further: tuple[int, ...] = ()
    """The other dates of the same session, so many days after the first."""
    weeks: int = 0
    """For how many weeks more it is repeated, each date a session of its own."""
    slots: int = 1
    """How many follow one another on the day."""
    time: str = "10:00"
    minutes: int = 60
    co_teachers: tuple[str, ...] = ()
    place: str = ""
    link: str = ""
    note: str = ""
    capacity: int | None = None
    hand_on: str = "confirm"
    language: str = "en"
    enrolled: tuple[str, ...] = ()
    """In the order in which they ask; whoever finds no seat waits."""
    hopes: dict[str, str] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    cancelled: str = ""
    marks: dict[str, str] = field(default_factory=dict)
    online: tuple[str, ...] = ()
    """Who joins online, where there is a room too."""
    online_capacity: int | None = None
    approval: bool = False
    approved: tuple[str, ...] = ()
    minimum: int | None = None
    """With fewer, the teacher is asked now what shall happen."""
    message: tuple[str, str] = ("", "")
    """Subject and text of what went to everybody with a seat."""
    materials: tuple[tuple[str, str, str], ...] = ()
    """What stays with the session: kind, title, address."""
    kept: tuple[str, int] = ("", 0)
    """For what seats are kept until the day before, and how many."""


@dataclass(frozen=True)
class CoursePiece:
    slug: str
    """What `courses.actions` makes of the title; authors never see it, so a new title keeps it."""
    title: str
    author: str
    promise: str
    outcomes: str
    for_whom: str
    minutes: int
    level: str
    topics: tuple[str, ...]
    lessons: tuple[LessonPiece, ...]
    sessions: tuple[SessionPiece, ...] = ()
    co_authors: tuple[str, ...] = ()
    language: str = "en"
    prerequisites: str = ""
    body: str = ""
    picture: str = ""
    audience: str = "public"
    invited: tuple[str, ...] = ()
    done: dict[str, int] = field(default_factory=dict)
    """How many lessons who has finished."""
    draft: bool = False
    trashed: bool = False


@dataclass(frozen=True)
class PagePiece:
    """`verified_days` from today; a page without a keeper belongs to its community."""

    title: str
    author: str
    summary: str
    body: str
    parent: str = ""
    keeper: str = ""
    verified_days: int | None = None
    language: str = "en"
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class PinPiece:
    """An answer above the results of a query; `url` is where the thing is read, `days` from today it ends."""

    query: str
    url: str
    steward: str
    note: str
    days: int


@dataclass(frozen=True)
class QuestionPiece:
    """What was asked: `asked` on each of the last seven days, today last, and what came of all of them."""

    query: str
    asked: tuple[int, int, int, int, int, int, int]
    empty: bool = False
    chosen: int = 0


@dataclass(frozen=True)
class WishPiece:
    person: str
    words: str
    note: str = ""


@dataclass(frozen=True)
class CommunityPiece:
    slug: str
    title: str
    lead: str
    purpose: str
    charter: str
    audience: str
    topics: tuple[str, ...]
    members: tuple[str, ...]
    core: tuple[str, ...] = ()
    pages: tuple[PagePiece, ...] = ()
