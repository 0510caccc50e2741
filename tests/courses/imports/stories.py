"""What the stories about imports share: finding what arrived, and changing a source."""

from wagtail.models import Collection, Page, PageLogEntry, Revision

from content.models import CollectionAudience, CustomImage, CustomRendition
from courses.models import CoursePage, CourseTeam, LessonPage

REMARKS = [
    "episodes/01-light.md:21 leads to 04-frost.md, which is not there; its words stay.",
    "episodes/01-light.md:22 A formula is kept as plain text.",
    "episodes/02-soil.md:38 The picture fig/layers.svg has no words for those who cannot see it.",
    "episodes/02-soil.md:40 The picture fig/missing.png: is not there.",
    "episodes/03-water.md:1 “teaching” is no number of minutes.",
    "episodes/03-water.md:13 The division “unheard-of” is not known; what it holds stays.",
    "episodes/03-water.md:19 The language “elvish” is not known, its code is plain.",
    "episodes/03-water.md:27 HTML was reduced to its words and links.",
    "episodes/03-water.md:30 The division “callout” has no end; it ends with the text.",
    "index.md:19 leads to LICENSE.html, which is not there; its words stay.",
]


def course():
    return CoursePage.objects.get(source="https://github.com/example/roof-garden")


def lesson(path):
    return LessonPage.objects.get(source=f"https://github.com/example/roof-garden/blob/main/{path}")


def body(path):
    return [{"type": child["type"], "value": child["value"]} for child in lesson(path).body.get_prep_value()]


def everything():
    """All rows an import could write."""
    return {
        "pages": list(
            Page.objects.order_by("pk").values("pk", "path", "title", "last_published_at", "latest_revision")
        ),
        "revisions": Revision.objects.count(),
        "log": PageLogEntry.objects.count(),
        "pictures": list(CustomImage.objects.order_by("pk").values("pk", "file", "title")),
        "renditions": CustomRendition.objects.count(),
        "collections": list(Collection.objects.order_by("pk").values("pk", "path")),
        "audiences": CollectionAudience.objects.count(),
        "team": CourseTeam.objects.count(),
    }


def replace(folder, path, before, after):
    text = (folder / path).read_text()
    assert before in text
    (folder / path).write_text(text.replace(before, after))
