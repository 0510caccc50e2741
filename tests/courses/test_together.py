"""Giving it together, standing in, limits, and what happens with too few people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.actions import deciding, teaching
from courses.actions import enrolment as seats
from courses.actions.sessions import offer_session
from courses.models import Cover, Enrolment, Session, Teaching
from courses.plans import Plan
from people.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db
State = Enrolment.State


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


@pytest.fixture
def session(course, ada):
    return factories.session(course, ada)


def asked_kinds(person):
    return list(person.notices.order_by("pk").values_list("kind", flat=True))


def test_each_accepts_before_they_give_it(ada, ben, session):
    asked = teaching.invite(ada, session, ben, Teaching.Role.CO_TEACHER)
    assert (asked.answer, asked_kinds(ben)) == (Teaching.Answer.ASKED, ["teaching.asked"])
    assert ben not in [row.person for row in session.teachings.filter(answer="accepted")]
    assert not Session.objects.manageable_by(ben).exists()
    teaching.answer(ben, asked, yes=True)
    assert Session.objects.manageable_by(ben).get() == session
    assert teaching.invite(ada, session, ben, Teaching.Role.CO_TEACHER).pk == asked.pk
    with pytest.raises(Refusal, match="Somebody else was asked"):
        teaching.answer(ada, asked, yes=True)


def test_a_teacher_cannot_be_in_two_places(ada, ben, course, session):
    row = session.occurrences.get()
    plan = Plan(local_date=row.local_date, local_time=row.local_time, minutes=60, zone=row.zone)
    with pytest.raises(Refusal, match=r"gives “Knots” on .* Choose another time"):
        offer_session(ada, course, plan)
    other = factories.session(factories.course("Ropes", ben), ben)
    asked = teaching.invite(ada, session, ben, Teaching.Role.CO_TEACHER)
    with pytest.raises(Refusal, match="gives “Ropes”"):
        teaching.answer(ben, asked, yes=True)
    Session.objects.filter(pk=other.pk).update(state="cancelled")
    assert teaching.answer(ben, asked, yes=True).answer == Teaching.Answer.ACCEPTED


def test_nobody_is_asked_beyond_their_limit_or_in_a_quiet_week(ada, ben, session):
    day = session.occurrences.get().local_date
    teaching.keep_quiet(ben, day)
    with pytest.raises(Refusal, match="keeps that week free"):
        teaching.invite(ada, session, ben, Teaching.Role.CO_TEACHER)
    teaching.end_quiet(ben, day)
    teaching.set_limits(ben, teaching=0, learning=None)
    with pytest.raises(Refusal, match="has enough in"):
        teaching.invite(ada, session, ben, Teaching.Role.CO_TEACHER)
    teaching.set_limits(ben, teaching=1, learning=None)
    assert teaching.invite(ada, session, ben, Teaching.Role.CO_TEACHER)


@pytest.fixture
def others(ada, ben, cleo, course, session):
    """Ben gives another date of the course, Cleo did once but is busy at that time."""
    later = {"local_date": timezone.now().date() + timedelta(days=20)}
    factories.session(course, ben, **later)
    factories.session(course, cleo, local_date=timezone.now().date() - timedelta(days=20))
    factories.session(factories.course("Ropes", cleo), cleo)


def test_whoever_could_is_asked_and_the_first_takes_over(ada, ben, cleo, session, others):
    date = session.occurrences.get()
    cover = teaching.cannot_come(ada, date, reason="Ill")
    assert [row.person for row in cover.asked.all()] == [ben]
    assert (asked_kinds(ben), asked_kinds(cleo)) == (["cover.asked"], [])
    assert teaching.cannot_come(ada, date).pk == cover.pk
    with pytest.raises(Refusal, match="Somebody else was asked"):
        teaching.take_over(cleo, cover)
    assert teaching.take_over(ben, cover).state == Cover.State.COVERED
    stand_in = date.teachings.get()
    assert (stand_in.person, stand_in.role) == (ben, Teaching.Role.SUBSTITUTE)
    assert asked_kinds(ada) == ["cover.taken"]


def test_who_nobody_stands_in_for_is_left_to_the_organiser(ada, ben, session, others):
    cover = teaching.cannot_come(ada, session.occurrences.get())
    assert teaching.end_asking() == 0
    late = cover.asking_until + timedelta(seconds=1)
    assert (teaching.end_asking(late), teaching.end_asking(late)) == (1, 0)
    assert asked_kinds(ada) == ["cover.organiser"]
    assert teaching.take_over(ben, cover).state == Cover.State.COVERED


def test_when_all_decline_nobody_waits_for_the_deadline(ada, ben, session, others):
    cover = teaching.cannot_come(ada, session.occurrences.get())
    assert teaching.decline_cover(ben, cover).state == Cover.State.ORGANISER
    assert teaching.withdraw_cover(ada, cover).state == Cover.State.WITHDRAWN
    with pytest.raises(Refusal, match="taken over already"):
        teaching.take_over(ben, cover)


# -- deciding ----------------------------------------------------------------------------------------------


@pytest.fixture
def short(course, ada, cleo):
    """A session that needs three people and has one."""
    made = factories.session(course, ada, capacity=5, minimum=3, decide_at=timezone.now() + timedelta(days=1))
    seats.enrol(cleo, made)
    cleo.notices.all().delete()
    return made


def decided(session):
    return deciding.ask_decisions(session.decide_at + timedelta(seconds=1))


def test_with_too_few_people_the_teacher_is_asked_once(ada, short):
    assert (deciding.ask_decisions(), decided(short), decided(short)) == (0, 1, 0)
    assert asked_kinds(ada) == ["session.decide"]


def test_with_enough_people_nobody_is_asked(ada, ben, eve, short):
    seats.enrol(ben, short)
    seats.enrol(eve, short)
    assert (decided(short), asked_kinds(ada)) == (0, [])


def test_it_can_run_anyway_or_wait(ada, eve, short):
    decided(short)
    later = short.starts_at - timedelta(hours=3)
    assert deciding.extend(ada, short, later).decision_asked_at is None
    with pytest.raises(Refusal, match="between now and the start"):
        deciding.extend(ada, short, short.starts_at + timedelta(hours=1))
    with pytest.raises(Refusal, match="Only those who give"):
        deciding.run_anyway(eve, short)
    assert deciding.run_anyway(ada, short).minimum is None


def test_two_dates_become_one(ada, ben, cleo, eve, course, short):
    target = factories.session(course, ada, capacity=2, local_date=short.starts_at.date() + timedelta(days=9))
    seats.enrol(ben, target)
    seats.enrol(eve, short)
    with pytest.raises(Refusal, match="only 1 seat free, and 2 people come along"):
        deciding.merge(ada, short, target)
    assert Enrolment.objects.get(session=short, person=cleo).state == State.CONFIRMED
    Session.objects.filter(pk=target.pk).update(capacity=3)
    deciding.merge(ada, short, target)
    assert set(target.enrolments.filter(state=State.CONFIRMED).values_list("person", flat=True)) == {
        ben.pk, cleo.pk, eve.pk,
    }  # fmt: skip
    short.refresh_from_db()
    assert (short.state, short.merged_into) == (Session.State.CANCELLED, target)
    with pytest.raises(Refusal, match="Only dates of the same course"):
        deciding.merge(ada, target, factories.session(factories.course("Ropes", ada), ada))
