from django.urls import URLPattern, URLResolver, path

from people.views import directory, profile, sign_in

app_name = "people"

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/demo/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("me/profile/", profile.profile, name="profile"),
    path("me/theme/", profile.theme, name="theme"),
    path("people/", directory.directory, name="directory"),
    path("people/<slug:handle>/", directory.person, name="person"),
]
