"""A scratch index in Elasticsearch, under a prefix of its own."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from search.engines.base import EngineDown
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.cluster import connected
from search.models import SearchDocument

PATIENCE = 6


class ElasticsearchIndex:
    def __init__(self, engine: ElasticsearchEngine) -> None:
        self.engine = engine
        self.name = engine.cluster.write(engine.generations.create)

    def take(self, documents: list[SearchDocument]) -> None:
        """Raises EngineDown when a document is refused, for then the numbers would mean nothing."""
        refused = self.engine.cluster.write(
            lambda: self.engine.generations.fill(self.name, documents, PATIENCE)
        )
        if refused:
            raise EngineDown(next(iter(refused.values())))

    def finish(self) -> None:
        self.engine.cluster.write(lambda: self.engine.generations.swap_in(self.name))


@contextmanager
def elasticsearch_index() -> Iterator[ElasticsearchIndex]:
    """Dropped at the end, whatever happened. Raises EngineDown."""
    cluster = connected(
        settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_API_KEY, settings.ELASTICSEARCH_CA_FILE
    )
    prefix = f"{settings.ELASTICSEARCH_PREFIX}-scratch-{secrets.token_hex(6)}"
    engine = ElasticsearchEngine(cluster, prefix, 1, 0)
    index = ElasticsearchIndex(engine)
    try:
        yield index
    finally:
        engine.generations.drop(index.name)
        cluster.writer.close()
