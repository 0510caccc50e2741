"""`manage.py search`: the same search as the page, for a terminal or a program."""

import json
from collections import defaultdict
from dataclasses import asdict
from itertools import zip_longest
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import Person
from people.refusals import Refusal
from search import actions
from search.actions import Found, Row
from search.engines import engine_named
from search.engines.base import EngineDown
from search.explaining import Explanation, explained
from search.query import FACETS, SORTS, Filters


class Command(BaseCommand):
    help = "Searches as the page does: a visitor's view, or with --as that of a person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--engine", metavar="NAME", help="sqlite, postgresql or elasticsearch")
        parser.add_argument("--as", dest="email", metavar="EMAIL", help="whose view; a visitor's without it")
        parser.add_argument(
            "--facet", action="append", default=[], metavar="NAME=VALUE", help="narrow down; may be repeated"
        )
        parser.add_argument("--sort", choices=SORTS, default=SORTS[0])
        parser.add_argument("--page", type=int, default=1, metavar="N")
        parser.add_argument("--exact", action="store_true", help="never answer another spelling")
        parser.add_argument("--explain", action="store_true", help="say what each score is made of")
        parser.add_argument("--json", action="store_true", help="print the answer for a program")

    def handle(self, *, query: str, engine: str | None, email: str | None, **options: Any) -> None:
        person = _person(email) if email else None
        try:
            chosen = engine_named(engine) if engine else None
            found = actions.search(
                query,
                person,
                _filters(options["facet"]),
                options["page"],
                sort=options["sort"],
                engine=chosen,
                exact=options["exact"],
            )
        except (Refusal, EngineDown) as no:
            raise CommandError(str(no)) from no
        for name, value in found.ignored:
            self.stderr.write(f"Nothing can be filtered by {name}={value}; it was left out.")
        why = explained(found, person) if options["explain"] else []
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found, why), ensure_ascii=False))
        else:
            self._print(found, why)

    def _print(self, found: Found, why: list[Explanation]) -> None:
        for notice in _notices(found):
            self.stderr.write(notice)
        self.stdout.write(f"{found.results.total} found by {found.results.engine}")
        for row, reason in zip_longest(found.rows, why):
            document = row.document
            self.stdout.write(f"{row.score:8.3f}  {document.kind:<9}  {document.title}  {document.url}")
            if reason:
                self.stdout.write(f"{'':8}  {_in_words(reason)}")
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


def _notices(found: Found) -> list[str]:
    """What has to be said of the answer."""
    meant = found.correction.sentence if found.correction else ""
    return [notice for notice in (found.results.notice, meant) if notice]


def _in_words(reason: Explanation) -> str:
    """The product that makes the score, then what places a result whatever its score."""
    product = [f"fit {reason.fit:.6g}", *(f"{name} {factor:.6g}" for name, factor in reason.factors.items())]
    words = "all words" if reason.whole else "some of the words"
    return f"= {' × '.join(product)}; {words}{', pinned' if reason.pinned else ''}"


def _as_json(found: Found, why: list[Explanation]) -> dict[str, Any]:
    return {
        "total": found.results.total,
        "hits": [_hit(row, reason) for row, reason in zip_longest(found.rows, why)],
        "facets": {name: dict(counts) for name, counts in found.results.facets.items()},
        "engine": found.results.engine,
        "notice": " ".join(_notices(found)),
    }


def _hit(row: Row, reason: Explanation | None) -> dict[str, Any]:
    hit = {
        "kind": row.document.kind,
        "id": row.document.object_id,
        "url": row.document.url,
        "title": row.document.title,
        "score": row.score,
    }
    return hit | ({"why": asdict(reason)} if reason else {})
