"""R11: a service that does not answer is left alone for a while."""

from search.breaker import FAILURES, PAUSE, Breaker


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def opened(clock):
    breaker = Breaker(clock)
    for _failure in range(FAILURES):
        breaker.failed()
    return breaker


def test_it_opens_after_three_failures_in_a_row():
    breaker = Breaker(Clock())
    for expected in (True, True, False):
        assert breaker.allows() is True
        breaker.failed()
        assert breaker.allows() is expected
    assert breaker.is_open is True


def test_a_success_in_between_starts_the_count_anew():
    breaker = Breaker(Clock())
    breaker.failed()
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    breaker.failed()
    assert breaker.allows() is True


def test_after_the_pause_one_caller_tries_and_a_success_closes_it():
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE
    assert [breaker.allows(), breaker.allows()] == [True, False]
    breaker.succeeded()
    assert (breaker.is_open, breaker.allows()) == (False, True)


def test_a_failed_try_keeps_it_open_for_another_pause():
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE
    assert breaker.allows() is True
    breaker.failed()
    clock.now += PAUSE - 1
    assert breaker.allows() is False
    clock.now += 1
    assert breaker.allows() is True


def test_a_caller_who_never_comes_back_does_not_keep_it_open():
    clock = Clock()
    breaker = opened(clock)
    clock.now += PAUSE
    assert breaker.allows() is True
    clock.now += PAUSE
    assert breaker.allows() is True
