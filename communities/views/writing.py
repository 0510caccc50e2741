"""Writing the wiki: a plain form that previews, and never overwrites what somebody else saved."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from communities import actions
from communities.differences import rows_between
from communities.forms import WikiPageForm
from communities.models import CommunityPage, WikiPage
from communities.permissions import may_edit_wiki
from communities.views.wiki import crumbs
from people.audience import viewer
from people.refusals import Refusal

STATUS = {"conflict": 409, "forbidden": 403}


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a page; `base` is the revision that the writer began from."""
    person = viewer(request.user)
    page = get_object_or_404(WikiPage.objects.visible_to(person).select_related("community"), pk=pk)
    if person is None:
        return redirect_to_login(request.path)
    form = WikiPageForm(request.POST or None, initial=_initial(page))
    context = {"page": page, "community": page.community, "crumbs": crumbs(page, [], _("Edit")), "form": form}
    if request.method != "POST":
        return _form_or_way_back(request, page, context)
    if not form.is_valid() or form.wants_preview:
        return _form(request, context)
    try:
        saved = actions.edit_wiki_page(person, page, **form.text, base_revision_id=form.cleaned_data["base"])
    except Refusal as refusal:
        return _refused(request, refusal, context, page)
    messages.success(request, _("Saved."))
    return redirect(saved)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a page that is not there yet, below `?parent=` or at the top."""
    person = viewer(request.user)
    community = get_object_or_404(CommunityPage.objects.visible_to(person), pk=pk)
    parent = _parent(request, community)
    if person is None:
        return redirect_to_login(request.get_full_path())
    form = WikiPageForm(request.POST or None, initial={"title": request.GET.get("title", "")})
    context = {"community": community, "parent": parent, "form": form}
    if request.method != "POST":
        return _form_or_way_back(request, community, context)
    if not form.is_valid() or form.wants_preview:
        return _form(request, context)
    try:
        made = actions.create_wiki_page(person, community, **form.text, parent=parent)
    except Refusal as refusal:
        return _refused(request, refusal, context)
    messages.success(request, _("Your page is there."))
    return redirect(made)


def _initial(page: WikiPage) -> dict[str, Any]:
    return {"title": page.title, "summary": page.summary, "body": page.body, "base": page.latest_revision_id}


def _parent(request: HttpRequest, community: CommunityPage) -> WikiPage | None:
    wanted = request.GET.get("parent")
    if not wanted:
        return None
    visible = WikiPage.objects.visible_to(viewer(request.user)).filter(community=community)
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else 0
    return get_object_or_404(visible.select_related("community"), pk=number)


def _form_or_way_back(request: HttpRequest, place: Any, context: dict[str, Any]) -> HttpResponse:
    if not may_edit_wiki(viewer(request.user), context["community"]):
        messages.info(request, _("Members write this wiki. Join the community to write with them."))
        return redirect(place)
    return _form(request, context)


def _form(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The form, below it what was written as readers would see it, where that was asked for."""
    form: WikiPageForm = context["form"]
    if form.is_bound and form.is_valid() and form.wants_preview:
        community = context["community"]
        draft = WikiPage(
            title=form.cleaned_data["title"], body=form.cleaned_data["body"], community=community
        )
        draft.html = draft.rendered().html
        context["draft"] = draft
    return render(request, "communities/wiki_form.html", context, status=status)


def _refused(
    request: HttpRequest, refusal: Refusal, context: dict[str, Any], page: WikiPage | None = None
) -> HttpResponse:
    """The form with all that was typed; after a conflict beside it what is there now."""
    form: WikiPageForm = context["form"]
    form.add_error(refusal.code if refusal.code in form.fields else None, refusal.sentence)
    if refusal.code == "conflict" and page is not None:
        page.refresh_from_db()
        context["theirs"] = page
        context["differences"] = rows_between(page.body, form.cleaned_data["body"])
        form.start_from(page.latest_revision_id)
    return _form(request, context, STATUS.get(refusal.code, 422))
