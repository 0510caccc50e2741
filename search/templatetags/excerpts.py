"""Shows the pieces of a text with its matches marked."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search.excerpts import Piece

register = template.Library()


@register.filter
def with_marks(pieces: Iterable[Piece]) -> SafeString:
    """Every piece escaped, those that match inside `<mark>`."""
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", piece.text) if piece.marked else piece.text,) for piece in pieces),
    )
