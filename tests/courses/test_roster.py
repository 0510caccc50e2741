"""Keeping a roster, through the doors that a teacher uses."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions.roster import hold_seats
from courses.export import as_csv, neutral
from courses.models import Enrolment, Session, SessionAudience
from notifications.writing import write_mail
from tests import factories
from tests.courses.test_roster_attendance import begin, words

pytestmark = pytest.mark.django_db
State = Enrolment.State


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


@pytest.fixture
def session(course, ada):
    return factories.session(course, ada, capacity=2, zone="Europe/Berlin")


@pytest.fixture
def by_approval(course, ada):
    return factories.session(course, ada, capacity=1, approval=True)


def state_of(person, session):
    return Enrolment.objects.get(person=person, session=session).state


def told(person):
    return list(person.notices.filter(void_at=None).order_by("pk").values_list("kind", flat=True))


def url(session, door=""):
    return f"/sessions/{session.pk}/roster/{door}"


# -- who comes ---------------------------------------------------------------------------------------------


def test_the_roster_shows_who_comes_what_they_hope_for_and_who_waits_where(as_person, ada, ben, course, cleo):
    session = factories.session(course, ada, capacity=1)
    harbour = factories.team("Harbour")
    dan, finn = factories.person("Dan Reed", team=harbour), factories.person("Finn Hart")
    seats.enrol(cleo, session, hope="A bowline that holds")
    seats.enrol(dan, session, hope="Splices")
    seats.enrol(finn, session)
    page = words(as_person(ada).get(url(session)))
    assert "1 person has a seat" in page
    assert "Hopes for: A bowline that holds" in page
    assert page.index("Cleo Marsh") < page.index("Dan Reed") < page.index("Finn Hart")
    assert "Harbour" in page
    assert '<span class="rail__number">1</span>' in page
    assert '<span class="rail__number">2</span>' in page
    assert page.count("In order of joining") == 2


def test_the_class_of_the_queue_is_shown(as_person, ada, ben, cleo, course):
    from courses.actions.requests import ask_for  # beside the one test that needs it

    session = factories.session(course, ada, capacity=1)
    dan = factories.person("Dan Reed")
    for one in (ben, dan):
        seats.enrol(one, session)
    ask_for(cleo, "Knots")
    seats.enrol(cleo, session)
    page = words(as_person(ada).get(url(session)))
    assert page.index("Cleo Marsh") < page.index("Asked for this topic") < page.index("Dan Reed")


def test_an_empty_roster_says_what_to_do(as_person, ada, session):
    assert "Share the address of the session." in words(as_person(ada).get(url(session)))


def test_people_who_are_only_interested_are_listed(as_person, ada, cleo, course):
    session = factories.session(course, ada)
    session.occurrences.all().delete()
    Session.objects.filter(pk=session.pk).update(starts_at=None, ends_at=None)
    session.refresh_from_db()
    seats.enrol(cleo, session, hope="Any date")
    page = words(as_person(ada).get(url(session)))
    assert page.index("<h2>Interested</h2>") < page.index("Cleo Marsh")


def test_of_a_hybrid_session_it_says_who_is_in_the_room(as_person, ada, ben, cleo, course):
    session = factories.session(course, ada, capacity=2, hybrid=True, online_capacity=1)
    seats.enrol(ben, session)
    seats.enrol(cleo, session, online=True)
    page = words(as_person(ada).get(url(session)))
    assert page.index("Ben Ofori") < page.index(">In the room<") < page.index("Cleo Marsh")
    assert page.index("Cleo Marsh") < page.index(">Online<")


# -- approval ----------------------------------------------------------------------------------------------


def test_a_teacher_approves_and_turns_down(as_person, ada, ben, cleo, by_approval):
    first, second = seats.enrol(ben, by_approval), seats.enrol(cleo, by_approval, hope="To learn")
    client = as_person(ada)
    assert "Ask for a place" in words(client.get(url(by_approval)))
    client.post(url(by_approval, f"{first.pk}/approve/"))
    client.post(url(by_approval, f"{second.pk}/turn-down/"), {"reason": "Come in May."})
    assert (state_of(ben, by_approval), state_of(cleo, by_approval)) == (State.CONFIRMED, State.DECLINED)
    assert "Come in May." in write_mail(cleo.notices.get(kind="enrolment.turned_down")).body


def test_turning_down_without_a_reason_is_refused(as_person, ada, cleo, by_approval):
    asked = seats.enrol(cleo, by_approval)
    page = as_person(ada).post(url(by_approval, f"{asked.pk}/turn-down/"), {"reason": "  "}, follow=True)
    assert "Say why, so that the person knows what to do next." in words(page)
    assert state_of(cleo, by_approval) == State.REQUESTED


def test_who_is_approved_after_the_last_seat_waits(as_person, ada, ben, cleo, by_approval):
    rows = [seats.enrol(one, by_approval) for one in (ben, cleo)]
    for row in rows:
        as_person(ada).post(url(by_approval, f"{row.pk}/approve/"))
    assert (state_of(ben, by_approval), state_of(cleo, by_approval)) == (State.CONFIRMED, State.WAITING)


def test_who_went_meanwhile_is_not_approved(as_person, ada, cleo, by_approval):
    asked = seats.enrol(cleo, by_approval)
    seats.withdraw(cleo, by_approval)
    page = as_person(ada).post(url(by_approval, f"{asked.pk}/approve/"), follow=True)
    assert "Cleo Marsh no longer asks for a place." in words(page)


# -- enrolling by name -------------------------------------------------------------------------------------


def test_a_teacher_enrols_by_name(as_person, ada, ben, cleo, session):
    as_person(ada).post(url(session, "enrol/"), {"people": f"{ben.email}, Cleo Marsh"})
    assert (state_of(ben, session), state_of(cleo, session)) == (State.CONFIRMED, State.CONFIRMED)
    assert told(cleo) == ["enrolment.by_name"]
    assert list(session.enrolments.values_list("events__by", flat=True)) == [ada.pk, ada.pk]


def test_who_gets_no_seat_stays_in_the_field_with_the_reason(as_person, ada, ben, cleo, course):
    session = factories.session(course, ada, capacity=1)
    page = words(as_person(ada).post(url(session, "enrol/"), {"people": f"{ben.email}\n{cleo.email}"}))
    assert "All seats are taken." in page
    assert f"{cleo.email}</textarea>" in page
    assert f"{ben.email}</textarea>" not in page
    assert list(session.enrolments.values_list("person__name", flat=True)) == ["Ben Ofori"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nobody@example.org", "Nobody here is called nobody@example.org."),
        ("", "This field is required."),
        ("Ada Brook", "Ada Brook cannot be enrolled"),
    ],
)
def test_a_name_that_does_not_work_is_refused(as_person, ada, session, typed, sentence):
    assert sentence in words(as_person(ada).post(url(session, "enrol/"), {"people": typed}))
    assert not session.enrolments.exists()


def test_nobody_who_waits_is_passed_over(as_person, ada, ben, cleo, course):
    session = factories.session(course, ada, capacity=1, hand_on="offer")
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    Session.objects.filter(pk=session.pk).update(capacity=2)
    dan = factories.person("Dan Reed")
    page = words(as_person(ada).post(url(session, "enrol/"), {"people": dan.email}))
    assert "1 person waits for a seat and would be passed over." in page


def test_who_is_enrolled_by_name_is_let_in(as_person, ada, cleo, course):
    session = factories.session(course, ada)
    SessionAudience.objects.create(session=session, token=f"person:{ada.pk}")
    assert as_person(cleo).get(session.get_absolute_url()).status_code == 404
    as_person(ada).post(url(session, "enrol/"), {"people": cleo.email})
    assert "Knots" in words(as_person(cleo).get(session.get_absolute_url()))


def test_a_course_that_is_closed_to_somebody_stays_closed(as_person, ada, cleo):
    course = factories.course("Sealed", ada, audience=f"person:{ada.pk}")
    session = factories.session(course, ada)
    page = words(as_person(ada).post(url(session, "enrol/"), {"people": cleo.email}))
    assert "Cleo Marsh cannot see this session." in page
    assert not session.enrolments.exists()
    assert not session.audience.exists()


def test_somebody_is_enrolled_online(as_person, ada, cleo, course):
    session = factories.session(course, ada, capacity=1, hybrid=True, online_capacity=1)
    as_person(ada).post(url(session, "enrol/"), {"people": cleo.email, "online": "on"})
    assert session.enrolments.get().online


# -- taking off --------------------------------------------------------------------------------------------


def test_taking_off_needs_a_reason_and_serves_the_next(as_person, ada, ben, cleo, course):
    session = factories.session(course, ada, capacity=1)
    taken = seats.enrol(ben, session)
    seats.enrol(cleo, session)
    client = as_person(ada)
    page = client.post(url(session, f"{taken.pk}/remove/"), {"reason": ""}, follow=True)
    assert "Say why, so that the person understands." in words(page)
    assert state_of(ben, session) == State.CONFIRMED
    client.post(url(session, f"{taken.pk}/remove/"), {"reason": "You asked me to."})
    assert (state_of(ben, session), state_of(cleo, session)) == (State.REMOVED, State.CONFIRMED)
    assert "The reason: You asked me to." in write_mail(ben.notices.get(kind="enrolment.removed")).body


# -- seats that are kept -----------------------------------------------------------------------------------


def until(**span):
    return f"{timezone.now() + timedelta(**span):%Y-%m-%dT%H:%M}"


def test_seats_are_kept_for_a_team_and_let_go(as_person, ada, cleo, session):
    harbour = factories.team("Harbour")
    client = as_person(ada)
    client.post(f"/sessions/{session.pk}/holds/", {"seats": "2", "team": harbour.pk, "until": until(days=3)})
    hold = session.holds.get()
    assert (hold.seats, hold.team, hold.by) == (2, harbour, ada)
    assert "0 of 2 taken" in words(client.get(url(session)))
    assert seats.enrol(cleo, session).state == State.WAITING
    client.post(f"/sessions/{session.pk}/holds/{hold.pk}/end/")
    assert not session.holds.exists()
    assert state_of(cleo, session) == State.CONFIRMED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"seats": "3"}, "2 seats are free to be kept."),
        ({"seats": "0"}, "greater than or equal to 1"),
        ({"purpose": ""}, "Say for which team or for what the seats are kept."),
        ({"until": until(days=-1)}, "Choose an end between now and the start of the session."),
        ({"until": until(days=30)}, "Choose an end between now and the start of the session."),
        ({"until": "soon"}, "Enter a valid date/time."),
        ({"team": "987654"}, "Select a valid choice."),
    ],
)
def test_seats_that_cannot_be_kept_are_refused_and_what_was_typed_stays(
    as_person, ada, session, changes, sentence
):
    typed = {"seats": "1", "purpose": "Guests", "until": until(days=2), **changes}
    page = words(as_person(ada).post(f"/sessions/{session.pk}/holds/", typed))
    assert sentence in page
    assert f'value="{typed["seats"]}"' in page
    assert not session.holds.exists()


# -- outsiders ---------------------------------------------------------------------------------------------

DOORS = ("roster/", "roster/print/", "roster.csv", "attendance/", "messages/", "materials/", "history/")


def test_nobody_else_learns_that_there_is_a_roster(as_person, cleo, eve, session):
    """R18: whoever does not keep it gets what an id that does not exist gets."""
    seats.enrol(cleo, session)
    for who in (cleo, eve):
        client = as_person(who)
        for door in DOORS:
            none = client.get(f"/sessions/987654/{door}")
            theirs = client.get(f"/sessions/{session.pk}/{door}")
            assert (theirs.status_code, none.status_code) == (404, 404), door


def test_a_visitor_is_asked_to_sign_in(as_person, session):
    for door in DOORS:
        answer = as_person(None).get(f"/sessions/{session.pk}/{door}")
        assert answer.url == f"/accounts/login/?next=/sessions/{session.pk}/{door}"


def test_what_hangs_in_another_session_is_not_there(as_person, ada, ben, cleo, session):
    """R18: ids of other sessions' people and seats."""
    others = factories.session(factories.course("Sails", ben), ben, capacity=3)
    enrolment = seats.enrol(cleo, others)
    hold = hold_seats(ben, others, seats=1, until=timezone.now() + timedelta(days=1), purpose="Guests")
    client = as_person(ada)
    for door in ("remove", "approve", "turn-down"):
        assert client.post(url(session, f"{enrolment.pk}/{door}/"), {"reason": "x"}).status_code == 404
        assert client.post(url(others, f"{enrolment.pk}/{door}/"), {"reason": "x"}).status_code == 404
    assert client.post(f"/sessions/{session.pk}/holds/{hold.pk}/end/").status_code == 404
    assert (state_of(cleo, others), others.holds.count()) == (State.CONFIRMED, 1)


