"""`manage.py import_course DIR`: a course in the Carpentries' format, with its lessons and pictures."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from content.imports import ImportRefused, Report
from courses.imports.carpentries import import_course
from people.audience import ALL, PUBLIC
from people.models import Person
from people.refusals import Refusal


class Command(BaseCommand):
    help = "Imports a course from a folder of Markdown files; doing it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", help="where config.yaml and the folder episodes are")
        parser.add_argument(
            "--author", metavar="EMAIL", default="", help="whose course it is; default: the first operator"
        )
        parser.add_argument("--audience", choices=[PUBLIC, ALL], default=ALL, help="who may see a new course")
        parser.add_argument("--dry-run", action="store_true", help="report everything and write nothing")

    def handle(self, *, folder: str, author: str, audience: str, dry_run: bool, **_options: Any) -> None:
        owner = _author(author)
        report = Report()
        try:
            import_course(
                Path(folder), author=owner, audience=audience, report=report, bar=sys.stderr, dry_run=dry_run
            )
        except (ImportRefused, Refusal) as refusal:
            raise CommandError(str(refusal)) from refusal
        report.print_to(self.stdout)  # type: ignore[arg-type]  # Django's wrapper writes like a text stream
        if dry_run:
            self.stdout.write("Nothing was written: this was a dry run.")


def _author(email: str) -> Person:
    """The person with this address, or the first operator; refused before anything is read."""
    if email:
        person = Person.objects.current().filter(email__iexact=email).first()
        if person is None:
            raise CommandError(f"Nobody with the address {email} works here. Name an author who does.")
        return person
    operator = Person.objects.operators().first()
    if operator is None:
        raise CommandError("There is no operator yet. Name an author with --author.")
    return operator
