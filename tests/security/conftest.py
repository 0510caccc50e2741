"""The prepared world, built once for all tests of this folder and undone after them."""

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.security.crawl import Crowd
from tests.security.world import build


@pytest.fixture(autouse=True)
def _django_db_marker():
    """The mark only asks for a test database; the folder's own transaction stands for a test's."""


@pytest.fixture(autouse=True)
def media_in_a_folder_of_its_own():
    """The world brings its own."""


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    assert "test" in str(connection.settings_dict["NAME"]), "This is no test database."
    with (
        django_db_blocker.unblock(),
        override_settings(
            MEDIA_ROOT=folder / "media",
            SPOOL_DIR=folder / "spool",
            EMAIL_FILE_PATH=str(folder / "mail"),
        ),
        transaction.atomic(),
    ):
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def crowd(world):
    """Everybody at their desks: `crowd.get("learner", url)` and `crowd.post(…)`, each undone afterwards."""
    return Crowd(world)
