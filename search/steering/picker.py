"""Finding the thing that a steward means, without a script: by its address or by its title."""

from urllib.parse import urlsplit

from django.conf import settings

from people.models import Person
from search.actions import search
from search.models import SearchDocument
from search.query import Filters
from search.visible import still_visible

MOST_CANDIDATES = 8


def things_meant(text: str, person: Person, host: str) -> list[SearchDocument]:
    """What a steward may mean by an address of this site or a title, of all that they may see.

    An address or a title that fits exactly wins over what merely matches; `host` is this site's.
    """
    path = _path(text, host)
    known = SearchDocument.objects.alive()
    exact = known.filter(url=path) if path else known.filter(title__folded__iexact=" ".join(text.split()))
    found = still_visible(exact.order_by("pk")[:MOST_CANDIDATES], person)
    if found or path:
        return found
    return [row.document for row in search(text, person, Filters()).rows[:MOST_CANDIDATES]]


def _path(text: str, host: str) -> str:
    """The path of an address of this site; nothing when the text is none."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    ours = {host, urlsplit(settings.SITE_URL).netloc}
    if not parts.path.startswith("/") or (parts.netloc and parts.netloc not in ours):
        return ""
    return f"{parts.path}?{parts.query}" if "topic=" in parts.query else parts.path
