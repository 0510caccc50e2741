"""A scratch database that only measuring knows: nothing of the site is read from it or written to it."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections

from search.models import SearchDocument

FULL_TEXT = "search.migrations.0002_make_full_text"


@contextmanager
def scratch_database() -> Iterator[str]:
    """The alias of a database like the site's own, with the projection's tables, all of them empty.

    It goes at the end, whatever happened. On SQLite it is a file, on PostgreSQL a schema that comes
    before `public` in the search path.
    """
    alias = f"scratch_{secrets.token_hex(6)}"
    vendor = connections[DEFAULT_DB_ALIAS].vendor
    place = {"sqlite": _in_a_file, "postgresql": _in_a_schema}[vendor]
    with place(alias):
        _make_tables(alias)
        yield alias


@contextmanager
def _known(alias: str, changes: dict[str, Any]) -> Iterator[Any]:
    """The alias among Django's databases, with the settings of the site's own but for the changes."""
    connections.databases[alias] = {**connections[DEFAULT_DB_ALIAS].settings_dict, **changes}
    try:
        yield connections[alias]
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.databases[alias]


@contextmanager
def _in_a_file(alias: str) -> Iterator[None]:
    with (
        tempfile.TemporaryDirectory(prefix="guildhall-") as folder,
        _known(alias, {"NAME": str(Path(folder, "scratch.sqlite3"))}),
    ):
        yield


@contextmanager
def _in_a_schema(alias: str) -> Iterator[None]:
    options = {**connections[DEFAULT_DB_ALIAS].settings_dict["OPTIONS"]}
    options.pop("pool", None)  # one connection is enough, and a pool would outlive it
    options["options"] = f"{options.get('options', '')} -c search_path={alias},public".strip()
    with _known(alias, {"OPTIONS": options}) as connection:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA {alias}")
        try:
            yield
        finally:
            connection.close()  # whatever it was in the middle of
            with connection.cursor() as cursor:
                cursor.execute(f"DROP SCHEMA {alias} CASCADE")


def _make_tables(alias: str) -> None:
    """The tables that stand in one module with the documents, and the full text that belongs to them."""
    models = apps.get_app_config("search").get_models()
    with connections[alias].schema_editor() as editor:
        for model in models:
            if model.__module__ == SearchDocument.__module__:
                editor.create_model(model)
        import_module(FULL_TEXT).make(apps, editor)
