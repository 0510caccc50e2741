import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Wagtail remembers sizes of pictures beyond the test that made them."""
    cache.clear()
