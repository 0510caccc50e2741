"""Offering any kind of session through its form: what is asked, what comes of it, what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.models import Enrolment, Session
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


def monday(weeks=5):
    today = timezone.now().date()
    return today + timedelta(days=7 * weeks - today.weekday())


def answers(**changes):
    fields = {
        "kind": "live", "local_date": monday().isoformat(), "local_time": "10:30", "minutes": "45",
        "capacity": "8", "zone": "Europe/Berlin", "language": "en", "hand_on": "confirm",
        "waiting_list": "on",
    }  # fmt: skip
    return {**fields, **changes}


def rows(*days, **more):
    fields = {"more-TOTAL_FORMS": str(len(days)), "more-INITIAL_FORMS": "0"}
    fields.update({f"more-{n}-local_date": str(day) for n, day in enumerate(days)})
    return {**fields, **more}


@pytest.fixture
def offer(as_person, ada, course):
    """What comes back when Ada offers her course, or something without a course."""

    def post(*, open_door=False, **changes):
        door = "/me/teaching/offer/" if open_door else f"/me/teaching/{course.pk}/offer/"
        return as_person(ada).post(door, answers(**changes), follow=True).content.decode()

    return post


def starts():
    rows = Session.objects.order_by("starts_at", "pk")
    return [row.starts_at.astimezone(row.created_by.tzinfo).strftime("%a %H:%M") for row in rows]


# -- kinds -------------------------------------------------------------------------------------------------


def test_the_form_asks_the_common_case_and_folds_the_rest(as_person, ada, course):
    page = as_person(ada).get(f"/me/teaching/{course.pk}/offer/")
    form = page.context["form"]
    assert [field.name for field in form.first()] == ["local_date", "local_time", "minutes", "capacity"]
    assert [group.open for group in form.groups()] == [False] * 8
    assert page.content.decode().count('<details class="fold">') == 8


def test_a_cohort_has_one_seat_for_several_dates(offer):
    first = monday()
    more = rows(first + timedelta(7), first + timedelta(14), "")
    offer(
        **more, **{"more-1-local_time": "14:00", "more-1-minutes": "90", "more-1-place": "Yard"}, place="Hall"
    )
    session = Session.objects.get()
    dates = [(str(row.local_time), row.minutes, row.place) for row in session.occurrences.all()]
    assert dates == [("10:30:00", 45, "Hall"), ("10:30:00", 45, "Hall"), ("14:00:00", 90, "Yard")]


def test_a_date_is_added_without_losing_anything(as_person, ada, course):
    typed = answers(note="Bring rope", capacity="", add_date="1", **rows(monday(6)))
    page = as_person(ada).post(f"/me/teaching/{course.pk}/offer/", typed)
    form = page.context["form"]
    days = [row["local_date"].value() for row in form.rows.forms]
    assert days == [monday(6).isoformat(), monday(7).isoformat()]
    assert (form["note"].value(), form["minutes"].value(), dict(form.errors)) == ("Bring rope", "45", {})
    assert not Session.objects.exists()


@pytest.mark.parametrize("number", ["-1", "x", "999999999999", "40"])
def test_a_made_up_number_of_dates_does_no_harm(as_person, ada, course, number):
    typed = answers(add_date="1", **{"more-TOTAL_FORMS": number, "more-INITIAL_FORMS": "0"})
    page = as_person(ada).post(f"/me/teaching/{course.pk}/offer/", typed)
    assert (page.status_code, len(page.context["form"].rows.forms)) == (200, 40 if number == "40" else 1)


def test_dates_to_pick_from_are_sessions_of_their_own(offer):
    last = monday() + timedelta(27)
    page = offer(kind="series", days=["0", "2"], every="2", last_day=last.isoformat())
    assert starts() == ["Mon 10:30", "Wed 10:30"] * 2
    assert Session.objects.values_list("kind", flat=True).distinct().get() == "live"
    assert "4 dates are open for enrolment." in page


def test_without_days_a_series_keeps_the_day_of_its_first_date(offer):
    offer(kind="series", every="1", last_day=(monday() + timedelta(7)).isoformat())
    assert starts() == ["Mon 10:30", "Mon 10:30"]


def test_office_hours_are_made_of_free_times(offer, ada):
    factories.session(factories.course("Sails", ada), ada, zone="Europe/Berlin", local_date=monday())
    page = offer(
        open_door=True, kind="office_hours", title="Ask Ada", local_time="13:30", until_time="15:30",
        minutes="30", capacity="1",
    )  # fmt: skip
    slots = Session.objects.filter(kind="office_hours").order_by("starts_at")
    assert [row.occurrences.get().local_time.strftime("%H:%M") for row in slots] == ["13:30", "15:00"]
    assert "2 dates are open for enrolment. 2 slots in which you give something else were left out." in page


def test_a_lunch_talk_needs_no_course_and_is_open_to_all(offer, cleo, as_person):
    offer(open_door=True, kind="lunch_talk", title="Why bees", capacity="")
    session = Session.objects.get()
    assert (session.kind, session.course, [row.token for row in session.audience.all()]) == (
        "lunch_talk", None, ["all"],
    )  # fmt: skip
    assert "Why bees" in as_person(cleo).get(session.get_absolute_url()).content.decode()
    assert as_person(None).get(session.get_absolute_url()).status_code == 404


def test_without_a_title_a_talk_is_not_offered(offer):
    assert "This field is required." in offer(open_door=True, kind="lunch_talk", title="")


def test_a_host_says_what_the_guest_will_see(offer, as_person, ada):
    page = as_person(ada).get("/me/teaching/offer/?kind=shadowing").content.decode()
    assert "What will your guest see?" in page
    offer(open_door=True, kind="shadowing", title="A day in the lab", note="How we solder", capacity="1")
    assert (Session.objects.get().kind, Session.objects.get().note) == ("shadowing", "How we solder")


def test_a_session_without_a_date_gathers_interest_until_there_is_one(offer, as_person, ada, cleo):
    offer(no_date="on", local_date="", local_time="", minutes="")
    session = Session.objects.get()
    assert seats.enrol(cleo, session).state == Enrolment.State.INTERESTED
    as_person(ada).post(f"/sessions/{session.pk}/change/", answers())
    assert "session.dated" in cleo.notices.values_list("kind", flat=True)
    session.refresh_from_db()
    assert session.starts_at is not None


def test_a_hybrid_session_counts_its_seats_apart(offer):
    offer(place="Hall", link="https://meet.example.org/k", hybrid="on", online_capacity="20")
    session = Session.objects.get()
    assert (session.hybrid, session.capacity, session.online_capacity) == (True, 8, 20)


# -- who may join ------------------------------------------------------------------------------------------


def test_only_a_community_sees_it(offer, as_person, ada, cleo, eve):
    crew = factories.community("Crew", ada)
    factories.member(crew, cleo)
    offer(audience="community", community=f"community:{crew.pk}")
    url = Session.objects.get().get_absolute_url()
    assert [as_person(who).get(url).status_code for who in (cleo, eve)] == [200, 404]


def test_only_ones_own_communities_can_be_chosen(offer, ben, as_person, ada, course):
    other = factories.community("Smugglers", ben, audience="members")
    page = as_person(ada).get(f"/me/teaching/{course.pk}/offer/").content.decode()
    assert "Smugglers" not in page
    assert "Select a valid choice" in offer(audience="community", community=f"community:{other.pk}")


def test_only_the_invited_see_it(offer, as_person, cleo, eve):
    assert "Name at least one person" in offer(audience="invited", invited="")
    offer(audience="invited", invited=cleo.email)
    url = Session.objects.get().get_absolute_url()
    assert [as_person(who).get(url).status_code for who in (cleo, eve)] == [200, 404]


def test_five_thousand_people_are_not_typed_into_a_field(offer):
    many = "\n".join(f"person.{n}@example.org" for n in range(5000))
    page = offer(audience="invited", invited=many, note="Bring rope")
    assert "These are more than 200 people. Name fewer at once, or choose a community." in page
    assert "Bring rope" in page
    assert not Session.objects.exists()


def test_the_secret_link_lets_in_and_ends(offer, as_person, ada, cleo, eve):
    offer(audience="link")
    session = Session.objects.get()
    door = f"/sessions/join/{session.secret}/"
    assert as_person(eve).get(session.get_absolute_url()).status_code == 404
    page = as_person(cleo).get(door)
    assert "You were handed the link to a session" in page.content.decode()
    assert as_person(cleo).get(session.get_absolute_url()).status_code == 404
    assert as_person(cleo).post(door).url == session.get_absolute_url()
    assert as_person(cleo).get(session.get_absolute_url()).status_code == 200
    assert door in as_person(ada).get(f"/sessions/{session.pk}/change/").content.decode()
    as_person(ada).post(f"/sessions/{session.pk}/link/", {"end": "1"})
    assert [as_person(who).get(door).status_code for who in (eve, cleo)] == [404, 404]
    assert as_person(None).get(door).url.startswith("/accounts/login/")
    assert as_person(cleo).get(session.get_absolute_url()).status_code == 200


def test_a_link_is_made_beside_any_audience(as_person, ada, eve, course):
    session = factories.session(course, ada)
    assert as_person(eve).post(f"/sessions/{session.pk}/link/").status_code == 404
    as_person(ada).post(f"/sessions/{session.pk}/link/")
    session.refresh_from_db()
    assert len(session.secret) == 22
    assert as_person(eve).get(f"/sessions/join/{session.secret}/").url == session.get_absolute_url()


# -- what cannot be ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "series", "last_day": "2026-01-01"}, "The last date comes before the first."),
        ({"kind": "series", "last_day": "9999-12-31"}, "too far away"),
        ({"kind": "office_hours", "until_time": "09:00"}, "The end comes before the start."),
        ({"kind": "office_hours", "until_time": "10:40"}, "Not one slot of this length fits in."),
        ({"local_date": "9999-12-31"}, "The year 9999 is too far away."),
        ({"local_date": "0001-01-01"}, "The year 1 is too far away."),
        ({"closes_at": "2020-01-01T10:00"}, "Enrolment would have closed already."),
        ({"closes_at": "yesterday"}, "Give a date and a time"),
        ({"opens_at": "2027-03-28T02:30"}, "this time does not exist"),
        ({"hybrid": "on", "place": "Hall"}, "needs a place and a link"),
        ({"minimum": "3"}, "belong together"),
        (rows("not a day"), "Enter a valid date."),
        ({"audience": "everybody"}, "Select a valid choice."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_way_out(offer, changes, sentence):
    page = offer(**{"note": "Bring rope", **changes})
    assert sentence in page
    assert "Bring rope" in page
    assert not Session.objects.exists()


# -- changing ----------------------------------------------------------------------------------------------


@pytest.fixture
def series(offer):
    offer(kind="series", every="1", last_day=(monday() + timedelta(21)).isoformat())
    return list(Session.objects.order_by("starts_at"))


@pytest.mark.parametrize(
    ("scope", "clocks"),
    [
        ("this", ["10:30", "11:30", "10:30", "10:30"]),
        ("following", ["10:30", "11:30", "11:30", "11:30"]),
        ("all", ["11:30"] * 4),
    ],
)
def test_a_date_of_a_series_is_changed_alone_or_with_others(as_person, ada, series, scope, clocks):
    one = series[1]
    page = as_person(ada).get(f"/sessions/{one.pk}/change/")
    assert "Which dates of the series shall change?" in page.content.decode()
    day = one.occurrences.get().local_date.isoformat()
    as_person(ada).post(
        f"/sessions/{one.pk}/change/", answers(local_date=day, local_time="11:30", scope=scope)
    )
    assert [clock[4:] for clock in starts()] == clocks


def test_a_date_of_a_series_gets_no_further_dates(as_person, ada, series):
    door, day = f"/sessions/{series[0].pk}/change/", monday().isoformat()
    groups = [group.key for group in as_person(ada).get(door).context["form"].groups()]
    assert "dates" not in groups
    as_person(ada).post(door, answers(local_date=day, scope="all", place="Hall", **rows(monday(9))))
    dates = [row.occurrences.count() for row in Session.objects.all()]
    assert (dates, set(Session.objects.values_list("place", flat=True))) == ([1] * 4, {"Hall"})


def test_all_dates_move_by_a_week_although_they_follow_each_other(as_person, ada, series):
    day = (monday() + timedelta(7)).isoformat()
    as_person(ada).post(f"/sessions/{series[0].pk}/change/", answers(local_date=day, scope="all"))
    days = Session.objects.order_by("starts_at").values_list("occurrences__local_date", flat=True)
    assert list(days) == [monday() + timedelta(7 * n) for n in range(1, 5)]


def test_a_slot_is_not_moved_onto_another(as_person, ada, series):
    second = series[1].occurrences.get().local_date.isoformat()
    page = as_person(ada).post(f"/sessions/{series[0].pk}/change/", answers(local_date=second))
    assert "Choose another time, or somebody else." in page.content.decode()


def test_fewer_seats_than_people_send_nobody_away_and_it_says_so(as_person, ada, ben, cleo, course):
    session = factories.session(course, ada, capacity=2, zone="Europe/Berlin")
    for person in (ben, cleo):
        seats.enrol(person, session)
    date_row = session.occurrences.get()
    fields = answers(
        capacity="1", local_date=date_row.local_date.isoformat(), local_time="14:00", minutes="60"
    )
    page = as_person(ada).post(f"/sessions/{session.pk}/change/", fields, follow=True).content.decode()
    assert "2 people have a seat already, and nobody is sent away." in page
    assert session.enrolments.holding_a_seat().count() == 2


def test_the_form_of_a_session_shows_it_as_it_is(as_person, ada, cleo, offer):
    more = rows(monday(6))
    offer(**more, closes_at=f"{monday(4)}T12:00", audience="invited", invited=cleo.email, note="Rope")
    session = Session.objects.get()
    form = as_person(ada).get(f"/sessions/{session.pk}/change/").context["form"]
    assert (form["invited"].value(), form["audience"].value()) == (cleo.email, "invited")
    assert form["closes_at"].value().isoformat() == f"{monday(4)}T12:00:00"
    assert [row["local_date"].value() for row in form.rows.forms] == [monday(6)]
    as_person(ada).post(f"/sessions/{session.pk}/change/", answers())
    assert session.occurrences.count() == 2


def test_the_form_asks_as_little_of_the_database_for_many(
    as_person, ada, course, django_assert_max_num_queries
):
    session = factories.session(course, ada, zone="Europe/Berlin")
    client = as_person(ada)
    for path in (
        f"/sessions/{session.pk}/change/",
        f"/me/teaching/{course.pk}/offer/",
        "/me/teaching/offer/",
    ):
        with django_assert_max_num_queries(15):
            assert client.get(path).status_code == 200


def test_the_dates_to_come_of_a_cohort_that_runs_are_changed(as_person, ada, cleo, offer):
    offer(**rows(monday(6), monday(7)))
    session = Session.objects.get()
    enrolment = seats.enrol(cleo, session)
    first = session.occurrences.first()
    first.local_date = timezone.now().date() - timedelta(days=3)
    first.save()
    Session.objects.filter(pk=session.pk).update(starts_at=first.starts_at)
    door = f"/sessions/{session.pk}/change/"
    typed = answers(local_date=first.local_date.isoformat(), **rows(monday(6), monday(8)))
    refused = as_person(ada).post(door, {**typed, "local_time": "09:00"}).content.decode()
    assert "This date has passed." in refused
    gone = (
        as_person(ada)
        .post(door, answers(local_date=monday(6).isoformat(), **rows(monday(8))))
        .content.decode()
    )
    assert "A date that has passed stays as it was." in gone
    as_person(ada).post(door, typed)
    assert session.occurrences.last().local_date == monday(8)
    enrolment.refresh_from_db()
    assert enrolment.state == Enrolment.State.CONFIRMED
    assert "session.changed" in cleo.notices.values_list("kind", flat=True)
