"""What holds for every request and every answer, whichever view gave it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from config.csp import ADMIN

GetResponse = Callable[[HttpRequest], HttpResponse]


class HeadersMiddleware:
    """Sets the headers Django has no setting for, and keeps signed-in pages out of caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        own = _is_static(request) or getattr(response, "own_cache_control", False)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not own:
            patch_cache_control(response, private=True, no_store=True)
        return response


class InputMiddleware:
    """Refuses, in one place, what no view could want; gives the editor its own policy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = ADMIN  # type: ignore[attr-defined]  # django-csp reads it
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if "\x00" in request.path or _has_unusable(request.GET):
            raise BadRequest("The address holds characters that no page can use.")
        if request.method == "POST" and _has_unusable(request.POST):
            raise BadRequest("The form holds characters that no page can use.")


def _has_unusable(values: Any) -> bool:
    """Whether any value holds a NUL or a lone surrogate, which neither database stores."""
    return any(
        "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
        for key in values
        for text in (key, *values.getlist(key))
    )


def _is_static(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STATIC_URL)
