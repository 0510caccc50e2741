"""What is told to a roster, what stays with a session, and what its history shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.actions.attendance import record_attendance
from courses.actions.history import log
from courses.actions.materials import add_material, remove_material
from courses.actions.messages import write_to_roster
from courses.actions.roster import remove
from courses.actions.sessions import cancel_session
from courses.actions.teaching import answer, ask
from courses.models import Material, RosterMessage
from notifications.models import Notice
from notifications.writing import write_mail
from people.models import Person
from people.refusals import Refusal
from tests import factories
from tests.courses.test_roster_attendance import begin, words

pytestmark = pytest.mark.django_db
LIMIT = 15


@pytest.fixture
def session(ada):
    return factories.session(factories.course("Knots", ada), ada, capacity=2)


def door(session, name):
    return f"/sessions/{session.pk}/{name}/"


def readers():
    return sorted(Notice.objects.filter(kind="roster.message").values_list("person__name", flat=True))


# -- messages ----------------------------------------------------------------------------------------------


@pytest.fixture
def full(ada, ben, cleo, eve, session):
    for one in (ben, cleo, eve):
        seats.enrol(one, session)
    return session


def test_a_message_goes_to_everyone_with_a_seat(as_person, ada, cleo, full):
    typed = {"subject": "Bring a rope", "text": "Three metres & thin.\nSee you."}
    client = as_person(ada)
    client.post(door(full, "messages"), typed)
    assert readers() == ["Ben Ofori", "Cleo Marsh"]
    mail = write_mail(cleo.notices.get(kind="roster.message"))
    assert mail.subject == "Bring a rope"
    assert "Three metres & thin.\nSee you." in mail.body
    assert "Ada Brook wrote this" in mail.body
    kept = RosterMessage.objects.get()
    assert (kept.by, kept.told, kept.session) == (ada, 2, full)
    page = words(client.get(door(full, "messages")))
    assert "Bring a rope" in page
    assert "To 2 people" in page


def test_it_may_go_to_those_who_wait_too(as_person, ada, full):
    as_person(ada).post(door(full, "messages"), {"subject": "S", "text": "T", "waiting": "on"})
    assert readers() == ["Ben Ofori", "Cleo Marsh", "Eve Stone"]


def test_sent_twice_by_mistake_it_is_one_message(as_person, ada, full):
    for _n in range(3):
        as_person(ada).post(door(full, "messages"), {"subject": "S", "text": "T"})
    assert (RosterMessage.objects.count(), len(readers())) == (1, 2)
    as_person(ada).post(door(full, "messages"), {"subject": "S", "text": "T, and more"})
    assert (RosterMessage.objects.count(), len(readers())) == (2, 4)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"subject": "", "text": "Kept words"}, "This field is required."),
        ({"subject": "s" * 151, "text": "Kept words"}, "at most 150 characters"),
        ({"subject": " ", "text": "Kept words"}, "This field is required."),
    ],
)
def test_a_message_that_cannot_go_stays_in_the_form(as_person, ada, full, typed, sentence):
    page = words(as_person(ada).post(door(full, "messages"), typed))
    assert sentence in page
    assert "Kept words" in page
    assert readers() == []


def test_nobody_to_read_it_is_said(as_person, ada, session):
    page = words(as_person(ada).post(door(session, "messages"), {"subject": "S", "text": "Kept words"}))
    assert "Nobody is on the roster, so nobody would read it." in page
    assert "Kept words" in page
    assert not RosterMessage.objects.exists()


def test_a_subject_is_one_line(ada, full):
    """A line break in a subject would be a header of its own."""
    sent = write_to_roster(ada, full, subject="Hello\r\nBcc: all@example.org", text="T")
    assert sent.subject == "Hello Bcc: all@example.org"


def test_whoever_no_longer_works_here_gets_nothing(ada, cleo, full):
    Person.objects.filter(pk=cleo.pk).update(state=Person.State.SUSPENDED, is_active=False)
    write_to_roster(ada, full, subject="S", text="T")
    assert readers() == ["Ben Ofori"]


def test_only_those_who_give_it_write(as_person, cleo, full):
    answer = as_person(cleo).post(door(full, "messages"), {"subject": "S", "text": "T"})
    assert answer.status_code == 404
    with pytest.raises(Refusal, match="Only those who give the session"):
        write_to_roster(cleo, full, subject="S", text="T")
    assert readers() == []


# -- material ----------------------------------------------------------------------------------------------

SLIDES = {"kind": "slides", "title": "Slides of the day", "link": "https://files.example.org/slides"}


def test_slides_are_for_those_with_a_seat(as_person, ada, cleo, eve, full):
    as_person(ada).post(door(full, "materials"), SLIDES)
    address = full.get_absolute_url()
    assert SLIDES["link"] in words(as_person(cleo).get(address))
    for who in (eve, factories.person("Dan Reed"), None):
        answer = as_person(who).get(address)
        assert SLIDES["link"] not in answer.content.decode()


def test_who_came_sees_them_after_being_taken_off(as_person, ada, cleo, session):
    seat = seats.enrol(cleo, session)
    add_material(ada, session, **SLIDES)
    date = begin(session, minutes=5)
    record_attendance(ada, date, {seat: "partial"})
    remove(ada, seat, reason="By mistake")
    assert SLIDES["link"] in words(as_person(cleo).get(session.get_absolute_url()))


def test_who_did_not_come_and_was_taken_off_sees_nothing(as_person, ada, cleo, session):
    seat = seats.enrol(cleo, session)
    add_material(ada, session, **SLIDES)
    record_attendance(ada, begin(session, minutes=5), {seat: "no_show"})
    remove(ada, seat, reason="Did not come")
    assert list(Material.objects.visible_to(cleo)) == []
    assert SLIDES["link"] not in as_person(cleo).get(session.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://files.example.org/x", "data:text/html,x", "file:///etc/passwd", ""]
)
def test_only_web_addresses_are_kept(as_person, ada, session, link):
    page = words(as_person(ada).post(door(session, "materials"), {**SLIDES, "link": link}))
    assert 'id="id_link_error"' in page
    assert SLIDES["title"] in page
    with pytest.raises(Refusal, match="begins with https"):
        add_material(ada, session, kind="slides", title="x", link=link)
    assert not Material.objects.exists()


def test_material_needs_a_name_a_kind_and_a_date_of_its_own(ada, session):
    other = factories.session(session.course, ada).occurrences.get()
    for changes in ({"title": " "}, {"kind": "film"}, {"occurrence": other}):
        with pytest.raises(Refusal):
            add_material(ada, session, **{**SLIDES, **changes})
    assert not Material.objects.exists()


def test_material_is_taken_away(as_person, ada, cleo, full):
    kept = add_material(ada, full, **SLIDES)
    as_person(ada).post(door(full, f"materials/{kept.pk}/remove"))
    assert not Material.objects.exists()
    remove_material(ada, kept)
    history = words(as_person(ada).get(door(full, "history")))
    assert history.count("was taken away from the material") == 1


def test_material_of_another_session_is_not_there(as_person, ada, ben, cleo, session):
    others = factories.session(factories.course("Sails", ben), ben)
    kept = add_material(ben, others, **SLIDES)
    client = as_person(ada)
    for one in (session, others):
        assert client.post(door(one, f"materials/{kept.pk}/remove")).status_code == 404
    with pytest.raises(Refusal, match="Only those who give the session"):
        remove_material(cleo, kept)
    with pytest.raises(Refusal, match="Only those who give the session"):
        add_material(cleo, session, **SLIDES)
    assert Material.objects.count() == 1


# -- history -----------------------------------------------------------------------------------------------


def test_the_history_tells_who_did_what(as_person, ada, ben, cleo, session):
    seat = seats.enrol(cleo, session)
    seats.enrol(ben, session)
    remove(ada, seat, reason="Asked by phone")
    log(
        session,
        ada,
        "changed",
        {"place": "Room 1", "link": "https://a"},
        {"place": "Room 2", "link": "https://b"},
    )
    page = words(as_person(ada).get(door(session, "history")))
    newest, then, first = (
        page.index("Changed: the place and the link to join."),
        page.index("Cleo Marsh is taken off the roster: removed by the teacher"),
        page.index("Cleo Marsh asks for a seat: enrolled"),
    )
    assert newest < then < first
    assert "Room 1 → Room 2" in page
    assert "Asked by phone" in page
    assert "https://a" not in page


def test_every_sentence_can_be_told(as_person, ada, session):
    from courses.chronicle import SENTENCES  # beside the one test that needs it

    for what in (*SENTENCES, "answered", "mark_changed", "unheard"):
        log(session, ada, what)
    log(session, None, "changed", {}, {"dates": ["2030-01-01 10:00"], "hybrid": True})
    page = words(as_person(ada).get(door(session, "history")))
    assert page.count('class="timeline__event"') == len(SENTENCES) + 4


def test_a_leaver_s_name_goes_from_the_history_too(as_person, ada, ben, session):
    """R19: a person is named as today, not as then."""
    from people.actions import mark_left  # beside the one test that needs it

    ask(session, ben, "co_teacher")
    answer(ben, session.teachings.get(person=ben), yes=False)
    client = as_person(ada)
    assert "Ben Ofori does not give it." in words(client.get(door(session, "history")))
    mark_left(ben)
    assert "Ben Ofori" not in words(client.get(door(session, "history")))


def test_learners_read_what_concerns_the_session_and_nobody_s_name(as_person, ada, ben, cleo, session):
    seats.enrol(cleo, session)
    seats.enrol(ben, session)
    log(session, ada, "changed", {"place": "Room 1", "capacity": 1}, {"place": "Room 2", "capacity": 2})
    log(session, ada, "changed", {"capacity": 2}, {"capacity": 3})
    log(session, ada, "mark_changed", {"mark": "no_show"}, {"who": ben.pk, "mark": "attended"})
    page = words(as_person(cleo).get(session.get_absolute_url()))
    assert page.count("Changed: the place.") == 1
    assert page.count('class="timeline__event"') == 1
    assert "Ben Ofori" not in page
    assert "What changed" not in as_person(None).get(session.get_absolute_url()).content.decode()


def test_a_cancelled_session_says_so_in_its_news(as_person, ada, cleo, session):
    seats.enrol(cleo, session)
    cancel_session(ada, session, reason="The hall is flooded.")
    page = words(as_person(cleo).get(session.get_absolute_url()))
    assert "The session was cancelled: The hall is flooded." in page


def test_a_long_history_has_pages(as_person, ada, session):
    for n in range(51):
        log(session, ada, "runs", {}, {"people": n})
    client = as_person(ada)
    first, second = (words(client.get(f"{door(session, 'history')}?page={n}")) for n in (1, 2))
    assert (first.count('class="timeline__event"'), second.count('class="timeline__event"')) == (50, 1)


# -- what it costs -----------------------------------------------------------------------------------------

PAGES = ("roster", "roster/print", "attendance", "messages", "materials", "history")


@factories.told_once()
def fill(ada, rows):
    session = factories.session(
        factories.course(author=ada), ada, capacity=rows, hybrid=True, online_capacity=1
    )
    until = timezone.now() + timedelta(days=2)
    for _n in range(rows):
        seats.enrol(factories.person(team=factories.team()), session)
        add_material(ada, session, **SLIDES)
        write_to_roster(ada, session, subject=f"S{_n}", text="T")
        log(session, ada, "changed", {"place": "a"}, {"place": "b"})
    for _n in range(rows):
        seats.enrol(factories.person(team=factories.team()), session)
        session.holds.create(team=factories.team(), seats=1, until=until, by=ada)
    seated = list(session.enrolments.filter(state="confirmed").select_related("person"))
    record_attendance(ada, begin(session, minutes=5), dict.fromkeys(seated, "attended"))
    return session, seated[0].person


def test_no_page_asks_more_with_more_rows(as_person, ada):
    counted = {}
    for rows in (1, 3, 50):
        session, learner = fill(ada, rows)
        doors = {name: (ada, door(session, name)) for name in PAGES}
        doors["csv"] = (ada, f"/sessions/{session.pk}/roster.csv")
        doors["session"] = (learner, session.get_absolute_url())
        for name, (who, address) in doors.items():
            client = as_person(who)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counted.setdefault(name, []).append(len(queries))
    for name, numbers in counted.items():
        assert max(numbers) <= LIMIT, (name, numbers)
        assert max(numbers[1:]) <= numbers[0], (name, numbers)
