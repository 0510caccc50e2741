"""What holds for every request and every answer, whichever view gave it."""

import json
import re
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import bad_request

from config.csp import ADMIN

GetResponse = Callable[[HttpRequest], HttpResponse]

ADMIN_PATH = "/admin/"
PLACE = re.compile(r".+-(?:count|order|TOTAL_FORMS|INITIAL_FORMS)")
"""Fields in which the editor's forms number their parts."""
LONGEST = 1000
"""Characters of a question to the editor; its lists search with patterns, which have a limit."""
NUMBER = re.compile(r"[0-9]{0,6}")
READING = {"value_from_datadict", "to_python"}
"""Where Django and Wagtail turn what was sent into values."""


class HeadersMiddleware:
    """Sets the headers Django has no setting for, and keeps signed-in pages out of caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        own = _is_static(request) or getattr(response, "own_cache_control", False)
        if settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies} and not own:
            patch_cache_control(response, private=True, no_store=True)
        return response


class InputMiddleware:
    """Refuses, in one place, what no view could want; gives the editor its own policy."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(ADMIN_PATH):
            response._csp_replace = ADMIN  # type: ignore[attr-defined]  # django-csp reads it
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if "\x00" in request.path or _has_unusable(request.GET):
            raise BadRequest("The address holds characters that no page can use.")
        if request.path.startswith(ADMIN_PATH) and any(
            len(text) > LONGEST for name in request.GET for text in request.GET.getlist(name)
        ):
            raise BadRequest("The question is longer than anybody asks.")
        if request.method != "POST":
            return
        if _has_unusable(request.POST):
            raise BadRequest("The form holds characters that no page can use.")
        if request.path.startswith(ADMIN_PATH) and not _is_numbered(request.POST):
            raise BadRequest("The form's parts are numbered with something else than numbers.")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A form with parts missing or torn, or a number no database holds, is the sender's mistake."""
        if isinstance(error, OverflowError | DataError | MultiValueDictKeyError):
            return bad_request(request, error)
        torn = request.method == "POST" and _arose_while_reading(error.__traceback__)
        return bad_request(request, error) if torn else None


def _has_unusable(values: Any) -> bool:
    """Whether any value holds a NUL or a lone surrogate, which neither database stores."""
    return any(
        _is_unusable(text) or any(map(_is_unusable, _rich_texts(text)))
        for key in values
        for text in (key, *values.getlist(key))
    )


def _is_unusable(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def _rich_texts(text: str) -> Iterator[str]:
    """The texts within what the editor sends of a rich text, where escapes stand for such characters."""
    if "\\u" not in text or not text.startswith("{"):
        return
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return
    if "entityMap" in found:
        yield from _strings(found)


def _strings(value: Any) -> Iterator[str]:
    left = [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            left += [*one, *one.values()]
        elif isinstance(one, list):
            left += one


def _is_numbered(values: Any) -> bool:
    return all(
        NUMBER.fullmatch(text) for key in values if PLACE.fullmatch(key) for text in values.getlist(key)
    )


def _arose_while_reading(trace: TracebackType | None) -> bool:
    """Whether the error came up while a form's field was read from what was sent."""
    while trace is not None:
        if trace.tb_frame.f_code.co_name in READING:
            return True
        trace = trace.tb_next
    return False


def _is_static(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STATIC_URL)
