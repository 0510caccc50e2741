"""What every template may ask for."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The demo flag, the chosen theme, and whether sign-up is open."""
    person = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "signup_open": bool(settings.SIGNUP_DOMAINS),
        "theme": getattr(person, "theme", "") or request.COOKIES.get("theme", "system"),
    }
