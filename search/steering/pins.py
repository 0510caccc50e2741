"""Pinned answers, as readers see them."""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import CharField, F, Value

from people.models import Person
from search.models import PromotedResult, SearchDocument
from search.models.steering import LONGEST_QUERY
from search.sources import SOURCES
from search.words import words

_LEAVES_OUT = re.compile(r"(?:^|\s)-\w")


def key_of(text: str) -> str:
    """What two texts have in common when they ask the same: their folded words, with spaces between.

    Nothing when the text holds no word, or more than anybody asks twice.
    """
    key = " ".join(words(text))
    return key if len(key) <= LONGEST_QUERY else ""


def pins_for(text: str, person: Person | None) -> list[SearchDocument]:
    """The things pinned for this query that the person may see, in order, in at most two statements.

    Each carries `pin_note`, why it was chosen. A query that leaves words out has none.
    """
    key = "" if _LEAVES_OUT.search(text) else key_of(text)
    if not key:
        return []
    pins = PromotedResult.objects.active().filter(query=key)
    pinned = SearchDocument.objects.alive().filter(promotions__in=pins).order_by("promotions__pk")
    return visible(pinned.annotate(pin_note=F("promotions__note")), person)


def visible(documents: Iterable[SearchDocument], person: Person | None) -> list[SearchDocument]:
    """Those whose thing the person may see, in their order; one statement for all kinds together."""
    alive = [document for document in documents if not document.deleted]
    by_kind: dict[str, list[int]] = defaultdict(list)
    for document in alive:
        by_kind[document.kind].append(document.object_id)
    checks = [
        SOURCES[kind]
        .visible_to(person)
        .filter(pk__in=ids)
        .order_by()
        .annotate(found_kind=Value(kind, output_field=CharField()))
        .values_list("found_kind", "pk")
        for kind, ids in by_kind.items()
    ]
    seen = set(checks[0].union(*checks[1:], all=True)) if checks else set()
    return [document for document in alive if (document.kind, document.object_id) in seen]
