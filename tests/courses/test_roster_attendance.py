"""Who was there: marks by the teacher, a code to check in, corrections and their end."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions.attendance import check_in, make_code, record_attendance
from courses.models import Attendance, Enrolment, Occurrence, Session, SessionEvent
from people.refusals import Refusal
from tests import factories

pytestmark = pytest.mark.django_db
State = Enrolment.State


@pytest.fixture
def session(ada):
    return factories.session(factories.course("Knots", ada), ada, capacity=3)


@pytest.fixture
def seat(cleo, session):
    return seats.enrol(cleo, session)


def begin(session, **ago):
    """The session's dates move so that the first began so long ago; each lasts an hour."""
    shift = session.occurrences.order_by("n")[0].starts_at - (timezone.now() - timedelta(**ago))
    for date in session.occurrences.all():
        start = date.starts_at - shift
        Occurrence.objects.filter(pk=date.pk).update(
            starts_at=start, ends_at=start + timedelta(hours=1), local_date=start.date()
        )
    start = session.occurrences.order_by("n")[0].starts_at
    Session.objects.filter(pk=session.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    session.refresh_from_db()
    return session.occurrences.order_by("n")[0]


def door(session, date=None):
    return f"/sessions/{session.pk}/attendance/" + (f"?date={date.pk}" if date else "")


def words(answer):
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def marks():
    return list(Attendance.objects.order_by("pk").values_list("enrolment__person__name", "mark", "by__name"))


# -- by the teacher ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["attended", "partial", "no_show", "excused"])
def test_the_teacher_gives_each_mark(as_person, ada, session, seat, mark):
    begin(session, minutes=5)
    as_person(ada).post(door(session), {f"mark-{seat.pk}": mark, f"was-{seat.pk}": ""})
    assert marks() == [("Cleo Marsh", mark, "Ada Brook")]


def test_who_is_not_marked_is_unknown_and_not_absent(as_person, ada, ben, session, seat):
    other = seats.enrol(ben, session)
    begin(session, minutes=5)
    as_person(ada).post(door(session), {f"mark-{seat.pk}": "attended", f"mark-{other.pk}": ""})
    assert marks() == [("Cleo Marsh", "attended", "Ada Brook")]
    assert "counts as unknown, not as absent" in words(as_person(ada).get(door(session)))


def test_marking_opens_15_minutes_before_the_start(ada, session, seat):
    date = begin(session, minutes=-16)
    with pytest.raises(Refusal, match="15 minutes before the start"):
        record_attendance(ada, date, {seat: "attended"})
    date = begin(session, minutes=-14)
    assert record_attendance(ada, date, {seat: "attended"})[0].mark == "attended"


def test_before_that_the_page_says_when(as_person, ada, session, seat):
    page = words(as_person(ada).get(door(session)))
    assert "You can mark who came from 15 minutes before the start." in page
    assert "Save who was there" not in page


def test_each_date_of_a_cohort_has_marks_of_its_own(as_person, ada, session, seat):
    first = session.occurrences.get()
    second = Occurrence.objects.create(
        session=session,
        n=2,
        local_date=first.local_date + timedelta(days=1),
        local_time=first.local_time,
        minutes=60,
        zone=first.zone,
    )
    begin(session, hours=25)
    client = as_person(ada)
    client.post(door(session, second), {f"mark-{seat.pk}": "attended"})
    client.post(door(session, first), {f"mark-{seat.pk}": "excused"})
    kept = dict(Attendance.objects.values_list("occurrence__n", "mark"))
    assert kept == {1: "excused", 2: "attended"}
    page = words(client.get(door(session)))
    assert f'<a href="?date={second.pk}" aria-current="page">' in page


def test_a_date_of_another_session_is_not_there(as_person, ada, session, seat):
    other = factories.session(factories.course("Sails", ada), ada)
    date = begin(other, minutes=5)
    client = as_person(ada)
    assert client.get(door(session, date)).status_code == 404
    assert client.post(door(session, date), {f"mark-{seat.pk}": "attended"}).status_code == 404
    assert client.get(f"/sessions/{session.pk}/attendance/?date=x").status_code == 404
    assert marks() == []


def test_nobody_without_a_seat_is_marked(ada, ben, eve, session, seat):
    other = factories.session(factories.course("Sails", ben), ben)
    stranger = seats.enrol(eve, other)
    gone = seats.enrol(ben, session)
    seats.withdraw(ben, session)
    gone.refresh_from_db()
    date = begin(session, minutes=5)
    for row, sentence in ((stranger, "not on the roster of this date"), (gone, "has no seat")):
        with pytest.raises(Refusal, match=sentence):
            record_attendance(ada, date, {seat: "attended", row: "attended"})
    assert marks() == []


def test_a_made_up_mark_is_refused_and_what_was_typed_stays(as_person, ada, session, seat):
    begin(session, minutes=5)
    page = words(
        as_person(ada).post(door(session), {f"mark-{seat.pk}": "asleep", f"note-{seat.pk}": "Saw it"})
    )
    assert "Choose one of the marks that the list offers." in page
    assert 'value="Saw it"' in page
    assert marks() == []


def test_nobody_is_marked_at_a_cancelled_session(ada, session, seat):
    date = begin(session, minutes=5)
    Session.objects.filter(pk=session.pk).update(state=Session.State.CANCELLED)
    date.refresh_from_db()
    with pytest.raises(Refusal, match="was cancelled"):
        record_attendance(ada, date, {seat: "attended"})


def test_a_self_paced_session_has_nothing_to_mark(as_person, ada):
    session = factories.session(factories.course("Knots", ada), ada, kind="self_paced")
    assert as_person(ada).get(door(session)).status_code == 404
    assert "Who was there" not in words(as_person(ada).get(f"/sessions/{session.pk}/roster/"))


# -- corrections -------------------------------------------------------------------------------------------


def test_on_the_day_a_mark_changes_without_a_note(ada, session, seat):
    date = begin(session, minutes=5)
    record_attendance(ada, date, {seat: "no_show"})
    record_attendance(ada, date, {seat: "attended"})
    assert marks() == [("Cleo Marsh", "attended", "Ada Brook")]


def test_after_the_day_a_change_needs_a_note_and_stays_in_the_history(as_person, ada, session, seat):
    date = begin(session, days=3)
    record_attendance(ada, date, {seat: "no_show"})
    client = as_person(ada)
    change = {f"mark-{seat.pk}": "excused", f"was-{seat.pk}": "no_show"}
    page = words(client.post(door(session), change))
    assert "say in the note of Cleo Marsh why the mark changes" in page
    assert marks() == [("Cleo Marsh", "no_show", "Ada Brook")]
    client.post(door(session), {**change, f"note-{seat.pk}": "Was ill, told me late"})
    assert marks() == [("Cleo Marsh", "excused", "Ada Brook")]
    event = SessionEvent.objects.get(what="mark_changed")
    assert (event.by, event.before, event.after["mark"]) == (ada, {"mark": "no_show"}, "excused")
    history = words(client.get(f"/sessions/{session.pk}/history/"))
    assert "did not come → excused" in history
    assert "Was ill, told me late" in history


def test_a_first_mark_after_the_day_needs_no_note(ada, session, seat):
    date = begin(session, days=3)
    assert record_attendance(ada, date, {seat: "attended"})[0].note == ""


def test_taking_a_mark_back_after_the_day_needs_a_note_too(ada, session, seat):
    date = begin(session, days=3)
    record_attendance(ada, date, {seat: "attended"})
    with pytest.raises(Refusal, match="why the mark changes"):
        record_attendance(ada, date, {seat: ""})
    assert record_attendance(ada, date, {seat: ""}, note="Another Cleo") == []
    assert marks() == []


def test_corrections_end_14_days_after_the_date(as_person, ada, session, seat):
    date = begin(session, days=14)
    assert record_attendance(ada, date, {seat: "no_show"})
    date = begin(session, days=16)
    with pytest.raises(Refusal, match="14 days after the date"):
        record_attendance(ada, date, {seat: "attended"}, note="Late")
    page = words(as_person(ada).get(door(session)))
    assert "Marks could be corrected for 14 days after the date." in page
    assert "Save who was there" not in page
    assert marks() == [("Cleo Marsh", "no_show", "Ada Brook")]


def test_one_refusal_saves_nothing(ada, ben, session, seat):
    other = seats.enrol(ben, session)
    date = begin(session, minutes=5)
    with pytest.raises(Refusal):
        record_attendance(ada, date, {seat: "attended", other: "asleep"})
    assert marks() == []


def test_only_those_who_give_it_mark(cleo, eve, as_person, session, seat):
    date = begin(session, minutes=5)
    for who in (cleo, eve):
        assert as_person(who).post(door(session), {f"mark-{seat.pk}": "attended"}).status_code == 404
        with pytest.raises(Refusal, match="Only those who give the session"):
            record_attendance(who, date, {seat: "attended"})


# -- checking in -------------------------------------------------------------------------------------------


def show(as_person, ada, session):
    as_person(ada).post(f"/sessions/{session.pk}/attendance/code/")
    return session.occurrences.get().code


def test_a_learner_checks_in_with_the_code_that_the_teacher_shows(as_person, ada, cleo, session, seat):
    begin(session, minutes=-10)
    code = show(as_person, ada, session)
    assert code in words(as_person(ada).get(door(session)))
    client = as_person(cleo)
    page = words(client.get(session.get_absolute_url()))
    assert "The code that the teacher shows" in page
    assert code not in page
    typed = f" {code[:3].lower()} {code[3:]} "
    page = words(client.post(f"/sessions/{session.pk}/check-in/", {"code": typed}, follow=True))
    assert "You&#x27;re checked in. Welcome." in page
    assert "The code that the teacher shows" not in page
    assert marks() == [("Cleo Marsh", "attended", "Cleo Marsh")]


def test_the_code_is_short_and_stays_the_same(ada, session, seat):
    date = begin(session, minutes=5)
    code = make_code(ada, date)
    assert len(code) == 6
    assert not set(code) & set("01ILO")
    assert make_code(ada, date) == code


def test_checking_in_twice_changes_nothing(ada, cleo, session, seat):
    code = make_code(ada, begin(session, minutes=5))
    assert check_in(cleo, session, code) == check_in(cleo, session, code)


@pytest.mark.parametrize("typed", ["", "XXXXXX", "ä" * 500, "\ud7ff"])
def test_a_wrong_code_is_refused(as_person, ada, cleo, session, seat, typed):
    make_code(ada, begin(session, minutes=5))
    page = as_person(cleo).post(f"/sessions/{session.pk}/check-in/", {"code": typed}, follow=True)
    assert "This is not the code that the teacher shows." in words(page)
    assert marks() == []


def test_without_a_code_nobody_checks_in(cleo, session, seat):
    begin(session, minutes=5)
    with pytest.raises(Refusal, match="not the code"):
        check_in(cleo, session, "")


@pytest.mark.parametrize("ago", [{"minutes": -20}, {"minutes": 61}])
def test_the_code_counts_only_around_the_date(as_person, ada, cleo, session, seat, ago):
    date = begin(session, minutes=5)
    code = make_code(ada, date)
    date = begin(session, **ago)
    with pytest.raises(Refusal, match="Checking in opens 15 minutes before the start"):
        check_in(cleo, session, code)
    with pytest.raises(Refusal, match="Checking in opens 15 minutes before the start"):
        make_code(ada, date)
    assert code not in words(as_person(ada).get(door(session)))
    assert "The code that the teacher shows" not in words(as_person(cleo).get(session.get_absolute_url()))


def test_who_has_no_seat_does_not_check_in(as_person, ada, ben, eve, session):
    full = factories.session(session.course, ada, capacity=1)
    seats.enrol(ben, full)
    seats.enrol(eve, full)
    code = make_code(ada, begin(full, minutes=5))
    for who in (eve, factories.person("Dan Reed")):
        page = as_person(who).post(f"/sessions/{full.pk}/check-in/", {"code": code}, follow=True)
        assert "You have no seat in this session." in words(page)
    assert marks() == []


def test_what_the_teacher_marked_is_not_overruled(ada, cleo, session, seat):
    date = begin(session, minutes=5)
    code = make_code(ada, date)
    record_attendance(ada, date, {seat: "no_show"})
    with pytest.raises(Refusal, match="The teacher has marked you already: did not come"):
        check_in(cleo, session, code)
    assert marks() == [("Cleo Marsh", "no_show", "Ada Brook")]


def test_a_page_from_before_does_not_undo_a_check_in(as_person, ada, cleo, session, seat):
    date = begin(session, minutes=5)
    check_in(cleo, session, make_code(ada, date))
    as_person(ada).post(door(session), {f"mark-{seat.pk}": "", f"was-{seat.pk}": ""})
    assert marks() == [("Cleo Marsh", "attended", "Cleo Marsh")]


def test_only_the_teacher_shows_a_code(as_person, cleo, session, seat):
    date = begin(session, minutes=5)
    assert as_person(cleo).post(f"/sessions/{session.pk}/attendance/code/").status_code == 404
    with pytest.raises(Refusal, match="Only those who give the session"):
        make_code(cleo, date)


def test_looking_changes_nothing(as_person, ada, cleo, session, seat):
    begin(session, minutes=5)
    as_person(ada).get(door(session))
    as_person(cleo).get(session.get_absolute_url())
    assert (session.occurrences.get().code, marks()) == ("", [])


def test_the_database_is_asked_once_for_all_marks(ada, session, django_assert_max_num_queries):
    rows = [seats.enrol(factories.person(), session) for _n in range(3)]
    date = begin(session, minutes=5)
    record_attendance(ada, date, dict.fromkeys(rows, "attended"))
    assert connection.vendor in ("sqlite", "postgresql")
    with django_assert_max_num_queries(8):
        record_attendance(ada, date, dict.fromkeys(rows, "attended"))
