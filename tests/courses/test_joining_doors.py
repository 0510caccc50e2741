"""Before one comes, and on the day: what warns, and the link that opens."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions import teaching
from courses.models import Enrolment, Limits, Occurrence, Session, Teaching
from tests import factories
from tests.courses.steps import press, starting_in, state_of

pytestmark = pytest.mark.django_db
State = Enrolment.State


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


@pytest.fixture
def session(course, ada):
    return factories.session(course, ada, capacity=1)


# -- warnings ----------------------------------------------------------------------------------------------


def cautions(as_person, person, session):
    return as_person(person).get(session.get_absolute_url()).context["advice"].cautions


def test_a_clash_warns_and_does_not_refuse(as_person, ada, ben, cleo, session):
    other = factories.session(factories.course("Sails", ben), ben)
    seats.enrol(cleo, other)
    (said,) = cautions(as_person, cleo, session)
    assert said.startswith("At that time you have “Sails”, ")
    press(as_person(cleo), session, "enrol")
    assert state_of(cleo, session) == State.CONFIRMED
    assert cautions(as_person, cleo, session) == []
    assert cautions(as_person, factories.person(), session) == []


def test_what_i_give_at_that_time_warns_me_too(as_person, ben, session):
    factories.session(factories.course("Sails", ben), ben)
    (said,) = cautions(as_person, ben, session)
    assert said.startswith("At that time you have “Sails”, ")


def test_my_own_limit_and_quiet_week_warn_me(as_person, ada, cleo, course, session):
    teaching.keep_quiet(cleo, session.starts_at.date())
    Limits.objects.create(person=cleo, learning=0)
    said = cautions(as_person, cleo, session)
    assert said[0] == "You keep this week free of sessions."
    assert said[1].startswith("You wanted to attend no more than 0 sessions in")
    Limits.objects.update(learning=1)
    teaching.end_quiet(cleo, session.starts_at.date())
    assert cautions(as_person, cleo, session) == []


# -- joining -----------------------------------------------------------------------------------------------


@pytest.fixture
def online(course, ada):
    return factories.session(course, ada, link="https://meet.example.org/knots", capacity=2)


def test_the_link_opens_a_quarter_of_an_hour_before_and_only_with_a_seat(as_person, page, ben, cleo, online):
    seats.enrol(ben, online)
    door = f"/sessions/{online.pk}/join/"
    assert "The link opens on" in page(ben, online)
    assert "15 minutes before the start" in page(ben, online)
    assert as_person(ben).get(door).url == online.get_absolute_url()
    starting_in(online, minutes=14)
    assert "meet.example.org" not in page(ben, online)
    assert f'href="{door}"' in page(ben, online)
    assert as_person(ben).get(door).url == "https://meet.example.org/knots"
    assert as_person(cleo).get(door).url == online.get_absolute_url()
    assert "Join online" not in page(cleo, online)


def test_who_gives_it_and_who_observes_may_join(as_person, ada, ben, online):
    starting_in(online, minutes=5)
    Teaching.objects.create(session=online, person=ben, role=Teaching.Role.OBSERVER)
    for who in (ada, ben):
        assert as_person(who).get(f"/sessions/{online.pk}/join/").url == "https://meet.example.org/knots"


@pytest.mark.parametrize("gone", ["waiting", "cancelled", "over"])
def test_the_link_is_shut_for_everything_else(as_person, ben, cleo, online, gone):
    Session.objects.filter(pk=online.pk).update(capacity=1)
    seats.enrol(ben, online)
    seats.enrol(cleo, online)
    starting_in(online, minutes=5 if gone != "over" else -90)
    if gone == "cancelled":
        Session.objects.filter(pk=online.pk).update(state="cancelled")
    who = cleo if gone == "waiting" else ben
    assert as_person(who).get(f"/sessions/{online.pk}/join/").url == online.get_absolute_url()


def test_each_date_has_its_own_link(as_person, ada, ben, online):
    seats.enrol(ben, online)
    starting_in(online, minutes=-120)
    date = online.occurrences.get()
    later = Occurrence.objects.create(
        session=online, n=2, local_date=date.local_date, local_time=date.local_time, minutes=60,
        zone="UTC", link="https://meet.example.org/second",
    )  # fmt: skip
    soon_after = timezone.now() + timedelta(minutes=10)
    Occurrence.objects.filter(pk=later.pk).update(
        starts_at=soon_after, ends_at=soon_after + timedelta(hours=1)
    )
    assert as_person(ben).get(f"/sessions/{online.pk}/join/").url == "https://meet.example.org/second"


@pytest.mark.parametrize("verb", ["enrol", "leave", "accept", "decline", "take", "undo"])
def test_anothers_hidden_session_is_not_there(as_person, eve, ada, verb):
    """R18: the same as one that does not exist."""
    hidden = factories.session(factories.course("Secret", ada, audience="person:0"), ada)
    for pk in (hidden.pk, 987654):
        assert as_person(eve).post(f"/sessions/{pk}/{verb}/").status_code == 404
        assert as_person(eve).get(f"/sessions/{pk}/join/").status_code == 404
