"""Wagtail's admin as a place to write courses in: few doors, one's own pages, words of ours."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.query import PageQuerySet

from config.readable import readable_pages
from people.audience import signed_in

KEPT = {"teaching", "courses-home", "images", "documents", "topics", "teams"}
"""The menu of somebody who is no operator: six items at the most."""


@hooks.register("register_admin_menu_item")
def my_teaching_item() -> MenuItem:
    return MenuItem(_("My teaching"), reverse("home:teaching"), name="teaching", icon_name="edit", order=1)


@hooks.register("register_admin_menu_item")
def guildhall_item() -> MenuItem:
    return MenuItem(_("Back to Guildhall"), "/?from=editor", name="courses-home", icon_name="home", order=2)


@hooks.register("construct_main_menu")
def trim_menu(request: HttpRequest, items: list[Any]) -> None:
    """Operators keep Wagtail's whole menu; everyone else gets what writing needs."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name in KEPT]


@hooks.register("construct_page_chooser_queryset")
def choose_only_what_one_may_read(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    if request.user.is_superuser:
        return pages
    return pages.filter(pk__in=readable_pages(signed_in(request)).values("pk"))


@hooks.register("register_admin_search_area")
def our_search() -> SearchArea:
    """The search in the editor's menu is Guildhall's own, which knows who may see what."""
    return SearchArea("Guildhall", reverse("search:search"), name="guildhall", order=-1)


@hooks.register("construct_search")
def no_other_search(request: HttpRequest, areas: list[Any]) -> None:
    if not request.user.is_superuser:
        areas[:] = [area for area in areas if area.name == "guildhall"]


@hooks.register("construct_page_action_menu")
def publish_first(items: list[Any], _request: HttpRequest, _context: dict[str, Any]) -> None:
    """Publishing is the main button; saving a draft stands behind it."""
    items.sort(key=lambda item: item.name != "action-publish")


@hooks.register("construct_wagtail_userbar")
def no_userbar(_request: HttpRequest, items: list[Any], _page: Any) -> None:
    items.clear()


@hooks.register("insert_global_admin_css")
def own_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))
