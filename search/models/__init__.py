"""The projection that every engine searches, and what keeps it."""

from search.models.documents import (
    Kind,
    Rebuild,
    SearchAudience,
    SearchDocument,
    SearchDocumentQuerySet,
    SearchFacet,
)

__all__ = ["Kind", "Rebuild", "SearchAudience", "SearchDocument", "SearchDocumentQuerySet", "SearchFacet"]
