"""What a search box proposes while somebody types: in groups, things whose titles begin to read like it."""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain, zip_longest

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.audience import tokens_for
from people.models import Person
from search.engines import active_engine, database_engine
from search.engines.base import EngineDown
from search.excerpts import Piece, beginnings_of, marked
from search.models import Kind, SearchDocument
from search.panel import ICONS
from search.query import Query, parse
from search.sources import visible_topics
from search.visible import visible_documents
from topics.models import TopicSynonym

SHORTEST = 2
"""Letters and digits before anything is proposed."""
EACH = 4
"""Proposals in a group at most."""
MOST = 12
LONGEST_NOTE = 70
_LIGHT = SearchDocument.objects.defer("body", "anchors")
"""Long texts stay where they are; nothing of them is shown."""


@dataclass(frozen=True)
class Heading:
    """A group's heading; of its kinds, the first come first."""

    name: str
    title: Promise
    kinds: tuple[Kind, ...]


HEADINGS = (
    Heading("courses", gettext_lazy("Courses"), (Kind.COURSE, Kind.SESSION, Kind.LESSON)),
    Heading("people", gettext_lazy("People"), (Kind.PERSON,)),
    Heading("topics", gettext_lazy("Topics"), (Kind.TOPIC,)),
    Heading("wiki", gettext_lazy("Wiki"), (Kind.WIKI_PAGE,)),
    Heading("communities", gettext_lazy("Communities"), (Kind.COMMUNITY,)),
)


@dataclass(frozen=True)
class Suggestion:
    """One thing to go to; `note` tells it from others of the same title."""

    key: str
    url: str
    icon: str
    title: tuple[Piece, ...]
    note: tuple[Piece, ...]
    starts_at: datetime | None


@dataclass(frozen=True)
class Group:
    heading: Heading
    options: list[Suggestion]


def suggest(text: str, person: Person | None) -> list[SearchDocument]:
    """What the person may see whose title holds all words, the last one perhaps only begun.

    In the order of `HEADINGS`, the best of each group first. Where there are more than `MOST`, the groups
    take turns, so that none crowds out another. Topics are proposed by their synonyms, too.
    """
    query = parse(text, prefix=True)
    if sum(map(len, _words(query))) < SHORTEST:
        return []
    ids = dict.fromkeys([*_begun(query, tokens_for(person)), *_called(query, person)])
    documents = [document for document in visible_documents(ids, person, _LIGHT) if _is_of_use(document)]
    return _shared([_under(heading, documents) for heading in HEADINGS])


def grouped(text: str, person: Person | None) -> list[Group]:
    """The same as it is shown, without empty groups."""
    documents, query = suggest(text, person), parse(text, prefix=True)
    pattern = beginnings_of(_words(query))
    notes = _notes(documents, query, signed_in=person is not None)
    shown = {
        document.pk: Suggestion(
            key=f"{document.kind}-{document.object_id}",
            url=document.url,
            icon=ICONS[Kind(document.kind)],
            title=marked(document.title, pattern),
            note=marked(notes[document.pk], pattern if document.kind == Kind.TOPIC else None),
            starts_at=document.starts_at if document.kind == Kind.SESSION else None,
        )
        for document in documents
    }
    groups = [
        Group(heading, [shown[document.pk] for document in _under(heading, documents)])
        for heading in HEADINGS
    ]
    return [group for group in groups if group.options]


def _words(query: Query) -> list[str]:
    return [word for part in query.parts for phrase in part.alternatives for word in phrase]


def _begun(query: Query, tokens: frozenset[str]) -> list[int]:
    try:
        return active_engine().suggest(query, tokens, EACH)
    except EngineDown:
        return database_engine().suggest(query, tokens, EACH)


def _called(query: Query, person: Person | None) -> list[int]:
    """Topics of which a synonym begins with what was typed."""
    topics = (
        visible_topics(person).filter(synonyms__word__folded__istartswith=query.text).order_by().values("pk")
    )
    documents = SearchDocument.objects.alive().filter(kind=Kind.TOPIC, object_id__in=topics)
    return list(documents.order_by("title", "pk").values_list("pk", flat=True)[:EACH])


def _is_of_use(document: SearchDocument) -> bool:
    """A session that is over, or that only repeats its course, would lead past the course."""
    over = document.over_at is not None and document.over_at < timezone.now()
    return document.kind != Kind.SESSION or not (over or document.repeats)


def _under(heading: Heading, documents: list[SearchDocument]) -> list[SearchDocument]:
    return [document for kind in heading.kinds for document in documents if document.kind == kind][:EACH]


def _shared(groups: list[list[SearchDocument]]) -> list[SearchDocument]:
    """At most `MOST` of all groups, dealt out in turns."""
    turns = chain.from_iterable(zip_longest(*groups))
    dealt = {document.pk for document in [one for one in turns if one][:MOST]}
    return [document for group in groups for document in group if document.pk in dealt]


def _notes(documents: list[SearchDocument], query: Query, *, signed_in: bool) -> dict[int, str]:
    """What stands beside each title; who teaches is for colleagues only."""
    topics = [document.object_id for document in documents if document.kind == Kind.TOPIC]
    called = TopicSynonym.objects.filter(topic__in=topics, word__folded__istartswith=query.text).order_by(
        "-word"
    )
    words = dict(called.values_list("topic_id", "word"))
    return {document.pk: _note(document, words, signed_in=signed_in) for document in documents}


def _note(document: SearchDocument, synonyms: dict[int, str], *, signed_in: bool) -> str:
    match document.kind:
        case Kind.COURSE:
            note = document.people_words.replace("\n", ", ") if signed_in else ""
        case Kind.SESSION:
            note = _("Session")
        case Kind.LESSON:
            note = _("Lesson in %(course)s") % {"course": document.parent_title}
        case Kind.TOPIC:
            note = synonyms.get(document.object_id, "")
        case Kind.WIKI_PAGE:
            note = document.parent_title
        case _:
            note = document.summary
    return Truncator(note).chars(LONGEST_NOTE)
