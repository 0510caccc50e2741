"""Elasticsearch, the only module that imports its client.

Each generation of the index has a name of its own; readers use the alias, writers write to every
generation, so that one can be filled aside and swapped in without losing a write. Texts arrive
folded (`search.words`), so that the analyzers only have to split at spaces and stem.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import F
from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.dsl import A, Index, Mapping, Q, Search, analyzer, token_filter
from elasticsearch.dsl.query import Query as DslQuery
from elasticsearch.helpers import streaming_bulk

from search.breaker import Breaker
from search.engines.base import (
    DEEPEST,
    PLAIN,
    STEMMED,
    Difference,
    EngineDown,
    Hit,
    Progress,
    Results,
    Tokens,
    may_read_names,
    ranges,
)
from search.engines.messages import NO_SET, messages
from search.models import SearchDocument
from search.query import COUNTED, FACETS, Filters, Query
from search.weights import KIND_WEIGHTS, OVER, REPEATS

READ_SECONDS, WRITE_SECONDS = 1.5, 30
BATCH = 500
MOST_BYTES = 10 * 1024 * 1024
MOST_VALUES = 1000
READINGS = (PLAIN, *STEMMED.values())
PARTS, NAMES = {"title": 8, "words": 4, "body": 1}, {"people": 4}
"""The texts of a document, and what a match in each is worth; names are not for every reader."""
KEEP_DELETES = "1h"
"""How long the index remembers the version of what was deleted, so that late messages lose."""
Answer = TypeVar("Answer")


class ElasticsearchEngine:
    """Searches an index that the worker keeps."""

    name = "elasticsearch"

    def __init__(self, client: Elasticsearch, alias: str, shards: int, replicas: int) -> None:
        self.reader = client.options(request_timeout=READ_SECONDS, max_retries=0, retry_on_timeout=False)
        self.writer = client.options(request_timeout=WRITE_SECONDS, max_retries=0, retry_on_timeout=False)
        self.alias = alias
        self.breaker = Breaker()
        self._shape = {"number_of_shards": shards, "number_of_replicas": replicas}
        self._published = False

    def search(self, query: Query, tokens: Tokens, filters: Filters, page: int, size: int) -> Results:
        if query.hopeless:
            return Results(0, [], {name: [] for name in COUNTED}, self.name)
        offset = (page - 1) * size
        shown = (offset, offset + size) if offset + size <= DEEPEST else (0, 0)
        matching = _matching(query, names=may_read_names(tokens))
        request = _counted(self._asked(matching, tokens), filters).post_filter(_narrowed(filters))
        response = self._run(request.extra(track_total_hits=True)[shown[0] : shown[1]])
        facets = {name: _values(response.aggregations[name].found.buckets) for name in COUNTED}
        hits = [Hit(int(hit.meta.id), float(hit.meta.score or 0)) for hit in response.hits]
        return Results(int(response.hits.total.value), hits, facets, self.name)

    def suggest(self, query: Query, tokens: Tokens, limit: int) -> list[int]:
        words = [word for part in query.parts for word in part]
        if not words:
            return []
        begun = Q("prefix", titles=words[-1])
        title = Q("bool", must=[*(Q("term", titles=word) for word in words[:-1]), begun])
        return [int(hit.meta.id) for hit in self._run(self._asked(title, tokens)[:limit]).hits]

    def apply(self, documents: Iterable[SearchDocument]) -> None:
        if errors := self.send(documents):
            raise EngineDown(next(iter(errors.values())))

    def send(self, documents: Iterable[SearchDocument]) -> dict[int, str]:
        """Bring documents and tombstones to every generation; answers with the errors by document.

        Raises EngineDown when nothing can be sent now.
        """
        rows = list(documents)

        def bulk() -> dict[int, str]:
            errors: dict[int, str] = {}
            for index in self._generations() or [self._begin()]:
                errors |= self._bulk(index, rows)
            return errors

        return self._guarded(bulk)

    def publish(self) -> None:
        """Let readers use the first generation, once it holds everything."""
        if not self._published:
            self._guarded(self._publish)

    def rebuild(self, progress: Progress) -> None:
        """Fill a new generation aside and swap it in; until then the old one is read and both written."""
        self._guarded(self._remove_unfinished)
        index = self._guarded(lambda: self._create(f"{self.alias}-{time.time_ns()}"))
        for low, high in ranges(BATCH):
            rows = list(SearchDocument.objects.alive().filter(pk__gt=low, pk__lte=high))
            if errors := self._guarded(partial(self._bulk, index, rows)):
                raise EngineDown(next(iter(errors.values())))
            progress(len(rows))
        self._guarded(lambda: self._swap_in(index))

    def verify(self) -> Iterator[Difference]:
        """Numbers and versions of both sides; rows that still have to be sent are not compared."""
        self._guarded(lambda: self.writer.indices.refresh(index=self.alias))
        for low, high in ranges(BATCH):
            rows = SearchDocument.objects.filter(pk__gt=low, pk__lte=high)
            due = set(rows.behind().values_list("pk", flat=True))
            ours = dict(rows.alive().filter(synced_version__gte=F("version")).values_list("pk", "version"))
            theirs = self._versions({"range": {"id": {"gt": low, "lte": high}}})
            for pk in sorted((ours.keys() | theirs.keys()) - due):
                if pk not in theirs:
                    yield Difference(pk, "missing")
                elif pk not in ours:
                    yield Difference(pk, "orphan")
                elif ours[pk] != theirs[pk]:
                    yield Difference(pk, "stale")

    def repair(self, differences: Iterable[Difference]) -> None:
        """Give each document a version above that of the index, and send it; what has no row is deleted."""
        ids = [difference.document_id for difference in differences]
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            theirs = self._versions({"terms": {"id": batch}})
            rows = list(SearchDocument.objects.filter(pk__in=batch))
            for row in rows:
                SearchDocument.objects.filter(pk=row.pk).update(
                    version=max(row.version, theirs.get(row.pk, 0)) + 1, synced_version=0, attempts=0
                )
            known = {row.pk for row in rows}
            lost = [
                SearchDocument(pk=pk, version=theirs.get(pk, 0) + 1, deleted=True)
                for pk in batch
                if pk not in known
            ]
            self.apply([*SearchDocument.objects.filter(pk__in=known), *lost])

    def _asked(self, matching: DslQuery, tokens: Tokens) -> Search:
        """The best first, among equals the latest; nothing but numbers and scores is fetched."""
        audience = [] if tokens is None else _audience(tokens)
        request = Search(using=self.reader, index=self.alias).extra(_source=False)
        matching = Q("bool", must=[matching], filter=audience)
        return request.query(_weighed(matching)).sort("_score", "-changed_at", "id")

    def _run(self, request: Search) -> Any:
        return self._guarded(
            request.extra(timeout="1200ms").params(allow_partial_search_results=False).execute
        )

    def _guarded(self, call: Callable[[], Answer]) -> Answer:
        """Ask through the breaker; every way of not answering becomes EngineDown."""
        if not self.breaker.allows():
            raise EngineDown("it did not answer a moment ago")
        try:
            answer = call()
        except (NotFoundError, BadRequestError) as error:
            self.breaker.succeeded()
            raise EngineDown(str(error)) from error
        except (ApiError, TransportError, EngineDown) as error:
            self.breaker.failed()
            raise EngineDown(str(error)) from error
        self.breaker.succeeded()
        return answer

    def _versions(self, matching: dict[str, Any]) -> dict[int, int]:
        answer = self._guarded(
            lambda: self.writer.search(
                index=self.alias,
                query=matching,
                size=DEEPEST,
                version=True,
                source=False,
                sort=[{"id": "asc"}],
            )
        )
        return {int(hit["_id"]): int(hit["_version"]) for hit in answer["hits"]["hits"]}

    def _generations(self) -> list[str]:
        return sorted(self.writer.indices.get_alias(index=f"{self.alias}-*"))

    def _begin(self) -> str:
        """The first generation; whatever was sent to an earlier index has to be sent again."""
        index = self._create(f"{self.alias}-0")
        self._published = False
        SearchDocument.objects.alive().update(synced_version=0)
        return index

    def _create(self, name: str) -> str:
        index = Index(name, using=self.writer)
        index.settings(**self._shape, gc_deletes=KEEP_DELETES)
        index.mapping(_mapping())
        if not index.exists():
            index.create()
        return name

    def _publish(self) -> None:
        generations = self.writer.indices.get_alias(index=f"{self.alias}-*")
        if generations and not any(found["aliases"] for found in generations.values()):
            self._swap_in(max(generations))
        self._published = bool(generations)

    def _swap_in(self, index: str) -> None:
        self.writer.indices.refresh(index=index)
        others = [name for name in self._generations() if name != index]
        actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self.alias}}]
        actions += [{"remove_index": {"index": name}} for name in others]
        self.writer.indices.update_aliases(actions=actions)

    def _remove_unfinished(self) -> None:
        """What a rebuild that was killed left behind."""
        generations = self.writer.indices.get_alias(index=f"{self.alias}-*")
        read = [name for name, found in generations.items() if found["aliases"]]
        for name in generations:
            if read and name not in read:
                self.writer.indices.delete(index=name)

    def _bulk(self, index: str, rows: list[SearchDocument]) -> dict[int, str]:
        errors: dict[int, str] = {}
        actions = messages(index, rows)
        for fine, item in streaming_bulk(
            self.writer, actions, max_chunk_bytes=MOST_BYTES, raise_on_error=False, raise_on_exception=True
        ):
            ((_operation, outcome),) = item.items()
            status = outcome.get("status")
            if status in {429, 503}:
                raise EngineDown(f"it is busy ({status})")
            if not fine and status not in {404, 409}:
                errors[int(outcome["_id"])] = str(outcome.get("error"))
        return errors


def _mapping() -> Mapping:
    """Every field by name; texts are indexed but not kept, for what is shown comes from the database."""
    mapping = Mapping()
    mapping.meta("dynamic", "strict")
    mapping.meta("_source", enabled=False)
    mapping.field("id", "long")
    mapping.field("changed_at", "date")
    mapping.field("over_at", "date")
    mapping.field("repeats", "boolean")
    for name in (*FACETS, *(f"audience_{level}" for level in range(SearchDocument.LEVELS))):
        mapping.field(name, "keyword")
    for reading in READINGS:
        how = _analyzer(reading)
        for part in (*PARTS, *NAMES):
            mapping.field(f"{part}_{reading}", "text", analyzer=how)
    mapping.field("titles", "text", analyzer=_analyzer(PLAIN), index_prefixes={})
    return mapping


def _analyzer(reading: str) -> Any:
    stem = token_filter(f"guildhall_{reading}", type="stemmer", language=reading)
    return analyzer(
        f"guildhall_{reading}",
        type="custom",
        tokenizer="whitespace",
        filter=[] if reading == PLAIN else [stem],
    )


def _weighed(matching: DslQuery) -> DslQuery:
    """The same matches, their scores multiplied by the weights of what was found."""
    weights = [{"filter": Q("term", kind=kind), "weight": weight} for kind, weight in KIND_WEIGHTS.items()]
    over = {"filter": Q("range", over_at={"lt": "now"}), "weight": OVER}
    repeats = {"filter": Q("term", repeats=True), "weight": REPEATS}
    return Q(
        "function_score",
        query=matching,
        functions=[*weights, over, repeats],
        score_mode="multiply",
        boost_mode="multiply",
    )


def _matching(query: Query, *, names: bool) -> DslQuery:
    """Every part, in the fields of one way of reading; a document has those of its own language only."""
    if query.blank:
        return Q("constant_score", filter=Q("match_all"), boost=0)
    last = len(query.parts) - 1
    weights = PARTS | NAMES if names else PARTS
    return Q(
        "bool",
        minimum_should_match=1,
        should=[
            Q(
                "bool",
                must=[
                    _part(part, _fields(weights, reading), begun=query.prefix and n == last)
                    for n, part in enumerate(query.parts)
                ],
            )
            for reading in READINGS
        ],
    )


def _fields(weights: dict[str, int], reading: str) -> list[str]:
    return [f"{part}_{reading}^{weight}" for part, weight in weights.items()]


def _part(part: tuple[str, ...], fields: list[str], *, begun: bool) -> DslQuery:
    more = {"max_expansions": MOST_VALUES} if begun else {}
    return Q(
        "multi_match",
        query=" ".join(part),
        type="phrase_prefix" if begun else "phrase",
        fields=fields,
        **more,
    )


def _audience(tokens: frozenset[str]) -> list[DslQuery]:
    held = [*sorted(tokens), NO_SET]
    return [Q("terms", **{f"audience_{level}": held}) for level in range(SearchDocument.LEVELS)]


def _narrowed(filters: Filters) -> DslQuery:
    return Q("bool", filter=[Q("terms", **{name: list(values)}) for name, values in filters.chosen])


def _counted(request: Search, filters: Filters) -> Search:
    """Count each facet's values under the other facets' choices."""
    for name in COUNTED:
        others = A("filter", filter=_narrowed(filters.without(name)))
        others.bucket("found", "terms", field=name, size=MOST_VALUES)
        request.aggs.bucket(name, others)
    return request


def _values(buckets: Iterable[Any]) -> list[tuple[str, int]]:
    return sorted(
        ((str(bucket.key), int(bucket.doc_count)) for bucket in buckets), key=lambda pair: (-pair[1], pair[0])
    )


def elasticsearch_engine() -> ElasticsearchEngine:
    """The engine for the settings of now; one for each process, so that its breaker remembers.

    Raises EngineDown when the settings cannot be used.
    """
    return _engine(
        settings.ELASTICSEARCH_URL,
        settings.ELASTICSEARCH_API_KEY,
        settings.ELASTICSEARCH_CA_FILE,
        settings.ELASTICSEARCH_PREFIX,
    )


@lru_cache(maxsize=4)
def _engine(url: str, key: str, ca_file: str, prefix: str) -> ElasticsearchEngine:
    secrets: dict[str, Any] = {"api_key": key} if key else {}
    if ca_file:
        secrets["ca_certs"] = ca_file
    try:
        client = Elasticsearch(url, **secrets)
    except (ValueError, OSError) as error:
        raise EngineDown(f"ELASTICSEARCH_URL or its certificate cannot be used: {error}") from error
    shape = settings.ELASTICSEARCH_SHARDS, settings.ELASTICSEARCH_REPLICAS
    return ElasticsearchEngine(client, f"{prefix}-documents", *shape)
