"""The servers of ELASTICSEARCH_URL: how long they may take, and when they are left alone."""

import ssl
import time
from collections.abc import Callable
from math import inf
from typing import Any, TypeVar
from urllib.parse import urlsplit

from elasticsearch import (
    ApiError,
    BadRequestError,
    Elasticsearch,
    NotFoundError,
    SerializationError,
    TransportError,
)

from search.breaker import Breaker
from search.engines.base import EngineDown

READ_SECONDS = 1.5
"""How long a search may take, however many servers are asked for it."""
WRITE_SECONDS = 30
FIRST = 2 / 3
"""Of that time for the first server, when there is another; one that is gone says so at once."""
MOST_TRIES = 3
AT_ONCE = 64
"""Connections a process may hold to a server; a thread that needed another would wait without end."""
Answer = TypeVar("Answer")


class Cluster:
    """Asks through a breaker; every way of not answering becomes EngineDown.

    With several servers, one that cannot answer is replaced by another within the same time.
    """

    def __init__(
        self, client: Elasticsearch, servers: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.breaker = Breaker()
        self._clock = clock
        self._servers, self._tries = servers, max(2, min(servers, MOST_TRIES))
        self._client = client.options(max_retries=0, retry_on_timeout=False)
        self._first = self._client.options(request_timeout=READ_SECONDS * (FIRST if servers > 1 else 1))
        self.writer = client.options(
            request_timeout=WRITE_SECONDS, max_retries=servers - 1, retry_on_timeout=False, retry_on_status=()
        )

    def read(self, ask: Callable[[Elasticsearch], Answer]) -> Answer:
        """What one of the servers answers, after READ_SECONDS at most.

        An answer that was longer under way, because it came in drops, is taken but counts as a failure.
        """
        until = self._clock() + READ_SECONDS
        return self._guarded(lambda: self._one_of_them(ask, until), until)

    def write(self, send: Callable[[], Answer]) -> Answer:
        """What `send` returns; it uses `writer`."""
        return self._guarded(send)

    def _guarded(self, call: Callable[[], Answer], until: float = inf) -> Answer:
        if not self.breaker.allows():
            raise EngineDown("it did not answer a moment ago")
        try:
            answer = call()
        except (NotFoundError, BadRequestError) as error:
            self.breaker.succeeded()
            raise EngineDown(str(error)) from error
        except (ApiError, TransportError, EngineDown) as error:
            self.breaker.failed()
            raise EngineDown(_why(error)) from error
        if self._clock() > until:
            self.breaker.failed()
        else:
            self.breaker.succeeded()
        return answer

    def _one_of_them(self, ask: Callable[[Elasticsearch], Answer], until: float) -> Answer:
        client = self._first
        for further in reversed(range(self._tries)):
            try:
                return ask(client)
            except (ApiError, TransportError) as error:
                left = until - self._clock()
                again = _another_may_answer(error) if self._servers > 1 else _index_has_just_gone(error)
                if not further or left <= 0 or not again:
                    raise
            client = self._client.options(request_timeout=left)
        raise EngineDown("no server is named")


def _why(error: Exception) -> str:
    """What went wrong, with what lies beneath: "TLS error" alone tells nobody what to do."""
    return f"{error}: {error.__cause__}" if error.__cause__ else str(error)


def _index_has_just_gone(error: Exception) -> bool:
    """The alias led to an index that a rebuild took away meanwhile; now it leads to the next."""
    return isinstance(error, ApiError) and error.message == "search_phase_execution_exception"


def _another_may_answer(error: Exception) -> bool:
    if isinstance(error, ApiError):
        status: int = error.meta.status
        return status == 429 or status >= 500
    return not isinstance(error, SerializationError)


def connected(urls: str, api_key: str, ca_file: str) -> Cluster:
    """The cluster behind addresses with commas between them. Raises EngineDown when they cannot be used."""
    options: dict[str, Any] = {"connections_per_node": AT_ONCE}
    if api_key:
        options["api_key"] = api_key
    try:
        if ca_file:
            ssl.create_default_context(cafile=ca_file)
            options["ca_certs"] = ca_file
        hosts = [_with_port(url.strip()) for url in urls.split(",") if url.strip()]
        client = Elasticsearch(hosts, **options)
    except (ValueError, OSError) as error:
        raise EngineDown(f"ELASTICSEARCH_URL or its certificate cannot be used: {error}") from error
    return Cluster(client, len(hosts))


def _with_port(url: str) -> str:
    """The client asks for a port where others know which one is meant."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise ValueError("an address begins with https:// or http://")
    if parts.port is None:
        parts = parts._replace(netloc=f"{parts.netloc}:{443 if parts.scheme == 'https' else 80}")
    return parts.geturl()
