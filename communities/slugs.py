"""Addresses made from titles: plain letters, never a bare number, unique where they stand."""

from collections.abc import Collection

from anyascii import anyascii
from django.utils.text import slugify

LONGEST = 80


def slug_for(title: str, taken: Collection[str]) -> str:
    """A slug for the title that is not yet taken.

    Titles in other scripts are written in Latin letters. A bare number would read like an id.
    """
    base = slugify(anyascii(title))[:LONGEST].strip("-_") or "page"
    if base.isdigit():
        base = f"n-{base}"
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
