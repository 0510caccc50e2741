"""The rows that things share: who may see them, and by which values they can be narrowed down.

A row is looked up by the digest of what it says and made when there is none; it never changes.
"""

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from search.models import Audience, AudienceToken, FacetSet, FacetValue, SearchDocument

Pairs = frozenset[tuple[Any, str]]


def audiences(wanted: Iterable[set[tuple[int, str]]]) -> dict[Pairs, Audience]:
    """The audience with just these pairs of level and token, for each of them."""
    return _shared(
        Audience,
        _audiences,
        wanted,
        lambda digest, pairs: Audience(digest=digest, levels=_levels(pairs)),
        lambda row, level, token: AudienceToken(audience=row, level=level, token=token),
    )


def facet_sets(wanted: Iterable[set[tuple[str, str]]]) -> dict[Pairs, FacetSet]:
    """The set with just these pairs of facet and value, for each of them."""
    return _shared(
        FacetSet,
        _facets,
        wanted,
        lambda digest, pairs: FacetSet(digest=digest, said=lines(pairs)),
        lambda row, name, value: FacetValue(facets=row, name=name, value=value),
    )


def audiences_of(documents: Iterable[SearchDocument]) -> dict[int | None, set[tuple[int, str]]]:
    """What the audiences of these documents say, by the numbers of their rows."""
    rows = list(documents)
    return _audiences({document.audience_id for document in rows} - {None}, _home(rows))


def facets_of(documents: Iterable[SearchDocument]) -> dict[int | None, set[tuple[str, str]]]:
    """What the facet sets of these documents say, by the numbers of their rows; the two places where
    a set says it have to agree, else it says nothing."""
    rows = list(documents)
    return _facets({document.facets_id for document in rows} - {None}, _home(rows))


def lines(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs of facet and value as text, which `pairs_of` reads."""
    return "\n".join(f"{name}={value}" for name, value in sorted(pairs))


@lru_cache(maxsize=100_000)
def pairs_of(said: str) -> tuple[tuple[str, str], ...]:
    parted = (line.partition("=") for line in said.split("\n") if line)
    return tuple((name, value) for name, _equals, value in parted)


def _home(documents: list[SearchDocument]) -> str:
    """The database that the documents were read from."""
    homes = (document._state.db for document in documents)
    return next(filter(None, homes), DEFAULT_DB_ALIAS)


def _facets(numbers: set[Any], using: str = DEFAULT_DB_ALIAS) -> dict[int | None, set[tuple[str, str]]]:
    found = _said(FacetValue, "facets_id", ("name", "value"), numbers, using)
    for number, said in FacetSet.objects.using(using).filter(pk__in=numbers).values_list("pk", "said"):
        if set(pairs_of(said)) != found[number]:
            found[number] = set()
    return found


def _audiences(numbers: set[Any], using: str = DEFAULT_DB_ALIAS) -> dict[int | None, set[tuple[int, str]]]:
    found = _said(AudienceToken, "audience_id", ("level", "token"), numbers, using)
    for number, levels in Audience.objects.using(using).filter(pk__in=numbers).values_list("pk", "levels"):
        if levels != _levels(found[number]):
            found[number] = set()
    return found


def _said(
    member: Any, link: str, names: tuple[str, str], numbers: set[Any], using: str
) -> dict[int | None, set[Any]]:
    found: dict[int | None, set[Any]] = {number: set() for number in numbers}
    rows = member.objects.using(using).filter(**{f"{link}__in": numbers})
    for number, *pair in rows.values_list(link, *names):
        found[number].add(tuple(pair))
    return found


def _shared(
    owner: Any,
    said: Callable[[set[Any]], dict[int | None, set[Any]]],
    wanted: Iterable[set[tuple[Any, str]]],
    new: Callable[[str, Pairs], Any],
    member: Callable[[Any, Any, str], Any],
) -> dict[Pairs, Any]:
    """The rows that say these pairs; those that are missing are made at once."""
    digests = {frozenset(pairs): _digest(pairs) for pairs in wanted}
    found = _known(owner, said, digests)
    missing = [pairs for pairs in digests if pairs not in found]
    rows = owner.objects.bulk_create(new(digests[pairs], pairs) for pairs in missing)
    members = [member(row, *pair) for row, pairs in zip(rows, missing, strict=True) for pair in sorted(pairs)]
    if members:
        type(members[0]).objects.bulk_create(members)
    return {**found, **dict(zip(missing, rows, strict=True))}


def _known(
    owner: Any, said: Callable[[set[Any]], dict[int | None, set[Any]]], digests: dict[Pairs, str]
) -> dict[Pairs, Any]:
    """The rows there are already, those that still say what their digest stands for."""
    rows = {row.pk: row for row in owner.objects.filter(digest__in=digests.values()).order_by("-pk")}
    pairs = said(set(rows))
    return {
        frozenset(pairs[pk]): row
        for pk, row in rows.items()
        if digests.get(frozenset(pairs[pk])) == row.digest
    }


def _levels(pairs: Iterable[tuple[int, str]]) -> int:
    return len({level for level, _token in pairs})


def _digest(pairs: Iterable[tuple[Any, str]]) -> str:
    return hashlib.blake2b(repr(sorted(pairs)).encode(), digest_size=16).hexdigest()
