"""Wagtail's own users app, with our screens for people."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "people.editing.PersonViewSet"

    def ready(self) -> None:
        super().ready()
        from wagtail.permissions import register_permission_policy  # it needs loaded models

        from people.models import Person, Team  # they are loaded by now
        from people.permissions import OperatorsPolicy

        for model in (Person, Team):
            register_permission_policy(model, OperatorsPolicy(model))
