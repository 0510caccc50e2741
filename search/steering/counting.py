"""Adding up what the web server noted: each file once, whoever is killed meanwhile."""

import contextlib
import json
import logging
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from search.models import CountedSpool, QueryCount
from search.models.steering import today
from search.steering import spool
from search.steering.pins import key_of

KEPT_DAYS = 90
COUNTED = ("asked", "empty", "chosen")
Sums = dict[tuple[str, date], Counter[str]]
log = logging.getLogger(__name__)


def count_files() -> int:
    """Add up the files claimed in an earlier round, then claim what was written since; says how many.

    A web server that had a file open when it was claimed has long written its line by the next round.
    """
    counted = [_count(path) for path in spool.files(spool.CLAIMED)]
    return sum(counted) + sum(_claim(path) for path in spool.files(spool.OPEN))


def forget_old() -> int:
    """Delete counts of more than 90 days ago, and names of files that went without anybody noting it."""
    old = QueryCount.objects.before(KEPT_DAYS)
    if not old.exists():
        return 0
    CountedSpool.objects.filter(at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    return old.delete()[0]


def _claim(path: Path) -> bool:
    """Take a file out of the web server's hands; False when another worker was quicker."""
    try:
        path.rename(path.with_name(f"{path.stem}-{uuid.uuid4().hex}{spool.CLAIMED}"))
    except FileNotFoundError:
        return False
    return True


def _count(path: Path) -> bool:
    """Add the file's lines and write its name in one transaction; then neither is needed any more.

    False when another worker counts it.
    """
    try:
        with transaction.atomic():
            CountedSpool.objects.create(name=path.name)
            # Read only now: had another worker counted it and forgotten its name, the file would be gone.
            _write(_sums(path))
    except FileNotFoundError:
        return False
    except IntegrityError:
        log.info("%s is counted already.", path.name)
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    CountedSpool.objects.filter(name=path.name).delete()
    return True


def _write(sums: Sums) -> None:
    """In the order of the keys, so that two workers never wait for each other."""
    keys = sorted(sums)
    QueryCount.objects.bulk_create(
        [QueryCount(query=query, day=day) for query, day in keys], ignore_conflicts=True, batch_size=500
    )
    for query, day in keys:
        more = {name: F(name) + sums[query, day][name] for name in COUNTED}
        QueryCount.objects.filter(query=query, day=day).update(**more)


def _sums(path: Path) -> Sums:
    sums: Sums = defaultdict(Counter)
    for query, day, counts in filter(None, map(_read, _lines(path))):
        sums[query, day].update(counts)
    return sums


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _read(line: bytes) -> tuple[str, date, dict[str, int]] | None:
    """What a line says; None when it is torn, or says what no page of ours would."""
    try:
        said = json.loads(line)
        query, day = str(said["query"]), date.fromisoformat(said["day"])
        counts = {name: 1 for name in COUNTED if said.get(name) == 1}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    recent = today() - timedelta(days=KEPT_DAYS) < day <= today()
    return (query, day, counts) if recent and counts and query and key_of(query) == query else None
