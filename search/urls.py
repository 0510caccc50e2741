from django.urls import include, path

from search import views

app_name = "search"

urlpatterns = [
    path("steering/", include("search.steering.urls")),
    path("", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
]
