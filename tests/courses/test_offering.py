"""Offering sessions and keeping their rosters, through the doors people use."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.models import Attendance, Enrolment, Session
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


def offer(**changes):
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    fields = {
        "kind": "live",
        "local_date": day,
        "local_time": "10:30",
        "zone": "Europe/Berlin",
        "minutes": "45",
        "capacity": "8",
        "waiting_list": "on",
        "hand_on": "confirm",
        "language": "en",
        "place": "Room 2",
    }
    return {**fields, **changes}


def test_a_teacher_offers_a_session(as_person, ada, ben, course):
    as_person(ada).post(f"/me/teaching/{course.pk}/offer/", offer(co_teachers=ben.email))
    session = Session.objects.get()
    assert (session.capacity, session.place, session.zone) == (8, "Room 2", "Europe/Berlin")
    assert session.occurrences.get().minutes == 45
    given = list(session.teachings.order_by("pk").values_list("person__name", "role"))
    assert given == [("Ada Brook", "lead"), ("Ben Ofori", "co_teacher")]


def test_a_self_paced_session_needs_no_date(as_person, ada, cleo, course):
    as_person(ada).post(
        f"/me/teaching/{course.pk}/offer/", offer(kind="self_paced", local_date="", local_time="")
    )
    session = Session.objects.get()
    assert (session.starts_at, session.capacity, session.occurrences.count()) == (None, None, 0)
    assert seats.enrol(cleo, session).state == State.CONFIRMED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"local_date": "2020-01-01"}, "This date has passed."),
        ({"local_date": ""}, "This field is required."),
        ({"local_date": "2027-03-28", "local_time": "02:30"}, "this time does not exist"),
        ({"local_date": "2027-10-31", "local_time": "02:30"}, "this time comes twice"),
        ({"capacity": "0"}, "greater than or equal to 1"),
        ({"zone": "Mars/Base"}, "Select a valid choice"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"co_teachers": "nobody@example.org"}, "Nobody here is called nobody@example.org."),
    ],
)
def test_an_impossible_session_is_refused_and_what_was_typed_stays(as_person, ada, course, changes, sentence):
    page = as_person(ada).post(f"/me/teaching/{course.pk}/offer/", offer(**{"note": "Bring rope", **changes}))
    assert sentence in page.content.decode()
    assert "Bring rope" in page.content.decode()
    assert not Session.objects.exists()


def test_a_draft_is_not_offered(as_person, ada):
    draft = factories.course("Draft", ada, live=False)
    page = as_person(ada).post(f"/me/teaching/{draft.pk}/offer/", offer())
    assert "Publish the course first" in page.content.decode()


def test_moving_a_session_tells_the_roster(as_person, ada, cleo, course, session):
    seats.enrol(cleo, session)
    door, moved = f"/sessions/{session.pk}/change/", offer(capacity="1", local_time="16:00")
    asked = as_person(ada).post(door, moved)
    assert "1 person with a seat is asked whether the new time suits" in asked.content.decode()
    assert "session.moved" not in cleo.notices.values_list("kind", flat=True)
    as_person(ada).post(door, {**moved, "moved": asked.context["moved"]})
    assert "session.moved" in cleo.notices.values_list("kind", flat=True)
    session.refresh_from_db()
    assert session.occurrences.get().local_time.hour == 16


def test_cancelling_needs_a_reason(as_person, ada, session):
    client = as_person(ada)
    assert client.post(f"/sessions/{session.pk}/cancel/", {"reason": ""}).status_code == 200
    session.refresh_from_db()
    assert session.state == "published"
    client.post(f"/sessions/{session.pk}/cancel/", {"reason": "Ill."})
    session.refresh_from_db()
    assert (session.state, session.cancel_reason) == ("cancelled", "Ill.")


def past(session):
    start = timezone.now() - timedelta(hours=1)
    session.occurrences.update(starts_at=start, ends_at=start + timedelta(minutes=30))
    Session.objects.filter(pk=session.pk).update(starts_at=start, ends_at=start + timedelta(minutes=30))


def test_the_teacher_marks_who_was_there(as_person, ada, cleo, session):
    enrolment = seats.enrol(cleo, session)
    client = as_person(ada)
    early = client.post(
        f"/sessions/{session.pk}/attendance/", {f"mark-{enrolment.pk}": "attended"}, follow=True
    )
    assert "15 minutes before the start" in early.content.decode()
    past(session)
    client.post(f"/sessions/{session.pk}/attendance/", {f"mark-{enrolment.pk}": "attended"})
    assert list(Attendance.objects.values_list("mark", "by__name")) == [("attended", "Ada Brook")]
    client.post(f"/sessions/{session.pk}/attendance/", {f"mark-{enrolment.pk}": ""})
    assert not Attendance.objects.exists()


def test_a_made_up_mark_is_refused(as_person, ada, cleo, session):
    enrolment = seats.enrol(cleo, session)
    past(session)
    as_person(ada).post(f"/sessions/{session.pk}/attendance/", {f"mark-{enrolment.pk}": "asleep"})
    assert not Attendance.objects.exists()


def test_the_roster_is_for_those_who_give_the_session(as_person, ada, cleo, eve, session):
    seats.enrol(cleo, session)
    assert "Cleo Marsh" in as_person(ada).get(f"/sessions/{session.pk}/roster/").content.decode()
    for door in ("roster", "change", "cancel"):
        assert as_person(cleo).get(f"/sessions/{session.pk}/{door}/").status_code == 404
        assert as_person(eve).get(f"/sessions/999999/{door}/").status_code == 404
