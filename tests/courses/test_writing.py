"""Writing courses and looking after them, through the doors people use."""

import pytest
from django.urls import reverse

from courses.actions import enrolment as seats
from courses.models import CoursePage, CourseTeam, Enrolment, LessonPage
from tests import factories

State = Enrolment.State


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada, promise="Tie what holds.")


@pytest.fixture
def session(course, ada):
    return factories.session(
        course, ada, capacity=1, zone="Europe/Berlin", link="https://meet.example.org/knots"
    )


def test_three_answers_and_one_is_writing(as_person, cleo):
    client = as_person(cleo)
    answer = client.post(
        "/me/teaching/new/", {"title": "Whistling", "for_whom": "Beginners", "minutes": "20"}
    )
    course = CoursePage.objects.get(title="Whistling")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[course.pk])
    assert (course.live, course.for_whom, course.minutes) == (False, "Beginners", 20)
    assert list(course.team.values_list("person__name", "role")) == [("Cleo Marsh", "author")]
    editor = client.get(answer.url)
    assert editor.status_code == 200
    assert "Whistling" in editor.content.decode()


def test_a_course_without_a_title_keeps_what_was_typed(as_person, cleo):
    page = as_person(cleo).post("/me/teaching/new/", {"title": "", "for_whom": "People who whistle"})
    assert "People who whistle" in page.content.decode()
    assert page.context["form"].errors["title"] == ["This field is required."]
    assert not CoursePage.objects.exists()


def test_two_courses_of_one_name_have_two_addresses(as_person, ada, cleo):
    for who in (ada, cleo):
        as_person(who).post("/me/teaching/new/", {"title": "Whistling"})
    assert sorted(CoursePage.objects.values_list("slug", flat=True)) == ["whistling", "whistling-2"]


def test_publishing_in_the_editor_shows_the_course(as_person, cleo, ada):
    client = as_person(ada)
    client.post("/me/teaching/new/", {"title": "Whistling"})
    course = CoursePage.objects.get()
    assert as_person(cleo).get(course.get_absolute_url()).status_code == 404
    form = editor_form(course, promise="Two fingers, one tone.")
    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[course.pk]), {**form, "action-publish": "1"}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert "Two fingers, one tone." in as_person(cleo).get(course.get_absolute_url()).content.decode()


def editor_form(course, **changes):
    fields = {
        "title": course.title,
        "promise": "",
        "outcomes": "null",
        "for_whom": "",
        "minutes": "",
        "level": "beginner",
        "language": "en",
        "prerequisites": "null",
        "body": "null",
        "picture": "",
        "topics": "",
    }
    return {**fields, **changes}


def test_others_may_not_edit(as_person, cleo, ada, course):
    lesson = factories.lesson(course, "Bowline")
    client = as_person(cleo)
    for door in ("edit", "delete", "history", "view_draft", "unpublish", "revisions_index"):
        for page in (course, lesson):
            answer = client.get(reverse(f"wagtailadmin_pages:{door}", args=[page.pk]))
            missing = client.get(reverse(f"wagtailadmin_pages:{door}", args=[999_999]))
            assert (answer.status_code, missing.status_code) == (404, 404), door
    assert (
        client.post(reverse("wagtailadmin_pages:edit", args=[course.pk]), editor_form(course)).status_code
        == 404
    )
    for address in (f"/admin/api/main/pages/{course.pk}/", "/admin/api/main/pages/?format=json"):
        assert client.get(address).status_code == 404, address
    course.refresh_from_db()
    assert course.title == "Knots"


def test_co_authors_may_edit(as_person, ada, ben, course):
    client = as_person(ada)
    client.post(f"/me/teaching/{course.pk}/co-authors/", {"people": "Ben Ofori"})
    assert as_person(ben).get(reverse("wagtailadmin_pages:edit", args=[course.pk])).status_code == 200
    client.post(f"/me/teaching/{course.pk}/co-authors/", {"remove": str(ben.pk)})
    assert as_person(ben).get(reverse("wagtailadmin_pages:edit", args=[course.pk])).status_code == 404


def test_an_unknown_co_author_is_named_and_the_text_stays(as_person, ada, course):
    page = as_person(ada).post(f"/me/teaching/{course.pk}/co-authors/", {"people": "Nobody Special"})
    assert "Nobody here is called Nobody Special." in page.content.decode()
    assert "Nobody Special</textarea>" in page.content.decode()


