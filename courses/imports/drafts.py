"""What the import would write: a course and its lessons, before anything is stored."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from content.imports import Report, content_hash
from content.markdown_blocks import Block, Converter
from content.markdown_blocks.writer import canonical, clipped, plain_of
from courses.imports.figures import Figures
from courses.imports.folder import INDEX, CourseFolder, SourcePage
from courses.imports.links import Links

MOST_OUTCOMES = 6
SENTENCE = re.compile(r"(?<=[.!?])\s+")
FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
LIST_ITEM = re.compile(r"<li>(.*?)(?:</li>|<ul>|<ol>)", re.DOTALL)
HEADING = re.compile(r"<h[34]>(.*?)</h[34]>", re.DOTALL)


@dataclass(frozen=True)
class Draft:
    """The fields of a page as the import would write them, and where they come from."""

    path: str
    source: str
    slug: str
    fields: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.fields)


def fingerprint(fields: dict[str, Any]) -> str:
    """Equal for equal content, however it was stored."""
    return content_hash(canonical(fields))


@dataclass
class Drafting:
    """Turns the pages of a folder into drafts; `slugs` and the links' addresses are settled before."""

    folder: CourseFolder
    links: Links
    figures: Figures
    report: Report

    def learn_anchors(self) -> None:
        """Read every page once to know its ids, telling nobody what is lost."""
        for page in self._all_pages():
            converter = Converter(
                report=Report(),
                path=page.path,
                before=page.before,
                picture=lambda _figure: None,
                link=lambda href, _line: href,
            )
            self.links.learn(page.path, converter.convert(page.text))

    def lesson(self, page: SourcePage, slug: str) -> Draft:
        blocks = self._converted(page)
        if page.part == "instructors":
            note = f"<p>{escape(_('These notes are for those who teach the course.'))}</p>"
            blocks = [_callout("teacher", "", [{"type": "text", "value": note}]), *blocks]
        fields = {
            "title": page.title,
            "summary": _summary(blocks),
            "minutes": page.minutes or None,
            "body": blocks,
        }
        return Draft(page.path, self.folder.source_of(page.path), slug, fields)

    def course(self, slug: str, lessons: Iterable[Draft]) -> Draft:
        blocks = self._converted(self.folder.index) if self.folder.index else []
        body, picture = self._prose(blocks)
        fields = {
            "title": self.folder.title,
            "promise": _promise(blocks),
            "outcomes": _outcomes(lessons),
            "prerequisites": _prerequisites(blocks),
            "body": body,
            "minutes": self.folder.minutes or None,
            "language": self.folder.language,
            "licence": self.folder.licence,
            "picture_id": picture,
        }
        return Draft(INDEX, self.folder.source, slug, fields)

    def _all_pages(self) -> list[SourcePage]:
        return [*([self.folder.index] if self.folder.index else []), *self.folder.pages]

    def _converted(self, page: SourcePage) -> list[Block]:
        converter = Converter(
            report=self.report,
            path=page.path,
            before=page.before,
            picture=self.figures.of(page),
            link=self.links.of(page),
        )
        return converter.convert(page.text).blocks

    def _prose(self, blocks: list[Block]) -> tuple[str, int | None]:
        """The page about the course: its text, and the first picture."""
        html: list[str] = []
        picture: int | None = None
        for block in blocks:
            kind, value = block["type"], block["value"]
            if kind == "picture" and picture is None:
                picture = value["picture"]["image"] or None
            elif (written := _as_prose(kind, value)) is not None:
                html.append(written)
            else:
                self.report.add(
                    INDEX, 0, _("A block of the kind “%(kind)s” has no place there.") % {"kind": kind}
                )
        return "".join(html), picture


def _as_prose(kind: str, value: Any) -> str | None:
    """A block as rich text; None when that cannot be."""
    if kind == "text":
        return str(value)
    if kind == "heading":
        return f"<h3>{escape(value, quote=False)}</h3>"
    if kind == "code":
        lines = escape(value["code"], quote=False).split("\n")
        return f"<p><code>{'</code><br/><code>'.join(lines)}</code></p>"
    if kind == "callout" and value["kind"] in {"prerequisites", "teacher"}:
        return ""  # the first has a field of its own, the second is about the course's own site
    if kind == "callout":
        inner = [_as_prose(block["type"], block["value"]) for block in value["body"]]
        title = f"<h4>{escape(value['title'], quote=False)}</h4>" if value["title"] else ""
        return None if None in inner else title + "".join(part or "" for part in inner)
    return None


def _callout(kind: str, title: str, body: list[Block]) -> Block:
    return {"type": "callout", "value": {"kind": kind, "title": title, "body": body}}


def _texts_of(blocks: list[Block], kind: str) -> str:
    """The rich text of all callouts of a kind."""
    return "".join(
        inner["value"]
        for block in blocks
        if block["type"] == "callout" and block["value"]["kind"] == kind
        for inner in block["value"]["body"]
        if inner["type"] == "text"
    )


def _first_item(html: str) -> str:
    found = LIST_ITEM.search(html) or FIRST_PARAGRAPH.search(html)
    return plain_of(found[1].replace("<br/>", " ")) if found else ""


def _summary(blocks: list[Block]) -> str:
    """The first question a lesson answers says best what it is about."""
    return clipped(_first_item(_texts_of(blocks, "questions")), 250)


def _promise(blocks: list[Block]) -> str:
    """As many whole sentences of the first paragraph as there is room for."""
    text = next((block["value"] for block in blocks if block["type"] == "text"), "")
    found = FIRST_PARAGRAPH.search(text)
    promise = ""
    for sentence in SENTENCE.split(plain_of(found[1]) if found else ""):
        longer = f"{promise} {sentence}".strip()
        if len(longer) > 250:
            return promise or clipped(sentence, 250)
        promise = longer
    return promise


def _outcomes(lessons: Iterable[Draft]) -> str:
    """The first objective of up to six lessons, spread over the course."""
    first = [_first_item(_texts_of(lesson.fields["body"], "objectives")) for lesson in lessons]
    found = list(dict.fromkeys(text for text in first if text))
    if len(found) > MOST_OUTCOMES:
        found = [found[place * len(found) // MOST_OUTCOMES] for place in range(MOST_OUTCOMES)]
    items = "".join(f"<li>{escape(text, quote=False)}</li>" for text in found)
    return f"<ul>{items}</ul>" if items else ""


def _prerequisites(blocks: list[Block]) -> str:
    return HEADING.sub(r"<p><b>\1</b></p>", _texts_of(blocks, "prerequisites"))
