"""My teaching says what to do next, the most urgent first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions import teaching
from courses.models import Attendance, Occurrence, Prerequisite, Session, Teaching
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


@pytest.fixture
def todo(as_person):
    """What there is to do, as (label, title)."""

    def read(person):
        return [(one.label, one.title) for one in as_person(person).get("/me/teaching/").context["tasks"]]

    return read


def at(session, moment):
    end = moment + timedelta(hours=1)
    Session.objects.filter(pk=session.pk).update(starts_at=moment, ends_at=end)
    Occurrence.objects.filter(session=session).update(starts_at=moment, ends_at=end)
    session.refresh_from_db()
    return session


def far(n):
    return timezone.now().date() + timedelta(days=30 + n)


def test_decide_approve_mark_prepare_and_publish_in_this_order(todo, ada, ben, cleo, course):
    now = timezone.now()
    few = factories.session(
        course, ada, title="Few", minimum=3, decide_at=now, decision_asked_at=now, local_date=far(1)
    )
    asked = factories.session(course, ada, title="Asked", approval=True, local_date=far(2))
    seats.enrol(ben, asked)
    past = factories.session(course, ada, title="Past", local_date=far(3))
    seats.enrol(ben, past)
    at(past, now - timedelta(days=1))
    at(factories.session(course, ada, title="Soon", local_date=far(4)), now + timedelta(days=2))
    factories.course("Draft", ada, live=False)
    day = f"{now - timedelta(days=1):%-d %B}"
    assert [(label, title.split(",")[0]) for label, title in todo(ada)] == [
        ("Decide", "Few"),
        ("Answer", "Asked"),
        ("Mark who came", "Past"),
        ("Prepare", "Soon"),
        ("Go on writing", "Draft"),
    ]
    assert todo(ada)[2][1] == f"Past, {day}"
    assert todo(ben) == todo(cleo) == []
    assert few.pk


def test_what_is_done_is_not_asked_again(todo, ada, ben, course):
    now = timezone.now()
    past = factories.session(course, ada, title="Past")
    row = seats.enrol(ben, past)
    at(past, now - timedelta(days=1))
    Attendance.objects.create(enrolment=row, occurrence=past.occurrences.get(), mark="attended", by=ada)
    assert todo(ada) == []
    row.attendance.all().delete()
    at(past, now - timedelta(days=20))
    assert todo(ada) == []


def test_enough_people_need_no_decision(todo, ada, ben, course):
    now = timezone.now()
    session = factories.session(
        course, ada, minimum=1, decide_at=now, decision_asked_at=now, local_date=far(1)
    )
    assert [label for label, _title in todo(ada)] == ["Decide"]
    seats.enrol(ben, session)
    assert todo(ada) == []


@factories.told_once()
def fill(ada, ben, course, rows):
    """So many of everything that a teacher could have to do."""
    now = timezone.now()
    for n in range(rows):
        session = factories.session(
            course, ada, minimum=9, decide_at=now, decision_asked_at=now, approval=True, local_date=far(n)
        )
        seats.enrol(ben, session)
        given = factories.session(factories.course("Sails", ben), ben, local_date=far(100 + n))
        teaching.invite(ben, given, ada, Teaching.Role.CO_TEACHER)
        teaching.cannot_come(ada, session.occurrences.get())
        past = factories.session(course, ada, title="Past", local_date=far(200 + n))
        seats.enrol(ben, past)
        at(past, now - timedelta(days=1))
        factories.session(course, ada, capacity=1, waiting_list=False, local_date=far(300 + n), language="de")
        factories.course("Draft", ada, live=False)
    for _n in range(rows):
        Prerequisite.objects.create(course=course, needs=factories.course(), required=True)


def test_statements_do_not_grow_with_what_is_to_do(as_person, ada, ben, cleo, course):
    """At most 15 on My teaching, on the page of a session, and on that of its course."""
    counted = {}
    for rows in (1, 3, 12):
        Prerequisite.objects.all().delete()
        fill(ada, ben, course, rows)
        session = course.sessions.filter(language="de").last()
        for who, door in (
            (ada, "/me/teaching/"),
            (cleo, session.get_absolute_url()),
            (cleo, course.get_absolute_url()),
        ):
            client = as_person(who)
            client.get(door)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(door).status_code == 200
            counted.setdefault((who.name, door.split("/")[1]), []).append(len(queries))
    for key, (_one, three, many) in counted.items():
        assert (three, many <= 15) == (many, True), (key, counted)
