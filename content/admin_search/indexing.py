"""Writing the words of what was saved."""

from collections.abc import Iterable
from copy import copy
from typing import Any, ClassVar

from django.db.models import Model
from modelsearch.utils import get_content_type_pk
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from content.admin_search.words import words


class PlainWords:
    """For an object indexer: takes plain words from every field.

    A page is found by the title that lists show: what is published, or what is written as long as
    nothing is. The next title of a published page is no word for those who may only choose it.
    """

    def __init__(self, obj: Any, backend: Any) -> None:
        if isinstance(obj, Page):
            obj = copy(obj)
            obj.title = obj.get_admin_display_title()
        super().__init__(obj, backend)  # type: ignore[call-arg]  # the indexer beside it

    def prepare_value(self, value: Any) -> str:
        return " ".join(words(super().prepare_value(value)))  # type: ignore[misc]  # the same


class FewWrites:
    """For an index: one statement for all that is written, and none for what nobody reads."""

    indexer: ClassVar[Any]
    texts: ClassVar[list[str]]

    def entries_of(self: Any, model: type[Model], objs: Iterable[Model]) -> list[IndexEntry]:
        kind = get_content_type_pk(model)
        return [
            IndexEntry(
                content_type_id=kind, object_id=one.id, **{text: getattr(one, text) for text in self.texts}
            )
            for one in (self.indexer(obj, self.backend) for obj in objs)
        ]

    def add_items(self: Any, model: Any, objs: Iterable[Model]) -> None:
        if model.get_search_fields():
            self.entries.using(self.write_connection.alias).bulk_create(
                self.entries_of(model, objs),
                update_conflicts=True,
                unique_fields=["content_type", "object_id"],
                update_fields=self.texts,
            )

    def _refresh_title_norms(self, full: bool = False) -> None:  # Wagtail's signature
        """Wagtail weighs each title against the mean length of all; nothing asks for that weight here."""
