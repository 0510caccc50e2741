"""`manage.py search_rebuild`: projects everything again and makes the index anew, while it is used."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from people.refusals import Refusal
from search.engines import active_engine, engine_named
from search.engines.base import EngineDown
from search.upkeep import rebuild


class Command(BaseCommand):
    help = "Rebuilds the search index aside and swaps it in; nobody has to stop searching or writing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", metavar="NAME", help="the one that answers people, when left out")

    def handle(self, *, engine: str | None, **options: Any) -> None:
        counts: dict[str, int] = {}
        try:
            chosen = engine_named(engine) if engine else active_engine()
            with tqdm(unit=" things", disable=None, leave=False) as bar:

                def progress(stage: str, count: int) -> None:
                    bar.set_description(stage)
                    bar.update(count)
                    counts[stage] = counts.get(stage, 0) + count

                rebuild(chosen, progress)
        except (Refusal, EngineDown) as no:
            raise CommandError(str(no)) from no
        things, documents = counts.get("projection", 0), counts.get(chosen.name, 0)
        self.stdout.write(f"Looked at {things} things; {chosen.name} holds {documents} documents.")
