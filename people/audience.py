"""Who may see what: the one place where a person's tokens are worked out.

A token names a group of readers (`public`, `all`, `community:7`, `person:3`, `team:2`,
`course:9`, `group:Operators`). Things carry sets of tokens; a reader needs one of each set. Apps above
register providers at start-up, so that nothing below reads a membership.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest

if TYPE_CHECKING:
    from people.models import Person

PUBLIC = "public"
ALL = "all"

Provider = Callable[["Person"], QuerySet[Any, str]]
_providers: list[Provider] = []


def register_audience(provider: Provider) -> Provider:
    """Add a source of tokens, rows of `token`; all are asked at once for each person and request."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def token(name: str, column: str) -> Concat:
    """In rows of a provider: the token of this name for what stands in the column."""
    return Concat(Value(f"{name}:"), Cast(column, CharField()))


def tokens_for(person: "Person | AnonymousUser | None") -> frozenset[str]:
    """Every token the person holds; a visitor, a leaver and a suspended person hold only `public`.

    The answer is kept on the person object, hence for one request. `forget_tokens` drops it.
    """
    reader = viewer(person)
    if reader is None:
        return frozenset([PUBLIC])
    if reader.audience_tokens is None:
        tokens = {PUBLIC, ALL, f"person:{reader.pk}"}
        if reader.team_id:
            tokens.add(f"team:{reader.team_id}")
        rows = [provider(reader).order_by() for provider in _providers]
        tokens.update(rows[0].union(*rows[1:], all=True) if rows else [])
        reader.audience_tokens = frozenset(tokens)
    return reader.audience_tokens


def forget_tokens(person: "Person") -> None:
    """Work the tokens out anew on the next question, after a membership changed."""
    person.audience_tokens = None


def viewer(user: "Person | AnonymousUser | None") -> "Person | None":
    """The person behind a request's user, or None for a visitor or someone without access."""
    if user is None or not user.is_authenticated or not user.is_active:
        return None
    return user


def signed_in(request: HttpRequest) -> "Person":
    """The person behind a view that lets only people in; raises TypeError behind any other."""
    person = viewer(request.user)
    if person is None:
        raise TypeError("This view needs `login_required`.")
    return person
