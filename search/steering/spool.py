"""What was asked and opened, noted without anybody's name where the worker finds it.

A page that is only read changes no row. So the web server appends a line to a file of its process, and
`counting` adds the lines up. Whatever goes wrong with the file, nobody who searches notices.
"""

import json
import logging
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from search.models.steering import today

OPEN = ".jsonl"
CLAIMED = ".claimed"
MOST_IN_FILE = 1_000_000
MOST_IN_FOLDER = 32_000_000
"""Bytes; what comes after is not counted. A worker that runs leaves next to nothing here."""
log = logging.getLogger(__name__)
_complaints: set[str] = set()


def note_asked(key: str, *, found: bool) -> None:
    """Somebody asked this, and something held all its words or nothing did."""
    _append({"day": today().isoformat(), "query": key, "asked": 1, "empty": int(not found)})


def note_chosen(key: str) -> None:
    """Somebody opened a thing from the results of this."""
    _append({"day": today().isoformat(), "query": key, "chosen": 1})


def folder() -> Path:
    return Path(settings.SPOOL_DIR)


def files(suffix: str) -> Iterator[Path]:
    """The files that end so, in the order of their names."""
    if folder().is_dir():
        yield from sorted(path for path in folder().iterdir() if path.suffix == suffix)


def _append(line: dict[str, str | int]) -> None:
    """One short write at the end of the file, which other threads' writes cannot tear apart."""
    try:
        path = folder() / f"{re.sub('[^a-z0-9]+', '-', socket.gethostname().lower())}-{os.getpid()}{OPEN}"
        if not path.exists() and not _has_room():
            return
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size < MOST_IN_FILE:
                os.write(handle, json.dumps(line, ensure_ascii=False).encode() + b"\n")
        finally:
            os.close(handle)
    except OSError as error:
        _complain(error)


def _has_room() -> bool:
    folder().mkdir(parents=True, exist_ok=True)
    return sum(map(_size, folder().iterdir())) < MOST_IN_FOLDER


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _complain(error: OSError) -> None:
    """Say once for each process and reason that queries are not counted."""
    if str(error) not in _complaints:
        _complaints.add(str(error))
        log.warning("Queries are not counted: %s. Look at SPOOL_DIR.", error)
