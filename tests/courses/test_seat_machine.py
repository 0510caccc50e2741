"""R7: whatever people do in whatever order, seats are counted rightly and the queue keeps its order."""

import os
from contextlib import ExitStack, suppress
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from courses import guards
from courses.actions import enrolment as seats
from courses.actions import queue, roster
from courses.actions.sessions import cancel_session, change_session
from courses.duties import settle_seats
from courses.models import Enrolment, Session
from courses.plans import Plan
from courses.seating import pool_of
from courses.states import allows
from people.models import Person
from people.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db
AT_LENGTH = (8, 30) if os.environ.get("CI") else (30, 30)
"""Runs and steps of the long story; fewer where everything runs in a row."""
State = Enrolment.State
PEOPLE = 5
real_now = timezone.now
who = st.integers(0, PEOPLE - 1)


class Seats(RuleBasedStateMachine):
    """One session, five people, a clock that moves by hand; each run in a transaction that is undone."""

    hand_on = Session.HandOn.CONFIRM

    def __init__(self):
        super().__init__()
        self.undoing = ExitStack()
        self.undoing.enter_context(transaction.atomic())
        self.undoing.callback(transaction.set_rollback, True)
        self.now = real_now().replace(microsecond=0)
        clock = mock.patch("django.utils.timezone.now", side_effect=lambda: self.now)
        self.undoing.enter_context(clock)
        self.ada = factories.person("Ada")
        self.people = [factories.person(f"P{n}") for n in range(PEOPLE)]
        course = factories.course("Knots", self.ada)
        day = self.now.date() + timedelta(days=30)
        self.session = factories.session(course, self.ada, capacity=2, hand_on=self.hand_on, local_date=day)
        self.allowed, self.queue = 2, []

    def teardown(self):
        self.undoing.close()

    def attempt(self, act, *given, **named):
        """What is refused changes nothing."""
        before = self.rows()
        with suppress(Refusal):
            act(*given, **named)
            return
        touched = {row.pk for row in self.session.enrolments.filter(events__at=self.now)}
        assert [row for row in self.rows() if row[0] not in touched] == [
            row for row in before if row[0] not in touched
        ]

    def rows(self):
        return list(
            self.session.enrolments.order_by("pk").values_list("pk", "state", "priority", "joined_at")
        )

    def waiting(self):
        return list(self.session.enrolments.waiting().values_list("pk", flat=True))

    def used(self):
        return self.session.enrolments.using_a_seat().count()

    # -- what people do ------------------------------------------------------------------------------------

    @rule(n=who)
    def enrol(self, n):
        self.attempt(seats.enrol, self.people[n], self.session)

    @rule(n=who)
    def leave(self, n):
        self.attempt(seats.withdraw, self.people[n], self.session)

    @rule(n=who)
    def undo(self, n):
        self.attempt(seats.undo, self.people[n], self.session)

    @rule(n=who)
    def accept(self, n):
        self.attempt(seats.accept_offer, self.people[n], self.session)

    @rule(n=who)
    def let_pass(self, n):
        self.attempt(seats.decline_offer, self.people[n], self.session)

    @rule(n=who)
    def take(self, n):
        self.attempt(seats.take_late_seat, self.people[n], self.session)

    @rule(n=who)
    def leave_the_company(self, n):
        person = Person.objects.get(pk=self.people[n].pk)
        person.state = Person.State.LEFT
        person.save()
        assert not self.session.enrolments.current().filter(person=person).exists() or self.session_started()
        self.people[n] = factories.person("Newcomer")

    # -- what teachers do ----------------------------------------------------------------------------------

    @rule(capacity=st.integers(1, 4))
    def resize(self, capacity):
        self.attempt(change_session, self.ada, self.session, self.plan(capacity=capacity))

    @rule(days=st.integers(-3, 3))
    def move(self, days):
        day = self.session.occurrences.get().local_date + timedelta(days=days)
        self.attempt(change_session, self.ada, self.session, self.plan(local_date=day))

    @rule(n=who)
    def remove(self, n):
        row = self.session.enrolments.filter(person=self.people[n]).first()
        if row:
            self.attempt(roster.remove, self.ada, row, reason="Asked by phone")

    @rule(n=who)
    def enrol_by_name(self, n):
        self.attempt(roster.enrol_by_name, self.ada, self.session, self.people[n])

    @rule(really=st.integers(0, 9))
    def cancel(self, really):
        if not really:
            self.attempt(cancel_session, self.ada, self.session, reason="Ill")

    def plan(self, **changes):
        self.session.refresh_from_db()
        date = self.session.occurrences.get()
        given = {
            "local_date": date.local_date, "local_time": date.local_time, "minutes": date.minutes,
            "capacity": self.session.capacity, "hand_on": self.session.hand_on,
        }  # fmt: skip
        return Plan(**{**given, **changes})

    # -- what time does ------------------------------------------------------------------------------------

    @rule(seconds=st.sampled_from([1, 5, 11, 3600, 13 * 3600, 25 * 3600]))
    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)
        settle_seats(self.now)

    @rule()
    def wait_for_the_last_hour(self):
        self.session.refresh_from_db()
        if self.session.starts_at - timedelta(hours=1) > self.now:
            self.now = self.session.starts_at - timedelta(hours=1)
            settle_seats(self.now)

    def session_started(self):
        self.session.refresh_from_db()
        return self.session.has_started_by(self.now)

    # -- what holds ----------------------------------------------------------------------------------------

    @invariant()
    def no_seat_is_given_twice(self):
        """More are used than there are only while seats were taken away, and then none is given on."""
        self.session.refresh_from_db()
        used = self.used()
        self.allowed = max(self.session.capacity, min(self.allowed, used))
        assert used <= self.allowed

    @invariant()
    def nobody_waits_while_a_seat_is_free(self):
        self.session.refresh_from_db()
        shut = guards.over(self.session, self.now) or guards.last_call(self.session, self.now)
        if not shut and self.waiting():
            assert pool_of(self.session, self.now).empty

    @invariant()
    def order_is_kept(self):
        """Who is served stood before all who still wait; who goes on waiting keeps their order."""
        waiting = self.waiting()
        stayed = [pk for pk in self.queue if pk in waiting]
        assert [pk for pk in waiting if pk in stayed] == stayed
        served = self.session.enrolments.filter(
            pk__in=self.queue, state__in=Enrolment.HOLDING, events__verb="serve", events__at=self.now
        ).exclude(pk__in=waiting)
        for pk in served.values_list("pk", flat=True).distinct():
            last = Enrolment.objects.get(pk=pk).events.last()
            if last.verb == "serve":
                assert not any(self.queue.index(other) < self.queue.index(pk) for other in stayed)
        self.queue = waiting

    @invariant()
    def the_history_replays_to_the_state(self):
        for row in self.session.enrolments.prefetch_related("events"):
            state = ""
            for event in row.events.all():
                assert event.from_state == state
                assert allows(event.verb, event.from_state, event.to_state)
                state = event.to_state
            assert state == row.state

    @invariant()
    def settling_again_changes_nothing(self):
        before = self.rows()
        with transaction.atomic():
            assert queue.serve_queue(queue.lock_session(self.session.pk), self.now) == []
        assert self.rows() == before


class Offers(Seats):
    hand_on = Session.HandOn.OFFER


def run(machine, examples, steps):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("machine", [Seats, Offers])
def test_seats_are_right_after_every_step(machine):
    """R7, in short."""
    run(machine, 8, 15)


@pytest.mark.slow
@pytest.mark.parametrize("machine", [Seats, Offers])
def test_seats_are_right_after_every_step_at_length(machine):
    """R7."""
    run(machine, *AT_LENGTH)
