"""What stewards do: pin an answer for a query, change it, end it. Each is written into the log."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from people.models import Person
from people.refusals import Refusal
from search.models import PromotedResult, SearchDocument
from search.models.steering import today
from search.steering.permissions import may_steer
from search.steering.pins import key_of
from search.visible import still_visible

MOST_PINS = 3
"""Pinned answers a query may have at a time; more would be a second list of results."""
LONGEST = timedelta(days=366)


def promote(
    person: Person, query: str, document: SearchDocument, *, until: date, note: str = ""
) -> PromotedResult:
    """Pin a thing above the results of a query; one that was pinned there before comes back.

    Raises Refusal, with the name of the field it is about as its code where it is about one.
    """
    _refuse_others(person)
    key = _key(query)
    _refuse_day(until)
    if not still_visible([document], person):
        raise Refusal(_("Nobody would find this. Choose something that is published."), code="thing")
    with transaction.atomic():
        SearchDocument.objects.select_for_update().get(pk=document.pk)  # two who pin it at once wait in line
        here = _locked(key)
        former = next((pin for pin in here if pin.document_id == document.pk), None)
        if former and former.is_active:
            raise Refusal(_("This is pinned for “%(query)s” already.") % {"query": key}, code="thing")
        _refuse_many(key, here)
        pin = former or PromotedResult(query=key, document=document)
        pin.note, pin.until, pin.made_by = note, until, person
        pin.save()
        _write(pin, "search.promote", person)
    return pin


def change(person: Person, pin: PromotedResult, *, query: str, until: date, note: str = "") -> PromotedResult:
    """Give a pinned answer another query, end or note. Raises Refusal as `promote` does."""
    _refuse_others(person)
    key = _key(query)
    _refuse_day(until)
    with transaction.atomic():
        others = [other for other in _locked(key) if other.pk != pin.pk]
        if any(other.document_id == pin.document_id for other in others):
            raise Refusal(_("This was pinned for “%(query)s” before. Change it there.") % {"query": key})
        _refuse_many(key, others)
        pin.query, pin.until, pin.note = key, until, note
        pin.save(update_fields=["query", "until", "note"])
        _write(pin, "search.change_pin", person)
    return pin


def withdraw(person: Person, pin: PromotedResult) -> PromotedResult:
    """End a pinned answer today; one that has ended stays as it is."""
    _refuse_others(person)
    with transaction.atomic():
        pin = PromotedResult.objects.select_for_update(of=("self",)).get(pk=pin.pk)
        if pin.is_active:
            pin.until = today()
            pin.save(update_fields=["until"])
            _write(pin, "search.withdraw_pin", person)
    return pin


def _refuse_others(person: Person) -> None:
    if not may_steer(person):
        raise Refusal(_("Only topic stewards choose answers."), code="forbidden")


def _key(query: str) -> str:
    key = key_of(query)
    if not key:
        raise Refusal(_("Say for which question: a few words that people type."), code="query")
    return key


def _refuse_day(until: date) -> None:
    if until <= today():
        raise Refusal(_("This day has come already. Choose a later one."), code="until")
    if until > today() + LONGEST:
        raise Refusal(_("Choose a day within a year, so that somebody looks at it again."), code="until")


def _locked(key: str) -> list[PromotedResult]:
    return list(PromotedResult.objects.select_for_update(of=("self",)).filter(query=key))


def _refuse_many(key: str, here: list[PromotedResult]) -> None:
    if sum(pin.is_active for pin in here) >= MOST_PINS:
        raise Refusal(
            _("“%(query)s” has three pinned answers. End one of them first.") % {"query": key}, code="query"
        )


def _write(pin: PromotedResult, action: str, person: Person) -> None:
    data = {"document": pin.document_id, "until": pin.until.isoformat(), "note": pin.note}
    log(pin, action, user=person, data=data)
