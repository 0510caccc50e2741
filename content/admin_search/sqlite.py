"""Wagtail's search on SQLite."""

from modelsearch.backends.database.sqlite.sqlite import (
    ObjectIndexer,
    SQLiteAutocompleteQueryCompiler,
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)

from content.admin_search.asking import PlainQuestion
from content.admin_search.indexing import FewWrites, PlainWords


class Indexer(PlainWords, ObjectIndexer):
    pass


class Index(FewWrites, SQLiteIndex):
    indexer = Indexer
    texts = ["title", "body", "autocomplete"]


class WholeWords(PlainQuestion, SQLiteSearchQueryCompiler):
    pass


class Beginnings(PlainQuestion, SQLiteAutocompleteQueryCompiler):
    pass


class SqliteBackend(SQLiteSearchBackend):
    query_compiler_class = WholeWords
    autocomplete_query_compiler_class = Beginnings
    index_class = Index
