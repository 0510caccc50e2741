"""The results page's own addresses: its whole state is in them, and every link changes one thing of it."""

from collections.abc import Iterable

from django.http import QueryDict

from search.query import FACETS, LONGEST_QUERY

KNOWN = frozenset(["q", *FACETS, "sort", "exact", "page"])


class State:
    """What the page was asked, without what it does not know; each method gives the address of another."""

    def __init__(self, asked: QueryDict) -> None:
        self._asked = asked.copy()
        for name in set(self._asked) - KNOWN:
            del self._asked[name]
        if "q" in self._asked:
            self._asked["q"] = self.text

    def without_value(self, name: str, value: str) -> str:
        left = self._first_page()
        left.setlist(name, [other for other in left.getlist(name) if other != value])
        return _address(left)

    def spelt(self, text: str, *, exact: bool = False) -> str:
        """The same with another spelling; `exact`: it is meant so."""
        left = self._first_page()
        left.pop("exact", None)
        left["q"] = text
        if exact:
            left["exact"] = "1"
        return _address(left)

    def with_text(self, text: str, *, without: Iterable[str] = ()) -> str:
        """With a text from which filters are gone, and without these facets."""
        left = self._first_page()
        for name in without:
            left.pop(name, None)
        left["q"] = text
        return _address(left)

    def sorted_by(self, sort: str) -> str:
        left = self._first_page()
        left["sort"] = sort
        return _address(left)

    def on_page(self, number: int) -> str:
        left = self._asked.copy()
        left["page"] = str(number)
        return _address(left)

    @property
    def text(self) -> str:
        """What is in the box, as much of it as counts."""
        return self._asked.get("q", "")[:LONGEST_QUERY].replace("\0", "?")

    def spelling(self) -> list[tuple[str, str]]:
        """What has to be carried along when the spelling is meant."""
        return [("exact", "1")] if self._asked.get("exact") == "1" else []

    def chosen(self, name: str) -> list[str]:
        return list(dict.fromkeys(self._asked.getlist(name)))

    def _first_page(self) -> QueryDict:
        left = self._asked.copy()
        left.pop("page", None)
        return left


def _address(query: QueryDict) -> str:
    return f"?{query.urlencode()}"
