"""Pinned answers, as readers see them."""

from django.db.models import F

from people.models import Person
from search.models import PromotedResult, SearchDocument
from search.models.steering import LONGEST_QUERY, PromotedResultQuerySet
from search.query import parse
from search.visible import still_visible
from search.words import words


def key_of(text: str) -> str:
    """What two texts have in common when they ask the same: their folded words, with spaces between.

    Typed filters do not count. Nothing when the text holds no word, leaves some out, or holds more than
    anybody asks twice.
    """
    query = parse(text)
    if query.excluded:
        return ""
    plain = query.text
    for typed in query.typed:
        plain = plain.replace(typed.literal, " ")
    key = " ".join(words(plain))
    return key if len(key) <= LONGEST_QUERY else ""


def pins_for(text: str, person: Person | None) -> list[SearchDocument]:
    """The things pinned for this query that the person may see, in order, in at most two statements.

    Each carries `pin_note`, why it was chosen.
    """
    found = SearchDocument.objects.alive().filter(promotions__in=_pins(text)).order_by("promotions__pk")
    return still_visible(found.annotate(pin_note=F("promotions__note")), person)


def pinned(text: str) -> dict[int, str]:
    """Why each document was pinned for this query, by its number, in order, whoever may see it."""
    return dict(_pins(text).order_by("pk").values_list("document_id", "note"))


def _pins(text: str) -> PromotedResultQuerySet:
    key = key_of(text)
    pins = PromotedResult.objects.active().filter(query=key)
    return pins if key else pins.none()
