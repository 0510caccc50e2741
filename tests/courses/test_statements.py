"""At most 15 SQL statements on any page, and the same with 1, 3 and 50 rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.actions import enrolment as seats
from courses.actions.progress import complete_lesson
from tests import factories

LIMIT = 15


@pytest.fixture
def statements(as_person):
    def count(person, door):
        client = as_person(person)
        client.get(door)  # fills the caches of content types and the site
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(door)
        assert answer.status_code == 200, door
        return len(queries), "\n".join(query["sql"][:160] for query in queries)

    return count


@factories.told_once()
def fill(ada, cleo, rows):
    """So many of everything that a page could list."""
    topic = factories.topic()
    for _n in range(rows):
        factories.course(author=ada, topics=[topic, factories.topic()], audience="public")
    course = factories.course("Main", ada, topics=[topic], slug=f"main-{rows}", audience="public")
    crowd = [factories.person(team=factories.team()) for _n in range(rows)]
    for _n in range(rows):
        lesson = factories.lesson(course)
        session = factories.session(course, ada, capacity=1)
        waiting = factories.session(course, ada, capacity=1)
        seats.enrol(crowd[0], waiting)
        for who in (cleo, *crowd):
            seats.enrol(who, session)
        seats.enrol(cleo, waiting)
        factories.community(lead=cleo, audience="public")
    complete_lesson(cleo, lesson)
    return course, session, lesson


DOORS = {
    "home": lambda course, session, lesson: "/",
    "catalogue": lambda course, session, lesson: "/courses/?topic=topic-1&level=beginner",
    "course": lambda course, session, lesson: course.get_absolute_url(),
    "lesson": lambda course, session, lesson: lesson.get_absolute_url(),
    "session": lambda course, session, lesson: session.get_absolute_url(),
    "roster": lambda course, session, lesson: f"/sessions/{session.pk}/roster/",
    "desk": lambda course, session, lesson: f"/me/teaching/{course.pk}/",
    "offer": lambda course, session, lesson: f"/me/teaching/{course.pk}/offer/",
    "change": lambda course, session, lesson: f"/sessions/{session.pk}/change/",
    "calendar": lambda course, session, lesson: "/sessions/?view=list",
    "calendar grid": lambda course, session, lesson: "/sessions/?view=month",
    "my month": lambda course, session, lesson: "/me/month/",
    "together": lambda course, session, lesson: f"/sessions/{session.pk}/together/",
    "limits": lambda course, session, lesson: "/me/teaching/limits/",
    "learning": lambda course, session, lesson: "/me/",
    "teaching": lambda course, session, lesson: "/me/teaching/",
}
TEACHERS = ("roster", "desk", "offer", "change", "together")
SIGNED_IN = ("learning", "teaching", "my month", "limits")


def test_statements_do_not_grow_with_rows(statements, ada, cleo):
    counted = {}
    for rows in (1, 3, 10):
        things = fill(ada, cleo, rows)
        for name, door in DOORS.items():
            for who in (ada, cleo, None):
                if (who is not ada and name in TEACHERS) or (who is None and name in SIGNED_IN):
                    continue
                key = (name, who.name if who else "visitor")
                counted.setdefault(key, []).append(statements(who, door(*things)))
    for key, results in counted.items():
        numbers = [number for number, _sql in results]
        assert max(numbers) <= LIMIT, (key, numbers, results[-1][1])
        assert numbers[1] == numbers[2], (key, numbers, results[-1][1])
