"""Coming in: allauth's form, and in the demo one click."""

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from people.demo import demo_people
from people.forms import DemoForm
from people.redirects import safe_next

sign_in = LoginView.as_view(extra_context={"demo_people": demo_people})


def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Be one of the demo's people. Outside the demo this door does not exist."""
    if not settings.DEMO:
        raise Http404
    return _become(request)


@require_POST
def _become(request: HttpRequest) -> HttpResponse:
    form = DemoForm(request.POST)
    if not form.is_valid():
        raise Http404
    login(request, form.cleaned_data["person"], backend="django.contrib.auth.backends.ModelBackend")
    return redirect(safe_next(request))
