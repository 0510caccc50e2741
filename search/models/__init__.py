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

__all__ = [
    "Audience",
    "AudienceToken",
    "FacetSet",
    "FacetValue",
    "Kind",
    "Rebuild",
    "SearchDocument",
    "SearchDocumentQuerySet",
]
