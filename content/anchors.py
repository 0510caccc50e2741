"""The addresses of headings within one page: each id stands once, and a list of contents can name it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify

SUB_HEADING = re.compile(r'<(h[34])(?: data-block-key="[^"]*")?>(.*?)</\1>', re.DOTALL)
FALLBACK = "part"
TITLED = frozenset(["callout", "task"])
"""Blocks that get an id from their title."""
_FIRST_TAG = re.compile(r"\s*<([a-z][a-z0-9]*)([^>]*)>")


Raw = dict[str, Any]
"""A block as it is stored."""


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
        return f'<{tag} id="{self.claim(_words_of(inner))}">{inner}</{tag}>'


def headings_in(stream: Iterable[Any]) -> list[str]:
    return [str(child.value) for child in stream if child.block_type == "heading"]


def contents_of(stream: Iterable[Any]) -> list[Entry]:
    """The headings of a lesson with the ids under which `LessonBlocks` shows them."""
    headings = headings_in(stream)
    anchors = Anchors(headings)
    return [Entry(anchors.heading(text), text) for text in headings]


def block_anchor(block_id: str | None) -> str:
    """The id of a block that has no words to be called by; it stays while the text around it changes."""
    kept = slugify(block_id or "").replace("-", "")[:12]
    return f"block-{kept}" if kept else ""


def placed(html: str, anchor: str) -> str:
    """The block's HTML with this id on its first element, unless that has one."""
    first = _FIRST_TAG.match(html)
    if not anchor or not html.strip() or (first and ' id="' in first[2]):
        return html
    if first is None:
        return f'<span id="{anchor}"></span>{html}'
    return f'{html[: first.end(1)]} id="{anchor}"{html[first.end(1) :]}'


def passages_of(raw: Iterable[Raw]) -> Iterator[tuple[str, Raw]]:
    """A lesson's blocks, each after the id at which it stands on its page; a text parts at its headings."""
    blocks = list(raw)
    anchors = Anchors(str(block.get("value")) for block in blocks if block.get("type") == "heading")
    for block in blocks:
        kind, value, own = block.get("type"), block.get("value"), block_anchor(block.get("id"))
        if kind == "heading":
            yield anchors.heading(str(value)), block
        elif kind == "text":
            yield from _parted(str(value or ""), anchors, own)
        else:
            title = _title_of(value) if kind in TITLED else ""
            yield anchors.claim(title) if title else own, block


def _parted(html: str, anchors: Anchors, own: str) -> Iterator[tuple[str, Raw]]:
    found = list(SUB_HEADING.finditer(html))
    first, *ends = [*(place.start() for place in found), len(html)]
    if lead := html[:first].strip():
        yield own, {"type": "text", "value": lead}
    for place, end in zip(found, ends, strict=True):
        yield anchors.claim(_words_of(place[2])), {"type": "text", "value": html[place.start() : end]}


def _words_of(inner: str) -> str:
    return unescape(strip_tags(inner))


def _title_of(value: Any) -> str:
    """The title by which a callout or a task is called on the page."""
    return str(value.get("title") or "") if isinstance(value, dict) and value.get("kind") != "quote" else ""
