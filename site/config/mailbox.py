"""The mail that the demo would have sent, read from the folder where it lands instead."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

BETWEEN = b"\n" + b"-" * 79 + b"\n"
FILE_NAME = re.compile(r"\d{8}-\d{6}-\d+")
PER_PAGE = 30
MOST_FILES = 300
"""Older ones are left in the folder and not shown."""


@dataclass(frozen=True)
class Letter:
    """One message of the folder."""

    name: str
    to: str
    subject: str
    at: datetime | None
    text: str


@require_GET
def sent_mail(request: HttpRequest) -> HttpResponse:
    """What was sent, newest first. Outside the demo this page does not exist."""
    if not settings.DEMO:
        raise Http404
    return _list(request)


@require_GET
def sent_message(request: HttpRequest, name: str) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return _one(request, name)


@login_required
def _list(request: HttpRequest) -> HttpResponse:
    page = Paginator(_messages(), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "config/sent_mail.html", {"page": page, "letters": [_read(*sent) for sent in page]}
    )


@login_required
def _one(request: HttpRequest, name: str) -> HttpResponse:
    # Only names of the list are looked up, so that no other file can be meant.
    source = dict(_messages()).get(name)
    if source is None:
        raise Http404
    return render(request, "config/sent_message.html", {"letter": _read(name, source)})


def _messages() -> list[tuple[str, bytes]]:
    """Name and source of what was sent, newest first. Django may write several into one file."""
    found: list[tuple[str, bytes]] = []
    for path in _files():
        sources = path.read_bytes().removesuffix(BETWEEN).split(BETWEEN)
        names = [(f"{path.stem}-{number}", source) for number, source in enumerate(sources) if source.strip()]
        found += reversed(names)
    return found


def _files() -> list[Path]:
    paths = [path for path in Path(settings.EMAIL_FILE_PATH).glob("*.log") if FILE_NAME.fullmatch(path.stem)]
    return sorted(paths, key=lambda path: (path.stat().st_mtime_ns, path.stem), reverse=True)[:MOST_FILES]


def _read(name: str, source: bytes) -> Letter:
    """Whatever is broken in the message reads as empty."""
    message = message_from_bytes(source, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101  # the policy makes it one
    return Letter(
        name, str(message["To"] or ""), str(message["Subject"] or ""), _when(message), _text(message)
    )


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    try:
        return str(body.get_content()) if body is not None else ""
    except (LookupError, ValueError):
        return ""


def _when(message: EmailMessage) -> datetime | None:
    try:
        return parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError):
        return None
