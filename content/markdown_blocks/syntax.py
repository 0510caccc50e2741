"""Reading Markdown: CommonMark with tables, definitions, formulas, `::: name` and `{…}`."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

MAX_LENGTH = 500_000
MAX_BRACKETS = 20_000
DIVISION = re.compile(r"^:{3,}[ \t]*(.*?)[ \t:]*$")
DIVISION_KIND = re.compile(r"\{?\s*\.?([A-Za-z][\w-]*)")
CODE_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})(.*)$")
QUOTED = r"""(?:[^{}"']|"[^"]*"|'(?:[^']|'(?=\w))*')"""
ATTRIBUTES = re.compile(r"\{" + QUOTED + r"*\}|\{[^{}\n]*\}")
ATTRIBUTE = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'((?:[^']|'(?=\w))*)'|([^\s}]+))""")
OWN_ID = re.compile(r"#([\w:.-]+)")
SPAN = re.compile(r"\[([^\[\]\n]{1,200})\]\{([^{}\n]*)\}")
HEADING_ID = re.compile(r"[ \t]*\{([^{}]*)\}[ \t]*$")
KRAMDOWN = re.compile(r"^\{:[^}]*\}[ \t]*$")


class TooMuchError(ValueError):
    """The text is too long, or so tangled that reading it would take for ever."""


def parse(text: str) -> SyntaxTreeNode:
    """The tree of a text; lines count from 0. Raises `TooMuchError`."""
    if len(text) > MAX_LENGTH or text.count("[") > MAX_BRACKETS:
        raise TooMuchError
    return SyntaxTreeNode(_parser().parse(_without_kramdown(text)))


def _without_kramdown(text: str) -> str:
    """Lines such as `{:auto_ids}`, outside code, say nothing to a reader; they become empty."""
    if "{:" not in text:
        return text
    lines, fence = text.split("\n"), ""
    for number, line in enumerate(lines):
        fence = _fence_after(line, fence)
        if not fence and KRAMDOWN.match(line):
            lines[number] = ""
    return "\n".join(lines)


def _fence_after(line: str, fence: str) -> str:
    """The code fence that is open behind a line, given the one open before it."""
    marks = CODE_FENCE.match(line)
    if not marks:
        return fence
    if not fence:
        return marks[1]
    return "" if marks[1].startswith(fence) and not marks[2].strip() else fence


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable(["table", "strikethrough"])
    parser.use(deflist_plugin).use(dollarmath_plugin, allow_space=False, allow_digits=False)
    breaking: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "division", _division, breaking)
    parser.inline.ruler.before("link", "span", _span)
    parser.inline.ruler.push("attributes", _attributes)
    parser.core.ruler.before("inline", "own_ids", _own_ids)
    return parser


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _division(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """`::: name` up to its `:::`, however many colons either has; what opens must close first."""
    found = DIVISION.match(_line(state, start))
    if not found or state.is_code_block(start):
        return False
    if silent:
        return True
    kind = DIVISION_KIND.match(found[1])
    if kind:
        _push_division(state, kind[1].lower(), start, _closing_line(state, start + 1, end), end)
    else:
        state.push("division_end", "", 0).map = [start, start + 1]
        state.line = start + 1
    return True


def _push_division(state: StateBlock, kind: str, start: int, closing: int | None, end: int) -> None:
    last = end if closing is None else closing
    opened = state.push("division_open", "div", 1)
    opened.map, opened.meta = [start, last], {"kind": kind, "closed": closing is not None}
    around, limit = state.parentType, state.lineMax
    state.parentType, state.lineMax = "container", last
    state.md.block.tokenize(state, start + 1, last)
    state.parentType, state.lineMax = around, limit
    state.push("division_close", "div", -1)
    state.line = last if closing is None else last + 1


def _closing_line(state: StateBlock, start: int, end: int) -> int | None:
    depth, fence = 1, ""
    for number in range(start, end):
        line = _line(state, number)
        before, fence = fence, _fence_after(line, fence)
        if not (before or fence) and (found := DIVISION.match(line)):
            depth += 1 if DIVISION_KIND.match(found[1]) else -1
            if not depth:
                return number
    return None


def _span(state: StateInline, silent: bool) -> bool:
    """`[words]{#id}`: the words, under an id of their own."""
    found = SPAN.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        state.push("text", "", 0).content = found[1]
        _keep_id(state.tokens[-1].meta, found[2])
    state.pos = found.end()
    return True


def _attributes(state: StateInline, silent: bool) -> bool:
    """`{alt='…' width="40%"}` behind a picture, a link or code."""
    if silent or state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    last = state.tokens[-1]
    found = ATTRIBUTES.match(state.src, state.pos)
    if not found or last.type not in {"image", "link_close", "code_inline"}:
        return False
    last.meta["attributes"] = {
        name.lower(): double or single or plain for name, double, single, plain in ATTRIBUTE.findall(found[0])
    }
    state.pos = found.end()
    return True


def _own_ids(state: StateCore) -> None:
    """Takes `{#id}` behind a heading out of what is read as words."""
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        if before.type == "heading_open" and (found := HEADING_ID.search(token.content)):
            _keep_id(before.meta, found[1])
            token.content = token.content[: found.start()]


def _keep_id(meta: dict[str, str], attributes: str) -> None:
    if found := OWN_ID.search(attributes):
        meta["id"] = found[1]
