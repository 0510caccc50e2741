"""The three real courses, where they are: in `GUILDHALL_CORPUS`, or `shared/corpus` beside the repository."""

import os
from pathlib import Path

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from content.blocks import TEXT_FEATURES
from content.markdown_blocks.writer import canonical
from courses.models import CoursePage, LessonPage
from tests.courses.imports.stories import everything

CORPUS = (
    Path(os.environ.get("GUILDHALL_CORPUS") or Path(__file__).parents[4] / "shared" / "corpus") / "courses"
)
COURSES = {
    "git-novice": (14, 18, 192, "Version Control with Git"),
    "instructor-training": (25, 37, 760, "Instructor Training"),
    "python-novice": (12, 18, 445, "Programming with Python"),
}

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here"),
]


def texts(blocks):
    for block in blocks:
        if block["type"] == "text":
            yield block["value"]
        elif block["type"] in {"callout", "task"}:
            yield from texts(block["value"]["body"])
            yield from texts(block["value"].get("solution", []))


def survives_the_editor(pages):
    """The part of all texts that the editor gives back as they were; it has to open every one."""
    editor = ContentstateConverter(TEXT_FEATURES)
    same = [
        canonical(editor.to_database_format(editor.from_database_format(text))) == canonical(text)
        for page in pages
        for text in texts(page.body.get_prep_value())
    ]
    return sum(same) / len(same)


@pytest.mark.parametrize("name", list(COURSES))
def test_a_real_course(name, run, ada, as_person):
    """U14: it arrives whole, again changes nothing, and each of its links leads somewhere."""
    episodes, lessons, minutes, title = COURSES[name]
    said = run(CORPUS / name, ada)
    course = CoursePage.objects.get()
    pages = list(LessonPage.objects.in_course(course))
    assert (course.title, course.minutes, len(pages)) == (title, minutes, lessons)
    assert len([page for page in pages if "/episodes/" in page.source]) == episodes
    before = everything()
    again = run(CORPUS / name, ada)
    assert again[:-1] == said[:-1]
    assert again[-1].startswith(f"courses unchanged: 1, lessons unchanged: {lessons}, ")
    assert everything() == before
    assert survives_the_editor(pages) > 0.97
    client = as_person(ada)
    assert {client.get(page.get_absolute_url()).status_code for page in [course, *pages]} == {200}


def test_dead_links_on_purpose_are_told(run, ada):
    said = run(CORPUS / "git-novice", ada, dry_run=True)
    missing = "The picture fig/RStudio_screenshot_newproject.png: is not there."
    assert said[0] == f"episodes/14-supplemental-rstudio.md:31 {missing}"
