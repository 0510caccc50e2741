"""How an answer is shown: everything that the results page's templates need."""

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.http import urlencode

from people.models import Person
from search.actions import PAGE_SIZE, Found, Row
from search.engines.base import DEEPEST
from search.page.addresses import State
from search.page.chips import chips_of, chosen_pairs, plain_text
from search.page.facets import groups_of, offered
from search.page.help import Help, help_for, ways_without
from search.page.labels import SORTS, Labels, labels_of
from search.page.lines import ICONS, line, short_line
from search.page.sessions import sessions_of
from search.query import FACETS, without_exclusions

__all__ = ["ICONS", "shown"]

MOST_BESIDE = 6
FEW_KINDS = 2
"""When a page shows no more kinds than these, the best of others stand beside it."""


def shown(found: Found, asked: QueryDict, person: Person | None) -> dict[str, Any]:
    """Everything the results page needs for this reader."""
    state, offers, helping = State(asked), offered(found), help_for(found)
    labels = labels_of(
        [
            *((name, value) for name, values in offers.items() for value in values),
            *((name, value) for name, values in found.filters.chosen for value in values),
            *(("topic", slug) for slug in helping.topics),
        ]
    )
    sessions = sessions_of([row.document for row in found.rows], person)
    return {
        "found": found,
        "total": found.results.total,
        "rows": [line(row, sessions, signed_in=person is not None) for row in found.rows],
        "beside": [short_line(row) for row in beside(found)],
        "groups": groups_of(found, offers, labels),
        **_narrowed(found, state, labels),
        **_helped(found, helping, state, labels),
        **_pages(found, state),
        "query": asked,
    }


def beside(found: Found) -> list[Row]:
    """The best of kinds that the page does not show, when it shows few or nothing but a kind was chosen.

    What only repeats a title is left out.
    """
    if found.page > 1 or any(name != "kind" for name, _values in found.filters.chosen):
        return []
    kinds = {row.document.kind for row in found.rows}
    if len(kinds) > FEW_KINDS and not found.filters:
        return []
    others = [row for row in found.beside if row.document.kind not in kinds]
    by_title = {row.document.title: row for row in reversed(others)}
    return [row for row in others if by_title[row.document.title] is row][:MOST_BESIDE]


def _narrowed(found: Found, state: State, labels: Labels) -> dict[str, Any]:
    """What is chosen, and how to choose otherwise.

    The box keeps what is typed in it. The filter panel sends the typed filters as chosen ones, so that
    they can be taken away there.
    """
    chosen, text, sort = chosen_pairs(found, state), plain_text(found), found.answer.ask.sort
    sorted_ = [("sort", sort)] if sort != "relevance" else []
    return {
        "chips": chips_of(found, state, labels),
        "clear_url": state.with_text(text, without=FACETS),
        "box_keeps": [*chosen, *sorted_],
        "panel_keeps": [("q", text), *sorted_, *state.spelling()],
        "ignored": [value for _name, value in found.ignored],
        "sorts": [
            {"label": label, "url": state.sorted_by(name), "here": name == sort}
            for name, label in SORTS.items()
        ],
        "words": text,
    }


def _helped(found: Found, helping: Help, state: State, labels: Labels) -> dict[str, Any]:
    correction = found.correction
    return {
        "ways": ways_without(found, helping, state, labels),
        "topics": [
            {"name": labels["topic", slug], "url": f"?{urlencode({'topic': slug})}"}
            for slug in helping.topics
        ],
        "correction": correction,
        "asked_url": state.spelt(state.text, exact=True),
        "correction_url": state.spelt(correction.text) if correction else "",
        "included_url": state.with_text(without_exclusions(state.text)) if found.query.excluded else "",
    }


def _pages(found: Found, state: State) -> dict[str, Any]:
    pages = Paginator(range(min(found.results.total, DEEPEST)), PAGE_SIZE)
    return {
        "page": pages.get_page(found.page),
        "beyond": found.results.total > 0 and found.page > pages.num_pages,
        "last_url": state.on_page(pages.num_pages),
    }
