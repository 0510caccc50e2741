"""Below /search/steering/."""

from django.urls import path

from search.steering import views

urlpatterns = [
    path("", views.pins, name="steering"),
    path("report/", views.report, name="report"),
    path("write/", views.write, name="write"),
    path("pins/new/", views.new_pin, name="new_pin"),
    path("pins/<int:pk>/edit/", views.edit_pin, name="edit_pin"),
    path("pins/<int:pk>/end/", views.end_pin, name="end_pin"),
]
