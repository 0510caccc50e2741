"""What the worker does for search."""

from django.conf import settings

from search import projection, vocabulary
from search.engines.base import EngineDown
from search.models import SearchDocument

BATCH = 500
PASSED = 100
"""Documents that are refreshed at once after dates went by; whoever enrols meanwhile waits for as many."""


def sync_search() -> int:
    """Bring changed documents to Elasticsearch; without one, nothing is ever due.

    An outage gives the rows back unblamed. A document that Elasticsearch refuses rests for a growing while.
    """
    if not settings.ELASTICSEARCH_URL:
        return 0
    from search.engines.elasticsearch import elasticsearch_engine  # the client loads only where it is used

    claimed: list[SearchDocument] = []
    try:
        engine = elasticsearch_engine()
        if engine.breaker.rests:
            return 0
        claimed = SearchDocument.objects.claim(BATCH)
        if not claimed:
            if not SearchDocument.objects.due().filter(last_error="").exists():
                engine.publish()  # what was refused keeps the rest from nobody
            return 0
        errors = engine.send(claimed)
    except EngineDown:
        SearchDocument.objects.give_back(claimed)
        return 0
    SearchDocument.objects.sent(row for row in claimed if row.pk not in errors)
    for row in claimed:
        if row.pk in errors:
            row.fail(EngineDown(errors[row.pk]))
    return len(claimed)


def pass_dates() -> int:
    """Let documents follow the clock; while no date has gone by, this costs one look at an index."""
    return projection.pass_dates(PASSED)


def keep_vocabulary() -> int:
    """Learn the words of documents that changed; once a day all are read, and unused words go."""
    return vocabulary.read_on()
