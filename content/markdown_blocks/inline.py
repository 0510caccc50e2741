"""Words within a paragraph: as rich text, as plain text, and the pictures among them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.translation import gettext as _
from markdown_it.tree import SyntaxTreeNode

SPACES = re.compile(r"[ \t]+")
AROUND_BREAK = re.compile(r" *<br/> *")
TAG = re.compile(r"^<(/?)([A-Za-z][A-Za-z0-9]*)")
TAGS = {"b": "b", "strong": "b", "i": "i", "em": "i", "cite": "i"} | dict.fromkeys(
    ["code", "kbd", "samp", "tt", "var"], "code"
)
HTML_NAMES = re.compile(
    r"a|abbr|address|article|aside|audio|b|big|blockquote|body|br|button|canvas|caption|center|cite|code|col|dd|"
    r"del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|"
    r"hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|map|mark|menu|meta|nav|noscript|object|ol|option|p|"
    r"param|picture|pre|q|s|samp|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|"
    r"svg|table|tbody|td|template|textarea|tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr"
)
SILENT_TAGS = frozenset(["sub", "sup", "span", "u", "small", "mark", "q", "abbr", "wbr", "center", "font"])
WRAPPERS = {"strong": "b", "em": "i"}
MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>|~])")


@dataclass(frozen=True)
class Figure:
    """A picture as the text names it. `alt` is None where nothing was said, "" where it is decoration."""

    src: str
    alt: str | None
    caption: str
    line: int


@dataclass
class Inline:
    """Turns inline nodes into words; asks `link` where a link leads and tells `report` what is lost.

    `link(href, line)` gives the address, or None to keep the words alone.
    """

    link: Callable[[str, int], str | None]
    report: Callable[[int, str], None]
    line: int = 0
    figures: list[Figure] = field(default_factory=list)

    def pieces(self, node: SyntaxTreeNode, line: int) -> list[str | Figure]:
        """Rich text and pictures in their order."""
        self.line = line
        found: list[str | Figure] = []
        words: list[SyntaxTreeNode] = []
        for child in _children(node):
            if child.type == "image":
                found.extend([self._html(words), self.figure(child)])
                words = []
            else:
                words.append(child)
        found.append(self._html(words))
        found.extend(self._hoisted())
        return [piece for piece in found if not isinstance(piece, str) or piece.strip()]

    def html(self, node: SyntaxTreeNode, line: int) -> str:
        """Rich text only; pictures are reported and left out."""
        self.line = line
        html = self._html(_children(node))
        for figure in self._hoisted():
            self.report(
                figure.line,
                _("The picture %(src)s cannot stand here and was left out.") % {"src": figure.src},
            )
        return html.strip()

    def figure(self, node: SyntaxTreeNode) -> Figure:
        attributes: dict[str, str] = node.meta.get("attributes", {})
        label, title = plain(node), str(node.attrs.get("title", "") or "")
        alt: str | None = attributes.get("alt", label or None)
        caption = label if "alt" in attributes else title
        return Figure(str(node.attrs.get("src", "")), alt and " ".join(alt.split()), caption, self.line)

    def cell(self, node: SyntaxTreeNode, line: int) -> str:
        """A table's cell in the little Markdown that cells understand."""
        self.line = line
        words = "".join(self._cell_part(child) for child in _children(node))
        return " ".join(words.split())

    def _hoisted(self) -> list[Figure]:
        hoisted, self.figures = self.figures, []
        return hoisted

    def _html(self, nodes: list[SyntaxTreeNode]) -> str:
        opened: list[str] = []
        out = [
            self._tag(node.content, opened) if node.type == "html_inline" else self._one(node)
            for node in nodes
        ]
        out.extend(f"</{tag}>" for tag in reversed(opened))
        return AROUND_BREAK.sub("<br/>", "".join(out))

    def _one(self, node: SyntaxTreeNode) -> str:  # noqa: PLR0911  # one answer for each kind
        if node.type in WRAPPERS:
            inner = self._html(_children(node))
            return f"<{WRAPPERS[node.type]}>{inner}</{WRAPPERS[node.type]}>" if inner else ""
        if node.type == "link":
            return self._link(node)
        if node.type == "image":
            self.figures.append(self.figure(node))
            return ""
        if node.type == "code_inline":
            return (
                f"<code>{escape(node.content.strip(), quote=False)}</code>" if node.content.strip() else " "
            )
        if node.type in {"softbreak", "hardbreak"}:
            self.line += 1
            return "<br/>" if node.type == "hardbreak" else " "
        if node.type.startswith("math"):
            self.report(self.line, _("A formula is kept as plain text."))
            return escape(f"${node.content}$", quote=False)
        return (
            self._html(_children(node))
            if node.children
            else escape(SPACES.sub(" ", node.content), quote=False)
        )

    def _link(self, node: SyntaxTreeNode) -> str:
        line = self.line
        inner = self._html(_children(node))
        if not inner:
            return ""
        href = self.link(str(node.attrs.get("href", "")), line)
        return f'<a href="{escape(href)}">{inner}</a>' if href else inner

    def _tag(self, html: str, opened: list[str]) -> str:  # noqa: PLR0911  # one answer for each kind
        if is_words(html):
            return escape(html, quote=False)
        found = TAG.match(html)
        if not found:
            return ""  # a comment
        closing, name = found[1], found[2].lower()
        if name == "br":
            return "<br/>"
        tag = TAGS.get(name)
        if tag is None:
            if name not in SILENT_TAGS and not closing:
                self.report(self.line, _("The HTML <%(tag)s> was left out, its words stay.") % {"tag": name})
            return ""
        if not closing:
            opened.append(tag)
            return f"<{tag}>"
        if opened and opened[-1] == tag:
            opened.pop()
            return f"</{tag}>"
        return ""

    def _cell_part(self, node: SyntaxTreeNode) -> str:  # noqa: PLR0911  # one answer for each kind
        if node.type == "code_inline":
            return (
                f"`{node.content}`" if "`" not in node.content else MARKDOWN_SIGNS.sub(r"\\\1", node.content)
            )
        if node.type == "link":
            href = self.link(str(node.attrs.get("href", "")), self.line)
            words = "".join(self._cell_part(child) for child in _children(node))
            return f"[{words}](<{href}>)" if href and words else words
        if node.type in WRAPPERS:
            words = "".join(self._cell_part(child) for child in _children(node))
            return f"**{words}**" if node.type == "strong" else f"*{words}*"
        if node.type == "image":
            self.report(self.line, _("A picture in a table was left out."))
            return ""
        if node.type == "html_inline":
            if node.content.lower().startswith("<br"):
                return "; "
            return MARKDOWN_SIGNS.sub(r"\\\1", node.content) if is_words(node.content) else ""
        if node.children:
            return "".join(self._cell_part(child) for child in _children(node))
        return MARKDOWN_SIGNS.sub(r"\\\1", node.content) if node.content else " "


def is_words(html: str) -> bool:
    """Whether something in pointed brackets is no HTML, as in `<your name here>`."""
    found = TAG.match(html)
    return found is not None and not HTML_NAMES.fullmatch(found[2].lower())


def plain(node: Any) -> str:
    """The words alone."""
    parts = []
    for child in _children(node):
        if child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "html_inline":
            parts.append(child.content if is_words(child.content) else "")
        else:
            parts.append(plain(child) if child.children else child.content)
    return " ".join("".join(parts).split())


def _children(node: Any) -> list[SyntaxTreeNode]:
    """The children of a node; a paragraph's words hang below a node of their own."""
    children: list[SyntaxTreeNode] = list(node.children or [])
    if len(children) == 1 and children[0].type == "inline":
        return list(children[0].children or [])
    return children
