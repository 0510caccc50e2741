"""Many people who act in the same moment, each through a connection of their own."""

import sys
import threading
from contextlib import contextmanager

from django.db import connection

from people.models import Person

PATIENCE = 120
"""Seconds after which a crowd that hangs is given up."""


@contextmanager
def unhurried():
    """Threads hand on the interpreter where they wait for the database, not also every 5 ms.

    Each of 500 would wake as often to ask for it, and their waking alone keeps two cores busy for up to a
    minute, before anybody is served. A server has a few threads in each process and knows nothing of this.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(0.2)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def people(count: int) -> list[Person]:
    rows = [
        Person(name=f"Guest {n:03}", handle=f"guest-{n:03}", email=f"guest.{n:03}@example.org")
        for n in range(count)
    ]
    return Person.objects.bulk_create(rows)


def at_once(actions):
    """Runs each action in its own thread, all released together; what they returned or raised, in order."""
    gate = threading.Event()
    outcomes = [None] * len(actions)

    def take_part(n, action):
        gate.wait(PATIENCE)
        try:
            outcomes[n] = action()
        except Exception as error:  # noqa: BLE001  # the test compares it
            outcomes[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=take_part, args=each, daemon=True) for each in enumerate(actions)]
    with unhurried():
        for thread in threads:
            thread.start()
        gate.set()
        for thread in threads:
            thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return outcomes
