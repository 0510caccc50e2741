"""Reading goes by path, doing goes by id. A slug is never a bare number, so the two cannot meet."""

from django.urls import path

from communities.views import community, index, membership, wiki, writing
from communities.views import history as past
from communities.views import trash as bin_

app_name = "communities"

urlpatterns = [
    path("communities/", index.index, name="index"),
    path("communities/<int:pk>/join/", membership.join, name="join"),
    path("communities/<int:pk>/leave/", membership.leave, name="leave"),
    path("communities/<int:pk>/wiki/new/", writing.new, name="wiki_new"),
    path("communities/<slug:slug>/", community.community, name="community"),
    path("communities/<slug:slug>/members/", membership.members, name="members"),
    path("communities/<slug:slug>/wiki/", wiki.contents, name="wiki"),
    path("communities/<slug:slug>/wiki-named/", wiki.named, name="wiki_named"),
    path("communities/<slug:slug>/wiki-trash/", bin_.wiki_trash, name="wiki_trash"),
    path("communities/<slug:slug>/wiki/<path:path>/", wiki.read, name="wiki_page"),
    path("memberships/<int:pk>/role/", membership.give_role, name="role"),
    path("wiki/<int:pk>/edit/", writing.edit, name="wiki_edit"),
    path("wiki/<int:pk>/history/", past.history, name="wiki_history"),
    path("wiki/<int:pk>/history/<int:revision_pk>/", past.revision, name="wiki_revision"),
    path("wiki/<int:pk>/trash/", bin_.trash, name="wiki_to_trash"),
    path("wiki/<int:pk>/restore/", bin_.restore, name="wiki_restore"),
]
