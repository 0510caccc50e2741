"""The fixed cast of the stories: one owns, one helps, one must see nothing."""

import pytest
from django.test import Client

from tests import factories

DATABASE = {"db", "transactional_db", "django_db_setup"}


ONCE = tuple(
    f"tests/{place}"
    for place in (
        "communities/imports/", "config/", "content/test_blocks.py", "content/test_media.py",
        "content/test_pictures.py", "courses/imports/", "people/test_sign_in.py", "security/test_access.py",
        "security/test_scripts.py", "security/test_uploads.py", "security/test_ways_out.py",
    )
)  # fmt: skip
"""What asks the database nothing that other stories do not ask: files, pictures, the demo, whole walks."""


TOGETHER = (
    "tests/communities/imports/test_corpus.py",
    "tests/config/demo/",
    "tests/courses/imports/test_corpus.py",
)
"""What shares something that takes long to make, and so runs in one process."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Marks what touches the database; all else is the same on every database, and runs on one of them."""
    for item in items:
        if DATABASE & set(item.fixturenames) or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if item.nodeid.startswith(ONCE):
            item.add_marker("once")
        for place in TOGETHER:
            if item.nodeid.startswith(place):
                item.add_marker(pytest.mark.xdist_group(place))


@pytest.fixture(autouse=True)
def media_in_a_folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SPOOL_DIR = tmp_path / "spool"


@pytest.fixture
def ada(db):
    """Ada writes and teaches."""
    return factories.person("Ada Brook", zone="Europe/Berlin")


@pytest.fixture
def ben(db):
    """Ben helps Ada."""
    return factories.person("Ben Ofori", zone="Europe/London")


@pytest.fixture
def cleo(db):
    """Cleo learns."""
    return factories.person("Cleo Marsh", zone="America/New_York")


@pytest.fixture
def eve(db):
    """Eve has an account and must see nothing of what is not hers."""
    return factories.person("Eve Stone")


@pytest.fixture
def operator(db):
    """Olga runs the installation."""
    return factories.person("Olga Lind", is_superuser=True)


@pytest.fixture
def as_person():
    """A client signed in as somebody: `as_person(ada).get("/me/")`; None is a visitor."""

    def client_of(person):
        client = Client()
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return client_of
