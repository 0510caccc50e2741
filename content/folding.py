"""Text without case and accents: `Straße` and `STRASSE` give the same, so do `café` and `Cafe`.

In Python `fold`; in a database the lookup `name__folded__icontains`, which folds both sides.
"""

import re
import unicodedata
from typing import Any

from django.db.models import CharField, TextField, Transform, Value
from django.db.models.lookups import Lookup

_ACCENTS = re.compile("[\u0300-\u036f]+")
_LETTERS = {
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ı": "i",
    "ŋ": "n",
}
_TABLE = str.maketrans(_LETTERS)
FUNCTION = "guildhall_fold"
"""The name by which SQLite knows `fold`."""


def fold(text: str) -> str:
    """The text without case and accents."""
    if text.isascii():
        return text.lower()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_TABLE)
    return unicodedata.normalize("NFC", plain)


class _FoldedText(TextField):
    pass


@CharField.register_lookup
@TextField.register_lookup
class Folded(Transform):
    """What a database makes of a text; PostgreSQL comes as near to `fold` as it can without extensions."""

    lookup_name = "folded"
    function = FUNCTION
    output_field = _FoldedText()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "lower(regexp_replace(normalize(%(expressions)s, NFKD), '[\\u0300-\\u036f]+', '', 'g'))"
        for letter, plain in {**_LETTERS, "ß": "ss"}.items():
            template = f"replace({template}, '{letter}', '{plain}')"
        return super().as_sql(compiler, connection, template=template, **context)


@_FoldedText.register_lookup
class Holds(Lookup):
    """Whether a folded text holds another, folded alike."""

    lookup_name = "icontains"
    function = "INSTR"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        text, params = self.process_lhs(compiler, connection)
        part, more = compiler.compile(Folded(Value(self.rhs, output_field=TextField())))
        return f"{self.function}({text}, {part}) > 0", [*params, *more]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        self.function = "STRPOS"
        return self.as_sql(compiler, connection)


def teach_fold(connection: Any, **_signal: Any) -> None:
    """Receives every new connection; only SQLite has to be told how to fold."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, _fold_or_null, deterministic=True)


def _fold_or_null(text: str | None) -> str | None:
    return None if text is None else fold(text)
