"""Asking the editor's search boxes, and things to be found by them."""

from django.core.files.base import ContentFile
from modelsearch.backends import get_search_backend
from wagtail.models import Page

from content.models import CustomDocument, CustomImage
from tests.security.world import png

SEARCH = "/admin/pages/search/"
CHOOSER = "/admin/choose-page/search/"
PICTURES = "/admin/images/"
PICTURE_CHOOSER = "/admin/images/chooser/results/"
FILES = "/admin/documents/"
FILE_CHOOSER = "/admin/documents/chooser/results/"
TOPICS = "/admin/topics/"
PEOPLE = "/admin/users/"
TEAMS = "/admin/teams/"


def shown_to(client):
    def ask(door, asked, **more):
        answer = client.get(door, {"q": asked, **more})
        assert answer.status_code == 200, (door, asked)
        context = answer.context
        listed = next(context[name] for name in ("pages", "page_obj", "results") if name in context)
        return [getattr(one, "title", None) or str(one) for one in listed]

    return ask


def picture(title, **fields):
    made = CustomImage(title=title, file=ContentFile(png(), name="a.png"), width=60, height=40, **fields)
    made.save()
    return made


def document(title, **fields):
    return CustomDocument.objects.create(title=title, file=ContentFile(b"text", name="a.txt"), **fields)


def found(asked, model=Page):
    """Titles of what a box without a filter would show."""
    return [one.title for one in get_search_backend().autocomplete(asked, model)]


def reload(page):
    return type(page).objects.get(pk=page.pk)
