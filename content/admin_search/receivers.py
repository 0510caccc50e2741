"""What is saved is found: its words are written in the transaction that saved it, or it is not saved.

Wagtail hands this to a task, and a task that fails is only logged: the page would be missing from
every search. Models that say `search_auto_update = False` are followed here instead.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_models, remove_object


def index_saved(sender: Any, instance: Model, raw: bool = False, **_signal: Any) -> None:
    """Writes what the database holds now; the instance may carry a title that was not saved."""
    saved = None if raw else sender.get_indexed_objects().filter(pk=instance.pk).first()
    if saved:
        get_search_backend().add(saved)


def forget_deleted(instance: Model, **_signal: Any) -> None:
    remove_object(instance)


def connect() -> None:
    """Called once all models are there."""
    for model in get_indexed_models():
        if not getattr(model, "search_auto_update", True):
            post_save.connect(index_saved, sender=model)
            post_delete.connect(forget_deleted, sender=model)
