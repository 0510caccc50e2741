"""`manage.py worker`: carries out what is due, for ever or until nothing is."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from duties.registry import duties

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Carries out what is due: mail, search sync, offers that lapse, scheduled pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drain", action="store_true", help="stop when nothing is due")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between rounds")

    def handle(self, *, drain: bool, pause: float, **options: Any) -> None:
        stop = threading.Event()
        if threading.current_thread() is threading.main_thread():
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            done = self.round()
            if done:
                continue
            if drain:
                return
            close_old_connections()
            stop.wait(pause)

    def round(self) -> int:
        """One pass over all duties; one that breaks does not stop the others."""
        total = 0
        for path, duty in duties().items():
            try:
                total += duty()
            except Exception:
                log.exception("The duty %s broke; it is tried again in the next round.", path)
        return total
