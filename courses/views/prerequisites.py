"""What a course builds on, and who knows it already."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.actions.prerequisites import drop_prerequisite, need, recognise, take_back
from courses.models import CoursePage
from courses.prerequisite_forms import NeedForm, RecogniseForm
from people.audience import signed_in
from people.refusals import Refusal

MOST_SHOWN = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prerequisites(request: HttpRequest, pk: int) -> HttpResponse:
    """Courses that one has taken before, and people who need not."""
    me = signed_in(request)
    course = get_object_or_404(CoursePage.objects.editable_by(me), pk=pk)
    verb = request.POST.get("verb", "")
    needs = NeedForm(request.POST if verb == "need" else None, person=me, course=course)
    known = RecogniseForm(request.POST if verb == "recognise" else None)
    if request.method == "POST":
        try:
            if _act(request, course, verb, needs, known):
                return redirect("courses:prerequisites", course.pk)
        except Refusal as refusal:
            messages.warning(request, refusal.sentence)
    rows = course.prerequisite_rows.select_related("needs").order_by("-required", "pk")
    people = course.recognitions.select_related("person", "by").order_by("-at", "-pk")[:MOST_SHOWN]
    context = {"course": course, "rows": rows, "people": people, "need_form": needs, "recognise_form": known}
    return render(request, "courses/prerequisites.html", context)


def _act(request: HttpRequest, course: CoursePage, verb: str, needs: NeedForm, known: RecogniseForm) -> bool:
    """Do what was asked for; False when the form has to be looked at again."""
    me, pk = signed_in(request), _number(request.POST.get("row", ""))
    if verb == "need" and needs.is_valid():
        need(me, course, needs.cleaned_data["course"], required=needs.cleaned_data["required"] == "yes")
        messages.success(request, _("Saved."))
    elif verb == "recognise" and known.is_valid():
        for person in known.cleaned_data["people"]:
            recognise(me, course, person, note=known.cleaned_data["note"])
        messages.success(request, _("Recognised. They can enrol where this course is needed."))
    elif verb == "drop":
        drop_prerequisite(me, get_object_or_404(course.prerequisite_rows.all(), pk=pk))
    elif verb == "take_back":
        take_back(me, get_object_or_404(course.recognitions.all(), pk=pk))
    else:
        return False
    return True


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
