"""The fields of the index and how their texts are read.

Texts arrive folded (`search.words`), so that the analyzers only have to split at spaces and stem.
"""

import hashlib
import json
from functools import cache
from typing import Any

from elasticsearch.dsl import Index, Mapping, analyzer, token_filter

from search.engines.base import PLAIN, STEMMED
from search.models import SearchDocument
from search.query import FACETS
from search.weights import FRESH, KIND_WEIGHTS, POPULAR, REPEATS

READINGS = (PLAIN, *STEMMED.values())
PARTS, NAMES = {"title": 5, "words": 3, "body": 1}, {"people": 3}
"""The texts of a document, and how often each counts; names are not for every reader."""


@cache
def mapping() -> Mapping:
    """Every field by name; texts are indexed but not kept, for what is shown comes from the database."""
    made = Mapping()
    made.meta("dynamic", "strict")
    made.meta("_source", enabled=False)
    made.field("id", "long")
    made.field("digest", "keyword", index=False)
    for name in ("changed_at", "starts_at", "over_at"):
        made.field(name, "date")
    made.field("popularity", "float")
    made.field("worth", "double", index=False)
    for name in (*FACETS, *(f"audience_{level}" for level in range(SearchDocument.LEVELS))):
        made.field(name, "keyword")
    for reading in READINGS:
        how = _analyzer(reading)
        for part in (*PARTS, *NAMES):
            made.field(f"{part}_{reading}", "text", analyzer=how)
    made.field("titles", "text", analyzer=_analyzer(PLAIN), index_prefixes={})
    return made


@cache
def shape() -> str:
    """A short sum of the mapping and of what is weighed beforehand; another one needs another index."""
    index = Index("any")
    index.mapping(mapping())
    whole = [index.to_dict(), KIND_WEIGHTS, REPEATS, POPULAR, FRESH]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:8]


def _analyzer(reading: str) -> Any:
    stem = token_filter(f"guildhall_{reading}", type="stemmer", language=reading)
    return analyzer(
        f"guildhall_{reading}",
        type="custom",
        tokenizer="whitespace",
        filter=[] if reading == PLAIN else [stem],
    )
