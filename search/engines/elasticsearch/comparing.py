"""Where the index is not what the database says: both are read as streams in the order of their numbers."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import F, Q
from elasticsearch import ApiError, Elasticsearch, TransportError

from duties.leases import MOST_ATTEMPTS
from search.engines.base import Difference
from search.engines.messages import digest, levels_of, sources
from search.models import SearchDocument, SearchDocumentQuerySet

BATCH = 500
MOST_STRAYS = 10_000
KEEP = "5m"
"""How long the servers keep the moment that is compared, from each batch to the next."""
LEVELS = [f"audience_{level}" for level in range(SearchDocument.LEVELS)]


@dataclass(frozen=True)
class Entry:
    """What is compared of a document: the audience by itself, all the rest as a sum."""

    number: int
    version: int
    digest: str
    audience: tuple[frozenset[str], ...]


def differences(client: Elasticsearch, alias: str) -> Iterator[Difference]:
    """Every document that the index holds wrongly. Rows that are still to be sent are not compared.

    Memory does not grow with the index. What differs is looked at once more as it is by then, so that
    writing meanwhile names nothing that is well. What stands under no number has one below zero here.
    """
    client.indices.refresh(index=alias)
    strays: list[str] = []
    with _moment(client, alias) as moment:
        unlike = unequal(_ours(), _known(_hits(client, moment), strays))
        while numbers := list(islice(unlike, BATCH)):
            yield from _confirmed(client, alias, numbers)
    yield from (Difference(-place, "orphan") for place, _key in enumerate(strays, 1))


def strays_in(client: Elasticsearch, alias: str) -> list[str]:
    """The keys of what we never wrote, MOST_STRAYS of them at most."""
    strays: list[str] = []
    with _moment(client, alias) as moment:
        for _entry_of_ours in _known(_hits(client, moment), strays):
            pass
    return strays


def unequal(left: Iterator[Entry], right: Iterator[Entry]) -> Iterator[int]:
    """The numbers of what only one of two streams holds, or both unlike; both rise by their numbers."""
    one, other = next(left, None), next(right, None)
    while one or other:
        if one and other and one.number == other.number:
            if one != other:
                yield one.number
            one, other = next(left, None), next(right, None)
        elif one and (other is None or one.number < other.number):
            yield one.number
            one = next(left, None)
        elif other:
            yield other.number
            other = next(right, None)


def versions(client: Elasticsearch, alias: str, numbers: list[int]) -> dict[int, int]:
    """The versions by which the index holds these documents at this moment."""
    if not numbers:
        return {}
    answer = client.mget(index=alias, ids=[str(number) for number in numbers], source=False)
    return {int(found["_id"]): int(found["_version"]) for found in answer["docs"] if found.get("found")}


def _confirmed(client: Elasticsearch, alias: str, numbers: list[int]) -> Iterator[Difference]:
    client.indices.refresh(index=alias)
    theirs = {entry.number: entry for entry in _indexed(client, alias, numbers)}
    waiting = set(SearchDocument.objects.due().filter(pk__in=numbers).values_list("pk", flat=True))
    ours = {entry.number: entry for entry in _entries(_compared().filter(pk__in=numbers))}
    for number in numbers:
        here, there = ours.get(number), theirs.get(number)
        if here == there or number in waiting:
            continue
        yield Difference(number, "missing" if there is None else "orphan" if here is None else "stale")


def _compared() -> SearchDocumentQuerySet:
    """Documents that the index should hold as they are; those that were given up are among them."""
    settled = Q(version__lte=F("synced_version")) | Q(attempts__gte=MOST_ATTEMPTS)
    return SearchDocument.objects.alive().filter(settled)


def _ours() -> Iterator[Entry]:
    low = 0
    while rows := list(_compared().filter(pk__gt=low).order_by("pk")[:BATCH]):
        yield from _entries(rows)
        low = rows[-1].pk


def _entries(rows: Iterable[SearchDocument]) -> Iterator[Entry]:
    for row, source in sources(list(rows)):
        yield Entry(row.pk, row.version, digest(source), levels_of(source))


@contextmanager
def _moment(client: Elasticsearch, alias: str) -> Iterator[str]:
    """A view of the index that no writing changes."""
    moment = client.open_point_in_time(index=alias, keep_alive=KEEP)["id"]
    try:
        yield moment
    finally:
        _close(client, moment)


def _close(client: Elasticsearch, moment: str) -> None:
    try:
        client.close_point_in_time(id=moment)
    except (ApiError, TransportError):  # it closes by itself
        return


def _known(hits: Iterator[dict[str, Any]], strays: list[str]) -> Iterator[Entry]:
    """What stands under the number that it names; of the rest, `strays` gets what has no row at all."""
    for hit in hits:
        if hit["_id"] == str(hit["sort"][0]):
            yield _entry(hit)
        elif len(strays) < MOST_STRAYS and not _has_row(hit["_id"]):
            strays.append(hit["_id"])


def _has_row(key: str) -> bool:
    """Then the row has shown by its absence that something is wrong."""
    number = int(key) if key.isdecimal() and len(key) < 19 else 0
    return _compared().filter(pk=number).exists()


def _hits(client: Elasticsearch, moment: str) -> Iterator[dict[str, Any]]:
    after: dict[str, Any] = {}
    while True:
        answer = client.search(pit={"id": moment, "keep_alive": KEEP}, **_WHAT, size=BATCH, **after)
        hits = answer["hits"]["hits"]
        yield from hits
        if len(hits) < BATCH:
            return
        after = {"search_after": hits[-1]["sort"]}


def _indexed(client: Elasticsearch, alias: str, numbers: list[int]) -> Iterator[Entry]:
    answer = client.search(
        index=alias,
        query={"ids": {"values": [str(number) for number in numbers]}},
        **_WHAT,
        size=len(numbers),
    )
    return map(_entry, answer["hits"]["hits"])


_WHAT: dict[str, Any] = {
    "sort": [{"id": "asc"}],
    "docvalue_fields": ["digest", *LEVELS],
    "version": True,
    "source": False,
    "track_total_hits": False,
    "allow_partial_search_results": False,
}


def _entry(hit: dict[str, Any]) -> Entry:
    values = hit.get("fields", {})
    return Entry(
        number=int(hit["_id"]),
        version=int(hit["_version"]),
        digest="".join(values.get("digest", ())),
        audience=tuple(frozenset(values.get(level, ())) for level in LEVELS),
    )
