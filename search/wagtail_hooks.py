"""How the log calls what stewards did."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def name_log_actions(registry: LogActionRegistry) -> None:
    registry.register_action("search.promote", _("Pin an answer"), _("Answer pinned"))
    registry.register_action("search.change_pin", _("Change a pinned answer"), _("Pinned answer changed"))
    registry.register_action("search.withdraw_pin", _("End a pinned answer"), _("Pinned answer ended"))
