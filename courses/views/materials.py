"""Slides, a recording and what else stays with a session."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.actions.materials import add_material, remove_material
from courses.models import Material
from courses.roster_forms import MaterialForm
from courses.views.roster import frame, managed
from people.audience import signed_in
from people.refusals import Refusal


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def materials(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept with a session, and one thing more."""
    session = managed(request, pk)
    form = MaterialForm(request.POST if request.method == "POST" else None, session=session)
    if request.method == "POST" and form.is_valid():
        try:
            add_material(signed_in(request), session, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Kept. People with a seat see it on the page of the session."))
            return redirect("courses:materials", session.pk)
    kept = Material.objects.visible_to(signed_in(request)).filter(session=session)
    context = {
        **frame(request, session),
        "form": form,
        "materials": kept.select_related("occurrence", "by"),
    }
    return render(request, "courses/roster_materials.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, material_pk: int) -> HttpResponse:
    """Take a thing away again."""
    session = managed(request, pk)
    material = get_object_or_404(session.materials.select_related("session"), pk=material_pk)
    remove_material(signed_in(request), material)
    messages.success(request, _("“%(title)s” is no longer here.") % {"title": material.title})
    return redirect("courses:materials", session.pk)
