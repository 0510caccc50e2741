"""Too few people, and sessions that are called off: what the teacher sees, and what the others hear."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.actions import deciding
from courses.actions import enrolment as seats
from courses.actions.sessions import cancel_session
from courses.models import Enrolment, Session
from notifications.writing import write_mail
from tests import factories

pytestmark = pytest.mark.django_db
State = Enrolment.State


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


@pytest.fixture
def short(course, ada, cleo):
    """It needs three people and has one."""
    made = factories.session(course, ada, capacity=5, minimum=3, decide_at=timezone.now() + timedelta(days=1))
    seats.enrol(cleo, made)
    return made


def another(course, ada, days, **fields):
    return factories.session(course, ada, local_date=timezone.now().date() + timedelta(days=days), **fields)


def decide(client, session, **answers):
    return client.post(f"/sessions/{session.pk}/decide/", answers, follow=True).content.decode()


def test_the_page_says_how_many_come_and_what_can_be_done(as_person, ada, short):
    page = as_person(ada).get(f"/sessions/{short.pk}/decide/").content.decode()
    assert "1 come, 3 are needed" in page
    for way in ("Run it", "Wait longer", "Merge it with another date", "Cancel it"):
        assert f"<h2>{way}</h2>" in page
    assert "There is no other date of this course that you give." in page


def test_the_mail_leads_to_the_page(ada, short):
    deciding.ask_decisions(short.decide_at + timedelta(seconds=1))
    notice = ada.notices.get(kind="session.decide")
    assert f"/sessions/{short.pk}/decide/" in write_mail(notice).body


def test_it_runs_with_those_who_come(as_person, ada, short):
    assert "It takes place, with everybody who comes." in decide(as_person(ada), short, what="run")
    short.refresh_from_db()
    assert (short.minimum, short.decide_at) == (None, None)


def test_more_time_is_given_until_before_the_start(as_person, ada, short):
    client = as_person(ada)
    late = (short.starts_at + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    assert "Choose a moment between now and the start." in decide(client, short, what="extend", until=late)
    assert "This field is required." in decide(client, short, what="extend")
    soon = (short.starts_at - timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    assert "You have more time." in decide(client, short, what="extend", until=soon)
    short.refresh_from_db()
    assert short.decide_at == short.starts_at - timedelta(hours=5)


def test_dates_are_merged_where_the_seats_suffice(as_person, ada, ben, cleo, course, short):
    full, roomy = another(course, ada, 9, capacity=1), another(course, ada, 11, capacity=4)
    seats.enrol(ben, full)
    client = as_person(ada)
    page = client.get(f"/sessions/{short.pk}/decide/").content.decode()
    assert "That date has only 0 seats free, and 1 people come along. Add seats there first." in page
    assert (page.count('value="merge"'), f"/sessions/{full.pk}/change/" in page) == (1, True)
    refused = decide(client, short, what="merge", **{"with": str(full.pk)})
    assert "Add seats there first." in refused
    decide(client, short, what="merge", **{"with": str(roomy.pk)})
    short.refresh_from_db()
    assert (short.state, short.merged_into) == (Session.State.CANCELLED, roomy)
    assert Enrolment.objects.get(session=roomy, person=cleo).state == State.CONFIRMED


def test_whoever_waited_is_served_where_they_are_brought(ada, ben, cleo, course):
    one, other = another(course, ada, 5, capacity=1), another(course, ada, 6, capacity=5)
    seats.enrol(ben, one)
    seats.enrol(cleo, one)
    deciding.merge(ada, one, other)
    assert Enrolment.objects.get(session=other, person=cleo).state == State.CONFIRMED


def test_whoever_is_brought_may_see_where_to(as_person, ada, cleo, ben, course, short):
    other = another(course, ada, 6)
    other.audience.create(token=f"person:{ben.pk}")
    assert as_person(cleo).get(other.get_absolute_url()).status_code == 404
    deciding.merge(ada, short, other)
    assert as_person(cleo).get(other.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("what", ["", "merge", "explode"])
def test_nonsense_decides_nothing(as_person, ada, short, what):
    as_person(ada).post(f"/sessions/{short.pk}/decide/", {"what": what, "with": "none"})
    short.refresh_from_db()
    assert (short.state, short.minimum) == (Session.State.PUBLISHED, 3)


def test_others_decide_nothing(as_person, cleo, eve, short):
    for who in (cleo, eve):
        assert as_person(who).get(f"/sessions/{short.pk}/decide/").status_code == 404
        assert as_person(who).post(f"/sessions/{short.pk}/decide/", {"what": "run"}).status_code == 404
    short.refresh_from_db()
    assert short.minimum == 3


def test_a_date_of_somebody_else_is_not_merged_with(as_person, ada, ben, short):
    foreign = factories.session(factories.course("Ropes", ben), ben)
    assert (
        as_person(ada)
        .post(f"/sessions/{short.pk}/decide/", {"what": "merge", "with": str(foreign.pk)})
        .status_code
        == 404
    )


def test_the_page_asks_as_much_for_one_date_as_for_many(
    as_person, ada, course, short, django_assert_max_num_queries
):
    client = as_person(ada)
    another(course, ada, 20)
    with django_assert_max_num_queries(15) as one:
        client.get(f"/sessions/{short.pk}/decide/")
    for day in (21, 22):
        another(course, ada, day, capacity=3)
    with django_assert_max_num_queries(15) as three:
        client.get(f"/sessions/{short.pk}/decide/")
    assert len(one) == len(three)


# -- calling off -------------------------------------------------------------------------------------------


def test_cancelling_tells_everyone_why_and_what_else_there_is(as_person, ada, cleo, course, short):
    other = another(course, ada, 9)
    alone = factories.session(course, ada, kind="self_paced")
    page = as_person(ada).get(f"/sessions/{short.pk}/cancel/").content.decode()
    assert "1 person on the roster is told, with your reason." in page
    assert (other.get_absolute_url() in page, alone.get_absolute_url() in page) == (True, True)
    as_person(ada).post(f"/sessions/{short.pk}/cancel/", {"reason": "Too few people."})
    mail = write_mail(cleo.notices.get(kind="session.cancelled")).body
    assert "The reason: Too few people." in mail
    for session in (other, alone):
        assert f"{session.get_absolute_url()}\n" in mail


def test_without_anything_else_the_mail_leads_back(ada, cleo, short):
    cancel_session(ada, short, reason="Ill.")
    mail = write_mail(cleo.notices.get(kind="session.cancelled")).body
    assert "Look for another date:" in mail


def test_what_one_may_not_see_is_no_alternative(ada, ben, cleo, course, short):
    another(course, ada, 9).audience.create(token=f"person:{ben.pk}")
    cancel_session(ada, short, reason="Ill.")
    assert "What else there is" not in write_mail(cleo.notices.get(kind="session.cancelled")).body


@pytest.mark.parametrize(("scope", "left"), [("this", 3), ("following", 2), ("all", 0), ("nonsense", 4)])
def test_dates_of_a_series_are_called_off_one_by_one_or_together(as_person, ada, course, scope, left):
    first = timezone.now().date() + timedelta(days=30)
    as_person(ada).post(
        f"/me/teaching/{course.pk}/offer/",
        {
            "kind": "series", "local_date": first.isoformat(), "local_time": "10:00", "minutes": "30",
            "every": "1", "last_day": (first + timedelta(21)).isoformat(), "zone": "Europe/Berlin",
            "language": "en", "hand_on": "confirm",
        },
    )  # fmt: skip
    third = Session.objects.order_by("starts_at")[2]
    as_person(ada).post(f"/sessions/{third.pk}/cancel/", {"reason": "Ill.", "scope": scope})
    assert Session.objects.filter(state="published").count() == left


# -- shadowing, afterwards ---------------------------------------------------------------------------------


@pytest.fixture
def visit(ada, cleo):
    made = factories.session(None, ada, kind="shadowing", title="A day in the lab", capacity=1)
    made.audience.create(token="all")
    seats.enrol(cleo, made, hope="To see the oven")
    return made


def be_over(session):
    end = timezone.now() - timedelta(hours=1)
    Session.objects.filter(pk=session.pk).update(starts_at=end - timedelta(hours=2), ends_at=end)


def test_host_and_guest_say_what_it_brought_and_read_both(as_person, ada, cleo, eve, visit):
    door = f"/sessions/{visit.pk}/debrief/"
    assert as_person(cleo).get(door).status_code == 404
    be_over(visit)
    row = str(visit.enrolments.get().pk)
    as_person(cleo).post(door, {"visit": row, "text": "I saw the oven."})
    as_person(ada).post(door, {"visit": row, "text": "Good questions."})
    as_person(ada).post(door, {"visit": row, "text": "Very good questions."})
    for who in (ada, cleo):
        page = as_person(who).get(door).content.decode()
        said = ("To see the oven", "I saw the oven.", "Very good questions.")
        assert [words in page for words in said] == [True] * 3
    assert as_person(eve).get(door).status_code == 404
    assert as_person(eve).post(door, {"visit": row, "text": "Me too"}).status_code == 404
    assert visit.enrolments.get().debriefs.count() == 2


def test_a_debrief_that_is_refused_stays_typed(as_person, cleo, visit):
    be_over(visit)
    door, row = f"/sessions/{visit.pk}/debrief/", str(visit.enrolments.get().pk)
    page = as_person(cleo).post(door, {"visit": row, "text": "x" * 2001}).content.decode()
    assert "longer than 2000 characters" in page
    assert "x" * 2001 in page
    assert as_person(cleo).post(door, {"visit": "1e9", "text": "Hi"}).status_code == 404


# -- what a course builds on -------------------------------------------------------------------------------


def test_a_required_course_keeps_out_until_it_is_recognised(as_person, ada, cleo, course):
    ropes = factories.course("Ropes", ada)
    client, door = as_person(ada), f"/me/teaching/{course.pk}/prerequisites/"
    client.post(door, {"verb": "need", "course": "ropes", "required": "yes"})
    session = factories.session(course, ada)
    as_person(cleo).post(f"/sessions/{session.pk}/enrol/")
    assert not session.enrolments.exists()
    known = f"/me/teaching/{ropes.pk}/prerequisites/"
    client.post(known, {"verb": "recognise", "people": cleo.email, "note": "Sailed for years"})
    assert "Sailed for years" in client.get(known).content.decode()
    as_person(cleo).post(f"/sessions/{session.pk}/enrol/")
    assert session.enrolments.get().state == State.CONFIRMED


def test_a_circle_is_refused_and_what_is_needed_can_be_taken_off(as_person, ada, course):
    ropes = factories.course("Ropes", ada)
    client, door = as_person(ada), f"/me/teaching/{course.pk}/prerequisites/"
    client.post(door, {"verb": "need", "course": "Ropes", "required": "yes"})
    back = f"/me/teaching/{ropes.pk}/prerequisites/"
    page = client.post(back, {"verb": "need", "course": "Knots", "required": "yes"}).content.decode()
    assert "so nobody could begin. Recommend it instead." in page
    client.post(back, {"verb": "need", "course": "Knots", "required": "no"})
    assert ropes.prerequisite_rows.get().required is False
    client.post(door, {"verb": "drop", "row": str(course.prerequisite_rows.get().pk)})
    assert not course.prerequisite_rows.exists()


@pytest.mark.parametrize("title", ["Nothing like it", "Knots", "Smuggling"])
def test_only_another_course_that_one_sees_can_be_needed(as_person, ada, ben, course, title):
    factories.course("Smuggling", ben, audience=f"person:{ben.pk}")
    page = as_person(ada).post(
        f"/me/teaching/{course.pk}/prerequisites/", {"verb": "need", "course": title, "required": "no"}
    )
    assert "There is no other course of this title." in page.content.decode()


def test_others_say_nothing_about_a_course(as_person, cleo, course):
    door = f"/me/teaching/{course.pk}/prerequisites/"
    assert as_person(cleo).get(door).status_code == 404
    assert as_person(cleo).post(door, {"verb": "recognise", "people": cleo.email}).status_code == 404
    assert not course.recognitions.exists()
