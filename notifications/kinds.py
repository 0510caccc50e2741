"""What may be told: each app names its kinds at start-up, with their subject and words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notifications.models import Notice


@dataclass(frozen=True)
class Kind:
    """One sort of notice, for example `enrolment.confirmed`.

    `subject` is a translatable sentence that may name facts: `_("You're in: %(course)s")`.
    `template` is the path without its ending (default `notifications/mail/<key>`). The `.txt` holds
    only the body: greeting and signature come around it. An `.html` beside it is optional; without
    one the text becomes paragraphs with live links.
    `facts(notice)` reads what the words need when the mail is written, so that a date moved meanwhile
    is the right one. It runs in the reader's language and zone. What it returns goes over the notice's
    own context; a `url` that begins with `/` becomes absolute.
    `void_when(notice)` says that nothing needs telling any more; asked just before sending.
    """

    key: str
    subject: Any
    template: str = ""
    void_when: "Callable[[Notice], bool] | None" = None
    facts: "Callable[[Notice], Mapping[str, Any]] | None" = None

    @property
    def words(self) -> str:
        return self.template or f"notifications/mail/{self.key}"


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> Kind:
    """Make a kind known; call it from `AppConfig.ready`. Two kinds of one key are a mistake."""
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"Two kinds of notices are called {kind.key}.")
    return kind


def kind_called(key: str) -> Kind:
    """The kind of that key; raises LookupError when no app named it."""
    if key not in _kinds:
        raise LookupError(f"No kind of notice is called {key}. Register it in AppConfig.ready.")
    return _kinds[key]


def kinds() -> list[Kind]:
    """Every kind the apps have named."""
    return list(_kinds.values())
