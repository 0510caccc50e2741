"""Collecting blocks: rich text gathers until a block of another kind comes."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.utils.html import strip_tags

from content.anchors import SUB_HEADING, Anchors
from content.blocks import CODE_LANGUAGES

Block = dict[str, Any]
"""A block as a stream field stores it, without an id: `{"type": …, "value": …}`."""

MAX_TITLE = 200
EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')
LANGUAGES = dict(CODE_LANGUAGES)
OTHER_NAMES = {
    "sh": "bash", "shell": "bash", "zsh": "bash", "console": "bash", "shell-session": "bash",
    "error": "output", "warning": "output",
    "source": "text", "txt": "text", "plaintext": "text", "plain": "text", "none": "text",
    "py": "python", "python3": "python", "pycon": "python", "js": "javascript", "ts": "typescript",
    "yml": "yaml", "md": "markdown", "xml": "html", "c++": "cpp", "golang": "go", "rb": "ruby", "rs": "rust",
    "toml": "ini", "cfg": "ini", "patch": "diff",
}  # fmt: skip


@dataclass
class Writer:
    """Takes blocks in their order; inside a callout or task a heading becomes part of the text."""

    inner: bool = False
    blocks: list[Block] = field(default_factory=list)
    _html: list[str] = field(default_factory=list)

    def html(self, html: str) -> None:
        self._html.append(html)

    def paragraph(self, html: str) -> None:
        if html.strip():
            self.html(f"<p>{html.strip()}</p>")

    def block(self, kind: str, value: Any) -> None:
        self._flush()
        self.blocks.append({"type": kind, "value": value})

    def heading(self, level: int, html: str, text: str) -> None:
        if not text:
            return
        if level <= 2 and not self.inner:
            self.block("heading", clipped(text))
        else:
            tag = "h3" if level <= 3 else "h4"
            self.html(f"<{tag}>{html}</{tag}>")

    def done(self) -> list[Block]:
        self._flush()
        return self.blocks

    def _flush(self) -> None:
        if self._html:
            self.blocks.append({"type": "text", "value": "".join(self._html).replace("</ul><ul>", "")})
            self._html = []


def clipped(text: str, length: int = MAX_TITLE) -> str:
    """The text, cut at a word when it is too long."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0] + "…"


def code_value(info: str, code: str) -> tuple[Block, str]:
    """The value of a code block, and the name of its language when we do not know that one."""
    name = (info.strip().strip("{}").lstrip(".").replace(",", " ").split() or [""])[0].lower()
    language = OTHER_NAMES.get(name, name) or "text"
    known = language in LANGUAGES
    value = {"language": language if known else "text", "code": code.rstrip("\n"), "caption": ""}
    return value, "" if known else name


def plain_of(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def anchors_in(blocks: Iterable[Block]) -> set[str]:
    """The ids that a page with these blocks has."""
    blocks = list(blocks)
    headings = [block["value"] for block in blocks if block["type"] == "heading"]
    anchors = Anchors(headings)
    found = {anchors.heading(text) for text in headings}
    for block in blocks:
        found.update(anchors.claim(text) for text in _named_in(block))
    return found


def _named_in(block: Block) -> list[str]:
    """What in a block gets an id, headings apart."""
    if block["type"] == "text":
        return [plain_of(inner) for _tag, inner in SUB_HEADING.findall(block["value"])]
    if block["type"] in {"callout", "task"} and block["value"].get("kind") != "quote":
        return [title for title in [block["value"]["title"]] if title]
    return []


def canonical(value: Any) -> str:
    """The same text for the same content: without ids, editor's keys and empty fields."""
    return json.dumps(_bare(value), sort_keys=True, ensure_ascii=False)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        bare = {key: _bare(part) for key, part in value.items() if key != "id"}
        return {key: part for key, part in bare.items() if part not in (None, "", False, [], {})}
    if isinstance(value, list | tuple):
        return [_bare(part) for part in value]
    return EDITOR_KEY.sub("", value) if isinstance(value, str) else value
