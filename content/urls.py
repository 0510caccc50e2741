from django.urls import path

from content import views

app_name = "content"

urlpatterns = [
    path("media/<path:path>", views.media, name="media"),
    path("documents/<int:pk>/<path:filename>", views.document, name="document"),
]
