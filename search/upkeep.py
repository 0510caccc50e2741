"""Making projection and index anew, and telling where they are not what they should be."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from duties.leases import LEASE
from people.refusals import Refusal
from search import projection, vocabulary
from search.engines import database_engine
from search.engines.base import Difference, Engine, EngineDown, Progress
from search.models import Rebuild, SearchDocument
from search.sources import SOURCES

BATCH = 500


@dataclass(frozen=True)
class Mismatch:
    """A thing that the projection, or an engine's index, holds wrongly."""

    kind: str
    object_id: int
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} {self.what} ({self.place})"


def rebuild(engine: Engine, progress: Callable[[str, int], None]) -> None:
    """Project everything again, then make the engine's index anew; refuses while another one does.

    `progress` is told what is being done and how many more are done.
    """
    held = _hold(engine)

    def going(stage: str) -> Progress:
        def told(count: int) -> None:
            if not held.hold(lease_until=timezone.now() + LEASE):
                raise Refusal(_("Another rebuild took over, because this one stood still for too long."))
            progress(stage, count)

        return told

    try:
        told = going("projection")
        for kind in SOURCES:
            for ids in _batches(kind):
                projection.refresh(kind, ids, hand_down=False)
                told(len(ids))
        engine.rebuild(going(engine.name))
        vocabulary.read_all(going("vocabulary"))
    except EngineDown as down:
        raise Refusal(
            _("%(engine)s does not answer: %(why)s") % {"engine": engine.name, "why": down}
        ) from down
    finally:
        held.finish()


def empty_index(**_signal: Any) -> None:
    """Leave nothing in the index of a database that was emptied; Django's `flush` passes its tables by."""
    engine = database_engine()
    made = {SearchDocument._meta.db_table, engine.table} <= set(connection.introspection.table_names())
    if made and not SearchDocument.objects.exists():
        engine.remove(sorted(engine.indexed_ids(0, 2**62)))


def _hold(engine: Engine) -> Rebuild:
    Rebuild.objects.get_or_create(engine=engine.name)
    claimed: list[Rebuild] = Rebuild.objects.filter(engine=engine.name).claim(1)
    if not claimed:
        raise Refusal(_("Another rebuild is at work. Wait until it is done."))
    claimed[0].hold(attempts=0)
    return claimed[0]


def verify(engine: Engine) -> Iterator[Mismatch]:
    """Things that their documents do not tell the truth about, then documents that the index does not."""
    for kind in SOURCES:
        for ids in _batches(kind):
            for change in projection.outdated(kind, ids):
                yield Mismatch(kind, change.document.object_id, "projection", _what(change))
    for batch in _differences(engine):
        known = SearchDocument.objects.in_bulk([difference.document_id for difference in batch])
        for difference in batch:
            document = known.get(difference.document_id)
            kind, pk = (document.kind, document.object_id) if document else ("?", difference.document_id)
            yield Mismatch(kind, pk, engine.name, difference.what)


def repair(engine: Engine) -> int:
    """Heal everything that `verify` would name; returns how many places that were."""
    healed = 0
    for kind in SOURCES:
        for ids in _batches(kind):
            stale = [change.document.object_id for change in projection.outdated(kind, ids)]
            healed += len(stale)
            projection.refresh(kind, stale)
    for batch in _differences(engine):
        engine.repair(batch)
        healed += len(batch)
    return healed


def _what(change: projection.Change) -> str:
    if change.draft is None:
        return "orphan"
    return "missing" if change.document.deleted else "stale"


def _differences(engine: Engine) -> Iterator[list[Difference]]:
    batch: list[Difference] = []
    for difference in engine.verify():
        batch.append(difference)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _batches(kind: str) -> Iterator[list[int]]:
    """The numbers of all things of a kind, and of all that have a living document, in their order."""
    things = SOURCES[kind].model._base_manager.order_by("pk")
    documents = SearchDocument.objects.alive().filter(kind=kind).order_by("object_id")
    low = 0
    while True:
        here = things.filter(pk__gt=low).values_list("pk", flat=True)[:BATCH]
        known = documents.filter(object_id__gt=low).values_list("object_id", flat=True)[:BATCH]
        ids = sorted({*here, *known})[:BATCH]
        if not ids:
            return
        yield ids
        low = ids[-1]
