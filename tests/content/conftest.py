import pytest
from django.core.cache import cache

from tests.content.searching import shown_to


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Wagtail remembers sizes of pictures beyond the test that made them."""
    cache.clear()


@pytest.fixture
def editor(as_person, operator):
    """Searches as the operator: `editor(door, words)` gives the names of what is shown."""
    return shown_to(as_person(operator))
