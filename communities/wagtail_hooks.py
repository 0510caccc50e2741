"""Wagtail's admin keeps to our rules: wiki pages have a form of their own, nothing is deleted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.query import PageQuerySet

from communities import actions
from communities.models import CommunityIndexPage, CommunityPage, WikiPage
from people.audience import signed_in
from people.refusals import Refusal

KEPT = (CommunityIndexPage, CommunityPage)


@hooks.register("register_log_actions")
def name_what_happens(log_actions: Any) -> None:
    log_actions.register_action("communities.trash", _("Put in the trash"), _("Put in the trash"))
    log_actions.register_action(
        "communities.restore", _("Restore from the trash"), _("Restored from the trash")
    )


@hooks.register("after_create_page")
def furnish(request: HttpRequest, page: Page) -> None:
    """A community made here is seen by everyone signed in and led by whoever made it."""
    if isinstance(page, CommunityPage):
        actions.furnish_community(signed_in(request), page)


@hooks.register("before_edit_page")
def edit_in_front(_request: HttpRequest, page: Page) -> HttpResponse | None:
    return redirect("communities:wiki_edit", page.pk) if isinstance(page, WikiPage) else None


@hooks.register("construct_explorer_page_queryset")
def hide_the_trash(_parent: Page, pages: PageQuerySet, _request: HttpRequest) -> PageQuerySet:
    return pages.exclude(pk__in=WikiPage.objects.trashed().values("pk"))


@hooks.register("before_delete_page")
def put_in_the_trash(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A wiki page goes to our trash, by POST; a community stays."""
    if isinstance(page, WikiPage) and request.method == "POST":
        _trash(request, [page])
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    if isinstance(page, KEPT):
        messages.warning(request, _("A community is not deleted. Unpublish it, then nobody sees it."))
        return redirect("wagtailadmin_explore", page.pk)
    return None


@hooks.register("before_bulk_action")
def put_many_in_the_trash(
    request: HttpRequest, action_type: str, objects: list[Any], _action: Any
) -> HttpResponse | None:
    pages = [thing.specific for thing in objects if isinstance(thing, Page)]
    ours = [page for page in pages if isinstance(page, WikiPage | CommunityPage | CommunityIndexPage)]
    if action_type != "delete" or not ours or request.method != "POST":
        return None
    if len(ours) < len(pages) or any(isinstance(page, KEPT) for page in ours):
        messages.warning(request, _("A community is not deleted. Choose wiki pages only."))
    else:
        _trash(request, [page for page in ours if isinstance(page, WikiPage)])
    return redirect("wagtailadmin_explore", ours[0].get_parent().pk)


def _trash(request: HttpRequest, pages: list[WikiPage]) -> None:
    for page in pages:
        try:
            actions.trash_wiki_page(signed_in(request), page)
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, _("“%(title)s” is in the trash.") % {"title": page.title})
