"""The projection that every engine searches, and what keeps it."""

from search.models.documents import (
    Kind,
    Rebuild,
    SearchAudience,
    SearchDocument,
    SearchDocumentQuerySet,
    SearchFacet,
)
from search.models.steering import CountedSpool, PromotedResult, QueryCount

__all__ = [
    "CountedSpool",
    "Kind",
    "PromotedResult",
    "QueryCount",
    "Rebuild",
    "SearchAudience",
    "SearchDocument",
    "SearchDocumentQuerySet",
    "SearchFacet",
]
