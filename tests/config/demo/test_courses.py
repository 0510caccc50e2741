"""What the people of the demo teach, and who sees it."""

import pytest

from config.demo.courses import COURSES
from config.demo.write_people import email_of, person
from content.blocks import LessonBlocks
from courses.models import (
    CoursePage,
    Enrolment,
    LessonPage,
    LessonProgress,
)

State = Enrolment.State
FULL = "your-first-presentation"
INVITED = "giving-feedback-that-helps"
DRAFT = "solder-a-probe-cable"
TRASHED = "tickets-in-the-old-help-desk"


def test_every_kind_of_block_appears(shown):
    used = {block.block_type for lesson in LessonPage.objects.all() for block in lesson.body}
    assert used == set(LessonBlocks().child_blocks)


def test_every_lesson_is_one_that_the_editor_would_accept(shown):
    for lesson in LessonPage.objects.all():
        lesson.body.stream_block.clean(lesson.body)
        assert lesson.summary
        assert lesson.minutes
        lesson.full_clean()


def test_every_course_has_what_its_page_shows(shown):
    for piece in COURSES:
        course = CoursePage.objects.get(slug=piece.slug)
        course.full_clean()
        assert (course.title, course.promise, course.language) == (piece.title, piece.promise, piece.language)
        assert course.for_whom
        assert course.outcomes.startswith("<ul><li>")
        lessons = LessonPage.objects.in_course(course)
        assert [lesson.title for lesson in lessons] == [lesson.title for lesson in piece.lessons]
        assert sum(lesson.minutes for lesson in lessons) <= course.minutes


def test_the_latest_revision_is_what_is_shown(shown):
    for course in CoursePage.objects.filter(live=True):
        latest = course.get_latest_revision_as_object()
        assert (latest.promise, latest.picture_id) == (course.promise, course.picture_id)
        assert set(latest.topics.all()) == set(course.topics.all())
        assert not course.has_unpublished_changes


@pytest.mark.parametrize(
    ("reader", "hidden"),
    [
        (None, {INVITED, DRAFT, TRASHED}),
        ("ruta", {INVITED, DRAFT, TRASHED}),
        ("tomas", {DRAFT, TRASHED}),
        ("imke", {DRAFT, TRASHED}),
    ],
)
def test_who_sees_which_course(shown, reader, hidden):
    viewer = person(reader) if reader else None
    seen = set(CoursePage.objects.visible_to(viewer).values_list("slug", flat=True))
    assert seen == {piece.slug for piece in COURSES} - hidden


def test_a_visitor_reads_the_public_course_and_not_the_invited_one(shown, as_person):
    visitor = as_person(None)
    page = visitor.get(f"/courses/{FULL}/").content.decode()
    assert "Stand up, say one thing well, and sit down with a steady heart." in page
    assert visitor.get(f"/courses/{INVITED}/").status_code == 404
    assert INVITED not in visitor.get("/courses/").content.decode()
    assert as_person(person("tomas")).get(f"/courses/{INVITED}/").status_code == 200


def test_every_public_lesson_can_be_read(shown, as_person):
    visitor = as_person(None)
    for lesson in LessonPage.objects.visible_to(None):
        page = visitor.get(lesson.get_absolute_url())
        assert lesson.title in page.content.decode()


def test_one_course_is_in_german_and_two_are_put_aside(shown):
    assert [c.title for c in CoursePage.objects.filter(language="de")] == [
        "Gespräche, in denen zugehört wird"
    ]
    assert [c.slug for c in CoursePage.objects.filter(live=False)] == [DRAFT]
    assert [c.slug for c in CoursePage.objects.filter(trashed_at__isnull=False)] == [TRASHED]


def test_progress_is_as_told(shown):
    rows = LessonProgress.objects.filter(done_at__isnull=False).values_list(
        "person__email", "lesson__course__slug"
    )
    done = dict.fromkeys(rows, 0)
    for pair in rows:
        done[pair] += 1
    assert done == {(email_of(k), piece.slug): n for piece in COURSES for k, n in piece.done.items()}
