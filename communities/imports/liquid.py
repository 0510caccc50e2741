"""Template tags of Jekyll and Eleventy in wiki pages: shown where we know how, otherwise dropped and told.

What a tag stands for is Markdown again. Links and pictures keep their own addresses here;
`communities.imports.links` leads them on.
"""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

TAG = re.compile(r"\{\{-?(?P<value>.*?)-?\}\}|\{%-?(?P<tag>.*?)-?%\}", re.DOTALL)
END_OF = {
    name: re.compile(r"\{%-?\s*end" + name + r"\s*-?%\}") for name in ("raw", "comment", "highlight")
}  # fmt: skip
WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|([^\s,"\']+)')
PARAMETER = re.compile(r'(\w+)\s*[:=]\s*("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|[^\s,]+)')
BLOCKS = frozenset(["alert", "capture"])
NAKED = frozenset(
    ["if", "unless", "for", "case", "elsif", "else", "when", "endif", "endunless", "endfor", "endcase"]
)
SITE_ROOT = frozenset(["site.baseurl", "site.base_url", "site.url", "base.baseurl", "baseurl", "base_url"])
KINDS = {
    "info": "note", "note": "note", "warning": "warning", "error": "warning", "danger": "warning",
    "success": "tip", "tip": "tip", "important": "note", "emergency": "warning",
}  # fmt: skip
MISSING = "missing:"
"""Begins the address of a file that may not be there; the links have the last word."""

Tell = Callable[[int, str], None]
"""Reports a reason at a line of the text."""


def words_in(text: str) -> list[str]:
    """The arguments of a tag, without their quotation marks."""
    return [match[1] or match[2] or match[3] or "" for match in WORD.finditer(text)]


@dataclass
class _Open:
    """A block whose end has not come yet."""

    name: str
    arguments: str
    at: int
    margin: str
    pieces: list[str] = field(default_factory=list)


@dataclass
class Liquid:
    """Fills in one page; `data` is its front matter."""

    data: dict[str, Any]
    tell: Tell
    _text: str = ""
    _stack: list[_Open] = field(default_factory=list)
    _values: dict[str, str] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """The text as Markdown, every tag gone."""
        self._text, self._stack = text, [_Open("", "", 0, "")]
        place = 0
        while match := TAG.search(text, place):
            self._put(text[place : match.start()])
            place = match.end()
            if match["value"] is not None:
                self._put(self._value(match["value"].strip(), match.start()))
                continue
            name = next(iter(match["tag"].split()), "")
            if name in END_OF:
                place = self._verbatim(name, match)
            else:
                self._tag(name, match["tag"].strip()[len(name) :].strip(), match.start())
        self._put(text[place:])
        while len(self._stack) > 1:
            self._say(self._stack[-1].at, _("{%% %(tag)s %%} has no end.") % {"tag": self._stack[-1].name})
            self._close(self._stack[-1].name, len(text))
        return "".join(self._stack[0].pieces)

    def _put(self, piece: str) -> None:
        self._stack[-1].pieces.append(piece)

    def _say(self, at: int, reason: str) -> None:
        self.tell(self._text.count("\n", 0, at) + 1, reason)

    def _verbatim(self, name: str, match: re.Match[str]) -> int:
        """Keep what is raw as it is, forget what is a comment; the place after its end."""
        end = END_OF[name].search(self._text, match.end())
        if end is None:
            self._say(match.start(), _("{%% %(tag)s %%} has no end.") % {"tag": name})
        inner = self._text[match.end() : end.start() if end else len(self._text)]
        if name == "highlight":
            language = next(iter(words_in((match["tag"] or "").strip()[len(name) :])), "")
            self._put(f"```{language}\n{inner.strip()}\n```")
        elif name == "raw":
            self._put(inner)
        return end.end() if end else len(self._text)

    def _tag(self, name: str, arguments: str, at: int) -> None:
        if name in BLOCKS:
            line = "".join(self._stack[-1].pieces).rpartition("\n")[2]
            margin = line if not line.strip() else ""
            self._stack.append(_Open(name, arguments, at, margin))
        elif name.startswith("end") and name[3:] in BLOCKS:
            self._close(name[3:], at)
        elif handler := getattr(self, f"_tag_{name}", None):
            handler(arguments, at)
        elif name in NAKED:
            self._say(at, _("{%% %(tag)s %%} was dropped; what it surrounds stays.") % {"tag": name})
        else:
            self._say(at, _("{%% %(tag)s %%} is not known here and was dropped.") % {"tag": name})

    def _close(self, name: str, at: int) -> None:
        if len(self._stack) < 2 or self._stack[-1].name != name:
            self._say(at, _("{%% end%(tag)s %%} has no beginning.") % {"tag": name})
            return
        block = self._stack.pop()
        inner = "".join(block.pieces)
        if block.name == "capture":
            self._values[block.arguments.strip()] = inner.strip()
        else:
            heading, level, *_rest = [*words_in_order(block.arguments), "", ""]
            self._put(callout(inner, level, heading, block.margin))

    # One method for each tag that stands for something.

    def _tag_page(self, arguments: str, at: int) -> None:
        self._put(self._address(arguments, at))

    def _tag_link(self, arguments: str, at: int) -> None:
        self._put(self._address(arguments, at, jekyll=True))

    _tag_post_url = _tag_link

    def _address(self, arguments: str, at: int, *, jekyll: bool = False) -> str:
        target = self._resolved(arguments.strip(), at)
        if ":" in target or target.startswith(("#", "/")):
            return target
        return f"/{target.removeprefix('pages/') if jekyll else target}"

    def _tag_slack_channel(self, arguments: str, _at: int) -> None:
        name, words, *_rest = [*words_in(arguments), "", ""]
        self._put(f"{words} (#{name})" if words else f"#{name}")

    def _tag_image(self, arguments: str, _at: int) -> None:
        path, alt, *_rest = [*words_in_order(arguments), "", ""]
        self._put(picture(path, alt))

    def _tag_image_with_class(self, arguments: str, _at: int) -> None:
        path, _looks, alt, *_rest = [*words_in_order(arguments), "", "", ""]
        self._put(picture(path, alt))

    def _tag_download(self, arguments: str, _at: int) -> None:
        self._put(f"{MISSING}{next(iter(words_in(arguments)), '').replace(' ', '%20')}")

    def _tag_assign(self, arguments: str, at: int) -> None:
        name, _equals, value = arguments.partition("=")
        self._values[name.strip()] = self._value(value.strip(), at)

    def _tag_include(self, arguments: str, at: int) -> None:
        """An include that looks like a callout becomes one; of others nothing is known."""
        name = next(iter(words_in(arguments)), "")
        given = {key: self._resolved(value, at) for key, value in PARAMETER.findall(arguments)}
        inner = given.get("content") or given.get("text") or given.get("body") or given.get("message")
        kind = next((word for word in (*KINDS, "alert", "callout") if word in name.lower()), "")
        if inner and kind:
            level = given.get("type") or given.get("level") or given.get("kind") or kind
            self._put(callout(inner, level, given.get("title") or given.get("heading") or "", ""))
        else:
            self._say(
                at, _("{%% include %(name)s %%} was dropped: it is not in the folder.") % {"name": name}
            )

    def _value(self, expression: str, at: int) -> str:
        """What `{{ expression }}` stands for; filters are passed over."""
        first = expression.partition("|")[0].strip()
        if not first or first in SITE_ROOT:
            return ""
        if first[0] in "\"'":
            return first.strip(first[0])
        if first in self._values:
            return self._values[first]
        known = self.data.get(first.removeprefix("page."))
        if isinstance(known, str | int | float):
            return str(known)
        self._say(at, _("{{ %(name)s }} is not known here and was dropped.") % {"name": first})
        return ""

    def _resolved(self, word: str, at: int) -> str:
        """A quoted word as it is, the name of something captured or assigned by its value."""
        word = word.strip()
        if word[:1] in {'"', "'"}:
            return next(iter(words_in(word)), "")
        return self._values.get(word, TAG.sub(lambda m: self._value((m["value"] or "").strip(), at), word))


def words_in_order(arguments: str) -> list[str]:
    """Quoted arguments in their order, empty ones too; names of parameters are passed over."""
    return [
        match[1] if match[1] is not None else match[2] or ""
        for match in WORD.finditer(arguments)
        if not match[3]
    ]


def picture(path: str, alt: str) -> str:
    return f"![{alt.replace('[', '(').replace(']', ')')}]({MISSING}{path.replace(' ', '%20')})"


def callout(inner: str, level: str, heading: str, margin: str) -> str:
    """A quotation that our Markdown shows as a callout."""
    kind = KINDS.get(level.strip().lower(), "note")
    lines = textwrap.dedent(inner.strip("\n")).rstrip().split("\n")
    head = f"[!{kind}] {heading}".rstrip()
    quoted = [f"> {line}".rstrip() for line in (head, *lines)]
    return f"\n{margin}".join(quoted) + "\n"
