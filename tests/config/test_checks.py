"""Settings under which a seat could be sold twice are refused at start-up."""

from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.db import connection

from config.checks import databases_isolate, databases_lock, isolation_of

SQLITE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "x", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
POSTGRESQL = {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "OPTIONS": {"pool": {}}}


@pytest.fixture
def using(monkeypatch):
    """Lets the checks find this database in the settings: `using({...})`."""
    return lambda database: monkeypatch.setattr(
        "config.checks.settings", SimpleNamespace(DATABASES={"default": database})
    )


def found(using, database):
    using(database)
    return [(problem.id, bool(problem.hint)) for problem in databases_lock()]


@pytest.mark.parametrize("database", [SQLITE, POSTGRESQL, {**POSTGRESQL, "OPTIONS": {"isolation_level": 1}}])
def test_what_we_use_passes(using, database):
    assert found(using, database) == []


@pytest.mark.parametrize("options", [{}, {"transaction_mode": "DEFERRED"}, {"transaction_mode": "EXCLUSIVE"}])
def test_sqlite_without_immediate_is_refused(using, options):
    assert found(using, {**SQLITE, "OPTIONS": options}) == [("config.E001", True)]


@pytest.mark.parametrize("level", [2, 3, 4])
def test_another_isolation_of_postgresql_is_refused(using, level):
    assert found(using, {**POSTGRESQL, "OPTIONS": {"isolation_level": level}}) == [("config.E002", True)]


def test_both_are_among_the_checks_that_django_runs(using):
    using({**SQLITE, "OPTIONS": {}})
    assert "config.E001" in [message.id for message in run_checks()]


def test_the_database_of_the_tests_passes(db):
    assert databases_isolate(databases=["default"]) == []
    assert databases_isolate() == []


class Server:
    """A PostgreSQL whose own default is another level."""

    vendor = "postgresql"

    def __init__(self, level):
        self.level = level

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return None

    def execute(self, _statement):
        return None

    def fetchone(self):
        return (self.level,)


@pytest.mark.parametrize(
    ("level", "ids"),
    [("read committed", []), ("repeatable read", ["config.E002"]), ("serializable", ["config.E002"])],
)
def test_the_servers_own_default_counts(monkeypatch, level, ids):
    monkeypatch.setattr("config.checks.connections", {"default": Server(level)})
    assert [problem.id for problem in databases_isolate(databases=["default"])] == ids


def test_a_real_server_says_its_default(db):
    if connection.vendor != "postgresql":
        assert isolation_of(connection) == ""
        return
    assert isolation_of(connection) == "read committed"
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_isolation = 'repeatable read'")
        try:
            assert [problem.id for problem in databases_isolate(databases=["default"])] == ["config.E002"]
        finally:
            cursor.execute("SET default_transaction_isolation = 'read committed'")
