"""What a person's page says about their teaching."""

from tests import factories


def test_a_persons_page_shows_what_they_teach(as_person, ada, cleo):
    course = factories.course("Knots", ada)
    session = factories.session(course, ada)
    factories.course("Not for you", ada, audience="person:0")
    factories.course("Draft", ada, live=False)
    page = as_person(cleo).get(ada.get_absolute_url()).content.decode()
    assert course.get_absolute_url() in page
    assert session.get_absolute_url() in page
    assert "Not for you" not in page
    assert "Draft" not in page


def test_who_teaches_nothing_has_no_such_part(as_person, eve, cleo):
    assert "Teaches" not in as_person(cleo).get(eve.get_absolute_url()).content.decode()
