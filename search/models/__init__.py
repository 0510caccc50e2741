"""The projection that every engine searches, and what keeps it."""

from search.models.documents import (
    Audience,
    AudienceToken,
    FacetSet,
    FacetValue,
    Kind,
    Rebuild,
    SearchDocument,
    SearchDocumentQuerySet,
)
from search.models.steering import CountedSpool, PromotedResult, QueryCount
from search.models.vocabulary import Reading, SearchWord

__all__ = [
    "Audience",
    "AudienceToken",
    "CountedSpool",
    "FacetSet",
    "FacetValue",
    "Kind",
    "PromotedResult",
    "QueryCount",
    "Reading",
    "Rebuild",
    "SearchDocument",
    "SearchDocumentQuerySet",
    "SearchWord",
]
