"""Gathers the words that things hold, later and aside: no change waits for it.

Changed documents are read as they come. Once a day a round reads all of them, after which the words go
that nothing holds any more.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from search.engines.base import indexed
from search.models import Reading, SearchDocument, SearchWord
from search.models.vocabulary import LONGEST_WORD

BATCH = 100
EVERY = timedelta(days=1)
"""How long after the last round began the next one does."""
SHORTEST = 3
Entry = tuple[str, int, bool]
"""A word, the number of the audience that may read it, and whether it names people."""


def tells(word: str) -> bool:
    """Whether a word can be mistyped for another: numbers and very short words always can."""
    return SHORTEST <= len(word) <= LONGEST_WORD and not any(letter.isdigit() for letter in word)


def read_on() -> int:
    """Read some documents that wait for it, of this round and of those that changed; returns how many.

    0 when nothing waits, or another process is reading.
    """
    if not _waiting():
        return 0
    Reading.objects.get_or_create(pk=1, defaults={"begun_at": timezone.now()})
    claimed: list[Reading] = Reading.objects.filter(pk=1).claim(1)
    if not claimed:
        return 0
    (reading,) = claimed
    reading.hold(attempts=0)  # one that is killed again and again shall still be taken up
    try:
        if reading.place is None and _is_over(reading):
            begin_round()
            reading.refresh_from_db()
        return _read_round(reading) + _read_changed(reading)
    finally:
        reading.finish()


def read_all(progress: Callable[[int], None]) -> None:
    """Begin a round and read on until it is done; where another process reads, that one goes on with it."""
    Reading.objects.get_or_create(pk=1, defaults={"begun_at": timezone.now()})
    begin_round()
    while count := read_on():
        progress(count)


def begin_round() -> None:
    Reading.objects.filter(pk=1).update(round=F("round") + 1, place=0, begun_at=timezone.now())


def _waiting() -> bool:
    """Whether there is anything to do; asked every second, so nothing is written."""
    reading = Reading.objects.filter(pk=1).first()
    if reading and (reading.place is not None or _is_over(reading)):
        return True
    return SearchDocument.objects.unread().exists()


def _is_over(reading: Reading) -> bool:
    return reading.begun_at <= timezone.now() - EVERY


def _read_round(reading: Reading) -> int:
    """The next documents of the round; at its end words that it did not meet go."""
    if reading.place is None:
        return 0
    rows = list(SearchDocument.objects.filter(pk__gt=reading.place).order_by("pk")[:BATCH])
    _read(rows, reading.round)
    reading.hold(place=rows[-1].pk if rows else None)
    if not rows:
        SearchWord.objects.filter(round__lt=reading.round).delete()
    return len(rows)


def _read_changed(reading: Reading) -> int:
    rows = list(SearchDocument.objects.unread().order_by("pk")[:BATCH])
    _read(rows, reading.round)
    return len(rows)


def _read(documents: list[SearchDocument], number: int) -> None:
    """Take in their words; a document that changes meanwhile stays unread."""
    found = sorted({entry for document in documents for entry in _entries(document)})
    with transaction.atomic():
        _write(found, number)
        changed = [row for row in documents if row.read_version < row.version]
        for row in changed:
            row.read_version = row.version
        SearchDocument.objects.bulk_update(changed, ["read_version"])


def _entries(document: SearchDocument) -> set[Entry]:
    """What a document tells; nothing where it is gone or nobody may see it."""
    if document.deleted or document.audience_id is None:
        return set()
    texts = indexed(document)
    plain, names = f"{texts.title} {texts.words} {texts.body}".split(), texts.people.split()
    parts = ((plain, False), (names, True))
    return {(word, document.audience_id, named) for part, named in parts for word in part if tells(word)}


def _write(found: Iterable[Entry], number: int) -> None:
    """A row is written only where it is new or was last met in an earlier round."""
    rows = [(word, word[::-1], audience, named, number) for word, audience, named in found]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO search_searchword (word, backwards, audience_id, named, round)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (word, audience_id, named)"
            " DO UPDATE SET round = excluded.round WHERE search_searchword.round < excluded.round",
            rows,
        )
