"""Which doors of Wagtail's admin stand open to somebody who is no operator.

Wagtail's admin is made for a few editors who may know of each other's work. Here everyone may enter, so
ordinary people get the doors they need to write, and only on pages, pictures and files that are
theirs; every other door, and every other id, answers as if it did not exist. Nobody signs in here.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Page, UploadedFile
from wagtail.permissions import policy_registry

from config.readable import readable_pages
from content.models import CustomDocument, CustomImage

GetResponse = Callable[[HttpRequest], HttpResponse]

PLAIN = {
    "wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "wagtailadmin_block_preview",
    "wagtailadmin_explore_root", "wagtailadmin_choose_page", "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link", "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release",
}  # fmt: skip
"""Doors without a page in their address; they show nothing but what one may see."""

INSTEAD = {
    "wagtailadmin_login": "account_login", "wagtailadmin_logout": "account_logout",
    "wagtailadmin_password_reset": "account_reset_password",
}  # fmt: skip
"""Doors that lead everybody to Guildhall's own: signing in has one door, and it keeps count."""

SHUT = {
    "wagtailadmin_password_reset_done", "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete", "wagtailadmin_error_test",
}  # fmt: skip
"""Doors that do not exist for anybody."""

OWN_INSTEAD = {"wagtailadmin_home": "home:teaching", "wagtailadmin_account": "people:profile"}
"""The same for everybody but operators."""

WITHOUT_ANSWER = {"wagtailadmin_tag_autocomplete"}
"""Labels of pictures and files would tell of those one may not see: nothing is proposed."""

EXPLORE = {"wagtailadmin_explore", "wagtailadmin_explore_results"}
"""Doors that list what is below a page: open on one's own pages, and on those above them."""

OWN_PAGE = {
    "wagtailadmin_pages:add", "wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:edit",
    "wagtailadmin_pages:preview_on_edit", "wagtailadmin_pages:view_draft",
    "wagtailadmin_pages:add_subpage", "wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish",
    "wagtailadmin_pages:set_page_position", "wagtailadmin_pages:revisions_index",
    "wagtailadmin_pages:revisions_view", "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_pages:revisions_unschedule", "wagtailadmin_pages:revisions_compare",
    "wagtailadmin_pages:history", "wagtailadmin_pages:history_results",
}  # fmt: skip
"""Doors that name a page: open on pages one edits."""

READ_PAGE = {"wagtailadmin_choose_page_child"}
"""Doors that name a page which one only has to be allowed to read."""

UPLOADS = {
    "wagtailimages": (CustomImage, "change"), "wagtailimages_chooser": (CustomImage, "choose"),
    "wagtaildocs": (CustomDocument, "change"), "wagtaildocs_chooser": (CustomDocument, "choose"),
}  # fmt: skip
"""Pictures and files: one's own to change, and to choose those that one may see."""

TOPICS = "topics"
"""The vocabulary, for those who keep it."""

LISTING = ("wagtailimages", "wagtaildocs")
"""Families of doors that list pictures and files."""

PAGE_KEYS = ("page_id", "parent_page_id", "parent_id", "page_to_move_id", "pk")
UPLOAD_KEYS = ("image_id", "document_id", "doc_id", "pk")


class EditorDoorMiddleware:
    """Answers 404 where an ordinary person has no business in the admin."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not request.path.startswith("/admin/"):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in INSTEAD:
            return _led_on(request, INSTEAD[name])
        if name in SHUT:
            raise Http404
        _keep_usable(request, name)
        person = request.user
        if not person.is_authenticated or person.is_superuser:
            return None
        if name in OWN_INSTEAD:
            return redirect(OWN_INSTEAD[name])
        if name in WITHOUT_ANSWER:
            return JsonResponse([], safe=False)
        if not _is_open(name, person, kwargs):
            raise Http404
        return None


def _led_on(request: HttpRequest, name: str) -> HttpResponse:
    """To Guildhall's own door, which looks at `next` itself."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{reverse(name)}?{query}" if query else reverse(name))


def _keep_usable(request: HttpRequest, name: str) -> None:
    """Wagtail's choosers take numbers, and no labels; what else was asked is left out."""
    if not name.startswith(LISTING) or not request.GET:
        return
    query = request.GET.copy()
    query.pop("tag", None)
    if name.endswith("chosen_multiple"):
        query.setlist(
            "id", [pk for pk in query.getlist("id") if pk.isascii() and pk.isdigit() and len(pk) < 19]
        )
    request.GET = query  # type: ignore[assignment]  # a copy may be changed, and stays one


def _is_open(name: str, person: Any, kwargs: dict[str, Any]) -> bool:
    family = name.partition(":")[0]
    if name in PLAIN:
        return True
    if family in UPLOADS:
        return _may_handle(person, *UPLOADS[family], kwargs)
    if family == TOPICS:
        return bool(person.has_perm("topics.change_topic"))
    if name == "wagtailadmin_tag_model_autocomplete":
        return kwargs == {"app_name": "topics", "model_name": "topic"}
    return _is_open_page(name, person, kwargs)


def _is_open_page(name: str, person: Any, kwargs: dict[str, Any]) -> bool:
    """The same for the doors that name a page."""
    policy = policy_registry.get_by_type(Page)
    if name in EXPLORE:
        return _all_in(kwargs, policy.explorable_instances(person))
    if name in OWN_PAGE:
        mine = policy.instances_user_has_any_permission_for(person, {"change"})
        return _all_in(kwargs, mine) and _fits_below(kwargs)
    return name in READ_PAGE and _all_in(kwargs, readable_pages(person))


def _all_in(kwargs: dict[str, Any], pages: Any) -> bool:
    """Whether every page the address names is among the pages."""
    named = {kwargs[key] for key in PAGE_KEYS if key in kwargs}
    return bool(pages.filter(pk__in=named).count() == len(named))


def _fits_below(kwargs: dict[str, Any]) -> bool:
    """Whether a page to be added is of a kind that people add there."""
    if "content_type_model_name" not in kwargs:
        return True
    wanted = f"{kwargs['content_type_app_name']}.{kwargs['content_type_model_name']}"
    kind = Page.objects.get(pk=kwargs["parent_page_id"]).specific_class
    return wanted in {model._meta.label_lower for model in kind.creatable_subpage_models()}


def _may_handle(person: Any, model: Any, action: str, kwargs: dict[str, Any]) -> bool:
    """Whether the picture or file that the address names, if it names one, is the person's to handle."""
    named = [str(kwargs[key]) for key in UPLOAD_KEYS if key in kwargs]
    policy = policy_registry.get_by_type(model)
    theirs = policy.instances_user_has_any_permission_for(person, {action})
    if "uploaded_file_id" in kwargs:
        named = [str(kwargs["uploaded_file_id"])]
        theirs = UploadedFile.objects.filter(uploaded_by_user=person)
    return all(pk.isascii() and pk.isdigit() and theirs.filter(pk=pk).exists() for pk in named)
