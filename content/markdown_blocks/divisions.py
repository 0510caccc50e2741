"""The `::: name` divisions in which teachers write: what each becomes in a lesson."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from markdown_it.tree import SyntaxTreeNode

from content.markdown_blocks.inline import plain
from content.markdown_blocks.writer import Block, Writer, clipped, plain_of

CALLOUTS = {
    "objectives": "objectives", "overview": "objectives", "questions": "questions",
    "keypoints": "keypoints", "key-points": "keypoints",
    "prereq": "prerequisites", "prerequisites": "prerequisites",
    "callout": "note", "note": "note", "info": "note", "checklist": "note", "tip": "tip",
    "caution": "warning", "warning": "warning", "testimonial": "quote", "quote": "quote",
    "instructor": "teacher", "spoiler": "more", "hint": "more", "solution": "more",
}  # fmt: skip
TASKS = frozenset(["challenge", "exercise", "task"])
TRANSPARENT = frozenset(["tab", "group-tab", "tabs", "empty"])
MAX_PROMPT = 1000


class DivisionsMixin:
    """The part of the converter that knows divisions."""

    ids: dict[str, str]

    def children(self, node: SyntaxTreeNode, writer: Writer) -> None:
        raise NotImplementedError

    def node(self, node: SyntaxTreeNode, writer: Writer) -> None:
        raise NotImplementedError

    def lost(self, line: int, reason: str) -> None:
        raise NotImplementedError

    def inner(self, nodes: Iterable[SyntaxTreeNode]) -> list[Block]:
        """What may stand inside a callout or task."""
        writer = Writer(inner=True)
        for node in nodes:
            self.node(node, writer)
        return writer.done()

    def callout(self, kind: str, title: str, body: list[Block], writer: Writer) -> None:
        if body or title:
            writer.block("callout", {"kind": kind, "title": title, "body": body})

    def titled(self, node: SyntaxTreeNode) -> tuple[str, list[SyntaxTreeNode]]:
        """The heading that a division begins with, and the rest."""
        children = list(node.children)
        for place, child in enumerate(children):
            if child.type == "heading":
                title = clipped(plain(child))
                if own := child.meta.get("id"):
                    self.ids[own] = title
                return title, children[:place] + children[place + 1 :]
            if child.type != "html_block":
                break
        return "", children

    def _on_division(self, node: SyntaxTreeNode, writer: Writer) -> None:
        kind = node.meta["kind"]
        line = node.map[0] if node.map else 0
        if not node.meta["closed"]:
            self.lost(line, _("The division “%(kind)s” has no end; it ends with the text.") % {"kind": kind})
        if kind in TRANSPARENT:
            self.children(node, writer)
        elif writer.inner:
            self._flat(node, writer)
        elif kind in TASKS:
            self._task(node, writer)
        elif kind == "discussion":
            self._discussion(node, writer)
        elif kind in CALLOUTS:
            title, rest = self.titled(node)
            self.callout(CALLOUTS[kind], title or _default_title(kind), self.inner(rest), writer)
        else:
            self.lost(line, _("The division “%(kind)s” is not known; what it holds stays.") % {"kind": kind})
            self.children(node, writer)

    def _on_division_end(self, node: SyntaxTreeNode, _writer: Writer) -> None:
        self.lost(node.map[0] if node.map else 0, _("This line ends a division that did not begin."))

    def _flat(self, node: SyntaxTreeNode, writer: Writer) -> None:
        """A division within a callout or task: nothing nests that deep, so it follows as text."""
        title, rest = self.titled(node)
        name = title or _default_title(node.meta["kind"])
        if name:
            writer.heading(4, plain_as_html(name), name)
        for child in rest:
            self.node(child, writer)

    def _task(self, node: SyntaxTreeNode, writer: Writer) -> None:
        title, rest = self.titled(node)
        title = title or _("Exercise")
        solutions = [child for child in rest if is_division(child, "solution")]
        body = self.inner(child for child in rest if child not in solutions)
        value = {
            "title": title,
            "minutes": None,
            "body": body or [{"type": "text", "value": f"<p>{plain_as_html(title)}</p>"}],
            "solution": self._solution(solutions),
        }
        writer.block("task", value)

    def _solution(self, solutions: list[SyntaxTreeNode]) -> list[Block]:
        """All solutions one after another; where there are several, each under its title."""
        writer = Writer(inner=True)
        for node in solutions:
            title, rest = self.titled(node)
            if len(solutions) > 1 and title:
                writer.heading(3, plain_as_html(title), title)
            for child in rest:
                self.node(child, writer)
        return writer.done()

    def _discussion(self, node: SyntaxTreeNode, writer: Writer) -> None:
        """A prompt where words are all there is; else a callout, which loses nothing."""
        title, rest = self.titled(node)
        body = self.inner(rest)
        html = "".join(block["value"] for block in body if block["type"] == "text")
        prompt = "\n\n".join(part for part in [title, plain_of(html.replace("</p>", "</p> "))] if part)
        only_words = (
            all(block["type"] == "text" for block in body) and "<a " not in html and "<li>" not in html
        )
        if prompt and only_words and len(prompt) <= MAX_PROMPT:
            writer.block("discussion", {"prompt": prompt})
        else:
            self.callout("note", title or _("Discussion"), body, writer)


def is_division(node: SyntaxTreeNode, kind: str) -> bool:
    return node.type == "division" and node.meta["kind"] == kind


def plain_as_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _default_title(kind: str) -> str:
    return {"checklist": _("Checklist"), "hint": _("Hint"), "solution": _("Solution")}.get(kind, "")
