"""Plain text out of HTML and lesson blocks."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from content.anchors import passages_of
from search.words import LONGEST_TEXT

Passage = tuple[str, str]
"""An anchor on the page, or nothing, and the text that stands there."""
Anchors = tuple[tuple[int, str], ...]
"""From which place in a text on what stands at which anchor of its page."""

_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_WITHIN_WORDS = re.compile(
    r"</?(?:a|abbr|b|bdi|code|em|i|kbd|mark|q|s|small|span|strong|sub|sup|u|var|wbr)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r'<(?=h[2-6]\b)[^>]*?\bid="([^"]+)"')
_SPACE = re.compile(r"\s+")

BLOCK_TEXTS = frozenset(
    [
        "title", "caption", "text", "why", "question", "prompt", "description", "alt_text", "code", "rows",
        "heading",
    ]
)  # fmt: skip
"""The fields of lesson blocks that hold words to find; everything else is setting or address."""
_NESTED = frozenset(["answers", "body", "picture", "solution", "steps", "value"])


def joined(parts: Iterable[str]) -> str:
    """The parts as one text with single spaces, as long as search goes, without what no database stores."""
    text = _SPACE.sub(" ", " ".join(part for part in parts if part)).replace("\0", "")
    return text.strip()[:LONGEST_TEXT]


def from_html(html: str) -> str:
    seen = _WITHIN_WORDS.sub("", _UNSEEN.sub(" ", html))
    return joined([unescape(_TAG.sub(" ", seen))])


def from_blocks(raw: Iterable[dict[str, Any]]) -> str:
    """The words of a lesson's raw blocks; notes for the teacher are left out."""
    return from_passages(passages_in_blocks(raw))[0]


def passages_in_blocks(raw: Iterable[dict[str, Any]]) -> Iterator[Passage]:
    for anchor, block in passages_of(raw):
        yield anchor, joined(_of_block(block))


def passages_in_html(html: str) -> Iterator[Passage]:
    """What stands below each heading that one can jump to, the heading with it; first what has none."""
    lead, *found = _HEADING.split(html)
    yield "", from_html(lead)
    for anchor, rest in zip(found[::2], found[1::2], strict=True):
        yield unescape(anchor), from_html(f"<{rest}")


def from_passages(passages: Iterable[Passage]) -> tuple[str, Anchors]:
    """All passages as one text; what has no anchor belongs to the passage before."""
    texts: list[str] = []
    anchors: list[tuple[int, str]] = []
    at = 0
    for anchor, text in passages:
        if text and at < LONGEST_TEXT:
            if anchor:
                anchors.append((at, anchor))
            texts.append(text)
            at += len(text) + 1
    return " ".join(texts)[:LONGEST_TEXT].rstrip(), tuple(anchors)


def _of_block(block: dict[str, Any]) -> Iterator[str]:
    value = block.get("value")
    if block.get("type") == "text":
        yield from_html(str(value or ""))
    elif isinstance(value, str):
        if block.get("type") in BLOCK_TEXTS:
            yield value
    elif not (isinstance(value, dict) and value.get("kind") == "teacher"):
        yield from _of_value(value)


def _of_value(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict) and {"type", "value"} <= item.keys():
                yield from _of_block(item)
            else:
                yield from _of_value(item)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name in BLOCK_TEXTS and isinstance(inner, str):
                yield inner
            elif name in _NESTED:
                yield from _of_value(inner)
