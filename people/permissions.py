"""Who may keep people and teams: those who run the installation, and nobody by any group."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from people.models import Person


class OperatorsPolicy(ModelPermissionPolicy):
    """Operators add and change; nobody deletes, because what people did stays."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return bool(user.is_active and user.is_superuser and action != "delete")

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Person]:
        operators: QuerySet[Person] = Person.objects.operators()
        return operators if set(actions) - {"delete"} else operators.none()
