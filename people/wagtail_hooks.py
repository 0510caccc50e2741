"""What operators see of people in Wagtail's admin, and how the log calls what was done."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from people.editing import TeamViewSet
from people.models import Person


@hooks.register("register_log_actions")
def name_log_actions(registry: LogActionRegistry) -> None:
    registry.register_action("people.create", _("Add a person"), _("Added"))
    registry.register_action("people.change_email", _("Change an address"), _("Address changed"))
    registry.register_action("people.change_state", _("Change a state"), _("State changed"))


@hooks.register("register_admin_viewset")
def keep_teams() -> TeamViewSet:
    return TeamViewSet("teams", url_prefix="teams")


@hooks.register("before_bulk_action")
def refuse_bulk(_request: HttpRequest, action_type: str, _people: Any, action: Any) -> None:
    """Wagtail would write `is_active` past the state, or delete people; neither is done in bulk."""
    if action.model is Person and action_type in {"delete", "set_active_state"}:
        raise Http404
