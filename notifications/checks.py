"""A kind of notice without words fails at start-up, not in the worker at night."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.template import Engine
from django.template.exceptions import TemplateDoesNotExist

from notifications.kinds import Kind, kinds


@register()
def kinds_have_words(**_options: Any) -> list[CheckMessage]:
    return [
        Error(
            f"The notice “{kind.key}” has no words.",
            hint=f"Write templates/{kind.words}.txt, or name another template where the kind is registered.",
            id="notifications.E001",
        )
        for kind in kinds()
        if not _has_words(kind)
    ]


def _has_words(kind: Kind) -> bool:
    try:
        Engine.get_default().get_template(f"{kind.words}.txt")
    except TemplateDoesNotExist:
        return False
    return True
