"""The search page over the production server on one core, beside a bare view that renders the same rows."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from bench.questions import questions
from bench.report import Row, Times
from bench.world import World

ROOT = Path(__file__).resolve().parent.parent
AT_ONCE = (4, 16)
OVER_BARE, OVER_MEDIAN = "≤ 1.5", "≤ 4"
PAGES = {"bare": "/bench/bare/", "search": "/search/"}


def search_page(world: World, size: int, requests: int) -> Iterator[Row]:
    """So many requests to each page for each number of clients."""
    texts = [question.text for question in questions(world.vocabulary) if not question.filters]
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={_signed_in(world)}"}
    with _server() as port:
        for page in PAGES.values():
            _asked(port, [f"{page}?{urlencode({'q': text})}" for text in texts], headers, 4)
        for many in AT_ONCE:
            times = {}
            for name, page in PAGES.items():
                addresses = [f"{page}?{urlencode({'q': text})}" for text in texts]
                addresses = (addresses * (requests // len(addresses) + 1))[:requests]
                times[name] = Times.of(_asked(port, addresses, headers, many))
            yield from _rows(times, f"{many} at once, {size:,} documents")


def _rows(times: dict[str, Times], when: str) -> Iterator[Row]:
    search, bare = times["search"], times["bare"]
    yield from search.rows(f"search page, {when}")
    yield from bare.rows(f"bare view, {when}")
    yield Row(f"search page over bare view, p50, {when}", search.p50 / bare.p50)
    yield Row(f"search page over bare view, p95, {when}", search.p95 / bare.p95, goal=OVER_BARE)
    yield Row(f"search page over bare view, p99, {when}", search.p99 / bare.p99, goal=OVER_BARE)
    yield Row(f"search page, p99 over p50, {when}", search.p99 / search.p50, goal=OVER_MEDIAN)


def _signed_in(world: World) -> str:
    client = Client()
    client.force_login(world.reader, backend="django.contrib.auth.backends.ModelBackend")
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@contextmanager
def _server() -> Iterator[int]:
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


def _asked(port: int, addresses: list[str], headers: dict[str, str], at_once: int) -> list[float]:
    """Seconds of every answer, with so many clients at once, each on a connection of its own."""
    spent: list[float] = []
    failed: list[str] = []
    left = iter(addresses)
    turn = threading.Lock()

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with turn:
                address = next(left, None)
            if address is None:
                return connection.close()
            began = time.perf_counter()
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            answer.read()
            spent.append(time.perf_counter() - began)
            if answer.status != 200:
                failed.append(f"{address} answered {answer.status}")

    clients = [threading.Thread(target=ask) for _n in range(at_once)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    if failed or len(spent) != len(addresses):
        raise RuntimeError(failed[0] if failed else "Some requests had no answer.")
    return spent