def test_a_leaver_keeps_no_roster(as_person, ada, ben, session):
    """R21: what one kept ends with the next request."""
    from people.actions import mark_left  # beside the one test that needs it

    client = as_person(ada)
    assert client.get(url(session)).status_code == 200
    mark_left(ada)
    for door in DOORS:
        assert client.get(f"/sessions/{session.pk}/{door}").status_code in (302, 404), door


def test_a_leaver_s_seat_of_a_past_date_has_no_name(as_person, ada, cleo, session):
    """R19: what they did stays, without them."""
    from people.actions import mark_left  # beside the tests that need it

    seats.enrol(cleo, session, hope="To learn")
    begin(session, minutes=5)
    mark_left(cleo)
    client = as_person(ada)
    for door in DOORS:
        text = client.get(f"/sessions/{session.pk}/{door}").content.decode()
        assert ("Cleo" in text, cleo.email in text) == (False, False), door
    assert "A former colleague" in words(client.get(f"/sessions/{session.pk}/attendance/"))


# -- paper and spreadsheets --------------------------------------------------------------------------------


def test_the_print_view_has_a_box_for_each_date(as_person, ada, cleo, session):
    seats.enrol(cleo, session)
    page = words(as_person(ada).get(url(session, "print/")))
    assert page.count("roster-print__box") == 1
    assert "Cleo Marsh" in page


