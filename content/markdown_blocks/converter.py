"""The walk through a text: each node of Markdown becomes blocks."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from html import escape
from typing import Any

import nh3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from markdown_it.tree import SyntaxTreeNode

from content.imports import Report
from content.markdown_blocks.divisions import DivisionsMixin
from content.markdown_blocks.inline import Figure, Inline, plain
from content.markdown_blocks.syntax import TooMuchError, parse
from content.markdown_blocks.writer import Block, Writer, clipped, code_value, plain_of

TOO_MUCH = gettext_noop("The text is too long or too tangled and was left out.")
SPACES = re.compile(r"\s+")
COMMENTS = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
QUIET_HTML = re.compile(r"^(?:\s|<hr\s*/?>|<br\s*/?>|</?(?:div|p|center|span)\b[^>]*>)*$", re.IGNORECASE)
CLEANED_TAGS = {"p", "b", "strong", "i", "em", "a", "code", "ul", "ol", "li", "br", "h3", "h4"}
SIMPLE_IN_LISTS = frozenset(
    ["list_item", "paragraph", "bullet_list", "ordered_list", "inline", "text", "strong", "em", "link", "s",
     "code_inline", "softbreak", "hardbreak", "html_inline", "math_inline"]
)  # fmt: skip

PictureOf = Callable[[Figure], dict[str, Any] | None]
"""Gives the value of a picture block, or None when there is no picture, which it reports itself."""

LinkOf = Callable[[str, int], str | None]
"""Gives the address a link leads to, or None to keep its words alone, which it reports itself."""


@dataclass
class Converted:
    """The blocks of a text, and the ids it gave its own headings and terms, with their words."""

    blocks: list[Block]
    ids: dict[str, str]


@dataclass
class Converter(DivisionsMixin):
    """Turns the text of one file into blocks; all that is lost is told to the report.

    `before` is the number of lines that stand in the file before the text.
    """

    report: Report
    path: str
    before: int
    picture: PictureOf
    link: LinkOf
    ids: dict[str, str] = field(default_factory=dict)

    def convert(self, text: str) -> Converted:
        self.ids = {}
        writer = Writer()
        try:
            self.children(parse(text), writer)
        except TooMuchError:
            self.lost(0, _(TOO_MUCH))
        return Converted(writer.done(), self.ids)

    def lost(self, line: int, reason: str) -> None:
        """Report something about a line of the text, which counts from 0."""
        self.report.add(self.path, line + self.before + 1, reason)

    def children(self, node: SyntaxTreeNode, writer: Writer) -> None:
        for child in node.children:
            self.node(child, writer)

    def node(self, node: SyntaxTreeNode, writer: Writer) -> None:
        handle = getattr(self, f"_on_{node.type}", None)
        if handle is not None:
            handle(node, writer)
        elif node.children:
            self.children(node, writer)

    def inline(self) -> Inline:
        return Inline(link=self._link, report=self.lost)

    def _link(self, href: str, line: int) -> str | None:
        return self.link(href, line + self.before + 1)

    def _on_paragraph(self, node: SyntaxTreeNode, writer: Writer, start: str = "") -> None:
        for piece in self.inline().pieces(node, line_of(node)):
            if isinstance(piece, Figure):
                self._figure(piece, writer)
            else:
                writer.paragraph(start + piece)
                start = ""

    def _figure(self, figure: Figure, writer: Writer) -> None:
        placed = Figure(figure.src, figure.alt, figure.caption, figure.line + self.before + 1)
        value = self.picture(placed)
        if value is not None:
            writer.block("picture", value)

    def _on_heading(self, node: SyntaxTreeNode, writer: Writer) -> None:
        words = plain(node)
        if own := node.meta.get("id"):
            self.ids[own] = clipped(words)
        if len(words) > len(clipped(words)):
            self.lost(line_of(node), _("The heading is very long and was cut."))
        writer.heading(int(node.tag[1]), self.inline().html(node, line_of(node)), words)

    def _on_fence(self, node: SyntaxTreeNode, writer: Writer) -> None:
        value, unknown = code_value(node.info, node.content)
        if unknown:
            self.lost(
                line_of(node),
                _("The language “%(name)s” is not known, its code is plain.") % {"name": unknown},
            )
        if value["code"].strip():
            writer.block("code", value)

    _on_code_block = _on_fence

    def _on_math_block(self, node: SyntaxTreeNode, writer: Writer) -> None:
        self.lost(line_of(node), _("A formula is kept as plain text."))
        writer.block("code", {"language": "text", "code": node.content.strip("\n"), "caption": ""})

    def _on_html_block(self, node: SyntaxTreeNode, writer: Writer) -> None:
        html = COMMENTS.sub("", node.content)
        if QUIET_HTML.match(html):
            return
        cleaned = nh3.clean(
            html,
            tags=CLEANED_TAGS,
            attributes={"a": {"href"}, "*": set()},
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        ).strip()
        cleaned = SPACES.sub(" ", cleaned).replace("<br>", "<br/>")
        self.lost(line_of(node), _("HTML was reduced to its words and links."))
        if plain_of(cleaned):
            writer.html(
                cleaned if cleaned.startswith(("<p", "<ul", "<ol", "<h3", "<h4")) else f"<p>{cleaned}</p>"
            )

    def _on_table(self, node: SyntaxTreeNode, writer: Writer) -> None:
        rows = [row for row in node.walk() if row.type == "tr"]
        cells = [[self.inline().cell(cell, line_of(row)) for cell in row.children] for row in rows]
        if cells:
            width = max(len(row) for row in cells)
            text = "\n".join(
                "\t".join(cell or " " for cell in row + [""] * (width - len(row))) for row in cells
            )
            writer.block(
                "table", {"caption": "", "rows": text if width > 1 else text.replace("\n", "\t\n") + "\t"}
            )

    def _on_blockquote(self, node: SyntaxTreeNode, writer: Writer) -> None:
        if writer.inner:
            self.children(node, writer)
        else:
            self.callout("quote", "", self.inner(node.children), writer)

    def _on_bullet_list(self, node: SyntaxTreeNode, writer: Writer) -> None:
        if is_simple(node):
            writer.html(self._list(node))
            return
        for item in node.children:
            self._item(item, writer, lambda html: writer.html(f"<ul><li>{html}</li></ul>"))

    def _on_ordered_list(self, node: SyntaxTreeNode, writer: Writer) -> None:
        """Rich text lists count from 1 and hold words alone; other lists keep their numbers as text."""
        start = int(node.attrs.get("start", 1) or 0)
        if is_simple(node) and start == 1:
            writer.html(self._list(node))
            return
        for number, item in enumerate(node.children, start=start):
            self._item(item, writer, partial(_numbered, writer, number))

    def _item(self, item: SyntaxTreeNode, writer: Writer, write: Callable[[str], None]) -> None:
        rest = list(item.children)
        if rest and rest[0].type == "paragraph":
            for piece in self.inline().pieces(rest.pop(0), line_of(item)):
                if isinstance(piece, Figure):
                    self._figure(piece, writer)
                else:
                    write(piece.strip())
        for child in rest:
            self.node(child, writer)

    def _list(self, node: SyntaxTreeNode) -> str:
        tag = "ol" if node.type == "ordered_list" else "ul"
        return f"<{tag}>{''.join(f'<li>{self._words(item)}</li>' for item in node.children)}</{tag}>"

    def _words(self, item: SyntaxTreeNode) -> str:
        paragraphs: list[str] = []
        lists: list[str] = []
        for child in item.children:
            if child.type == "paragraph":
                paragraphs.append(self.inline().html(child, line_of(child)))
            else:
                lists.append(self._list(child))
        return "<br/>".join(part for part in paragraphs if part) + "".join(lists)

    def _on_dl(self, node: SyntaxTreeNode, writer: Writer) -> None:
        for part in node.children:
            if part.type == "dd":
                self.children(part, writer)
                continue
            words = plain(part)
            for child in part.walk():
                if child.type == "text" and (own := child.meta.get("id")):
                    self.ids[own] = words
            if words:
                writer.html(f"<h4>{escape(words, quote=False)}</h4>")


def _numbered(writer: Writer, number: int, html: str) -> None:
    writer.paragraph(f"{number}. {html}")


def is_simple(node: SyntaxTreeNode) -> bool:
    return all(part.type in SIMPLE_IN_LISTS for part in node.walk())


def line_of(node: SyntaxTreeNode) -> int:
    return int(node.map[0]) if node.map else 0
