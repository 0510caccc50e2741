from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    duties = ["notifications.duties.deliver_notices"]
