"""The top of the house: commands, checks and the pages of the installation itself."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401  # registering needs loaded apps
        from config.foundation import lay_foundation  # it imports models

        # Django sends the signal only for apps with models; this is the highest of ours that the pages need.
        post_migrate.connect(lay_foundation, sender=apps.get_app_config("communities"))
