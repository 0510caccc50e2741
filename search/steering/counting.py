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
from django.utils import timezone

from search.models import CountedSpool, QueryCount
from search.models.steering import LONGEST_QUERY, today
from search.steering import spool
from search.words import words

KEPT_DAYS = 90
BATCH = 300
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
    for start in range(0, len(keys), BATCH):
        _add({key: sums[key] for key in keys[start : start + BATCH]})


def _add(sums: Sums) -> None:
    """Add to the rows of these keys in three statements; the rows are locked until all is added."""
    QueryCount.objects.bulk_create(
        [QueryCount(query=query, day=day) for query, day in sums], ignore_conflicts=True
    )
    near = QueryCount.objects.filter(
        query__in={query for query, _day in sums}, day__in={day for _q, day in sums}
    )
    rows = [row for row in near.select_for_update().order_by("query", "day") if (row.query, row.day) in sums]
    for row in rows:
        for name, more in sums[row.query, row.day].items():
            setattr(row, name, getattr(row, name) + more)
    QueryCount.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=list(COUNTED)
    )


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
    folded = 0 < len(query) <= LONGEST_QUERY and " ".join(words(query)) == query
    return (query, day, counts) if recent and counts and folded else None
