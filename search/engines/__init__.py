"""The engines that can search here: the database always, Elasticsearch where it is configured."""

from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils.translation import gettext as _

from people.refusals import Refusal
from search.engines.base import Engine
from search.engines.database import DatabaseEngine
from search.engines.postgresql import PostgresqlEngine
from search.engines.sqlite import SqliteEngine

NAMES = ("sqlite", "postgresql", "elasticsearch")
_DATABASES: dict[str, type[DatabaseEngine]] = {"sqlite": SqliteEngine, "postgresql": PostgresqlEngine}


@cache
def database_engine(using: str = DEFAULT_DB_ALIAS) -> DatabaseEngine:
    """The full-text index of the database itself; always there and never behind."""
    return _DATABASES[connections[using].vendor](using)


def active_engine() -> Engine:
    """The engine that answers people: Elasticsearch where it is configured."""
    return engine_named("elasticsearch") if settings.ELASTICSEARCH_URL else database_engine()


def engine_named(name: str) -> Engine:
    """The engine of this name; refuses one that cannot run here."""
    if name == connection.vendor and name in _DATABASES:
        return database_engine()
    if name == "elasticsearch" and settings.ELASTICSEARCH_URL:
        from search.engines.elasticsearch import (
            elasticsearch_engine,
        )  # the client loads only where it is used

        return elasticsearch_engine()
    if name == "elasticsearch":
        raise Refusal(_("Elasticsearch is not configured here. Set ELASTICSEARCH_URL to its address."))
    if name in NAMES:
        raise Refusal(
            _("%(name)s cannot run here: the database is %(vendor)s. Choose that, or change DATABASE_URL.")
            % {"name": name, "vendor": connection.vendor}
        )
    raise Refusal(
        _("There is no engine “%(name)s”. Choose one of %(names)s.")
        % {"name": name, "names": ", ".join(NAMES)}
    )
