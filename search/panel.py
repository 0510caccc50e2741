"""How an answer is shown: facets to press, chips of what is chosen, and what each row says at its side."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import CommunityPage
from content.languages import LANGUAGES
from courses.models import CoursePage, Session
from search.actions import PAGE_SIZE, Found, Row
from search.engines.base import DEEPEST
from search.models import Kind
from topics.models import Topic

TITLES = {
    "kind": gettext_lazy("Kind"),
    "topic": gettext_lazy("Topic"),
    "language": gettext_lazy("Language"),
    "level": gettext_lazy("For people with"),
    "community": gettext_lazy("Community"),
}
ICONS = {
    Kind.COURSE: "book-open",
    Kind.LESSON: "file-text",
    Kind.SESSION: "calendar",
    Kind.WIKI_PAGE: "bookmark",
    Kind.COMMUNITY: "users",
    Kind.PERSON: "user",
    Kind.TOPIC: "tag",
}
MOST_OPTIONS = 12
Labels = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    options: list[Option]


@dataclass(frozen=True)
class Chip:
    label: str
    remove_url: str


def shown(found: Found, asked: QueryDict, *, signed_in: bool) -> dict[str, Any]:
    """Everything the results page needs."""
    labels = _labels(found)
    pairs = [(name, value) for name, values in found.filters.chosen for value in values]
    pages = Paginator(range(min(found.results.total, DEEPEST)), PAGE_SIZE)
    return {
        "found": found,
        "total": found.results.total,
        "rows": [_line(row, signed_in=signed_in) for row in found.rows],
        "groups": _groups(found, labels),
        "filters_kept": pairs,
        "kept": [("q", found.query.text), *((name, value) for name, value in pairs if name not in TITLES)],
        "chips": _chips(found, asked, labels),
        "clear_url": _address(asked, q=found.query.text),
        "ignored": [value for _name, value in found.ignored],
        "beyond": found.results.total > 0 and found.page > pages.num_pages,
        "last_url": _address(_without_page(asked), page=str(pages.num_pages), keep=True),
        "page": pages.get_page(found.page),
        "query": asked,
    }


def _labels(found: Found) -> Labels:
    """Words for every facet value on the page; names of topics and communities in one statement each."""
    values = {(name, value) for name, pairs in found.results.facets.items() for value, _count in pairs}
    values |= {(name, value) for name, chosen in found.filters.chosen for value in chosen}
    labels: Labels = {("kind", kind.value): str(kind.label).capitalize() for kind in Kind}
    labels |= {("language", code): name for code, name in LANGUAGES}
    labels |= {("level", level.value): str(level.label) for level in CoursePage.Level}
    slugs = {value for name, value in values if name == "topic"}
    if slugs:
        rows = Topic.objects.filter(slug__in=slugs).values_list("slug", "name")
        labels |= {("topic", slug): name for slug, name in rows}
    slugs = {value for name, value in values if name == "community"}
    if slugs:
        rows = CommunityPage.objects.filter(slug__in=slugs).order_by().values_list("slug", "title")
        labels |= {("community", slug): name for slug, name in rows}
    return labels


def _groups(found: Found, labels: Labels) -> list[Group]:
    """The counted facets, the chosen values always among them."""
    groups = []
    for name, title in TITLES.items():
        counts = dict(found.results.facets.get(name, []))
        chosen = found.filters[name]
        values = [*list(counts)[:MOST_OPTIONS]]
        values += [value for value in chosen if value not in values]
        options = [
            Option(value, labels.get((name, value), value), counts.get(value, 0), value in chosen)
            for value in values
        ]
        if options:
            groups.append(Group(name, str(title), options))
    return groups


def _chips(found: Found, asked: QueryDict, labels: Labels) -> list[Chip]:
    return [
        Chip(labels.get((name, value), value), _address(_without(asked, name, value), keep=True))
        for name, values in found.filters.chosen
        for value in values
    ]


def _without(asked: QueryDict, name: str, value: str) -> QueryDict:
    left = _without_page(asked)
    left.setlist(name, [other for other in asked.getlist(name) if other != value])
    return left


def _without_page(asked: QueryDict) -> QueryDict:
    left = asked.copy()
    left.pop("page", None)
    return left


def _address(asked: QueryDict, *, keep: bool = False, **values: str) -> str:
    """The page's own address with these values, and with `keep` all that was asked besides."""
    query = asked.copy() if keep else QueryDict(mutable=True)
    for name, value in values.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _line(row: Row, *, signed_in: bool) -> dict[str, Any]:
    """A result row's parameters; who teaches is for colleagues only."""
    document = row.document
    people = document.people_words.split("\n") if signed_in and document.people_words else []
    parent = [document.parent_title] if document.parent_title != document.title else []
    return {
        "title": row.title,
        "url": document.url,
        "kind": document.get_kind_display(),
        "icon": ICONS[Kind(document.kind)],
        "excerpt": row.excerpt,
        "meta": [word for word in [*parent, *people, *row.topics] if word],
        "starts_at": document.starts_at,
        **(_seats(row.session) if row.session else {}),
    }


def _seats(session: Session) -> dict[str, Any]:
    if session.state != Session.State.PUBLISHED:
        return {"status": session.get_state_display()}
    if session.capacity is None:
        return {"when": _("at your own pace") if session.is_self_paced else ""}
    taken: int = session.seats_taken  # type: ignore[attr-defined]  # annotated by with_counts
    waiting: int = session.waiting_count  # type: ignore[attr-defined]  # annotated by with_counts
    free = max(session.capacity - taken, 0)
    return {"seats": True, "capacity": session.capacity, "free": free, "waiting": waiting}
