"""What the stories about doors to a seat share."""

import pytest


@pytest.fixture
def page(as_person):
    """What a person reads on the page of a session, in words parted by single spaces."""

    def read(person, session):
        answer = as_person(person).get(session.get_absolute_url())
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    return read
