"""What is sent to Elasticsearch of each document."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha1
from typing import Any

from search.engines.base import PLAIN, STEMMED, indexed
from search.models import SearchAudience, SearchDocument, SearchFacet

NO_SET = "-"
"""Stands in a level at which a document has no set; every reader holds it."""


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
    pairs = _pairs(rows)
    for row in rows:
        yield row, {} if row.deleted else _source(row, *pairs[row.pk])


def digest(source: dict[str, Any]) -> str:
    """A sum over all that is indexed of a document, by which `search_verify` sees what texts cannot show."""
    return sha1(json.dumps(source, sort_keys=True, default=str).encode(), usedforsecurity=False).hexdigest()


def levels_of(source: dict[str, Any]) -> tuple[frozenset[str], ...]:
    """The document's audience as the index holds it."""
    return tuple(frozenset(source[f"audience_{level}"]) for level in range(SearchDocument.LEVELS))


def _pairs(rows: list[SearchDocument]) -> dict[int, tuple[dict[str, list[str]], dict[int, list[str]]]]:
    """Facets and audiences of the documents, in two statements."""
    found: dict[int, tuple[dict[str, list[str]], dict[int, list[str]]]] = {row.pk: ({}, {}) for row in rows}
    facets = SearchFacet.objects.filter(document__in=found)
    for pk, name, value in facets.order_by("value").values_list("document_id", "name", "value"):
        found[pk][0].setdefault(name, []).append(value)
    audience = SearchAudience.objects.filter(document__in=found)
    for pk, level, token in audience.order_by("token").values_list("document_id", "level", "token"):
        found[pk][1].setdefault(level, []).append(token)
    return found


def _source(
    row: SearchDocument, facets: dict[str, list[str]], audience: dict[int, list[str]]
) -> dict[str, Any]:
    reading = STEMMED.get(row.language, PLAIN)
    texts = asdict(indexed(row))
    sets = {
        f"audience_{level}": audience.get(level, []) if level < row.levels else [NO_SET]
        for level in range(SearchDocument.LEVELS)
    }
    read = {f"{part}_{reading}": text for part, text in texts.items()}
    ranked = {"changed_at": row.changed_at, "over_at": row.over_at, "repeats": row.repeats}
    return {"id": row.pk, **ranked, **facets, **sets, **read, "titles": texts["title"]}
