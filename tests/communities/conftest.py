"""A community that Ada leads and Ben belongs to; Cleo only follows it, Eve is no part of it."""

import pytest

from communities.models import Membership
from tests import factories


@pytest.fixture
def sailors(ada, ben, cleo):
    community = factories.community("Sailors", ada)
    factories.member(community, ben)
    factories.member(community, cleo, role=Membership.Role.FOLLOWER)
    return community


@pytest.fixture
def smugglers(ada):
    """Only its members see it."""
    return factories.community("Smugglers", ada, audience="members", purpose="Contraband knowledge.")
