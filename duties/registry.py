"""Which duties the worker carries out, in the order the apps name them."""

from collections.abc import Callable

from django.apps import apps
from django.utils.module_loading import import_string

Duty = Callable[[], int]
"""Carries out some of what is due and says how many things it did; 0 means nothing was due."""


def duties() -> dict[str, Duty]:
    """Every duty by its dotted path, from the `duties` list of each AppConfig."""
    paths = [path for config in apps.get_app_configs() for path in getattr(config, "duties", [])]
    return {path: import_string(path) for path in paths}
