"""Who may have a picture or a file: the audience of its collection decides.

This app stands below the people, so it learns from them, through `register_token_source`, which
audience tokens a request carries.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from wagtail.models import Collection

from content.models import CollectionAudience

PUBLIC = "public"
ALL = "all"

TokenSource = Callable[[HttpRequest], Iterable[str]]
_sources: list[TokenSource] = []


def register_token_source(source: TokenSource) -> TokenSource:
    """Add something that knows which audiences the person behind a request belongs to."""
    if source not in _sources:
        _sources.append(source)
    return source


def tokens_of(request: HttpRequest) -> frozenset[str]:
    """Every audience token of the request; without a source that knows better, only `public`."""
    return frozenset([PUBLIC]).union(*(source(request) for source in _sources))


def audience_of(collection: Collection) -> frozenset[str]:
    """The tokens of the collection or of the nearest one above it that has any; else everyone signed in.

    One statement.
    """
    path, step = collection.path, collection.steplen
    paths = [path[:end] for end in range(step, len(path) + 1, step)]
    rows = CollectionAudience.objects.filter(collection__path__in=paths)
    nearest: dict[str, set[str]] = {}
    for holder, token in rows.values_list("collection__path", "token"):
        nearest.setdefault(holder, set()).add(token)
    return frozenset(nearest[max(nearest, key=len)] if nearest else [ALL])


def may_have(request: HttpRequest, item: Any, audience: frozenset[str], *, original: bool = False) -> bool:
    """Whether the request may have an image or document of a collection with this audience.

    Whoever uploaded it and the operators always may. An upload as it came, which may hold what a camera
    wrote into it, goes only to people who are signed in.
    """
    user = request.user
    own = user.is_superuser or user.pk == item.uploaded_by_user_id
    if user.is_authenticated and user.is_active and own:
        return True
    tokens = tokens_of(request)
    return bool(tokens & audience) and (ALL in tokens or not original)
