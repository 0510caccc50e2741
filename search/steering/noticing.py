"""Noticing what is asked and what is opened from the results, without asking who it is.

A reading page's own `Referer` tells which results it was opened from: our policy sends it within the
site, so that links stay clean and nothing depends on a script.
"""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from search.steering import spool
from search.steering.pins import key_of

GetResponse = Callable[[HttpRequest], HttpResponse]

OPENED = frozenset(
    [
        "courses:course",
        "courses:lesson",
        "courses:session",
        "communities:community",
        "communities:wiki_page",
        "people:person",
    ]
)
"""Where a result leads; a topic leads back to search, which `_opens_a_topic` knows."""


def notice_asked(request: HttpRequest, *, found: bool, narrowed: bool) -> None:
    """Note the question of a results page: its first page, unfiltered, and not the same question again."""
    key = key_of(request.GET.get("q", ""))
    again = key == asked_before(request)
    if key and not (narrowed or again or "page" in request.GET or _is_guess(request)):
        spool.note_asked(key, found=found)


def asked_before(request: HttpRequest) -> str:
    """What was asked on the results page that led here; nothing when another page did."""
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    if came_from.netloc != request.get_host() or came_from.path != reverse("search:search"):
        return ""
    asked = parse_qs(came_from.query).get("q", [""])
    return key_of(asked[-1])


class ChosenMiddleware:
    """Notes that a thing was opened from results, once its page was given."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Referer" in request.headers and response.status_code == 200 and _opens(request):
            key = asked_before(request)
            if key:
                spool.note_chosen(key)
        return response


def _opens(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    known = name in OPENED or (name == "search:search" and _opens_a_topic(request))
    return request.method == "GET" and known and not _is_guess(request)


def _opens_a_topic(request: HttpRequest) -> bool:
    return "topic" in request.GET and "q" not in request.GET


def _is_guess(request: HttpRequest) -> bool:
    """The browser only fetches what somebody might open."""
    return "prefetch" in request.headers.get("Sec-Purpose", "")
