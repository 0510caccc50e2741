"""Who is in the demo, and the words, pictures and files they use."""

import io

import pytest
from django.test import Client
from PIL import Image
from wagtail.models import Collection

from config.demo import pictures
from config.demo.communities import COMMUNITIES
from config.demo.courses import COURSES
from config.demo.people import PEOPLE
from config.demo.searches import PINS, QUESTIONS, WISHES
from config.demo.topics import TOPICS
from config.demo.write_people import email_of, person
from content.models import CollectionAudience, CustomDocument, CustomImage
from content.pictures import rendition_specs
from courses.models import (
    CoursePage,
    Enrolment,
)
from home.shelves import own_lines
from people.demo import demo_people
from people.groups import PROGRAMME_OWNERS, TOPIC_STEWARDS
from people.models import Person
from topics.models import Topic

State = Enrolment.State


def test_twelve_people_of_different_places_zones_and_roles(shown):
    people = list(demo_people())
    assert [p.email for p in people] == [email_of(piece.key) for piece in PEOPLE]
    assert {p.site for p in people} == {"Hamburg", "Porto", "Nairobi", "Toronto"}
    assert {p.zone for p in people} == {"Europe/Berlin", "Europe/Lisbon", "Africa/Nairobi", "America/Toronto"}
    assert len({p.team for p in people}) == 11
    assert len({p.title for p in people}) == 12
    assert len({piece.role for piece in PEOPLE}) == 12
    assert all(p.bio and p.languages and p.language == "en" for p in people)
    for one in people:
        one.full_clean(exclude=["password"])


def test_each_site_wide_role_has_somebody(shown):
    assert list(Person.objects.operators()) == [person("leif")]
    assert list(Person.objects.filter(groups__name=PROGRAMME_OWNERS)) == [person("imke")]
    assert list(Person.objects.filter(groups__name=TOPIC_STEWARDS)) == [person("kofi")]


def test_nobody_has_a_password_but_a_proven_address(shown):
    for one in demo_people():
        assert not one.has_usable_password()
        assert one.emailaddress_set.get().verified


def test_everybody_has_something_under_my_learning(shown):
    assert [p.name for p in demo_people() if not any(line.state for line in own_lines(p))] == []


def test_one_click_and_one_is_the_newcomer(shown):
    client = Client()
    answer = client.post("/accounts/demo/", {"person": person("ruta").pk})
    assert answer.status_code == 302
    assert "Your first presentation" in client.get("/me/").content.decode()


def test_the_topics_with_their_other_words(shown):
    found = {topic.name: {word.word for word in topic.synonyms.all()} for topic in Topic.objects.all()}
    assert found == {piece.name: set(piece.synonyms) for piece in TOPICS}
    assert all(topic.description for topic in Topic.objects.all())


def test_every_course_page_points_to_topics_that_exist(shown):
    for piece in COURSES:
        course = CoursePage.objects.get(slug=piece.slug)
        assert {topic.name for topic in course.topics.all()} == set(piece.topics)


@pytest.mark.parametrize("name", pictures.DRAWINGS)
def test_a_drawing_is_the_same_each_time_and_small(name):
    drawn = pictures.png(name)
    assert drawn == pictures.png(name)
    assert Image.open(io.BytesIO(drawn)).size == (pictures.WIDTH, pictures.HEIGHT)
    assert len(drawn) < 30_000


def test_visitors_may_see_the_pictures_and_each_has_words(shown):
    assert [row.token for row in CollectionAudience.objects.all()] == ["public"]
    for image in CustomImage.objects.all():
        assert len(image.description) > 40
        spec = rendition_specs(image)[0]
        assert image.renditions.filter(filter_spec=spec).exists()
        assert Client().get(image.get_rendition(spec).url).status_code == 200


def test_the_checklist_can_be_saved_by_a_colleague(shown, as_person):
    file = CustomDocument.objects.get()
    answer = as_person(person("ruta")).get(file.url)
    assert b"".join(answer.streaming_content).decode() == pictures.CHECKLIST


def test_the_root_collection_is_the_one_that_is_opened(shown):
    assert CollectionAudience.objects.get().collection == Collection.objects.get(depth=1)


def test_nobody_and_nothing_real_is_named():
    said = repr((PEOPLE, TOPICS, COURSES, COMMUNITIES, PINS, QUESTIONS, WISHES))
    for address in said.split("https://")[1:]:
        assert address.startswith("example.org/")
    assert "lorem" not in said.lower()
    assert "!" not in said.replace("[!", "")


def test_the_keys_in_the_content_are_people():
    keys = {piece.key for piece in PEOPLE}
    for course in COURSES:
        named = {course.author, *course.co_authors, *course.invited, *course.done}
        for session in course.sessions:
            named |= {session.teacher, *session.co_teachers, *session.enrolled, *session.withdrawn}
            assert {*session.hopes, *session.marks, *session.withdrawn} <= set(session.enrolled)
        assert named <= keys
