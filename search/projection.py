"""Writes the projection: every change of a thing becomes a change of its document, in one transaction.

`refresh` is the only writer. It locks the documents before it reads the things, so that of two
transactions which change one thing the later sees what the earlier did.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from communities.models import WikiPage
from courses.models import LessonPage, Session
from search import shared
from search.drafts import INDEXED, TOMBSTONE, Draft, differs
from search.engines import database_engine
from search.models import Kind, SearchDocument
from search.sources import SOURCES
from search.standing import STEP

BATCH = 500
HANDED_DOWN = frozenset(
    [
        "title", "url", "summary", "topic_words", "people_words", "language", "deleted", "audience",
        "topic", "community", "level", "length", "teacher",
    ]
)  # fmt: skip
"""Columns and facets that, when they change in a thing, change the things that hang within it."""
PASSING = frozenset(["starts_at", "passes_at", "freshness", "facets", "seats"])
"""Columns and facets that time alone changes."""
RAISED = ("version", "lease_until", "lease_token", "attempts")
"""Columns that every change of a document writes."""
MOVED = "moved"
"""Named in a change when a thing that had an address got another one."""


@dataclass
class Change:
    """A document, what it shall be, and in what it differs from that: columns, audience, facets, and the
    names of the facets that differ."""

    document: SearchDocument
    draft: Draft | None
    columns: dict[str, Any]
    names: set[str] = field(default_factory=set)


def refresh(kind: str, ids: Iterable[int], *, hand_down: bool = True) -> int:
    """Make the documents of these things true again, and of all that hangs within them.

    Returns how many documents changed. What is unchanged is not written. Whoever refreshes everything,
    kind by kind, need not `hand_down`.
    """
    total = 0
    for batch in _batches(ids):
        with transaction.atomic():
            changes = list(_changes(kind, batch, _locked(kind, batch)))
            _write(changes)
            total += len(changes) + (_hand_down(kind, changes) if hand_down else 0)
    return total


def bury(kind: str, ids: Iterable[int]) -> None:
    """Leave tombstones for things whose rows are about to go."""
    for batch in _batches(ids):
        with transaction.atomic():
            known = SearchDocument.objects.select_for_update().filter(kind=kind, object_id__in=batch)
            _write([change for document in known.order_by("pk") if (change := _change(document, None))])


def pass_dates(limit: int) -> int:
    """Make true again what time alone made untrue, `limit` documents at most; returns how many that were."""
    passed = SearchDocument.objects.passed(timezone.now()).order_by("passes_at")
    due: dict[str, list[int]] = defaultdict(list)
    for kind, pk in passed.values_list("kind", "object_id")[:limit]:
        due[kind].append(pk)
    for kind, ids in due.items():
        refresh(kind, ids)
    return sum(map(len, due.values()))


def outdated(kind: str, ids: Iterable[int]) -> list[Change]:
    """What `refresh` would change; nothing is locked or written.

    Left out is what the worker is about to do by itself: what a date that went by changes, and a course
    whose popularity is one step behind, as two who enrol at once may leave it. What differs is looked at
    twice, so that writing meanwhile names nothing that is well.
    """
    changes = _unlike(kind, list(ids))
    return _unlike(kind, [change.document.object_id for change in changes]) if changes else []


def _unlike(kind: str, ids: list[int]) -> list[Change]:
    known = {row.object_id: row for row in SearchDocument.objects.filter(kind=kind, object_id__in=ids)}
    documents = [known.get(pk) or _placeholder(kind, pk) for pk in dict.fromkeys(ids)]
    now = timezone.now()
    return [change for change in _changes(kind, ids, documents) if not _will_pass(change, now)]


def _will_pass(change: Change, now: datetime) -> bool:
    document = change.document
    if document.passes_at and document.passes_at <= now and change.names <= PASSING:
        return True
    behind = change.columns.get("popularity", 0.0) - document.popularity
    return document.kind == Kind.COURSE and change.names == {"popularity"} and 0 < behind < 1.5 * STEP


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(ids))
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]


def _placeholder(kind: str, pk: int) -> SearchDocument:
    return SearchDocument(kind=kind, object_id=pk, version=0, deleted=True, changed_at=timezone.now())


def _locked(kind: str, ids: list[int]) -> list[SearchDocument]:
    """The documents under lock; missing ones are made first, so that there is something to lock.

    Where a transaction locks the whole database, they need not be.
    """
    rows = SearchDocument.objects.select_for_update().filter(kind=kind, object_id__in=ids).order_by("pk")
    known = list(rows)
    missing = sorted(set(ids) - {document.object_id for document in known})
    made = [_placeholder(kind, pk) for pk in missing]
    if not made or not connection.features.has_select_for_update:
        return known + made
    SearchDocument.objects.bulk_create(made, ignore_conflicts=True)
    return list(rows.all())


def _changes(kind: str, ids: list[int], documents: list[SearchDocument]) -> Iterator[Change]:
    drafts = {pk: draft for pk, draft in SOURCES[kind].drafts(ids).items() if draft.url}
    audience, facets = shared.audiences_of(documents), shared.facets_of(documents)
    for document in documents:
        draft = drafts.get(document.object_id)
        change = _change(document, draft)
        tokens, values = (draft.tokens(), draft.values()) if draft else (None, None)
        then = facets.get(document.facets_id)
        unlike = {"audience"} if tokens != audience.get(document.audience_id) else set()
        if values != then:
            unlike |= {"facets", *(name for name, _value in (values or set()) ^ (then or set()))}
        if change or unlike:
            change = change or Change(document, draft, {})
            change.names |= unlike
            yield change


def _change(document: SearchDocument, draft: Draft | None) -> Change | None:
    if draft is None:
        columns = TOMBSTONE
    else:
        columns = draft.fields()
        if draft.changed_at:
            columns["changed_at"] = draft.changed_at
    names = differs(document, columns)
    if not names:
        return None
    if draft and document.url and "url" in names:
        names.add(MOVED)
    if draft and not draft.changed_at and names & INDEXED:
        columns["changed_at"] = timezone.now()
    return Change(document, draft, columns, names)


def _write(changes: list[Change]) -> None:
    """Raise the versions, end the leases of older versions, and let the full-text index follow.

    Nobody else writes these documents meanwhile, so that one statement makes and another changes them.
    """
    _share(changes)
    for change in changes:
        document = change.document
        for name, value in change.columns.items():
            setattr(document, name, value)
        document.version += 1
        document.lease_until = document.lease_token = None
        document.attempts = 0
    written = {*RAISED, *(name for change in changes for name in change.columns)}
    documents = [change.document for change in changes]
    known = [document for document in documents if document.pk]
    SearchDocument.objects.bulk_create([document for document in documents if not document.pk])
    SearchDocument.objects.bulk_create(
        known,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=sorted(written),
    )
    texts = [change.document for change in changes if change.names & INDEXED]
    if texts:
        database_engine().apply(texts)


def _share(changes: list[Change]) -> None:
    """Point to the rows that say who may see it and by what it can be found; a tombstone points nowhere."""
    heard = [change for change in changes if change.names & {"audience", "deleted"}]
    audiences = shared.audiences(change.draft.tokens() for change in heard if change.draft)
    for change in heard:
        change.columns["audience"] = audiences[frozenset(change.draft.tokens())] if change.draft else None
    narrowed = [change for change in changes if change.names & {"facets", "deleted"}]
    sets = shared.facet_sets(change.draft.values() for change in narrowed if change.draft)
    for change in narrowed:
        change.columns["facets"] = sets[frozenset(change.draft.values())] if change.draft else None


def _hand_down(kind: str, changes: list[Change]) -> int:
    handed = [change.document.object_id for change in changes if change.names & HANDED_DOWN]
    moved = [change.document.object_id for change in changes if MOVED in change.names]
    return _refresh_within(kind, handed) + _refresh_under(kind, moved)


def _refresh_within(kind: str, ids: list[int]) -> int:
    if not ids:
        return 0
    if kind == Kind.COURSE:
        inner = LessonPage.objects.filter(course__in=ids).values_list("pk", flat=True)
        dates = Session.objects.filter(course__in=ids).values_list("pk", flat=True)
        return refresh(Kind.LESSON, inner) + refresh(Kind.SESSION, dates)
    if kind == Kind.COMMUNITY:
        pages = WikiPage.objects.filter(community__in=ids).values_list("pk", flat=True)
        return refresh(Kind.WIKI_PAGE, pages)
    return 0


def _refresh_under(kind: str, ids: list[int]) -> int:
    """Wiki pages carry the slugs above them in their addresses."""
    if kind != Kind.WIKI_PAGE or not ids:
        return 0
    paths = WikiPage.objects.filter(pk__in=ids).values_list("path", flat=True)
    under = [WikiPage.objects.filter(path__startswith=path).exclude(path=path) for path in paths]
    return refresh(Kind.WIKI_PAGE, (pk for pages in under for pk in pages.values_list("pk", flat=True)))
