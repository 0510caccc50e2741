"""Asking for what nobody teaches yet."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from courses.actions.requests import ask_for, withdraw_request
from courses.models import Request
from people.audience import signed_in
from people.refusals import Refusal


class RequestForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What do you want to learn?"),
        min_length=Request.SHORTEST,
        max_length=Request.LONGEST,
        help_text=gettext_lazy("Topic stewards read these words, without your name."),
    )
    note = forms.CharField(
        label=gettext_lazy("What for?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only you see this."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form, with `?q=` as its words; whoever signs in first comes back to the same."""
    form = RequestForm(request.POST or None, initial={"words": request.GET.get("q", "")[: Request.LONGEST]})
    if request.method == "POST" and form.is_valid():
        try:
            wish = ask_for(signed_in(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.code if refusal.code in form.fields else None, refusal.sentence)
        else:
            messages.success(request, _("Kept: “%(words)s”. You find it here.") % {"words": wish})
            return redirect("home:learning")
    return render(request, "courses/requests/new.html", {"form": form})


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    person = signed_in(request)
    wish = withdraw_request(person, get_object_or_404(Request.objects.visible_to(person), pk=pk))
    messages.success(request, _("Withdrawn: “%(words)s”.") % {"words": wish})
    return redirect("home:learning")