def rows_of(answer):
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_the_roster_opens_in_a_spreadsheet(as_person, ada, cleo, session):
    seats.enrol(cleo, session, hope="Knots, and “more”")
    answer = as_person(ada).get(f"/sessions/{session.pk}/roster.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="roster-{session.pk}.csv"'
    head, row = rows_of(answer)
    assert head[:4] == ["Name", "E-mail", "Team", "State"]
    assert head[-1] == str(session.occurrences.get().local_date)
    assert (row[0], row[1], row[3], row[8]) == ("Cleo Marsh", cleo.email, "enrolled", "Knots, and “more”")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_computed(start):
    """R28: whatever begins like a formula is text."""
    typed = f"{start}HYPERLINK(1)"
    assert neutral(typed) == f"'{typed}"
    ((cell,),) = csv.reader(StringIO(as_csv([[typed]]).removeprefix("\ufeff"), newline=""))
    assert cell == f"'{typed}"


def test_no_cell_that_a_learner_typed_is_computed(as_person, ada, session):
    """R28: names, hopes and teams come from others."""
    mallory = factories.person("=cmd|' /C calc'!A0", team=factories.team("@SUM(1+1)"))
    seats.enrol(mallory, session, hope="-2+3")
    row = rows_of(as_person(ada).get(f"/sessions/{session.pk}/roster.csv"))[1]
    assert (row[0], row[2], row[8]) == ("'=cmd|' /C calc'!A0", "'@SUM(1+1)", "'-2+3")


def test_who_left_is_in_the_table_with_their_state(as_person, ada, cleo, session):
    seats.enrol(cleo, session)
    seats.withdraw(cleo, session)
    assert rows_of(as_person(ada).get(f"/sessions/{session.pk}/roster.csv"))[1][3] == "left"
