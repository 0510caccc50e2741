"""`manage.py search`: the same search as the page, for a terminal or a program."""

import json
from collections import defaultdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import Person
from people.refusals import Refusal
from search import actions
from search.actions import Found
from search.engines import engine_named
from search.engines.base import EngineDown
from search.query import FACETS, Filters


class Command(BaseCommand):
    help = "Searches as the page does: a visitor's view, or with --as that of a person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--engine", metavar="NAME", help="sqlite, postgresql or elasticsearch")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="whose view; a visitor's without it")
        parser.add_argument(
            "--facet", action="append", default=[], metavar="NAME=VALUE", help="narrow down; may be repeated"
        )
        parser.add_argument("--page", type=int, default=1, metavar="N")
        parser.add_argument("--json", action="store_true", help="print the answer for a program")

    def handle(self, *, query: str, engine: str | None, email: str | None, **options: Any) -> None:
        person = _person(email) if email else None
        try:
            chosen = engine_named(engine) if engine else None
            found = actions.search(query, person, _filters(options["facet"]), options["page"], engine=chosen)
        except (Refusal, EngineDown) as no:
            raise CommandError(str(no)) from no
        for name, value in found.ignored:
            self.stderr.write(f"Nothing can be filtered by {name}={value}; it was left out.")
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found), ensure_ascii=False))
        else:
            self._print(found)

    def _print(self, found: Found) -> None:
        if found.results.notice:
            self.stderr.write(found.results.notice)
        self.stdout.write(f"{found.results.total} found by {found.results.engine}")
        for row in found.rows:
            document = row.document
            self.stdout.write(f"{row.score:8.3f}  {document.kind:<9}  {document.title}  {document.url}")
        for name, counts in found.results.facets.items():
            self.stdout.write(f"{name}: " + ", ".join(f"{value} ({count})" for value, count in counts))


def _person(email: str) -> Person:
    person = Person.objects.current().filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody who works here has the address {email}.")
    return person


def _filters(pairs: list[str]) -> Filters:
    values: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if name not in FACETS or not equals:
            raise CommandError(f"“{pair}” is no filter. Write NAME=VALUE; names are {', '.join(FACETS)}.")
        values[name].append(value)
    return Filters.of(values)


def _as_json(found: Found) -> dict[str, Any]:
    return {
        "total": found.results.total,
        "hits": [
            {
                "kind": row.document.kind,
                "id": row.document.object_id,
                "url": row.document.url,
                "title": row.document.title,
                "score": row.score,
            }
            for row in found.rows
        ],
        "facets": {name: dict(counts) for name, counts in found.results.facets.items()},
        "engine": found.results.engine,
        "notice": found.results.notice,
    }
