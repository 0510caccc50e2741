"""Plain text out of HTML and lesson blocks."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from search.words import LONGEST_TEXT

_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_WITHIN_WORDS = re.compile(
    r"</?(?:a|abbr|b|bdi|code|em|i|kbd|mark|q|s|small|span|strong|sub|sup|u|var|wbr)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
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
    return joined(text for block in raw for text in _of_block(block))


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
