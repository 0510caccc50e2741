"""Markdown in, cleaned HTML out: the one way in which wiki text becomes a page.

Whatever HTML the source holds is cleaned at the very end against a short list of what may stay,
so that nothing that is written, imported or nested can bring script, style or a form along.
"""

import html as entities
import logging
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from pygments import highlight as colour
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from content.markup import Heading, clean, read

logger = logging.getLogger(__name__)

MAX_SOURCE_BYTES = 500_000
MAX_NESTING = 60
MAX_OPEN_TAGS = 200
MAX_BRACKETS = 20_000
MAX_CODE = 20_000
"""Longer code is shown without colours."""

LinkResolver = Callable[[str], str | None]
"""Gives the address of the page with a title, or None where there is nothing to lead to."""

CALLOUTS = {
    "note": "note", "info": "note", "important": "note", "tip": "tip", "success": "tip",
    "warning": "warning", "caution": "warning", "error": "warning", "exercise": "exercise",
}  # fmt: skip
WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]{1,255})(?:\|([^\[\]\n]{1,255}))?\]\]")
OWN_ID = re.compile(r"\s*\{#([^\s{}]{1,200})\}\s*$")
CALLOUT_MARK = re.compile(r"^\[!([A-Za-z]{3,12})\][ \t]*")
TASK_MARK = re.compile(r"^\[([ xX])\] ")
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
VOID = frozenset(
    ["br", "hr", "img", "input", "col", "wbr", "source", "meta", "link", "area", "base", "embed"]
)
TAKEN_IDS = frozenset(["main", "toasts"])
"""Ids of the page around the text."""


@dataclass(frozen=True)
class Rendered:
    """`html` is safe to show, `text` is what a search reads, `links` are addresses in their order."""

    html: str
    text: str
    headings: list[Heading]
    links: list[str]


def render(source: str, resolve_link: LinkResolver | None = None) -> Rendered:
    """Turn Markdown into cleaned HTML; any string has an answer, none raises.

    Headings begin with h2, since the page's title is its h1. `[[title]]` becomes a link where
    `resolve_link` knows an address. A source above 500 kB, or nested beyond reason, is shown as it is.
    """
    source = LONE_SURROGATE.sub("\ufffd", source)
    markup = clean(_markup(source, resolve_link))
    seen = read(markup)
    return Rendered(html=markup, text=seen.text, headings=seen.headings, links=seen.links)


def plain_text(markup: str) -> str:
    """The words of cleaned HTML, a line for each block."""
    return read(markup).text


def headings_in(markup: str) -> list[Heading]:
    """The headings of cleaned HTML that one can jump to."""
    return read(markup).headings


def slug_of(heading: str) -> str:
    """The anchor of a heading, formed as GitHub forms it: words in lower case, joined by hyphens."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")[:200] or "section"


def _markup(source: str, resolve_link: LinkResolver | None) -> str:
    if len(source.encode()) > MAX_SOURCE_BYTES or _beyond_reason(source):
        return _as_it_is(source)
    try:
        return _parser.render(source, {"resolve_link": resolve_link})
    except Exception:  # a page that cannot be drawn must still be readable
        logger.exception("A Markdown text could not be rendered.")
        return _as_it_is(source)


def _as_it_is(source: str) -> str:
    return f'<pre class="code__text" tabindex="0">{entities.escape(source)}</pre>'


def _beyond_reason(source: str) -> bool:
    """Whether so many brackets or open tags are in it that drawing it would take for ever."""
    if source.count("[") > MAX_BRACKETS:
        return True
    open_tags: Counter[str] = Counter()
    for closing, name in TAG.findall(source):
        tag = name.lower()
        if closing:
            open_tags[tag] = max(open_tags[tag] - 1, 0)
        elif tag not in VOID:
            open_tags[tag] += 1
    return open_tags.total() > MAX_OPEN_TAGS


# Reading Markdown


def _wiki_link(state: StateInline, silent: bool) -> bool:
    """`[[title]]` and `[[title|words]]`, where somebody can say what a title leads to."""
    if not state.src.startswith("[[", state.pos) or not (resolve := state.env.get("resolve_link")):
        return False
    match = WIKI_LINK.match(state.src, state.pos)
    if not match or state.linkLevel:
        return False
    if not silent:
        title = match[1].strip()
        href = resolve(title)
        words = (match[2] or title).strip()
        if href:
            state.push("link_open", "a", 1).attrs = {"href": href}
        state.push("text", "", 0).content = words
        if href:
            state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def _lay_headings(state: StateCore) -> None:
    """Each stands one level below the one it belongs to, the first ones below the page's h1."""
    taken = set(TAKEN_IDS)
    within: list[int] = []
    for place, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        written = int(token.tag[1])
        within = [*(level for level in within if level < written), written]
        inline = state.tokens[place + 1]
        base = _own_id(inline) or slug_of(_words(inline.children or []))
        token.attrs = {"id": _free(base, taken)}
        token.tag = state.tokens[place + 2].tag = f"h{min(len(within) + 1, 6)}"


def _free(base: str, taken: set[str]) -> str:
    """The id itself, or with the first number that makes it unique on the page."""
    numbered = (f"{base}-{number}" for number in count(1))
    found = base if base not in taken else next(one for one in numbered if one not in taken)
    taken.add(found)
    return found


