"""Communities of practice, who belongs to them, and their wikis."""

from communities.models.community import CommunityIndexPage, CommunityPage, CommunityTopic, Membership
from communities.models.wiki import WikiAddress, WikiPage, WikiTopic

__all__ = [
    "CommunityIndexPage",
    "CommunityPage",
    "CommunityTopic",
    "Membership",
    "WikiAddress",
    "WikiPage",
    "WikiTopic",
]
