"""`manage.py serve`: the web server and the worker together; when one ends, the other does too."""

import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

Children = dict[str, subprocess.Popen[Any]]

say = partial(print, flush=True)

HOST = "127.0.0.1"
GRACE = 25  # seconds for requests and duties under way; more than gunicorn gives itself


class Command(BaseCommand):
    help = "Starts the web server and the worker on this machine, and stops both together."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare", action="store_true", help="first migrate, and fill a demo")

    def handle(self, *, port: int, prepare: bool, **options: Any) -> None:
        refuse_a_taken_port(port)
        if prepare:
            self.prepare()
        say("Starting the web server and the worker …")
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, lambda *_: stop.set())
        children = start(port)
        try:
            if wait_for_answer(port, children, stop):
                self.welcome(port)
            fallen = wait_for_end(children, stop)
        finally:
            end_all(children)
        if fallen:
            raise CommandError(f"The {fallen} ended by itself, so all was stopped. Its reason is above.")
        say("Stopped.")

    def prepare(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        settings.STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise complains when it is missing
        say("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        if settings.DEMO:
            say("Seeing to the demo company …")
            call_command("demo", no_list=True)

    def welcome(self, port: int) -> None:
        say(f"\nGuildhall is open: http://{HOST}:{port}/   (Ctrl-C stops it)")
        if settings.DEMO:
            call_command("demo", list=True)
        connections.close_all()


def refuse_a_taken_port(port: int) -> None:
    try:
        socket.create_server((HOST, port)).close()
    except (OSError, OverflowError) as error:
        cure = "Stop the program that uses it, or choose another port: make run PORT=8001"
        raise CommandError(f"The web server cannot listen on port {port} ({error}). {cure}") from error


def start(port: int) -> Children:
    """Both programs as children of this one, by the name that messages use."""
    commands = {
        "web server": ["-m", "gunicorn", "--bind", f"{HOST}:{port}"],
        "worker": ["manage.py", "worker"],
    }
    run = partial(subprocess.Popen, cwd=settings.BASE_DIR)
    return {name: run([sys.executable, *command]) for name, command in commands.items()}


def wait_for_answer(port: int, children: Children, stop: threading.Event) -> bool:
    """True as soon as the web server answers; False when a child ended or we are told to stop first."""
    while first_ended(children) is None and not stop.wait(0.1):
        with suppress(OSError):
            connection = http.client.HTTPConnection(HOST, port, timeout=30)
            connection.request("GET", "/livez")
            connection.getresponse().close()
            return True
    return False


def wait_for_end(children: Children, stop: threading.Event) -> str | None:
    """The name of the child that ended by itself; None when we were told to stop."""
    while not stop.wait(0.3):
        name = first_ended(children)
        if name and not stop.wait(0.3):  # Ctrl-C reaches the children too, and they may be quicker
            return name
    return None


def first_ended(children: Children) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def end_all(children: Children) -> None:
    """Asks every child to finish, and kills what has not within the grace."""
    for child in children.values():
        child.terminate()
    deadline = time.monotonic() + GRACE
    with suppress(subprocess.TimeoutExpired):
        for child in children.values():
            child.wait(max(deadline - time.monotonic(), 0))
    for child in children.values():
        child.kill()
