"""`manage.py search_eval`: how well the engines rank a judged set, beside BM25."""

import signal
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from people.refusals import Refusal
from search.engines import active_engine, database_engine, engine_named
from search.engines.base import EngineDown
from search.evaluation.judged import BadSet, JudgedSet, read
from search.evaluation.measures import Scores, ndcg
from search.evaluation.runner import BM25, Rankings, rankings, steps

MOST_WARNINGS = 20


class Command(BaseCommand):
    help = (
        "Scores a judged set (docs.jsonl, queries.tsv, qrels.tsv) with every engine that can run here, the"
        " active one first, and with BM25 last. The index is made for it and removed again; nothing else is"
        " touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--engine", metavar="NAME", help="only this engine, and BM25")
        parser.add_argument(
            "--groups",
            action="store_true",
            help="scores of each group of queries: ids up to the first hyphen",
        )
        parser.add_argument(
            "--losses", type=int, default=0, metavar="N", help="the queries that lose most against BM25"
        )

    def handle(self, *, folder: Path, engine: str | None, groups: bool, losses: int, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
        try:
            names = [engine_named(engine).name] if engine else _all_engines()
            judged = read(folder)
            self._warn(judged)
            found = self._run(judged, [*names, BM25], groups=groups)
        except (BadSet, Refusal, EngineDown) as no:
            raise CommandError(str(no)) from no
        for name in names if losses else []:
            self._tell_losses(name, judged, found[name], found[BM25], losses)

    def _run(self, judged: JudgedSet, names: list[str], *, groups: bool) -> dict[str, Rankings]:
        found = {}
        with (
            tqdm(total=steps(judged, names), unit=" steps", disable=None, leave=False) as bar,
            rankings(judged, names, bar.update) as each,
        ):
            for name, ranked in each:
                found[name] = ranked
                with bar.external_write_mode():
                    self.stdout.write(f"{name} {Scores.of(ranked, judged.grades)}")
                    if groups:
                        self._tell_groups(ranked, judged)
        return found

    def _warn(self, judged: JudgedSet) -> None:
        for warning in judged.warnings[:MOST_WARNINGS]:
            self.stderr.write(warning)
        if len(judged.warnings) > MOST_WARNINGS:
            self.stderr.write(f"{len(judged.warnings) - MOST_WARNINGS} more lines were left out.")

    def _tell_groups(self, ranked: Rankings, judged: JudgedSet) -> None:
        groups: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for query, ranking in ranked.items():
            groups[query.partition("-")[0]][query] = ranking
        for name, part in sorted(groups.items()):
            self.stdout.write(f"  {name} ({len(part)}) {Scores.of(part, judged.grades)}")

    def _tell_losses(self, name: str, judged: JudgedSet, ours: Rankings, theirs: Rankings, most: int) -> None:
        gains = {query: _gain(query, ours, judged) - _gain(query, theirs, judged) for query in ours}
        for query in sorted(gains, key=lambda query: gains[query])[:most]:
            own, other = (_place(query, each, judged) for each in (ours, theirs))
            text = f"{query} “{judged.queries[query]}”"
            self.stdout.write(f"{name} {gains[query]:+.3f} {text}: place {own}, BM25 {other}")


def _all_engines() -> list[str]:
    """The active engine, then the others that can run here."""
    names = [active_engine().name, database_engine().name]
    return list(dict.fromkeys(names))


def _gain(query: str, ranked: Rankings, judged: JudgedSet) -> float:
    return ndcg(ranked[query], judged.grades[query])


def _place(query: str, ranked: Rankings, judged: JudgedSet) -> str:
    """Where the best answer stands."""
    grades = judged.grades[query]
    best = max(grades.values())
    places = (place for place, id_ in enumerate(ranked[query], start=1) if grades.get(id_) == best)
    return str(next(places, "none"))
