"""Who may choose and change pictures and files in the editor: the audience of their collection counts."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from content.access import ALL, audience_of, tokens_of
from content.models import CollectionAudience


class UploadPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rules, within the collections whose audience one belongs to, and for one's own uploads."""

    def _check_perm(self, user: Any, actions: Iterable[str], collection: Collection | None = None) -> bool:
        granted: bool = super()._check_perm(user, actions, collection)
        if not granted or collection is None or user.is_superuser:
            return granted
        return bool(audience_of(collection) & _tokens(user))

    def _collections_with_perm(self, user: Any, actions: Iterable[str]) -> QuerySet[Collection]:
        granted: QuerySet[Collection] = super()._collections_with_perm(user, actions)
        return granted.filter(pk__in=open_collections(_tokens(user)))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        own = user.is_active and instance.uploaded_by_user_id == user.pk
        return own or bool(super().user_has_any_permission_for_instance(user, actions, instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        found: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        if user.is_superuser or not user.is_authenticated:
            return found
        return self.model._default_manager.filter(Q(pk__in=found.values("pk")) | Q(uploaded_by_user=user))


def open_collections(tokens: frozenset[str]) -> list[int]:
    """The collections whose audience, or that of the nearest one above with any, holds one of the tokens."""
    holders: dict[str, set[str]] = {}
    for path, token in CollectionAudience.objects.values_list("collection__path", "token"):
        holders.setdefault(path, set()).add(token)
    step = Collection.steplen
    found = []
    for pk, path in Collection.objects.values_list("pk", "path"):
        above = (path[:end] for end in range(len(path), 0, -step))
        audience = next((holders[one] for one in above if one in holders), {ALL})
        if audience & tokens:
            found.append(pk)
    return found


def _tokens(user: Any) -> frozenset[str]:
    request = HttpRequest()
    request.user = user
    return tokens_of(request)
