import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_is_locked_out():
    """Counts of failed sign-ins live in the cache; each story begins without any."""
    cache.clear()
