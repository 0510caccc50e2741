"""`manage.py doctor`: names each misconfiguration and its cure."""

from typing import Any

from django.core.management.base import BaseCommand

from config.doctor import examine


class Command(BaseCommand):
    help = "Names each misconfiguration and its cure; exit 1 when something would not work."
    requires_system_checks: list[str] = []

    def handle(self, **_options: Any) -> None:
        findings = examine()
        for finding in findings:
            mark = self.style.ERROR("broken") if finding.broken else self.style.WARNING("look")
            self.stdout.write(f"{mark}  {finding.what}\n        {finding.cure}")
        broken = sum(finding.broken for finding in findings)
        if broken:
            self.stdout.write(f"\n{broken} of {len(findings)} findings keep something from working.")
            raise SystemExit(1)
        self.stdout.write("Nothing is broken." if findings else "All is well.")
