from django.urls import URLPattern, URLResolver, path

from config import health, mailbox, pages

app_name = "config"

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("style/", pages.style, name="style"),
    path("pages/<int:pk>/", pages.page, name="page"),
    path("mail/", mailbox.sent_mail, name="sent_mail"),
    path("mail/<slug:name>/", mailbox.sent_message, name="sent_message"),
]
