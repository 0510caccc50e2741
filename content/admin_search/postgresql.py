"""Wagtail's search on PostgreSQL."""

from typing import Any, ClassVar

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres.postgres import (
    ObjectIndexer,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.query import Fuzzy, MatchAll, Not
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.models import IndexEntry

from content.admin_search.asking import PlainQuestion
from content.admin_search.indexing import FewWrites, PlainWords


class Indexer(PlainWords, ObjectIndexer):
    pass


class Index(FewWrites, PostgresIndex):
    indexer = Indexer
    texts = ["title", "body", "autocomplete", "title_text", "body_text"]


class EntriesFirst(PlainQuestion):
    """Looks into the index, then takes the rows found by their keys.

    Wagtail joins the two by the key as a text, for which every row of the table is read.
    """

    vector: ClassVar[Any]

    def search(
        self: Any, config: str, start: int, stop: int | None, score_field: str | None = None, **rest: Any
    ) -> QuerySet[Any]:
        if self.fields or score_field or isinstance(self.query, MatchAll | Not | Fuzzy):
            return super().search(config, start, stop, score_field, **rest)  # type: ignore[misc]  # the compiler beside it
        kinds = get_descendants_content_types_pks(self.queryset.model)
        found = (
            IndexEntry.objects.alias(found=self.vector)
            .filter(found=self.build_tsquery(self.query, config), content_type__in=kinds)
            .values_list(Cast("object_id", self.queryset.model._meta.pk))
        )
        return self.queryset.filter(pk__in=found)[start:stop]


class WholeWords(EntriesFirst, PostgresSearchQueryCompiler):
    vector = CombinedExpression(F("title"), "||", F("body"), output_field=SearchVectorField())


class Beginnings(EntriesFirst, PostgresAutocompleteQueryCompiler):
    vector = F("autocomplete")


class PostgresqlBackend(PostgresSearchBackend):
    query_compiler_class = WholeWords
    autocomplete_query_compiler_class = Beginnings
    index_class = Index

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple", **params})
