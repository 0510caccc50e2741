"""What the servers keep: one index for each generation, the one that is read behind an alias.

Writers write to every generation, so that one can be filled aside and swapped in without losing a write.
"""

import json
import time
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from elasticsearch import ApiError, BadRequestError, Elasticsearch
from elasticsearch.dsl import Index
from elasticsearch.helpers import bulk, streaming_bulk

from search.engines.base import EngineDown
from search.engines.elasticsearch.mapping import mapping, shape
from search.engines.messages import messages
from search.models import Rebuild, SearchDocument

KEEP_DELETES = "1h"
"""How long an index remembers the version of what was deleted, so that late messages lose."""
LOOK_EVERY = 30.0
"""Seconds between two looks of an idle worker at whether there is an index."""
MOST_BYTES = 10 * 1024 * 1024
TO_WRITE = "-write"
"""Ends the alias by which one generation is written: when it was removed, writing does not make it anew."""


class Gone(Exception):  # noqa: N818  # what it says, not what it is
    """The generation was removed meanwhile."""


class Generations:
    """The indexes of one alias. The alias holds a sum of the mapping: other code never reads what it
    cannot understand, and after an upgrade the worker fills a generation of its own.
    """

    def __init__(self, client: Elasticsearch, prefix: str, shards: int, replicas: int) -> None:
        self._client = client
        self._family = f"{prefix}-documents-"
        self.alias = f"{self._family}{shape()}"
        self._first = f"{self.alias}-0"
        self._next_look = 0.0
        self._settings = {"number_of_shards": shards, "number_of_replicas": replicas}

    def names(self) -> list[str]:
        return sorted(self._aliases(f"{self.alias}-*"))

    def send(self, rows: list[SearchDocument]) -> dict[int, str]:
        """Bring documents and tombstones to every generation; answers with the errors by document.

        Raises EngineDown when nothing can be sent now.
        """
        found = self._aliases(f"{self.alias}-*")
        if not self._is_kept(found):
            found[self.begin()] = set()
        errors: dict[int, str] = {}
        reached = False
        for index in sorted(found):
            try:
                errors |= self.fill(index, rows)
                reached = True
            except Gone:
                continue
        if not reached:
            raise EngineDown("its index was removed meanwhile")
        return errors

    def publish(self) -> None:
        """Let readers use the first generation, which now holds everything; begin one where none is.

        Once there is one that is read, this looks again after LOOK_EVERY seconds only.
        """
        if time.monotonic() < self._next_look:
            return
        found = self._aliases(f"{self.alias}-*")
        if any(self.alias in aliases for aliases in found.values()):
            self._next_look = time.monotonic() + LOOK_EVERY
        elif self._first in found:
            self._client.indices.refresh(index=self._first)
            self._client.indices.put_alias(index=self._first, name=self.alias)
        elif not self._is_kept(found):
            self.begin()

    def begin(self) -> str:
        """Make the first generation. Whatever was sent to an earlier one becomes due again, before there
        is an index that could be taken for full; who is sending meanwhile has lost the lease.
        """
        self._next_look = 0.0
        SearchDocument.objects.alive().update(
            synced_version=0, lease_until=None, lease_token=None, attempts=0, last_error=""
        )
        try:
            return self._create(self._first)
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise
        return self._first

    def create(self) -> str:
        """A generation aside; it is not searched, so that it need not be made searchable all the time."""
        return self._create(f"{self.alias}-{time.time_ns()}", refresh_interval="-1")

    def fill(self, index: str, rows: list[SearchDocument], patience: int = 0) -> dict[int, str]:
        """Send documents to one generation; answers with what it refuses of them, by number.

        A busy server is asked again `patience` times. Raises EngineDown, and Gone.
        """
        errors: dict[int, str] = {}
        for fine, outcome in self._sent(index, rows, patience):
            if not fine and (error := _refusal(outcome)):
                errors[int(outcome["_id"])] = error
        return errors

    def swap_in(self, index: str) -> None:
        """Read this generation from now on and remove all others, those of other mappings as well."""
        self._client.indices.put_settings(index=index, settings={"index": {"refresh_interval": None}})
        self._client.indices.refresh(index=index)
        others = [name for name in self._aliases(f"{self._family}*") if name != index]
        actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self.alias}}]
        actions += [{"remove_index": {"index": name}} for name in others]
        self._client.indices.update_aliases(actions=actions)

    def remove(self, keys: list[str]) -> None:
        """Take out what was never written by us."""
        for index in self.names():
            deletes = ({"_op_type": "delete", "_index": index, "_id": key} for key in keys)
            bulk(self._client, deletes, raise_on_error=False)

    def drop(self, index: str) -> None:
        self._client.options(ignore_status=404).indices.delete(index=index)

    def drop_unfinished(self) -> None:
        """What a rebuild that was killed left behind; only the one rebuild at work may ask for it."""
        for name, aliases in self._aliases(f"{self.alias}-*").items():
            if self.alias not in aliases and name != self._first:
                self.drop(name)

    def _aliases(self, pattern: str) -> dict[str, set[str]]:
        """The aliases of each index of ours; indexes of another installation's prefix are none of it."""
        found = self._client.indices.get_alias(index=pattern)
        return {name: set(each["aliases"]) for name, each in found.items()}

    def _is_kept(self, found: dict[str, set[str]]) -> bool:
        """Whether there is a generation that is read, or becomes it when nothing is due or a rebuild ends."""
        if self._first in found or any(self.alias in aliases for aliases in found.values()):
            return True
        at_work = Rebuild.objects.filter(engine="elasticsearch", lease_until__gt=timezone.now())
        return bool(found) and at_work.exists()

    def _create(self, name: str, **settings: Any) -> str:
        index = Index(name, using=self._client)
        index.settings(**self._settings, gc_deletes=KEEP_DELETES, **settings)
        index.mapping(mapping())
        index.aliases(**{f"{name}{TO_WRITE}": {}})
        index.create()
        return name

    def _sent(
        self, index: str, rows: list[SearchDocument], patience: int
    ) -> Iterator[tuple[bool, dict[str, Any]]]:
        try:
            for fine, item in streaming_bulk(
                self._client,
                messages(f"{index}{TO_WRITE}", rows),
                max_chunk_bytes=MOST_BYTES,
                max_retries=patience,
                max_backoff=10,
                raise_on_error=False,
                require_alias=True,
            ):
                ((_operation, outcome),) = item.items()
                yield fine, outcome
        except ApiError as error:
            if error.meta.status != 413:
                raise
            yield from self._in_halves(index, rows, patience)

    def _in_halves(
        self, index: str, rows: list[SearchDocument], patience: int
    ) -> Iterator[tuple[bool, dict[str, Any]]]:
        """Something between here and there takes no message of this size."""
        if len(rows) == 1:
            yield False, {"_id": str(rows[0].pk), "status": 413, "error": "the document is too large"}
            return
        middle = len(rows) // 2
        yield from self._sent(index, rows[:middle], patience)
        yield from self._sent(index, rows[middle:], patience)


def _refusal(outcome: dict[str, Any]) -> str:
    """Why the document itself is refused, or nothing when an older message lost or nothing was to delete.

    Everything else is no fault of the document. Raises EngineDown, and Gone.
    """
    status, error = outcome.get("status"), outcome.get("error")
    if isinstance(error, dict) and error.get("type") == "index_not_found_exception":
        raise Gone
    if status in {404, 409}:
        return ""
    if status in {400, 413}:
        return json.dumps(error)
    raise EngineDown(f"it takes no documents now ({status}): {json.dumps(error)[:200]}")
