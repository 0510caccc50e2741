"""`manage.py resend_mail ID`: settles a mail that `doctor` lists."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from notifications.actions import forget, send_again
from notifications.models import Notice
from people.refusals import Refusal


class Command(BaseCommand):
    help = "Sends a mail again that failed or was interrupted, or gives it up."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mail", type=int, help="its number, as doctor shows it")
        parser.add_argument("--forget", action="store_true", help="give it up instead")

    def handle(self, *, mail: int, **options: Any) -> None:
        notice = Notice.objects.filter(pk=mail).first()
        if notice is None:
            raise CommandError(f"There is no mail {mail}.")
        try:
            (forget if options["forget"] else send_again)(notice)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write("Given up." if options["forget"] else "The worker sends it in its next round.")
