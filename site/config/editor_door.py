"""Which doors of Wagtail's admin stand open to somebody who is no operator.

Wagtail's admin is made for a few editors who may know of each other's work. Here everyone may enter, so
ordinary people get the doors they need to write, and only on pages that are theirs; every other
door, and every other id, answers as if it did not exist.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.models import Page
from wagtail.permissions import policy_registry

from config.readable import readable_pages

GetResponse = Callable[[HttpRequest], HttpResponse]

PLAIN = {
    "wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_block_preview",
    "wagtailadmin_tag_autocomplete", "wagtailadmin_tag_model_autocomplete", "wagtailadmin_login",
    "wagtailadmin_logout", "wagtailadmin_explore_root", "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link", "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release",
    "wagtailadmin_api:pages:listing",
}  # fmt: skip
"""Doors without a page in their address; they show nothing but what one may see."""

INSTEAD = {"wagtailadmin_home": "home:teaching", "wagtailadmin_account": "people:profile"}
"""Doors of Wagtail for which Guildhall has its own page."""

OWN_PAGE = {
    "wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_pages:add",
    "wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:edit", "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:view_draft", "wagtailadmin_pages:add_subpage", "wagtailadmin_pages:delete",
    "wagtailadmin_pages:unpublish", "wagtailadmin_pages:set_page_position",
    "wagtailadmin_pages:revisions_index",
    "wagtailadmin_pages:revisions_view", "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_pages:revisions_unschedule", "wagtailadmin_pages:revisions_compare",
    "wagtailadmin_pages:history", "wagtailadmin_pages:history_results", "wagtailadmin_api:pages:detail",
}  # fmt: skip
"""Doors that name a page: open on pages one edits, and on those above them."""

READ_PAGE = {"wagtailadmin_choose_page_child"}
"""Doors that name a page which one only has to be allowed to read."""

UPLOADS = ("wagtailimages", "wagtaildocs", "wagtailimages_chooser", "wagtaildocs_chooser")
"""Pictures and files; Wagtail's own policy keeps them to their owners."""

WITH_PERMISSION = ("topics", "teams")
"""Lists whose views ask for the model permission themselves."""

PAGE_KEYS = ("page_id", "parent_page_id", "parent_id", "page_to_move_id", "pk")


class EditorDoorMiddleware:
    """Answers 404 where an ordinary person has no business in the admin."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        person = request.user
        if not request.path.startswith("/admin/") or not person.is_authenticated or person.is_superuser:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in INSTEAD:
            return redirect(INSTEAD[name])
        if not self._is_open(name, person, kwargs):
            raise Http404
        return None

    def _is_open(self, name: str, person: Any, kwargs: dict[str, Any]) -> bool:
        if name in PLAIN or name.partition(":")[0] in (*UPLOADS, *WITH_PERMISSION):
            return True
        if name in OWN_PAGE:
            return self._all_in(kwargs, policy_registry.get_by_type(Page).explorable_instances(person))
        return name in READ_PAGE and self._all_in(kwargs, readable_pages(person))

    @staticmethod
    def _all_in(kwargs: dict[str, Any], pages: Any) -> bool:
        """Whether every page the address names is among the pages."""
        named = {kwargs[key] for key in PAGE_KEYS if key in kwargs}
        return pages.filter(pk__in=named).count() == len(named)
