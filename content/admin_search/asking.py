"""From what somebody typed to what a database may be asked."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Length
from modelsearch.query import MATCH_ALL, And, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from content.admin_search.words import words

MOST_LETTERS = 500
MOST_WORDS = 24
NOTHING = Not(MATCH_ALL)


def plain(text: str) -> str:
    """The words that are looked for, a space between them; the rest of a very long question is dropped."""
    return " ".join(words(text[:MOST_LETTERS])[:MOST_WORDS])


def readable(query: SearchQuery) -> SearchQuery | None:
    """The same question in plain words; None when none are left."""
    match query:
        case PlainText():
            text = plain(query.query_string)
            return PlainText(text, operator=query.operator) if text else None
        case Phrase():
            text = plain(query.query_string)
            return Phrase(text) if text else None
        case And() | Or():
            parts = [part for part in map(readable, query.subqueries) if part]
            return type(query)(parts) if len(parts) > 1 else next(iter(parts), None)
        case Not() if not isinstance(query.subquery, MatchAll):
            part = readable(query.subquery)
            return Not(part) if part else None
    return query


class PlainQuestion:
    """For a query compiler: asks in plain words, and shows the closest title first.

    Every title found holds all the words, so the shortest has least beside them. That costs a
    sort of what was found; Wagtail's rank on SQLite runs the search anew for each of them.
    """

    def __init__(
        self,
        queryset: QuerySet[Any],
        query: str | SearchQuery,
        fields: list[str] | None = None,
        operator: str | None = None,
        order_by_relevance: bool = True,  # Wagtail's signature
    ) -> None:
        if isinstance(query, str):
            query = PlainText(query, operator=operator or "and")
        if order_by_relevance and hasattr(queryset.model, "title"):
            queryset = queryset.order_by(Length("title").asc(), F("pk").desc())
        super().__init__(  # type: ignore[call-arg]  # the compiler beside it
            queryset, readable(query) or NOTHING, fields=fields, operator=operator, order_by_relevance=False
        )
