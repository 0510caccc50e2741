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
    by_kind: dict[str, list[int]] = defaultdict(list)
    for document in found.values():
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
    return [found[pk] for pk in ids if pk in found and (found[pk].kind, found[pk].object_id) in seen]
