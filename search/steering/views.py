"""The doors of those who steer search; to everybody else they are not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.models import CommunityPage, Membership
from people.audience import signed_in
from people.models import Person
from people.refusals import Refusal
from search.models import PromotedResult
from search.steering import actions
from search.steering.forms import NewPinForm, PinForm
from search.steering.permissions import may_steer
from search.steering.report import report as week
from search.visible import still_visible

ROWS = 50
ENDED = 20
LONGEST_TITLE = 255
View = Callable[..., HttpResponse]


def for_stewards(view: View) -> View:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_steer(signed_in(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@for_stewards
@require_safe
def pins(request: HttpRequest) -> HttpResponse:
    """What is pinned with its end, and what has ended."""
    rows = PromotedResult.objects.select_related("document", "made_by")  # stewards keep them together
    page = Paginator(rows.active().in_order(), ROWS).get_page(request.GET.get("page"))
    ended = list(rows.ended().order_by("-until", "-pk")[:ENDED])
    pinned = [pin.document for pin in [*page.object_list, *ended]]
    seen = {document.pk for document in still_visible(pinned, signed_in(request))}
    return render(request, "search/steering/pins.html", {"page_of_rows": page, "ended": ended, "seen": seen})


@for_stewards
@require_http_methods(["GET", "HEAD", "POST"])
def new_pin(request: HttpRequest) -> HttpResponse:
    """The form, with `?q=` as its question."""
    person = signed_in(request)
    asked = {"query": request.GET.get("q", "")}
    form = NewPinForm(request.POST or None, initial=asked, person=person, host=request.get_host())
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data
        pinned = _tried(
            form,
            lambda: actions.promote(
                person, answer["query"], answer["document"], until=answer["until"], note=answer["note"]
            ),
        )
        if pinned:
            messages.success(request, _("Pinned for “%(query)s”.") % {"query": pinned})
            return redirect("search:steering")
    return render(request, "search/steering/pin.html", {"form": form})


@for_stewards
@require_http_methods(["GET", "HEAD", "POST"])
def edit_pin(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request)
    pin = _pin(pk)
    if not still_visible([pin.document], person):
        raise Http404
    now = {"query": pin.query, "until": pin.until, "note": pin.note}
    form = PinForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        changed = _tried(form, lambda: actions.change(person, pin, **form.cleaned_data))
        if changed:
            messages.success(request, _("Saved."))
            return redirect("search:steering")
    return render(request, "search/steering/pin.html", {"form": form, "pin": pin})


@for_stewards
@require_POST
def end_pin(request: HttpRequest, pk: int) -> HttpResponse:
    pin = actions.withdraw(signed_in(request), _pin(pk))
    messages.success(request, _("“%(query)s” no longer shows it first.") % {"query": pin})
    return redirect("search:steering")


def _pin(pk: int) -> PromotedResult:
    pins = PromotedResult.objects.select_related("document")  # any steward keeps what another pinned
    return get_object_or_404(pins, pk=pk)


def _tried(form: PinForm, act: Callable[[], PromotedResult]) -> PromotedResult | None:
    """What the action made, or nothing and its sentence in the form."""
    try:
        return act()
    except Refusal as refusal:
        form.add_error(refusal.code if refusal.code in form.fields else None, refusal.sentence)
        return None


@for_stewards
@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The week's questions and what is wished for."""
    return render(request, "search/steering/report.html", week())


@for_stewards
@require_safe
def write(request: HttpRequest) -> HttpResponse:
    """In which wiki a page with this title shall be written."""
    person = signed_in(request)
    communities = CommunityPage.objects.visible_to(person).order_by("title")
    context = {
        "title": request.GET.get("title", "")[:LONGEST_TITLE],
        "mine": list(_written_by(person, communities)[:ROWS]),
    }
    return render(request, "search/steering/write.html", context)


def _written_by(person: Person, communities: Any) -> Any:
    if person.is_superuser:
        return communities
    writes = Membership.objects.active().filter(person=person, role__in=Membership.WRITING_ROLES)
    return communities.filter(pk__in=writes.values("community"))
