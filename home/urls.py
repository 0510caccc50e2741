"""The doors that open on what is one's own."""

from django.urls import path

from home import views

app_name = "home"

urlpatterns = [
    path("", views.start, name="start"),
    path("me/", views.learning, name="learning"),
    path("me/month/", views.month, name="month"),
    path("me/teaching/", views.teaching, name="teaching"),
]
