"""Each request in the person's own zone and language."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

GetResponse = Callable[[HttpRequest], HttpResponse]

WITHOUT_PERSON = frozenset({"/livez", "/readyz"})
"""Addresses that have to answer while the database does not: nobody's session is read there."""


class PersonMiddleware:
    """Activates the signed-in person's time zone and interface language for the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in WITHOUT_PERSON:
            return self.get_response(request)
        person = request.user
        if not person.is_authenticated:
            with (
                timezone.override(None),
                translation.override(translation.get_language_from_request(request)),
            ):
                return self.get_response(request)
        with timezone.override(person.tzinfo), translation.override(person.language):
            return self.get_response(request)
