#!/usr/bin/env python
"""Guildhall's command line."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # needs the path above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
