"""How measurements are told, and the made-up words they are made with."""

import random

import pytest

from bench.__main__ import main
from bench.report import Row, Times, repeated
from bench.words import Vocabulary


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (Row("search", 2.5, goal="≤ 3"), "search 2.50 × ≤ 3 holds"),
        (Row("rate", 999.6, "documents/s", "≥ 1,000"), "rate 1,000 documents/s ≥ 1,000 MISSED"),
        (Row("other", 20, "ms", at_least=True), "other > 20.0 ms"),
    ],
)
def test_a_row_stands_beside_its_goal(row, line):
    assert " ".join(str(row).split()) == line


def test_rows_stand_in_columns():
    ends = {str(Row("search", value, goal="≤ 3")).index("≤") for value in (1, 10, 100, 1000, 100_000)}
    assert len(ends) == 1


@pytest.mark.parametrize(
    ("goal", "holds"), [("≥ 20", True), ("≥ 20.1", False), ("≤ 20", True), ("≤ 19", False), ("", None)]
)
def test_a_goal_holds_or_not(goal, holds):
    assert Row("", 20, goal=goal).holds is holds


def test_times_are_percentiles_in_milliseconds():
    times = Times.of([n / 1000 for n in range(1, 102)])
    assert (times.p50, times.p95, times.p99) == pytest.approx((51, 96, 100))
    assert [row.what for row in times.rows("search")] == ["search, p50", "search, p95", "search, p99"]
    assert Times.of([0.002]) == Times(2, 2, 2)


def test_works_are_done_in_turn_after_warming_up():
    done = []
    spent = repeated([lambda: done.append("a"), lambda: done.append("b")], rounds=3)
    assert (done, len(spent)) == (["a", "b"] * 4, 6)
    assert repeated([lambda: None], rounds=5, most_seconds=0) == []


def test_the_seconds_can_come_from_any_clock():
    ticks = iter(range(100))
    assert repeated([lambda: None], rounds=2, seconds=lambda: next(ticks)) == [1, 1]


def test_words_are_spread_as_in_a_language_and_come_back_the_same():
    vocabulary, again = Vocabulary(seed=1, size=2000), Vocabulary(seed=1, size=2000)
    assert vocabulary.words == again.words
    assert len(set(vocabulary.words)) == 2000
    text = vocabulary.text(random.Random(5), 20_000)
    assert text == again.text(random.Random(5), 20_000)
    stems = [sum(word.startswith(vocabulary.words[rank]) for word in text.split()) for rank in (0, 9, 99)]
    assert stems[0] > 5 * stems[1] > 5 * stems[2] > 0
    assert 5 < len(vocabulary.long_text(random.Random(2), 100).split()) <= 2000


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--only", "cooking"], "“cooking” is none of index, search"),
        (["--sizes", "many"], "“many” is no list of numbers"),
        (["--sizes", "0"], "a size is at least 1"),
        (["--databases", "oracle"], "“oracle” is none of sqlite, postgresql"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_a_sentence(words, sentence, capsys):
    with pytest.raises(SystemExit):
        main(words)
    assert sentence in capsys.readouterr().err
