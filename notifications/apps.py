from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    duties = ["notifications.duties.deliver_notices"]

    def ready(self) -> None:
        from notifications import checks  # noqa: F401  # registering needs loaded apps
