"""Searches an index that the worker keeps."""

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone
from elasticsearch import ApiError, TransportError
from elasticsearch.dsl import Search

from search.engines.base import (
    DEEPEST,
    Ask,
    Difference,
    EngineDown,
    Progress,
    Results,
    Times,
    Tokens,
    ranges,
)
from search.engines.elasticsearch.cluster import Cluster, connected
from search.engines.elasticsearch.comparing import differences, strays_in, versions
from search.engines.elasticsearch.generations import Generations
from search.engines.elasticsearch.questions import (
    beginnings_of,
    beside_in,
    best_in,
    count_in,
    counts_of,
    facets_in,
    hits_in,
    page_of,
    rest_of,
)
from search.models import SearchDocument
from search.query import Filters, Query

BATCH = 500
PATIENCE = 6
"""How often a rebuild comes back to a server that is busy, after a growing pause."""


class ElasticsearchEngine:
    name = "elasticsearch"

    def __init__(self, cluster: Cluster, prefix: str, shards: int, replicas: int) -> None:
        self.cluster = cluster
        self.breaker, self.writer = cluster.breaker, cluster.writer
        self.generations = Generations(cluster.writer, prefix, shards, replicas)
        self.alias = self.generations.alias

    def search(self, ask: Ask) -> Results:
        if ask.query.hopeless:
            return Results.none(self.name)
        answer = self._read(page_of(ask))
        hits = hits_in(answer)
        coming = int(answer["hits"]["total"]["value"])
        if ask.sort == "soonest" and coming < min(ask.offset + ask.size, DEEPEST):
            hits += hits_in(self._read(rest_of(ask, coming)))
        return Results(
            total=count_in(answer, "total"),
            hits=hits,
            facets=facets_in(answer, names=ask.names),
            engine=self.name,
            matched=count_in(answer, "matched"),
            beside=beside_in(answer),
        )

    def counts(
        self,
        questions: Sequence[tuple[Query, Filters]],
        tokens: Tokens,
        times: Times,
        most: int | None = None,  # noqa: ARG002  # counting all costs no more
    ) -> list[int]:
        if all(query.hopeless for query, _filters in questions):
            return [0] * len(questions)
        answer = self._read(counts_of(questions, tokens, times))
        return [count_in(answer, str(n)) for n in range(len(questions))]

    def suggest(self, query: Query, tokens: Tokens, each: int) -> list[int]:
        if not query.parts:
            return []
        times = Times.at(timezone.now())
        return best_in(self._read(beginnings_of(query, tokens, times, each)))

    def apply(self, documents: Iterable[SearchDocument]) -> None:
        if errors := self.send(documents):
            raise EngineDown(next(iter(errors.values())))

    def send(self, documents: Iterable[SearchDocument]) -> dict[int, str]:
        """Bring documents and tombstones to every generation; answers with the errors by document.

        Raises EngineDown when nothing can be sent now.
        """
        rows = list(documents)
        return self.cluster.write(lambda: self.generations.send(rows))

    def publish(self) -> None:
        """For a worker to whom nothing is left to send: let readers use what is there by now.

        An index that was lost is begun anew, which makes everything due again.
        """
        self.cluster.write(self.generations.publish)

    def rebuild(self, progress: Progress) -> None:
        """Fill a new generation aside and swap it in; until then the old one is read and both written.

        A document that is refused is left to the worker, which keeps the reason.
        """
        self.cluster.write(self.generations.drop_unfinished)
        index = self.cluster.write(self.generations.create)
        try:
            for low, high in ranges(BATCH):
                rows = list(SearchDocument.objects.alive().filter(pk__gt=low, pk__lte=high))
                self._fill(index, rows)
                progress(len(rows))
            self.cluster.write(lambda: self.generations.swap_in(index))
        except Exception:
            self._forget(index)
            raise

    def _fill(self, index: str, rows: list[SearchDocument]) -> None:
        refused = self.cluster.write(partial(self.generations.fill, index, rows, PATIENCE))
        if refused and len(refused) == len(rows):
            raise EngineDown(next(iter(refused.values())))
        SearchDocument.objects.filter(pk__in=refused).update(synced_version=0)

    def verify(self) -> Iterator[Difference]:
        """Every difference in presence, version, audience and content."""
        try:
            yield from differences(self.writer, self.alias)
        except (ApiError, TransportError) as error:
            raise EngineDown(str(error)) from error

    def repair(self, differences: Iterable[Difference]) -> None:
        """Give each document a version above all that the index knows, and send it.

        What has no row is deleted.
        """
        ids = [difference.document_id for difference in differences]
        for start in range(0, len(ids), BATCH):
            self._repair([pk for pk in ids[start : start + BATCH] if pk > 0])
        if any(pk < 0 for pk in ids):
            strays = self.cluster.write(lambda: strays_in(self.writer, self.alias))
            self.cluster.write(lambda: self.generations.remove(strays))

    def _repair(self, ids: list[int]) -> None:
        theirs = self.cluster.write(lambda: versions(self.writer, self.alias, ids))
        now = time.time_ns() // 1_000_000
        for pk in ids:
            # No lower than now, because what was deleted does not tell its version; without the lease
            # that says of an older version that it was sent.
            SearchDocument.objects.filter(pk=pk).update(
                version=Greatest(F("version"), max(theirs.get(pk, 0), now)) + 1,
                synced_version=0,
                attempts=0,
                lease_until=None,
                lease_token=None,
            )
        rows = {row.pk: row for row in SearchDocument.objects.filter(pk__in=ids)}
        graves = [
            SearchDocument(pk=pk, version=theirs.get(pk, 0) + 1, deleted=True) for pk in ids if pk not in rows
        ]
        refused = self.send([*rows.values(), *graves])
        for pk in rows.keys() - refused.keys():
            SearchDocument.objects.filter(pk=pk, version=rows[pk].version).update(synced_version=F("version"))

    def _read(self, request: Search) -> dict[str, Any]:
        request = request.index(self.alias)
        answer: dict[str, Any] = self.cluster.read(lambda client: request.using(client).execute().to_dict())
        return answer

    def _forget(self, index: str) -> None:
        """A half-built generation; where it cannot be dropped now, the next rebuild does."""
        try:
            self.generations.drop(index)
        except (ApiError, TransportError):
            return


def elasticsearch_engine() -> ElasticsearchEngine:
    """The engine for the settings of now; one for each process, so that its breaker remembers.

    Raises EngineDown when the settings cannot be used.
    """
    return _engine(
        settings.ELASTICSEARCH_URL,
        settings.ELASTICSEARCH_API_KEY,
        settings.ELASTICSEARCH_CA_FILE,
        settings.ELASTICSEARCH_PREFIX,
        settings.ELASTICSEARCH_SHARDS,
        settings.ELASTICSEARCH_REPLICAS,
    )


def forget_engines() -> None:
    """The next engine is a new one, with a closed breaker."""
    _engine.cache_clear()


@lru_cache(maxsize=4)
def _engine(
    urls: str, api_key: str, ca_file: str, prefix: str, shards: int, replicas: int
) -> ElasticsearchEngine:
    return ElasticsearchEngine(connected(urls, api_key, ca_file), prefix, shards, replicas)
