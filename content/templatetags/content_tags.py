"""How lesson blocks become HTML: coloured code, tables, pictures, headings with ids."""

from functools import cache
from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.rich_text import expand_db_html

from content.anchors import Anchors, block_anchor, placed
from content.blocks import CALLOUT_KINDS, CODE_LANGUAGES
from content.pictures import rendition_specs

register = template.Library()

PLAIN_LANGUAGES = {"text", "output"}
MAX_COLOURED = 50_000
"""Longer code is shown without colours; some lexers take very long for what no person reads."""

CALLOUT_TONES = {"tip": "tip", "warning": "warning", "teacher": "solution", "more": "solution"}
SIZES = "(min-width: 48rem) 44rem, 100vw"
FORMATTER = HtmlFormatter(nowrap=True)


@register.filter
def highlighted(code: str, language: str) -> SafeString:
    """Code as escaped HTML, coloured by Pygments where the language is known."""
    if language in PLAIN_LANGUAGES or language not in dict(CODE_LANGUAGES) or len(code) > MAX_COLOURED:
        return escape(code)
    lexer = get_lexer_by_name(language, stripnl=False)
    coloured: str = highlight(code, lexer, FORMATTER)
    return mark_safe(coloured)  # Pygments escapes what it colours


@register.filter
def language_name(language: str) -> str:
    return str(dict(CODE_LANGUAGES).get(language, ""))


@register.filter
def callout_tone(kind: str) -> str:
    """The look of a callout; what is for teachers or for later stays folded."""
    return CALLOUT_TONES.get(kind, "note")


@register.filter
def callout_name(kind: str) -> str:
    return str(dict(CALLOUT_KINDS).get(kind, ""))


@cache
def _cell_markdown() -> MarkdownIt:
    return MarkdownIt("zero", {"html": False}).enable(
        ["backticks", "emphasis", "escape", "link", "strikethrough"]
    )


@register.filter
def table_rows(text: str) -> list[list[SafeString]]:
    """Rows of equally many cells; a cell may hold links, code and emphasis in Markdown, never HTML."""
    rows = [_cells(line) for line in text.strip("\n").splitlines() if line.strip()]
    width = max((len(row) for row in rows), default=0)
    return [[_cell(cell) for cell in row + [""] * (width - len(row))] for row in rows]


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return line.split("\t")
    return line.strip().removeprefix("|").removesuffix("|").split("|")


def _cell(text: str) -> SafeString:
    rendered: str = _cell_markdown().renderInline(text.strip())
    return mark_safe(rendered)  # HTML is off in this parser: it escapes, and refuses script links


@register.simple_tag(takes_context=True)
def rich_text(context: template.Context, value: Any) -> SafeString:
    """Rich text whose headings carry ids, where the page around it keeps a list of them."""
    html = expand_db_html(value.source)
    anchors = context.get("anchors")
    marked = anchors.mark(html) if isinstance(anchors, Anchors) else html
    return mark_safe(marked)  # written by Wagtail's editor or by our importers, which clean it


@register.simple_tag(takes_context=True)
def heading_id(context: template.Context, text: str) -> str:
    anchors = context.get("anchors")
    return (anchors if isinstance(anchors, Anchors) else Anchors()).heading(text)


@register.simple_tag(takes_context=True)
def anchor(context: template.Context, title: str) -> str:
    """An id for a callout or task, so that links can lead to it; nothing where it has no title."""
    anchors = context.get("anchors")
    return anchors.claim(title) if title and isinstance(anchors, Anchors) else ""


@register.simple_tag(takes_context=True)
def passage(context: template.Context, block: Any) -> SafeString:
    """A block of a lesson with an id on it, so that links can lead to it."""
    html = placed(block.render_as_block(context.flatten()), block_anchor(block.id))
    return mark_safe(html)  # the block's own template escaped it; the id holds letters and digits


@register.simple_tag
def lesson_picture(image: Any) -> SafeString:
    """An `<img>` in the sizes a reader may need."""
    renditions = get_renditions_or_not_found(image, rendition_specs(image))
    shown = list(renditions.values())
    largest = shown[-1]
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        largest.url,
        format_html_join(", ", "{} {}w", ((one.url, one.width) for one in shown)),
        SIZES,
        largest.width,
        largest.height,
        image.contextual_alt_text or "",
    )
