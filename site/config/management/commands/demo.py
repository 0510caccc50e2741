"""`manage.py demo`: a small company that one can walk about in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone
from tqdm import tqdm

from config.demo.people import PEOPLE
from config.demo.write_people import email_of
from config.demo.writing import Step, missing_steps
from people.models import Person
from people.refusals import Refusal

HEADINGS = ("Name", "Title", "Team", "Site", "Time zone", "What to try")
OFF = (
    "The demo is off, so nothing was written. Set DEMO=1 in the environment, or say --force if you want "
    "its people and pages in this installation."
)


class Command(BaseCommand):
    help = "Fills the database with a small demo company. Again, it adds only what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="only say who the demo people are")
        parser.add_argument("--no-list", action="store_true", help="do not say who the demo people are")
        parser.add_argument("--force", action="store_true", help="write it although DEMO is off")

    def handle(self, **options: Any) -> None:
        if not (settings.DEMO or options["force"]):
            raise CommandError(OFF)
        if not options["list"]:
            self.fill(quiet=options["verbosity"] == 0)
        if not options["no_list"]:
            self.introduce()

    def fill(self, *, quiet: bool) -> None:
        """Write what is missing; a step that is refused is told and the others go on."""
        steps = missing_steps(timezone.now().date())
        if not steps:
            self.stdout.write("The demo company is here already; nothing was changed.")
            return
        refused = []
        with tqdm(steps, unit=" steps", disable=quiet, file=self.stderr, dynamic_ncols=True) as progress:
            for step in progress:
                progress.set_description_str(f"{step.says[:32]:32}", refresh=False)
                refused += _carry_out(step)
        for sentence in refused:
            self.stderr.write(sentence)
        self.stdout.write(f"The demo company is here: {len(steps) - len(refused)} steps.")

    def introduce(self) -> None:
        """Who there is, and how one becomes one of them."""
        rows = _rows()
        if not rows:
            self.stdout.write("There are no demo people yet. Write them with: manage.py demo")
            return
        for line in _table([HEADINGS, *rows]):
            self.stdout.write(line)
        self.stdout.write(_way_in())


def _carry_out(step: Step) -> list[str]:
    try:
        step.write()
    except Refusal as refusal:
        return [f"{step.says}: {refusal}"]
    return []


def _rows() -> list[tuple[str, ...]]:
    people = Person.objects.current().select_related("team")
    known = {person.email: person for person in people.filter(email__in=[email_of(p.key) for p in PEOPLE])}
    present = [(known[email], piece.role) for piece in PEOPLE if (email := email_of(piece.key)) in known]
    return [(p.name, p.title, str(p.team or ""), p.site, p.zone, role) for p, role in present]


def _table(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    return ["", lines[0], "  ".join("-" * width for width in widths), *lines[1:], ""]


def _way_in() -> str:
    door = settings.SITE_URL + reverse("account_login")
    if settings.DEMO:
        return f"Sign in at {door}: choose one of them, no password is needed."
    return f"While DEMO is off they need a password: manage.py changepassword EMAIL. Sign in at {door}."
