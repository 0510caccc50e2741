"""`manage.py enrolment_picture`: draws the states of an enrolment into docs/enrolment.md."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.states import STEPS, picture

BEGIN, END = "<!-- drawn by manage.py enrolment_picture -->", "<!-- until here -->"


def drawn() -> str:
    """The picture and what each step means, as they stand in the document."""
    rows = "\n".join(f"| `{step.verb}` | {step.says} |" for step in STEPS)
    return f"{BEGIN}\n```mermaid\n{picture()}\n```\n\n| step | somebody |\n| --- | --- |\n{rows}\n{END}"


def with_picture(text: str) -> str:
    """The document with the picture as the code has it now; ValueError when its marks are not there."""
    before, begun, rest = text.partition(BEGIN)
    _old, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"The document needs the lines “{BEGIN}” and “{END}”.")
    return f"{before}{drawn()}{after}"


class Command(BaseCommand):
    help = "Draws the states of an enrolment into docs/enrolment.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", default=str(Path(settings.BASE_DIR) / "docs" / "enrolment.md"))

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["path"])
        try:
            path.write_text(with_picture(path.read_text(encoding="utf-8")), encoding="utf-8")
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Drawn into {path}.")
