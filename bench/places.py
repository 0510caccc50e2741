"""Databases made for one run and dropped after it, and an Elasticsearch where one answers."""

import os
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

LOCAL_POSTGRESQL = "postgresql://guildhall:guildhall@127.0.0.1:5432/guildhall"
LOCAL_ELASTICSEARCH = ["http://127.0.0.1:9210", "http://127.0.0.1:9200"]
"""The cluster of three nodes first, then the single node; see tests/elasticsearch."""


class NotHere(Exception):  # noqa: N818  # it is a reason, not a mistake
    """This machine lacks what a place needs; the text says what."""


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="guildhall-bench-") as folder:
        yield f"sqlite:///{folder}/bench.sqlite3"


@contextmanager
def postgresql() -> Iterator[str]:
    """A database beside the one that GUILDHALL_TEST_POSTGRESQL names, or beside ours here."""
    import psycopg  # only where it is needed

    server = os.environ.get("GUILDHALL_TEST_POSTGRESQL", LOCAL_POSTGRESQL)
    name = f"guildhall_bench_{os.getpid()}"
    try:
        connection = psycopg.connect(server, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError:
        raise NotHere(f"no PostgreSQL answers at {server.rpartition('@')[2]}") from None
    with connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


PLACES = {"sqlite": sqlite, "postgresql": postgresql}


def elasticsearch() -> str:
    """The address that ELASTICSEARCH_URL names, or that of a server here; empty without one."""
    named = os.environ.get("ELASTICSEARCH_URL", "")
    return next(filter(answers, [named] if named else LOCAL_ELASTICSEARCH), "")


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url.split(',', maxsplit=1)[0]}/_cluster/health", timeout=3) as answer:  # noqa: S310  # our own
            return bool(answer.status == 200)
    except OSError:
        return False
