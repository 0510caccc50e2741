"""The course of our own in the Carpentries' format, and the command that imports it."""

import io
import shutil
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import call_command

GARDEN = Path(__file__).parent / "garden"


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def garden(tmp_path):
    return Path(shutil.copytree(GARDEN, tmp_path / "garden"))


@pytest.fixture
def run(db):
    """`run(folder, author=ada)`: the lines that the import printed."""

    def run_import(folder, author=None, **options):
        out = io.StringIO()
        call_command(
            "import_course", str(folder), author=author.email if author else "", stdout=out, **options
        )
        return out.getvalue().splitlines()

    return run_import
