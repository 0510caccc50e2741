"""The words of a text, the same for what is indexed and what is asked, on every database."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """Runs of letters and digits, without accents and capitals, in the order of the text.

    >>> words("Über_uns: C'est l'été (2026)")
    ['uber', 'uns', 'c', 'est', 'l', 'ete', '2026']
    """
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return _WORD.findall(text)
