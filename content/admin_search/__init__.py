"""What the editor's search boxes ask: Wagtail's own search, kept fast and right at many pages.

Named by `WAGTAILSEARCH_BACKENDS`. The site's search is another matter and lives in `search/`.
"""

from typing import Any

from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802  # the name that Wagtail looks for
    """The backend for the database in use."""
    if connection.vendor == "postgresql":
        from content.admin_search.postgresql import PostgresqlBackend  # its models exist there only

        return PostgresqlBackend(params)
    from content.admin_search.sqlite import SqliteBackend  # the same

    return SqliteBackend(params)
