"""`manage.py import_wiki DIR --community SLUG`: a folder of Markdown pages into a community's wiki."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from communities.imports import import_wiki
from communities.models import CommunityPage
from content.imports import ImportRefused, Report
from people.models import Person
from people.refusals import Refusal


class Command(BaseCommand):
    help = "Imports a folder of Markdown pages into the wiki of a community; doing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="where the pages are, or a folder called pages")
        parser.add_argument("--community", metavar="SLUG", required=True, help="the last part of its address")
        parser.add_argument(
            "--author", metavar="EMAIL", default="", help="who brings it in; default: the first operator"
        )
        parser.add_argument(
            "--site", metavar="URL", action="append", default=[],
            help="an address under which the pages were published; links to it lead to the pages here",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="report everything and write nothing")

    def handle(self, *, folder: str, community: str, author: str, dry_run: bool, **options: Any) -> None:
        found = CommunityPage.objects.filter(slug=community).first()
        if found is None:
            raise CommandError(f"There is no community at /communities/{community}/. Found it first.")
        report = Report()
        try:
            import_wiki(
                Path(folder), community=found, author=_author(author), report=report, bar=sys.stderr,
                sites=tuple(options["site"]), dry_run=dry_run,
            )  # fmt: skip
        except (ImportRefused, Refusal) as refusal:
            raise CommandError(str(refusal)) from refusal
        report.print_to(self.stdout)  # type: ignore[arg-type]  # Django's wrapper writes like a text stream
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")


def _author(email: str) -> Person:
    """The person with this address, or the first operator; refused before anything is read."""
    people = Person.objects.current().filter(email__iexact=email) if email else Person.objects.operators()
    person: Person | None = people.first()
    if person is None and email:
        raise CommandError(f"Nobody with the address {email} works here. Name an author who does.")
    if person is None:
        raise CommandError("There is no operator yet. Name an author with --author.")
    return person
