"""Whether the process lives, and whether it can serve: for load balancers, without a person."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

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
        waiting = pending_migrations()
    except (DatabaseError, OSError):
        log.exception("The database does not answer.")
        return _plain("the database does not answer", status=503)
    if waiting:
        return _plain("migrations are waiting: run manage.py migrate", status=503)
    return _plain("ready")


def pending_migrations() -> list[str]:
    """Names of migrations that have not run here. Raises DatabaseError when nobody answers."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def _plain(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=status)
