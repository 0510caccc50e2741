"""Run sheets: written row by row, read with times, copied by those who teach it too, rehearsed."""

import pytest

from courses.actions.preparing import Unit, write_course_sheet, write_session_sheet
from courses.models import RunSheet, RunUnit
from people.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


@pytest.fixture
def session(course, ben):
    return factories.session(course, ben, minutes=60, zone="UTC")


def rows(*units, **more):
    """What the form sends: a dictionary for each row."""
    data = {"units-TOTAL_FORMS": str(len(units)), "units-INITIAL_FORMS": "0"}
    for n, unit in enumerate(units):
        data.update({f"units-{n}-{name}": value for name, value in unit.items()})
    return {**data, **more}


WELCOME = {"title": "Welcome", "minutes": "10", "place": "1", "goal": "Everyone has spoken once."}
TYING = {
    "title": "Tying",
    "minutes": "40",
    "place": "2",
    "materials": "Ropes",
    "online": "Send ropes before.",
}


def written(sheet):
    return list(sheet.units.values_list("n", "title", "minutes"))


def test_units_are_written_and_read_with_their_times(as_person, ben, session):
    door = f"/sessions/{session.pk}/run-sheet/"
    assert as_person(ben).post(door, rows(WELCOME, TYING, {})).url == door
    assert written(session.run_sheet) == [(1, "Welcome", 10), (2, "Tying", 40)]
    page = as_person(ben).get(door)
    assert [(line.after, f"{line.starts_at:%H:%M}") for line in page.context["lines"]] == [
        (0, "14:00"),
        (10, "14:10"),
    ]
    assert "50 minutes in all" in page.content.decode()


def test_places_put_units_in_order_and_an_empty_row_takes_one_away(as_person, ben, session):
    door = f"/sessions/{session.pk}/run-sheet/"
    client = as_person(ben)
    client.post(door, rows(WELCOME, TYING, {"title": "Break", "minutes": "5", "place": "1"}))
    assert [title for _n, title, _minutes in written(session.run_sheet)] == ["Welcome", "Break", "Tying"]
    client.post(door, rows({}, TYING))
    assert written(RunSheet.objects.get()) == [(1, "Tying", 40)]


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ({"title": "Tying"}, "How many minutes does it take?"),
        ({"goal": "Everyone ties."}, "Say in a word what happens in this unit, or empty the row."),
        ({"title": "Tying", "minutes": "-3"}, "greater than or equal to 1"),
        ({"title": "Tying", "minutes": "99999"}, "less than or equal to 600"),
    ],
)
def test_a_row_that_cannot_be_is_said_and_nothing_is_lost(as_person, ben, session, unit, sentence):
    page = as_person(ben).post(f"/sessions/{session.pk}/run-sheet/", rows(WELCOME, unit)).content.decode()
    assert sentence in page
    assert 'value="Welcome"' in page
    assert not RunUnit.objects.exists()


def test_more_rows_lose_nothing_that_was_typed(as_person, ben, session):
    page = as_person(ben).post(f"/sessions/{session.pk}/run-sheet/", rows(WELCOME, more="1")).content.decode()
    assert 'value="Welcome"' in page
    assert 'name="units-3-title"' in page
    assert not RunSheet.objects.exists()


def test_a_sheet_that_is_too_long_says_by_how_much(as_person, ben, session):
    write_session_sheet(ben, session, [Unit("Tying", 75)])
    assert (
        "15 minutes more than there are"
        in as_person(ben).get(f"/sessions/{session.pk}/run-sheet/").content.decode()
    )
    with pytest.raises(Refusal, match="more than a day"):
        write_session_sheet(ben, session, [Unit("Tying", 600)] * 3)
    with pytest.raises(Refusal, match="at most 60 units"):
        write_session_sheet(ben, session, [Unit("Tying", 1)] * 61)


def test_the_courses_sheet_is_copied_to_a_session(as_person, ada, ben, course, session):
    sheet = write_course_sheet(ada, course, [Unit("Welcome", 10), Unit("Tying", 40)])
    as_person(ben).post(f"/sessions/{session.pk}/run-sheet/copy/", {"sheet": sheet.pk})
    assert written(session.run_sheet) == written(sheet)
    write_session_sheet(ben, session, [Unit("Tying", 20)])
    assert written(sheet) == [(1, "Welcome", 10), (2, "Tying", 40)]


def test_other_teachers_begin_with_each_others_sheets(as_person, ada, ben, cleo, course, session):
    """R18: a sheet of another course is not to be had, whatever number is sent."""
    theirs = write_session_sheet(ben, session, [Unit("Tying", 20)])
    mine = factories.session(course, cleo)
    foreign = write_course_sheet(ada, factories.course("Ropes", ada), [Unit("Secret", 5)])
    client, door = as_person(cleo), f"/sessions/{mine.pk}/run-sheet/copy/"
    assert "Choose one" in client.post(door, {"sheet": foreign.pk}, follow=True).content.decode()
    assert "Choose one" in client.post(door, {"sheet": "x" * 99}, follow=True).content.decode()
    assert not RunSheet.objects.filter(session=mine).exists()
    client.post(door, {"sheet": theirs.pk})
    assert written(mine.run_sheet) == [(1, "Tying", 20)]


def test_learners_do_not_see_how_it_is_done(as_person, ben, cleo, eve, session):
    write_session_sheet(ben, session, [Unit("Surprise", 20)])
    for door in ("run-sheet", "rehearsal"):
        assert as_person(cleo).get(f"/sessions/{session.pk}/{door}/").status_code == 404
    with pytest.raises(Refusal, match="Only those who give"):
        write_session_sheet(eve, session, [Unit("Mine", 20)])
    assert "Surprise" not in as_person(cleo).get(session.get_absolute_url()).content.decode()


def test_the_rehearsal_goes_unit_by_unit(as_person, ada, ben, course, session):
    door = f"/sessions/{session.pk}/rehearsal/"
    assert "Nothing is written down yet" in as_person(ben).get(door).content.decode()
    write_course_sheet(ada, course, [Unit("Welcome", 10), Unit("Tying", 40)])
    page = as_person(ben).get(door).content.decode()
    assert 'data-after="0" data-minutes="10"' in page
    assert 'data-after="10" data-minutes="40"' in page


@pytest.mark.parametrize("door", ["run-sheet", "rehearsal"])
def test_a_long_sheet_costs_no_more_statements(as_person, ben, session, door, django_assert_max_num_queries):
    write_session_sheet(ben, session, [Unit(f"Unit {n}", 1) for n in range(50)])
    client = as_person(ben)
    with django_assert_max_num_queries(15):
        client.get(f"/sessions/{session.pk}/{door}/")
