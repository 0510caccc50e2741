"""`manage.py search_verify`: names every difference between things, documents and index."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.refusals import Refusal
from search.engines import active_engine, engine_named
from search.engines.base import Engine, EngineDown
from search.models import SearchDocument
from search.upkeep import repair, verify


class Command(BaseCommand):
    help = "Compares what can be found with what there is; exits 1 when they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", metavar="NAME", help="the one that answers people, when left out")
        parser.add_argument("--repair", action="store_true", help="heal what differs")

    def handle(self, *, engine: str | None, **options: Any) -> None:
        try:
            chosen = engine_named(engine) if engine else active_engine()
            count = self._name(chosen)
            if count and options["repair"]:
                repair(chosen)
                self.stdout.write(f"Repaired {count}.")
                count = self._name(chosen)
        except (Refusal, EngineDown) as no:
            raise CommandError(str(no)) from no
        if chosen.name == "elasticsearch" and (waiting := SearchDocument.objects.due().count()):
            self.stderr.write(f"{waiting} still have to be sent and are not compared; the worker sends them.")
        if count:
            raise CommandError(f"{count} differ. `search_verify --repair` heals them.")
        self.stdout.write("Things, documents and index agree.")

    def _name(self, engine: Engine) -> int:
        count = 0
        for mismatch in verify(engine):
            self.stdout.write(str(mismatch))
            count += 1
        return count