def test_the_last_author_stays(as_person, ada, course):
    as_person(ada).post(f"/me/teaching/{course.pk}/co-authors/", {"remove": str(ada.pk)})
    assert CourseTeam.objects.filter(course=course, person=ada).exists()


@pytest.mark.parametrize("junk", ["", "x", "-1", "9" * 40, "1 OR 1=1"])
def test_junk_instead_of_a_colleague_is_not_found(as_person, ada, course, junk):
    assert as_person(ada).post(f"/me/teaching/{course.pk}/co-authors/", {"remove": junk}).status_code == 404


def test_an_audience_follows_at_once(as_person, ada, ben, cleo, course):
    lesson = factories.lesson(course, "Bowline")
    as_person(ada).post(f"/me/teaching/{course.pk}/audience/", {"audience": "invited", "invited": ben.email})
    seen = {who.name: as_person(who).get(lesson.get_absolute_url()).status_code for who in (ada, ben, cleo)}
    assert seen == {"Ada Brook": 200, "Ben Ofori": 200, "Cleo Marsh": 404}


def test_the_trash_is_a_place_to_come_back_from(as_person, ada, cleo, course):
    client = as_person(ada)
    client.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))
    assert as_person(cleo).get(course.get_absolute_url()).status_code == 404
    assert [page.title for page in client.get("/me/teaching/").context["trashed"]] == ["Knots"]
    client.post(f"/me/teaching/{course.pk}/restore/")
    assert as_person(cleo).get(course.get_absolute_url()).status_code == 200


def test_a_course_with_coming_people_does_not_vanish(as_person, ada, cleo, course, session):
    seats.enrol(cleo, session)
    page = as_person(ada).post(f"/me/teaching/{course.pk}/trash/", follow=True)
    assert "Cancel the session first." in page.content.decode()
    course.refresh_from_db()
    assert course.trashed_at is None


def test_a_lesson_goes_to_the_trash_and_comes_back(as_person, ada, cleo, course):
    lesson = factories.lesson(course, "Bowline")
    as_person(ada).post(f"/me/teaching/{lesson.pk}/trash/")
    assert as_person(cleo).get(lesson.get_absolute_url()).status_code == 404
    as_person(ada).post(f"/me/teaching/{lesson.pk}/restore/")
    assert as_person(cleo).get(lesson.get_absolute_url()).status_code == 200
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def test_a_lesson_that_moves_belongs_to_its_new_course(ada, course):
    lesson = factories.lesson(course, "Bowline")
    other = factories.course("Sails", ada)
    lesson.move(other, pos="last-child")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.course == other
    assert lesson.get_absolute_url() == f"/courses/{other.slug}/{lesson.slug}/"


def test_topics_are_chosen_from_the_vocabulary(as_person, ada, course):
    factories.topic("Rope")
    door = reverse("wagtailadmin_pages:edit", args=[course.pk])
    page = as_person(ada).post(door, editor_form(course, topics='Rope, "Sea shanties"', promise="Kept"))
    assert "There is no topic called “Sea shanties”." in page.content.decode()
    assert "Kept" in page.content.decode()
    assert not course.topic_items.exists()
    as_person(ada).post(door, {**editor_form(course, topics="rope"), "action-publish": "1"})
    assert list(course.topic_items.values_list("tag__name", flat=True)) == ["Rope"]


def test_the_author_changes_the_order_of_lessons(as_person, ada, eve, course):
    first, second = factories.lesson(course, "Bowline"), factories.lesson(course, "Hitch")
    client = as_person(ada)
    shelf = reverse("wagtailadmin_explore", args=[course.pk]) + "?ordering=ord"
    assert shelf in client.get(f"/me/teaching/{course.pk}/").content.decode()
    assert "Hitch" in client.get(shelf).content.decode()
    door = reverse("wagtailadmin_pages:set_page_position", args=[second.pk]) + "?position=0"
    assert as_person(eve).post(door).status_code == 404
    client.post(door)
    assert [entry["title"] for entry in client.get(course.get_absolute_url()).context["lessons"]] == [
        "Hitch",
        "Bowline",
    ]
    assert LessonPage.objects.get(pk=first.pk).course == course
