"""Writing to the roster, and what was written."""

from django.contrib import messages as toasts
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from courses.actions.messages import write_to_roster
from courses.former import shown
from courses.roster_forms import MessageForm
from courses.views.roster import frame, managed
from people.audience import signed_in
from people.refusals import Refusal

EACH_PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to everyone with a seat; below it, what was written before."""
    session = managed(request, pk)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            new = write_to_roster(signed_in(request), session, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            told = ngettext("%(n)d person gets it by mail.", "%(n)d people get it by mail.", new.told)
            toasts.success(request, told % {"n": new.told})
            return redirect("courses:messages", session.pk)
    sent = session.roster_messages.select_related("by")
    page = Paginator(sent, EACH_PAGE).get_page(request.GET.get("page"))
    for message in page:
        message.by = shown(message.by)
    context = {**frame(request, session), "form": form, "page_of_messages": page}
    return render(request, "courses/roster_messages.html", context)
