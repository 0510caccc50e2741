"""The last door before anything found is shown: each hit is checked once more, by the rule of its kind."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import CharField, Value

from people.models import Person
from search.models import SearchDocument, SearchDocumentQuerySet
from search.sources import SOURCES


def visible_documents(
    document_ids: Iterable[int], person: Person | None, among: SearchDocumentQuerySet | None = None
) -> list[SearchDocument]:
    """The documents in this order, without those whose thing the person may not see, in two statements.

    `among` says which documents count, and what of them is loaded; all that are alive without it.
    """
    ids = list(document_ids)
    found = (SearchDocument.objects.all() if among is None else among).alive().in_bulk(ids)
    return still_visible([found[pk] for pk in ids if pk in found], person)


def still_visible(documents: Iterable[SearchDocument], person: Person | None) -> list[SearchDocument]:
    """Those that are alive and whose thing the person may see, in their order, in one statement."""
    alive = [document for document in documents if not document.deleted]
    by_kind: dict[str, list[int]] = defaultdict(list)
    for document in alive:
        by_kind[document.kind].append(document.object_id)
    checks = [
        SOURCES[kind]
        .visible_to(person)
        .filter(pk__in=object_ids)
        .order_by()
        .annotate(found_kind=Value(kind, output_field=CharField()))
        .values_list("found_kind", "pk")
        for kind, object_ids in by_kind.items()
    ]
    seen = set(checks[0].union(*checks[1:], all=True)) if checks else set()
    return [document for document in alive if (document.kind, document.object_id) in seen]
