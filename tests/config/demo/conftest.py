"""The demo company, written once for all tests of this folder."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test.utils import override_settings


def run_demo(**options):
    """What the command says, and what it says aside."""
    out, err = io.StringIO(), io.StringIO()
    call_command("demo", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture(scope="package")
def written(django_db_setup, django_db_blocker, tmp_path_factory):
    """Written in a transaction that is taken back after the last test here."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(DEMO=True, MEDIA_ROOT=folder), transaction.atomic():
        yield folder, run_demo()
        transaction.set_rollback(True)


@pytest.fixture
def shown(written, db, settings):
    """The demo, for one test; what the test changes is taken back. Gives what the command said."""
    settings.DEMO = True
    settings.MEDIA_ROOT, said = written
    return said
