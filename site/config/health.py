"""Whether the process lives, and whether it can serve: for load balancers, without a person."""

import logging

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PATIENCE = 5
UNANSWERED = (DatabaseError, InterfaceError, ImproperlyConfigured, OSError, ValueError, TypeError)
"""What comes up when a database cannot be reached, an unusable address included."""

log = logging.getLogger(__name__)


@never_cache
@require_safe
def livez(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return _plain("alive")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers and holds the tables of this version; 503 with the reason otherwise."""
    try:
        knock()
        waiting = pending_migrations()
    except UNANSWERED:
        log.exception("The database does not answer.")
        return _plain("the database does not answer", status=503)
    if waiting:
        return _plain("migrations are waiting: run manage.py migrate", status=503)
    return _plain("ready")


def knock() -> None:
    """Open a connection, waiting five seconds at most; raises one of UNANSWERED.

    PostgreSQL is asked past the pool, which would try for a minute before it says why.
    """
    if connection.vendor != "postgresql":
        connection.ensure_connection()
        return
    with connection.wrap_database_errors:
        psycopg.connect(**{**connection.get_connection_params(), "connect_timeout": PATIENCE}).close()


def pending_migrations() -> list[str]:
    """Names of migrations that have not run here. Raises DatabaseError when nobody answers."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _plain(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)
