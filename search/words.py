"""How text becomes words: one rule for every engine, so that all of them find the same things.

Documents and queries go through `words` before an engine sees them. Engines only add stemming.
"""

import re
import unicodedata

from content.folding import fold

LONGEST_TEXT = 200_000
"""Characters of a text that are searched; PostgreSQL refuses vectors of more than a megabyte."""
LONGEST_WORD = 64

IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ASCII_WORD = re.compile(r"[a-z0-9]+")


def _marks() -> str:
    """The combining marks that belong to words, as in Devanagari or Thai, as ranges of a character class."""
    marks = {code for code in range(0x0370, 0x10000) if unicodedata.category(chr(code))[0] == "M"}
    starts = sorted(code for code in marks if code - 1 not in marks)
    ends = sorted(code for code in marks if code + 1 not in marks)
    return "".join(f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True))


MARKS = _marks()
_WORD = re.compile(rf"[{IDEOGRAPHS}]|[^\W_{IDEOGRAPHS}](?:[^\W_{IDEOGRAPHS}]|[{MARKS}])*")


def words(text: str) -> list[str]:
    """The folded words of a text: runs of letters and digits; an ideograph is a word of its own."""
    pattern = _ASCII_WORD if text.isascii() else _WORD
    return [word[:LONGEST_WORD] for word in pattern.findall(fold(text))]


def searchable(text: str) -> str:
    """What an engine indexes of a text: its words with single spaces between them."""
    return " ".join(words(text[:LONGEST_TEXT]))[:LONGEST_TEXT]
