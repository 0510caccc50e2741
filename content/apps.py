from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from wagtail.models import AbstractPage  # models are loaded by now
        from wagtail.permissions import register_permission_policy

        from content.permissions import GrantPolicy

        register_permission_policy(AbstractPage, GrantPolicy())
