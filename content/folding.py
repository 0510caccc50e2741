"""Text without case and accents: `Straße` and `STRASSE` give the same, so do `café` and `Cafe`.

In Python `fold`; in a database `name__folded__icontains`, `istartswith` and `iexact`, which fold both sides.
"""

import re
import unicodedata
from typing import Any, ClassVar

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


class _Alike(Lookup):
    """Compares a folded text with another, folded alike; `sql` says how."""

    sql: ClassVar[str]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        text, params = self.process_lhs(compiler, connection)
        other, more = compiler.compile(Folded(Value(self.rhs, output_field=TextField())))
        place = "STRPOS" if connection.vendor == "postgresql" else "INSTR"
        return self.sql.format(text=text, other=other, place=place), [*params, *more]


@_FoldedText.register_lookup
class Holds(_Alike):
    lookup_name = "icontains"
    sql = "{place}({text}, {other}) > 0"


@_FoldedText.register_lookup
class Begins(_Alike):
    lookup_name = "istartswith"
    sql = "{place}({text}, {other}) = 1"


@_FoldedText.register_lookup
class Equals(_Alike):
    lookup_name = "iexact"
    sql = "{text} = {other}"


def teach_fold(connection: Any, **_signal: Any) -> None:
    """Receives every new connection; only SQLite has to be told how to fold."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FUNCTION, 1, _fold_or_null, deterministic=True)


def _fold_or_null(text: str | None) -> str | None:
    return None if text is None else fold(text)