def _own_id(inline: Token) -> str:
    """The id of `## Title {#id}`, taken out of the heading."""
    last = inline.children[-1] if inline.children else None
    if last is None or last.type != "text" or not (match := OWN_ID.search(last.content)):
        return ""
    last.content = last.content[: match.start()]
    return match[1]


def _words(children: list[Token]) -> str:
    return "".join(child.content for child in children if child.type in {"text", "code_inline", "image"})


def _lay_callouts(state: StateCore) -> None:
    """A quotation that begins with `[!warning] Title` becomes a callout."""
    tokens: list[Token] = []
    endings: list[Token | None] = []
    for place, token in enumerate(state.tokens):
        if token.type == "blockquote_open":
            head = _callout_head(state.tokens[place + 1 : place + 3])
            endings.append(_raw("</div></aside>") if head else None)
            tokens.extend(head or [token])
        elif token.type == "blockquote_close":
            tokens.append((endings.pop() if endings else None) or token)
        else:
            tokens.append(token)
    state.tokens = tokens


def _callout_head(following: list[Token]) -> list[Token] | None:
    if [token.type for token in following] != ["paragraph_open", "inline"]:
        return None
    inline = following[1]
    children = inline.children or []
    match = CALLOUT_MARK.match(children[0].content) if children and children[0].type == "text" else None
    kind = CALLOUTS.get(match[1].lower()) if match else None
    if not match or not kind:
        return None
    children[0].content = children[0].content[match.end() :]
    end = next(
        (n for n, child in enumerate(children) if child.type in {"softbreak", "hardbreak"}), len(children)
    )
    title = Token("inline", "", 0, children=children[:end], content=inline.content)
    if not _words(children[:end]).strip():
        title.children = [Token("text", "", 0, content=_callout_title(kind))]
    inline.children = children[end + 1 :]
    opening = f'<aside class="callout callout--{kind}"><p class="callout__title">'
    return [_raw(opening), title, _raw('</p><div class="callout__body">')]


def _callout_title(kind: str) -> str:
    return {"note": _("Note"), "tip": _("Tip"), "warning": _("Take care"), "exercise": _("Try it")}[kind]


def _raw(markup: str) -> Token:
    return Token("html_block", "", 0, content=markup)


def _lay_tasks(state: StateCore) -> None:
    """`- [x] done` shows a ticked box; ticking is done in the text."""
    for before, token in zip(state.tokens[1:], state.tokens[2:], strict=False):
        first = token.children[0] if token.type == "inline" and token.children else None
        if first is None or first.type != "text" or before.type != "paragraph_open" or before.level < 2:
            continue
        if match := TASK_MARK.match(first.content):
            first.content = ("☐ " if match[1] == " " else "☑ ") + first.content[match.end() :]


def _lay_pictures(state: StateCore) -> None:
    """A picture of another host becomes a link to it: pages load nothing from elsewhere."""
    for token in state.tokens:
        if token.type != "inline" or not token.children:
            continue
        children: list[Token] = []
        within_link = 0
        for child in token.children:
            within_link += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            children.extend(_picture(child, linked=bool(within_link)))
        token.children = children


def _picture(child: Token, *, linked: bool) -> list[Token]:
    src = str(child.attrGet("src") or "") if child.type == "image" else ""
    if not src or not _elsewhere(src):
        return [child]
    words = Token("text", "", 0, content=child.content or src)
    if linked:
        return [words]
    return [Token("link_open", "a", 1, attrs={"href": src}), words, Token("link_close", "a", -1)]


def _elsewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)


# Writing HTML


def _render_code(_self: Any, tokens: list[Token], place: int, *_rest: Any) -> str:
    token = tokens[place]
    words = token.info.split()
    coloured = _coloured(token.content, words[0] if words else "")
    return (
        '<figure class="code"><pre class="code__text" tabindex="0">'
        f'<code class="highlight">{coloured}</code></pre></figure>\n'
    )


def _coloured(code: str, language: str) -> str:
    try:
        lexer = get_lexer_by_name(language, stripnl=False) if 0 < len(code) <= MAX_CODE and language else None
    except ClassNotFound:
        lexer = None
    if lexer is None:
        return entities.escape(code)
    return str(colour(code, lexer, _formatter))


def _render_table_open(*_rendering: Any) -> str:
    return '<div class="table-scroll" tabindex="0"><table>\n'


def _render_table_close(*_rendering: Any) -> str:
    return "</table></div>\n"


def _render_cell_open(_self: Any, tokens: list[Token], place: int, *_rest: Any) -> str:
    token = tokens[place]
    side = str(token.attrGet("style") or "").removeprefix("text-align:")
    return f'<{token.tag} align="{side}">' if side else f"<{token.tag}>"


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin, inline=False)
    parser.inline.ruler.before("link", "wiki_link", _wiki_link)
    for rule in (_lay_headings, _lay_callouts, _lay_tasks, _lay_pictures):
        parser.core.ruler.push(rule.__name__, rule)
    for name in ("fence", "code_block"):
        parser.add_render_rule(name, _render_code)
    parser.add_render_rule("table_open", _render_table_open)
    parser.add_render_rule("table_close", _render_table_close)
    parser.add_render_rule("th_open", _render_cell_open)
    parser.add_render_rule("td_open", _render_cell_open)
    return parser


_parser = _make_parser()
_formatter = HtmlFormatter(nowrap=True)
