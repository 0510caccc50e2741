"""Every address of the site; Wagtail's own page serving stays off, our views read by address."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("", include("config.pages_urls")),
    path("", include("home.urls")),
    path("", include("courses.urls")),
    path("", include("communities.urls")),
    path("", include("people.urls")),
    path("", include("content.urls")),
    path("search/", include("search.urls")),
    path("accounts/", include("people.account_urls")),
    path("admin/", include(wagtailadmin_urls)),
]
