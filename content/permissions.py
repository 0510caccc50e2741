"""Who may edit which pages in Wagtail's admin: grants that other apps' rows give.

Wagtail asks its permission policy everywhere: editor, explorer, choosers, admin API. Ours hands it
grants worked out from rows such as a course's team, instead of one group for each course.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission, Page
from wagtail.permission_policies.pages import PagePermissionPolicy

AUTHOR_ACTIONS = ("add", "change", "publish", "bulk_delete")
"""What a grant allows on a page and below it. Deleting ends in our trash."""

GrantProvider = Callable[[Any], Iterable[Page]]
_providers: list[GrantProvider] = []


def register_grants(provider: GrantProvider) -> GrantProvider:
    """Add a source of pages that a person may edit; asked once for each request."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def granted_pages(person: Any) -> list[Page]:
    """Every page the person may edit, with all below it."""
    return [page for provider in _providers for page in provider(person)]


class GrantPolicy(PagePermissionPolicy):
    """Wagtail's page policy over granted pages beside the usual group rows."""

    def get_all_permissions_for_user(self, user: Any) -> list[GroupPagePermission]:
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        return [
            *super().get_all_permissions_for_user(user),
            *(
                GroupPagePermission(page=page, permission=Permission(codename=f"{action}_page"))
                for page in granted_pages(user)
                for action in AUTHOR_ACTIONS
            ),
        ]
