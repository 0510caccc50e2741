"""The addresses of headings within one page: each id stands once, and a list of contents can name it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify

SUB_HEADING = re.compile(r"<(h[34])>(.*?)</\1>", re.DOTALL)
FALLBACK = "part"


def anchor_of(text: str) -> str:
    """What a heading's id is while no other heading on the page has the same words."""
    return slugify(text)[:80] or FALLBACK


@dataclass(frozen=True)
class Entry:
    """One line of a lesson's contents."""

    anchor: str
    text: str


class Anchors:
    """Hands out ids for one page. Headings have the first choice, whatever stands before them."""

    def __init__(self, headings: Iterable[str] = ()) -> None:
        self._taken: Counter[str] = Counter()
        self._waiting: dict[str, list[str]] = defaultdict(list)
        for text in headings:
            self._waiting[text].append(self.claim(text))

    def claim(self, text: str) -> str:
        base = candidate = anchor_of(text)
        while self._taken[candidate]:
            self._taken[base] += 1
            candidate = f"{base}-{self._taken[base]}"
        self._taken[candidate] += 1
        return candidate

    def heading(self, text: str) -> str:
        """The id kept for the next heading with these words."""
        kept = self._waiting.get(text)
        return kept.pop(0) if kept else self.claim(text)

    def mark(self, html: str) -> str:
        """The same rich text with an id on every heading in it."""
        return SUB_HEADING.sub(self._marked, html)

    def _marked(self, found: re.Match[str]) -> str:
        tag, inner = found.groups()
        return f'<{tag} id="{self.claim(unescape(strip_tags(inner)))}">{inner}</{tag}>'


def headings_in(stream: Iterable[Any]) -> list[str]:
    return [str(child.value) for child in stream if child.block_type == "heading"]


def contents_of(stream: Iterable[Any]) -> list[Entry]:
    """The headings of a lesson with the ids under which `LessonBlocks` shows them."""
    headings = headings_in(stream)
    anchors = Anchors(headings)
    return [Entry(anchors.heading(text), text) for text in headings]
