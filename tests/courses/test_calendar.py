"""The public calendar: what is on, in whose time, narrowed down; never what is not for the reader."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from courses import calendar
from courses.actions import enrolment as seats
from courses.models import Session
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada, audience="public")


@pytest.fixture
def day():
    """A day in the middle of a month to come, so that no edge is near."""
    return (timezone.now().date().replace(day=1) + timedelta(days=70)).replace(day=15)


@pytest.fixture
def shown(as_person):
    """The titles of the days that a page shows something on: {day: [titles]}."""

    def read(person, **query):
        context = as_person(person).get("/sessions/", query).context
        return {
            entry.day: [str(one.line.session) for one in entry.entries]
            for entry in context["days"]
            if entry.entries
        }

    return read


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_what_is_on_stands_on_its_day(shown, ada, course, day, view):
    factories.session(course, ada, local_date=day)
    factories.session(factories.course("Sails", ada, audience="public"), ada, local_date=day)
    factories.session(course, ada, local_date=day + timedelta(days=40))
    assert shown(None, view=view, at=day) == {day: ["Knots", "Sails"]}


def test_only_what_the_reader_may_see(shown, ada, cleo, course, day):
    factories.session(factories.course("Inside", ada), ada, local_date=day)
    factories.session(factories.course("Secret", ada, audience="person:0"), ada, local_date=day)
    factories.session(course, ada, local_date=day, state="cancelled")
    factories.session(course, ada, local_date=day, state="draft")
    assert (shown(None, at=day), shown(cleo, at=day)) == ({}, {day: ["Inside"]})
    assert shown(ada, at=day) == {day: ["Inside", "Secret"]}


def test_a_date_stands_on_the_day_of_the_readers_zone(shown, as_person, ada, ben, cleo, course, day):
    factories.session(course, ada, local_date=day, local_time=time(1, 0))
    assert list(shown(None, at=day)) == [day]
    assert list(shown(cleo, at=day)) == [day - timedelta(days=1)]
    assert ", UTC" in as_person(None).get("/sessions/", {"at": day}).content.decode()
    assert ", your time" in as_person(cleo).get("/sessions/", {"at": day}).content.decode()


def test_kind_and_language_narrow_it_down(shown, as_person, ada, course, day):
    factories.session(course, ada, local_date=day, title="Talk", kind=Session.Kind.LUNCH_TALK)
    factories.session(course, ada, local_date=day, title="Kurs", language="de")
    assert shown(None, at=day, kind="lunch_talk") == {day: ["Talk"]}
    assert shown(None, at=day, language="de") == {day: ["Kurs"]}
    assert shown(None, at=day, language="de", kind="lunch_talk") == {}
    page = as_person(None).get("/sessions/", {"at": day, "language": "de"})
    assert page.context["after_url"].startswith("/sessions/?language=de&view=month&at=")


@pytest.mark.parametrize(
    "query",
    [
        {"at": "yesterday"}, {"at": "0001-01-01"}, {"at": "9999-12-31"}, {"at": "2026-02-30"},
        {"view": "year"}, {"kind": "'; --"}, {"language": "xx", "view": ["week", "list"]}, {"at": "\x00"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_shows_the_month_of_today(as_person, query):
    page = as_person(None).get("/sessions/", query)
    assert page.status_code in (200, 400)
    if page.status_code == 200:
        assert page.context["at"] == timezone.localdate()


def test_an_empty_month_leads_to_the_next_date(as_person, ada, course, day):
    nothing = as_person(None).get("/sessions/").content.decode()
    assert "No session is planned yet." in nothing
    assert (
        "No session of this kind is planned." in as_person(None).get("/sessions/?kind=live").content.decode()
    )
    factories.session(course, ada, local_date=day)
    page = as_person(None).get("/sessions/", {"at": day - timedelta(days=40)})
    assert "Nothing here. The next date is on" in page.content.decode()
    there = as_person(None).get(page.context["following_url"])
    assert there.context["many"] == 1


def test_a_full_day_says_how_many_more_there_are(as_person, ada, course, day):
    for _n in range(6):
        factories.session(course, ada, local_date=day)
    page = as_person(None).get("/sessions/", {"at": day}).content.decode()
    assert "2 more" in page
    assert f"#day-{day.isoformat()}" in page


def test_my_own_stands_out(as_person, ada, cleo, course, day):
    seats.enrol(cleo, factories.session(course, ada, local_date=day))
    for view, words in (("month", "you're in"), ("list", "You're in")):
        assert words in as_person(cleo).get("/sessions/", {"at": day, "view": view}).content.decode()
    assert "you give it" in as_person(ada).get("/sessions/", {"at": day}).content.decode()


def test_weeks_are_whole_and_begin_on_monday():
    span = calendar.span_of(calendar.MONTH, date(2026, 11, 23))
    assert (span.first, span.end) == (date(2026, 10, 26), date(2026, 12, 7))
    assert (span.before, span.after) == (date(2026, 10, 31), date(2026, 12, 1))
    week = calendar.span_of(calendar.WEEK, date(2026, 11, 22))
    assert (week.first, week.end, week.before) == (date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 9))
    february = calendar.span_of(calendar.MONTH, date(2027, 2, 1))
    assert (february.first, february.end) == (date(2027, 2, 1), date(2027, 3, 1))


def test_a_day_of_the_clock_change_is_a_whole_day():
    with timezone.override("Europe/Berlin"):
        first, end = calendar.span_of(calendar.WEEK, date(2026, 10, 25)).bounds()
    assert (first.astimezone(UTC), end.astimezone(UTC)) == (
        datetime(2026, 10, 18, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC),
    )  # fmt: skip


# -- my month ----------------------------------------------------------------------------------------------


def mine(as_person, person, day):
    context = as_person(person).get("/me/month/", {"at": day}).context
    return [str(one.line.session) for entry in context["days"] for one in entry.entries]


def test_my_month_shows_what_i_give_and_attend(as_person, ada, ben, cleo, course, day):
    given = factories.session(course, ben, title="Given", local_date=day)
    attended = factories.session(course, ada, title="Attended", local_date=day, local_time=time(16))
    seats.enrol(ben, attended)
    factories.session(course, ada, title="Other", local_date=day)
    left = factories.session(course, ada, title="Left", local_date=day)
    seats.enrol(ben, left)
    seats.withdraw(ben, left)
    assert mine(as_person, ben, day) == [str(given), str(attended)]
    assert mine(as_person, cleo, day) == []
    assert "Nothing is planned for you." in as_person(cleo).get("/me/month/").content.decode()
    assert as_person(ben).get("/me/month/", {"at": day, "view": "month"}).context["many"] == 2
