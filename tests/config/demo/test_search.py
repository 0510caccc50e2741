"""What the demo people looked for, and what their steward made of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from config.demo.people import PEOPLE
from config.demo.searches import PINS, QUESTIONS, WISHES
from config.demo.write_people import person
from config.demo.writing import missing_steps
from courses.actions.requests import withdraw_request
from courses.models import Request
from search.models import PromotedResult, QueryCount
from search.steering import key_of, may_steer, pins_for
from search.steering.actions import withdraw
from search.steering.report import report


def labels(name):
    return [line.label for line in report()[name]]


def test_every_pinned_answer_is_shown_to_the_newcomer(shown):
    for piece in PINS:
        assert key_of(piece.query) == piece.query
        (pin,) = pins_for(piece.query, person("ruta"))
        assert (pin.url, pin.pin_note) == (piece.url, piece.note)
        assert may_steer(person(piece.steward))


def test_the_week_has_something_for_each_list(shown):
    """Save what was asked too seldom to be told."""
    told = report()
    assert told["highest"] == 30
    assert labels("top")[:2] == ["calibrate probe", "no reading"]
    assert labels("empty") == ["travel costs", "parental leave", "portuguese lessons"]
    assert labels("abandoned") == ["calibrate probe", "battery life", "chart colours", "no reading"]
    assert "nothing works" not in {label for name in ("top", "empty", "abandoned") for label in labels(name)}
    assert all(key_of(piece.query) == piece.query for piece in QUESTIONS)
    for piece in QUESTIONS:
        assert piece.chosen <= sum(piece.asked)


def test_the_wishes_are_there_with_how_many(shown):
    assert [(line.label, line.value) for line in report()["wishes"]] == [
        ("How to read a battery curve", 3),
        ("Portuguese for visits to Porto", 2),
        ("Minutes that people read", 1),
    ]
    assert {piece.person for piece in WISHES} <= {piece.key for piece in PEOPLE}


@pytest.mark.parametrize("what", ["ended", "moved"])
def test_what_a_steward_changed_stays(shown, what):
    pin = PromotedResult.objects.get(query="no reading")
    if what == "ended":
        withdraw(person("kofi"), pin)
    else:
        PromotedResult.objects.filter(pk=pin.pk).update(query="silent sensor")
    withdraw_request(person("bjoern"), Request.objects.get(words="Minutes that people read"))
    QueryCount.objects.exclude(query="no reading").delete()
    assert missing_steps(timezone.now().date() + timedelta(days=1)) == []
