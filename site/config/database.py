"""From `DATABASE_URL` to Django's setting; what cannot be used is refused with a sentence."""

import warnings
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
CURE = (
    "Write DATABASE_URL=postgres://NAME:PASSWORD@HOST:5432/DATABASE for PostgreSQL, "
    "DATABASE_URL=sqlite:////path/to/file.sqlite3 for SQLite, or leave it out."
)


def database(env: environ.Env, default_file: Path) -> dict[str, Any]:
    """The one database. Raises ImproperlyConfigured, without the password, for an unusable address."""
    if not env.str("DATABASE_URL", default=""):
        return {**_sqlite(env, str(default_file)), "NAME": str(default_file)}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: dict[str, Any] = env.db_url("DATABASE_URL")
    except (ValueError, TypeError, KeyError):
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read. {CURE}") from None
    engine, name = found.get("ENGINE", ""), str(found.get("NAME", ""))
    if engine not in {SQLITE, POSTGRESQL} or not name:
        raise ImproperlyConfigured(f"DATABASE_URL names no database that Guildhall can use. {CURE}")
    return {**found, **(_sqlite(env, name) if engine == SQLITE else _postgresql(env, found))}


def _sqlite(env: environ.Env, name: str) -> dict[str, Any]:
    """Writers wait in line from their first statement; readers never wait."""
    return {
        "ENGINE": SQLITE,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        "TEST": {"NAME": env.str("TEST_DATABASE", default=str(Path(name).with_name("test.sqlite3")))},
    }


def _postgresql(env: environ.Env, found: dict[str, Any]) -> dict[str, Any]:
    """A pool, so that many threads share few connections; what the address says (`sslmode`) stays."""
    pool = {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=10), "timeout": 60}
    return {"OPTIONS": {"pool": pool, **found.get("OPTIONS", {})}}
