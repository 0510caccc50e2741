"""Misuse that fails at start-up, each with its cure.

A seat is counted under a lock. SQLite gives one only to a transaction that asks for it at its beginning;
PostgreSQL under REPEATABLE READ counts what was true before the lock: both would sell a seat twice.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.environment import POSTGRESQL, SQLITE

READ_COMMITTED = 1
"""What psycopg calls the level that PostgreSQL has by itself."""


@register()
def databases_lock(**_options: Any) -> list[CheckMessage]:
    """Refuse settings under which seats could be sold twice; asks no database."""
    problems = (
        problem for database in settings.DATABASES.values() for problem in _setting_problems(database)
    )
    return list(problems)


@register(Tags.database)
def databases_isolate(databases: Iterable[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Refuse a PostgreSQL server or role whose own default isolation is another; asks the database."""
    found = (isolation_of(connections[alias]) for alias in databases or [])
    return [_wrong_isolation(level) for level in found if level not in {"", "read committed"}]


def isolation_of(connection: BaseDatabaseWrapper) -> str:
    """The level transactions get there when nothing is said; empty where there is no choice."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SHOW default_transaction_isolation")
        return str(cursor.fetchone()[0])


def _setting_problems(database: dict[str, Any]) -> Iterable[CheckMessage]:
    options = database.get("OPTIONS", {})
    if database["ENGINE"] == SQLITE and options.get("transaction_mode") != "IMMEDIATE":
        yield Error(
            "SQLite is used without IMMEDIATE transactions: people who enrol at once get errors.",
            hint='Set OPTIONS["transaction_mode"] = "IMMEDIATE" for the database.',
            id="config.E001",
        )
    if database["ENGINE"] == POSTGRESQL and options.get("isolation_level", READ_COMMITTED) != READ_COMMITTED:
        yield _wrong_isolation(f"level {options['isolation_level']} of psycopg")


def _wrong_isolation(level: str) -> CheckMessage:
    return Error(
        f"PostgreSQL isolates transactions as {level}: a seat could be sold twice.",
        hint="Use READ COMMITTED: take isolation_level out of DATABASE_URL, and run "
        "ALTER DATABASE … SET default_transaction_isolation = 'read committed' (likewise for the role).",
        id="config.E002",
    )
