"""What is sent to Elasticsearch of each document."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from hashlib import sha1
from math import prod
from typing import Any

from search import shared
from search.engines.base import PLAIN, STEMMED, indexed
from search.models import SearchDocument
from search.query import FACETS
from search.weights import factors

Said = Mapping[int | None, Iterable[tuple[Any, str]]]

NO_SET = "-"
"""Stands in a level at which a document has no set; every reader holds it. What has no set at all has
no level either, and is seen by nobody."""


def messages(index: str, rows: list[SearchDocument]) -> Iterator[dict[str, Any]]:
    """One message for each document, with the version by which older ones lose."""
    for row, source in sources(rows):
        message = {
            "_index": index,
            "_id": str(row.pk),
            "version": row.version,
            "version_type": "external_gte",
        }
        if row.deleted:
            yield {**message, "_op_type": "delete"}
        else:
            yield {**message, "_op_type": "index", "_source": {**source, "digest": digest(source)}}


def sources(rows: list[SearchDocument]) -> Iterator[tuple[SearchDocument, dict[str, Any]]]:
    """Each document with what is indexed of it, which is nothing of a tombstone."""
    audiences, facets = shared.audiences_of(rows), shared.facets_of(rows)
    for row in rows:
        yield row, {} if row.deleted else _source(row, facets, audiences)


def digest(source: dict[str, Any]) -> str:
    """A sum over all that is indexed of a document, by which `search_verify` sees what texts cannot show."""
    return sha1(json.dumps(source, sort_keys=True, default=str).encode(), usedforsecurity=False).hexdigest()


def levels_of(source: dict[str, Any]) -> tuple[frozenset[str], ...]:
    """The document's audience as the index holds it."""
    return tuple(frozenset(source[f"audience_{level}"]) for level in range(SearchDocument.LEVELS))


def _named(pairs: Iterable[tuple[Any, str]]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for name, value in sorted(pairs):
        found.setdefault(name, []).append(value)
    return found


def _source(row: SearchDocument, facets: Said, audiences: Said) -> dict[str, Any]:
    reading = STEMMED.get(row.language, PLAIN)
    texts = asdict(indexed(row))
    audience = _named(audiences.get(row.audience_id, ()))
    none = [NO_SET] if audience else []
    sets = {f"audience_{level}": audience.get(level, none) for level in range(SearchDocument.LEVELS)}
    read = {f"{part}_{reading}": text for part, text in texts.items()}
    dates = {"changed_at": row.changed_at, "starts_at": row.starts_at, "over_at": row.over_at}
    ranked = {"popularity": row.popularity, "worth": worth(row)}
    narrowed = _named(pair for pair in facets.get(row.facets_id, ()) if pair[0] in FACETS)
    return {"id": row.pk, **dates, **ranked, **narrowed, **sets, **read, "titles": texts["title"]}


def worth(row: SearchDocument) -> float:
    """The factors of the score that do not depend on the moment."""
    lasting = factors(row, row.changed_at) | {"over": 1.0}
    return prod(lasting.values())
