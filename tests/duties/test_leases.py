"""Rows of later work: held by one worker at a time, lost by none."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.utils import OperationalError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duties.leases import LEASE, MOST_ATTEMPTS, pause_after
from notifications.models import Notice
from tests import factories


@pytest.fixture
def rows(db):
    """Makes due rows: `rows(3)`."""

    def make(number):
        person = factories.person()
        now = timezone.now()
        return [Notice.objects.create(person=person, kind="tea", due_at=now) for _ in range(number)]

    return make


def test_pauses_grow_up_to_an_hour():
    assert [pause_after(n).total_seconds() for n in range(1, 11)] == [
        10,
        20,
        40,
        80,
        160,
        320,
        640,
        1280,
        2560,
        3600,
    ]
    assert pause_after(0) == timedelta(seconds=10)


def test_rows_are_claimed_oldest_first_and_once(rows):
    made = rows(3)
    assert Notice.objects.claim(2) == made[:2]
    assert Notice.objects.claim(2) == made[2:]
    assert Notice.objects.claim(2) == []


def test_asking_while_nothing_is_due_costs_one_statement_and_no_lock(db):
    with CaptureQueriesContext(connection) as statements:
        assert Notice.objects.claim(10) == []
    assert len(statements) == 1


def test_a_lease_that_ran_out_makes_the_row_anybodys(rows):
    [row] = rows(1)
    now = timezone.now()
    [first] = Notice.objects.claim(1, now)
    assert Notice.objects.claim(1, now + LEASE - timedelta(seconds=1)) == []
    [second] = Notice.objects.claim(1, now + LEASE)
    assert (second.pk, second.attempts) == (row.pk, 2)
    assert second.lease_token != first.lease_token


def test_only_who_holds_the_lease_writes_the_outcome(rows):
    rows(1)
    now = timezone.now()
    [slow] = Notice.objects.claim(1, now)
    [quick] = Notice.objects.claim(1, now + LEASE)
    assert not slow.finish(sent_at=now)
    assert not slow.fail(OSError("late"), now)
    assert not slow.hold(handed_over_at=now)
    assert quick.finish(sent_at=now)
    assert list(
        Notice.objects.values_list("sent_at", "handed_over_at", "last_error", "attempts", "lease_token")
    ) == [(now, None, "", 0, None)]
    assert not quick.finish(sent_at=None)


def test_a_row_that_nobody_claimed_cannot_be_closed(rows):
    [row] = rows(1)
    assert not row.finish(sent_at=timezone.now())
    assert Notice.objects.get().sent_at is None


def test_a_failure_is_kept_and_the_row_rests(rows):
    rows(1)
    now = timezone.now()
    [row] = Notice.objects.claim(1, now)
    assert row.fail(ValueError("\x00" + "x" * 600), now)
    row.refresh_from_db()
    assert (row.lease_until, row.lease_token) == (now + timedelta(seconds=10), None)
    assert row.last_error == f"ValueError: {'x' * 488}"
    assert Notice.objects.claim(1, now + timedelta(seconds=9)) == []
    assert Notice.objects.claim(1, now + timedelta(seconds=10)) == [row]


def test_success_forgets_the_failures(rows):
    rows(1)
    now = timezone.now()
    [row] = Notice.objects.claim(1, now)
    row.fail(ValueError("once"), now)
    [row] = Notice.objects.claim(1, now + timedelta(minutes=1))
    row.finish()
    row.refresh_from_db()
    assert (row.attempts, row.last_error, row.lease_until) == (0, "", None)


def test_after_ten_attempts_a_row_waits_for_a_person(rows):
    [row] = rows(1)
    Notice.objects.update(attempts=MOST_ATTEMPTS)
    assert Notice.objects.claim(1, timezone.now() + timedelta(days=9)) == []
    assert list(Notice.objects.resting()) == [row]


def test_a_row_carried_out_between_reading_and_writing_is_not_taken_again(rows):
    """The second worker read the row while it was due; the first finished it before the second wrote."""
    rows(1)
    [first] = Notice.objects.claim(1)
    assert first.finish(sent_at=timezone.now())
    now = timezone.now()
    assert Notice.objects.claimable(now).filter(pk__in=[first.pk]).update(lease_until=now + LEASE) == 0


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_never_hold_the_same_row(rows):
    made = {row.pk for row in rows(60)}
    start = threading.Barrier(8)
    held, broken = [], []

    def work():
        start.wait()
        try:
            while taken := Notice.objects.claim(3):
                held.extend(row.pk for row in taken)
        except OperationalError as error:
            broken.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert broken == []
    assert sorted(held) == sorted(made)
    assert set(Notice.objects.values_list("attempts", flat=True)) == {1}
