"""What a person says about themselves."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people import actions
from people.audience import viewer
from people.forms import ProfileForm
from people.models import Person
from people.redirects import safe_next

YEAR = 365 * 24 * 3600


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    # A copy of its own: a refused form must not put its words into the page's header.
    person = Person.objects.get(pk=request.user.pk)  # one's own row
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        actions.update_profile(person, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("people:profile")
    return render(request, "people/profile.html", {"form": form})


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light or dark: kept with the person, or in a cookie for a visitor."""
    choice = request.POST.get("theme", "")
    if choice not in Person.Theme.values:
        raise Http404
    response = redirect(safe_next(request))
    person = viewer(request.user)
    if person is not None:
        actions.set_theme(person, choice)
    else:
        response.set_cookie(
            "theme",
            choice,
            max_age=YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
