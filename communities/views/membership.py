"""Joining, leaving, and who belongs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from communities import actions
from communities.models import CommunityPage, Membership
from communities.permissions import may_lead
from communities.views.community import people_context
from people.audience import viewer
from people.models import Person
from people.refusals import Refusal

ROWS = 50


def _door(
    act: Callable[[Person, CommunityPage], Any], done: Callable[[CommunityPage], str]
) -> Callable[..., Any]:
    """A view that lets the person act on a community and shows what is true afterwards."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        person = viewer(request.user)
        community = get_object_or_404(CommunityPage.objects.visible_to(person), pk=pk)
        if person is None:
            return redirect_to_login(community.get_absolute_url())
        try:
            act(person, community)
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
        else:
            messages.success(request, done(community))
        return _answer(request, community, person)

    return view


def _answer(request: HttpRequest, community: CommunityPage, person: Person) -> HttpResponse:
    """The changed part alone for htmx; the community's page otherwise, where it is still to be seen."""
    still = CommunityPage.objects.visible_to(person).with_counts().filter(pk=community.pk).first()
    if still is None:
        return redirect("communities:index")
    if not request.htmx:  # type: ignore[attr-defined]  # django-htmx adds it
        return redirect(community)
    return render(request, "communities/parts/membership_answer.html", people_context(still, person))


join = _door(actions.join, lambda community: _("You belong to %(name)s now.") % {"name": community.title})
leave = _door(
    actions.leave, lambda community: _("You no longer belong to %(name)s.") % {"name": community.title}
)


@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """For colleagues only: a visitor learns of nobody."""
    person = viewer(request.user)
    if person is None:
        raise Http404
    community = get_object_or_404(CommunityPage.objects.visible_to(person), slug=slug)
    rows = (
        Membership.objects.visible_to(person).filter(community=community).select_related("person").by_role()
    )
    context = {
        "community": community,
        "page_of_rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "may_lead": may_lead(person, community),
        "roles": Membership.Role.choices,
    }
    return render(request, "communities/members.html", context)


@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    person = viewer(request.user)
    rows = Membership.objects.visible_to(person).select_related("community", "person")
    membership = get_object_or_404(rows, pk=pk)
    if person is None or not may_lead(person, membership.community):
        raise Http404
    try:
        changed = actions.give_role(person, membership, request.POST.get("role", ""))
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        told = {"name": changed.person, "role": changed.get_role_display()}
        messages.success(request, _("%(name)s: %(role)s") % told)
    return redirect("communities:members", membership.community.slug)
