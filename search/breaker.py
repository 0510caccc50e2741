"""Stops asking a service that does not answer, and tries again after a pause."""

import threading
import time
from collections.abc import Callable

FAILURES = 3
PAUSE = 20.0
"""Seconds between a breaker's opening and the next try."""


class Breaker:
    """Opens after three failures in a row. After a pause one caller may try; if that goes well it closes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._next_try = 0.0

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES

    @property
    def rests(self) -> bool:
        """Whether nobody may ask now; unlike `allows`, looking at it lets nobody through."""
        return self.is_open and self._clock() < self._next_try

    def allows(self) -> bool:
        """Whether one may ask now; while open, one caller per pause is let through."""
        with self._lock:
            if not self.is_open:
                return True
            if self._clock() < self._next_try:
                return False
            self._next_try = self._clock() + PAUSE
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._next_try = self._clock() + PAUSE
