"""The production server on one core, and clients that ask it at once."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from bench.report import Row, Times
from people.models import Person

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = (4, 16)
OVER_BARE, OVER_MEDIAN = "≤ 1.5", "≤ 4"


@dataclass(frozen=True)
class Request:
    """What a client asks, and the status that is the right answer."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: str | None = None
    answer: int = 200


def signed_in(person: Person) -> str:
    """The cookie of somebody who has signed in."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def beside_bare(ours: Times, bare: Times, what: str, when: str) -> Iterator[Row]:
    """The rows of a page of ours beside a bare view."""
    yield from ours.rows(f"{what}, {when}")
    yield from bare.rows(f"bare view, {when}")
    yield Row(f"{what} over bare view, p50, {when}", ours.p50 / bare.p50)
    yield Row(f"{what} over bare view, p95, {when}", ours.p95 / bare.p95, goal=OVER_BARE)
    yield Row(f"{what} over bare view, p99, {when}", ours.p99 / bare.p99, goal=OVER_BARE)
    yield Row(f"{what}, p99 over p50, {when}", ours.p99 / ours.p50, goal=OVER_MEDIAN)


@contextmanager
def server() -> Iterator[int]:
    """The production server with one process on one core, at the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.server_settings", "WEB_CONCURRENCY": "1"}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    running = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603  # our own words
    try:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(running.pid, {min(os.sched_getaffinity(0))})
        _await(port, running)
        yield port
    finally:
        running.terminate()
        running.wait(30)


def _await(port: int, running: subprocess.Popen[bytes]) -> None:
    for _try in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if running.poll() is not None:
                raise RuntimeError("The web server ended by itself; its reason is above.") from None
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The web server did not answer within half a minute.")


def asked(port: int, requests: Sequence[Request], at_once: int) -> list[float]:
    """Seconds of every answer, with so many clients at once, each on a connection of its own."""
    spent: list[float] = []
    failed: list[str] = []
    left = iter(requests)
    turn = threading.Lock()

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with turn:
                request = next(left, None)
            if request is None:
                return connection.close()
            began = time.perf_counter()
            connection.request(request.method, request.address, request.body, request.headers)
            answer = connection.getresponse()
            answer.read()
            spent.append(time.perf_counter() - began)
            if answer.status != request.answer:
                failed.append(f"{request.address} answered {answer.status}")

    clients = [threading.Thread(target=ask) for _n in range(at_once)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if failed or len(spent) != len(requests):
        raise RuntimeError(failed[0] if failed else "Some requests had no answer.")
    return spent
