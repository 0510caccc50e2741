"""Asking as somebody, without leaving traces, and naming the answer in one word."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.test import Client

from people.audience import forget_tokens
from tests.security.world import World

BACKEND = "django.contrib.auth.backends.ModelBackend"
SIGN_IN = ("/accounts/login/", "/admin/login/")


@contextmanager
def undone() -> Iterator[None]:
    """What happens to the database inside did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Crowd:
    """A client for each role; a leaver's was signed in before they left."""

    def __init__(self, world: World, **options: Any) -> None:
        self.world = world
        self.writes: list[str] = []
        """What the last request wrote, sign-ins aside."""
        self.clients = {role: self._client(role, options) for role in world.people}

    def _client(self, role: str, options: dict[str, Any]) -> Client:
        client = Client(raise_request_exception=False, **options)
        person = self.world.people[role]
        if person is not None:
            client.force_login(person, backend=BACKEND)
            forget_tokens(person)
        return client

    def get(self, role: str, url: str, **extra: Any) -> Any:
        return self.ask(role, "get", url, **extra)

    def post(self, role: str, url: str, data: Any = None, **extra: Any) -> Any:
        return self.ask(role, "post", url, data=data or {}, **extra)

    def ask(self, role: str, verb: str, url: str, **extra: Any) -> Any:
        client = self.clients[role]
        cookies = client.cookies.copy()
        self.writes = []
        with undone(), connection.execute_wrapper(self._note):
            ask: Callable[..., Any] = getattr(client, verb)
            answer = ask(url, **extra)
        # A sign-out or a message cookie would change who asks next.
        client.cookies = cookies
        return answer

    def _note(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            self.writes.append(sql)
        return execute(sql, params, many, context)


def outcome(answer: Any) -> str:
    """One word: ok, login, redirect, refused (Wagtail's way to say no), or the status itself."""
    if answer.status_code in (301, 302):
        path = urlsplit(answer["Location"]).path
        if path in SIGN_IN:
            return "login"
        return "refused" if path == "/admin/" else "redirect"
    if answer.status_code in (200, 201):
        return "ok"
    return str(answer.status_code)


def text_of(answer: Any) -> str:
    """All that a person could read of an answer, its address included."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.get('Location', '')}\n{body.decode(errors='replace')}"
