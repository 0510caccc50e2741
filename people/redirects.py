"""Where to go next, never to another site."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The `next` that was sent along, when it is a path of ours; otherwise the default.

    A path begins with a slash: `redirect` would read any other word as the name of a view.
    """
    wish = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wish, {request.get_host()}, require_https=request.is_secure())
    return wish if ours and wish.startswith("/") else default
