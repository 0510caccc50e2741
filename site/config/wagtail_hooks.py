"""Wagtail's admin as a place to write courses in: few doors, one's own pages, words of ours."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.query import PageQuerySet

from config.readable import readable_pages

KEPT = {"teaching", "courses-home", "images", "documents", "topics", "teams"}
"""The menu of somebody who is no operator: six items at the most."""


@hooks.register("register_admin_menu_item")
def my_teaching_item() -> MenuItem:
    return MenuItem(_("My teaching"), reverse("home:teaching"), name="teaching", icon_name="edit", order=1)


@hooks.register("register_admin_menu_item")
def guildhall_item() -> MenuItem:
    return MenuItem(_("Back to Guildhall"), "/", name="courses-home", icon_name="home", order=2)


@hooks.register("construct_main_menu")
def trim_menu(request: HttpRequest, items: list[Any]) -> None:
    """Operators keep Wagtail's whole menu; everyone else gets what writing needs."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name in KEPT]


@hooks.register("construct_page_chooser_queryset")
def choose_only_what_one_may_read(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    if request.user.is_superuser:
        return pages
    return pages.filter(pk__in=readable_pages(request.user).values("pk"))


@hooks.register("construct_homepage_panels")
def no_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    """Site summaries count what others wrote; one's own desk is My teaching."""
    if not request.user.is_superuser:
        panels.clear()


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    if not request.user.is_superuser:
        items.clear()


@hooks.register("construct_wagtail_userbar")
def no_userbar(_request: HttpRequest, items: list[Any], _page: Any) -> None:
    items.clear()


@hooks.register("insert_global_admin_css")
def own_colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/editor.css"))
