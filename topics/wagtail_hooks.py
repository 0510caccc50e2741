"""The vocabulary in Wagtail's admin, for operators and topic stewards."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from topics.forms import TopicForm
from topics.models import Topic


class TopicList(IndexView):
    def search_queryset(self, queryset: Any) -> Any:
        """Each topic once, however many of its words hold what is looked for."""
        return super().search_queryset(queryset).distinct()


class TopicViewSet(ModelViewSet):
    """Topics are retired, never deleted or copied: revisions hold their ids."""

    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 300
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["name", "retired"]
    list_filter = ["retired"]
    search_fields = ["name__folded", "synonyms__word__folded"]
    search_backend_name = None
    index_view_class = TopicList

    def get_form_class(self, **_for_update: bool) -> type[TopicForm]:
        return TopicForm

    def get_edit_handler(self) -> None:
        """The form alone says what is asked."""

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**kwargs), "delete_url_name": None}

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]


@hooks.register("register_admin_viewset")
def keep_topics() -> TopicViewSet:
    return TopicViewSet("topics", url_prefix="topics")
