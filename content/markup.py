"""What HTML may stay in a text that people write, and what the cleaned HTML says."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3
from pygments.token import STANDARD_TYPES

ALLOWED = {
    "a", "abbr", "aside", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details",
    "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u",
    "ul", "var", "wbr",
}  # fmt: skip
DROPPED = {
    "script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript", "title",
    "select", "textarea", "audio", "video",
}  # fmt: skip
"""Elements that go with all that is in them."""
BLOCKS = {
    "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "summary", "table", "td",
    "th", "tr", "ul",
}  # fmt: skip
"""Elements that stand on lines of their own."""
CALLOUT_TONES = {f"callout--{tone}" for tone in ("note", "tip", "warning", "exercise")}


def clean(markup: str) -> str:
    """The markup without anything that could run, load, post or restyle; any string has an answer."""
    return str(_cleaner.clean(markup))


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


@dataclass
class Seen:
    text: str = ""
    headings: list[Heading] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Walks cleaned HTML once and notes words, headings and links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.headings: list[Heading] = []
        self.links: list[str] = []
        self.anchor = ""
        self.heading_from = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in BLOCKS:
            self.pieces.append("\n")
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "img" and given.get("alt"):
            self.pieces.append(f" {given['alt']} ")
        if tag[0] == "h" and tag[1:].isdigit():
            self.anchor, self.heading_from = str(given.get("id") or ""), len(self.pieces)

    def handle_endtag(self, tag: str) -> None:
        if tag[0] == "h" and tag[1:].isdigit() and self.anchor:
            words = " ".join("".join(self.pieces[self.heading_from :]).split())
            self.headings.append(Heading(int(tag[1:]), self.anchor, words))
            self.anchor = ""
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def read(markup: str) -> Seen:
    """Words, headings and links of cleaned HTML."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).splitlines())
    return Seen("\n".join(line for line in lines if line), reader.headings, reader.links)


def _make_cleaner() -> nh3.Cleaner:
    """What may stay; everything else goes, of some elements with all that is in them."""
    headings = {f"h{level}": {"id"} for level in range(2, 7)}
    return nh3.Cleaner(
        tags=ALLOWED,
        clean_content_tags=DROPPED,
        attributes={
            "*": {"lang", "dir"},
            "a": {"href", "title", "id"},
            "abbr": {"title"},
            "details": {"open"},
            "img": {"src", "alt", "title", "width", "height"},
            "li": {"id", "value"},
            "ol": {"start", "type"},
            "sup": {"id"},
            "td": {"colspan", "rowspan", "align"},
            "th": {"colspan", "rowspan", "align", "scope"},
            "time": {"datetime"},
            **headings,
        },
        tag_attribute_values={"pre": {"tabindex": {"0"}}, "div": {"tabindex": {"0"}}},
        allowed_classes={
            "a": {"footnote-backref"},
            "aside": {"callout", *CALLOUT_TONES},
            "code": {"highlight"},
            "div": {"callout__body", "table-scroll"},
            "figure": {"code"},
            "li": {"footnote-item"},
            "ol": {"footnotes-list"},
            "p": {"callout__title"},
            "pre": {"code__text"},
            "section": {"footnotes"},
            "span": {name for name in STANDARD_TYPES.values() if name},
            "sup": {"footnote-ref"},
        },
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )


_cleaner = _make_cleaner()
