"""Giving a session together, as those who give it see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.actions import teaching
from courses.models import Cover, Limits, Occurrence, QuietWeek, Session, Teaching
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada)


@pytest.fixture
def session(course, ada):
    return factories.session(course, ada)


@pytest.fixture
def asked(ada, ben, session):
    return teaching.invite(ada, session, ben, Teaching.Role.CO_TEACHER)


@pytest.fixture
def cover(ada, ben, course, session):
    """Ada cannot; Ben, who gives another date of the course, is asked."""
    factories.session(course, ben, local_date=session.starts_at.date() + timedelta(days=9))
    return teaching.cannot_come(ada, session.occurrences.get(), reason="At the dentist")


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def post(client, door, **given):
    return client.post(door, given, follow=True)


# -- asking and answering ----------------------------------------------------------------------------------


def test_somebody_is_asked_and_accepts(as_person, ada, ben, session):
    door = f"/sessions/{session.pk}/together/"
    answer = post(as_person(ada), door, people="Ben Ofori", role="co_teacher")
    assert told(answer) == ["Ben Ofori was asked."]
    row = session.teachings.get(person=ben)
    assert "You are asked to give this" in as_person(ben).get(session.get_absolute_url()).content.decode()
    assert "You are asked to give this as co-teacher." in as_person(ben).get("/me/teaching/").content.decode()
    answer = post(as_person(ben), f"/teachings/{row.pk}/answer/", answer="yes")
    assert told(answer) == ["You give it with them."]
    assert as_person(ben).get(door).status_code == 200


def test_declining_tells_them(as_person, ada, ben, asked):
    answer = post(as_person(ben), f"/teachings/{asked.pk}/answer/", answer="no")
    asked.refresh_from_db()
    assert (told(answer), asked.answer) == (["You declined. They were told."], Teaching.Answer.DECLINED)
    assert list(ada.notices.values_list("kind", flat=True)) == ["teaching.answered"]
    assert "asked to give this" not in as_person(ben).get("/me/teaching/").content.decode()


def test_nobody_accepts_to_be_in_two_places(as_person, ben, asked):
    factories.session(factories.course("Ropes", ben), ben)
    answer = post(as_person(ben), f"/teachings/{asked.pk}/answer/", answer="yes")
    assert told(answer)[0].startswith("Ben Ofori gives “Ropes” on")
    asked.refresh_from_db()
    assert asked.answer == Teaching.Answer.ASKED


def test_who_set_a_limit_is_not_asked_beyond_it(as_person, ada, ben, session):
    teaching.set_limits(ben, teaching=0, learning=None)
    page = post(as_person(ada), f"/sessions/{session.pk}/together/", people="Ben Ofori", role="observer")
    assert "Ben Ofori has enough in" in page.content.decode()
    assert not session.teachings.filter(person=ben).exists()
    nobody = post(as_person(ada), f"/sessions/{session.pk}/together/", people="Nobody Here", role="lead")
    assert "Nobody here is called" in nobody.content.decode()


def test_for_one_date_of_several(as_person, ada, ben, session):
    first = session.occurrences.get()
    second = Occurrence.objects.create(
        session=session, n=2, local_date=first.local_date + timedelta(days=7), local_time=first.local_time,
        minutes=60, zone="UTC",
    )  # fmt: skip
    post(
        as_person(ada),
        f"/sessions/{session.pk}/together/",
        people="Ben Ofori",
        role="substitute",
        date=second.pk,
    )
    assert session.teachings.get(person=ben).occurrence == second
    wrong = post(
        as_person(ada),
        f"/sessions/{session.pk}/together/",
        people="Ben Ofori",
        role="substitute",
        date=987654,
    )
    assert "Select a valid choice" in wrong.content.decode()


def test_anothers_question_is_not_mine_to_answer(as_person, eve, ada, asked):
    """R18: the same as one that does not exist."""
    for who in (eve, ada):
        for pk in (asked.pk, 987654):
            assert as_person(who).post(f"/teachings/{pk}/answer/", {"answer": "yes"}).status_code == 404
    assert as_person(eve).get(f"/sessions/{asked.session_id}/together/").status_code == 404


# -- standing in -------------------------------------------------------------------------------------------


def test_who_cannot_says_so_and_those_who_could_are_asked(as_person, ada, ben, course, session):
    factories.session(course, ben, local_date=session.starts_at.date() + timedelta(days=9))
    date = session.occurrences.get()
    door = f"/dates/{date.pk}/cannot-come/"
    assert door in as_person(ada).get(f"/sessions/{session.pk}/together/").content.decode()
    assert "Those who could give it are asked first." in as_person(ada).get(door).content.decode()
    answer = post(as_person(ada), door, reason="At the dentist")
    assert told(answer) == ["Those who could take over are asked. You hear as soon as somebody does."]
    assert "I can after all" in answer.content.decode()
    page = as_person(ben).get("/me/teaching/").content.decode()
    assert "Ada Brook cannot come. Could you take over?" in page
    assert "At the dentist" in page


def test_one_takes_over_and_the_others_are_too_late(as_person, ada, ben, session, cover):
    assert told(post(as_person(ben), f"/covers/{cover.pk}/take/")) == [
        "You take over. Everyone who gives it was told."
    ]
    assert session.occurrences.get().teachings.get().person == ben
    assert "Ben Ofori takes over from Ada Brook." in (
        as_person(ada).get(f"/sessions/{session.pk}/together/").content.decode()
    )
    late = factories.person()
    cover.asked.create(person=late)
    assert told(post(as_person(late), f"/covers/{cover.pk}/take/")) == [
        "Thank you: somebody else has taken over already."
    ]


def test_when_all_decline_the_organiser_decides(as_person, ada, ben, cover):
    assert told(post(as_person(ben), f"/covers/{cover.pk}/decline/")) == ["Noted: you cannot either."]
    page = as_person(ada).get("/me/teaching/").content.decode()
    assert "You cannot come, and nobody could take over so far." in page
    assert ("Move the date" in page, "Cancel it" in page) == (True, True)
    assert "I can after all" in page


def test_who_can_after_all_calls_the_search_off(as_person, ada, ben, cover):
    assert told(post(as_person(ada), f"/covers/{cover.pk}/withdraw/")) == ["You give it after all."]
    assert "Could you take over?" not in as_person(ben).get("/me/teaching/").content.decode()
    assert told(post(as_person(ben), f"/covers/{cover.pk}/take/")) == [
        "Thank you: somebody else has taken over already."
    ]


def test_a_date_that_has_begun_is_not_asked_for(as_person, ada, session):
    date = session.occurrences.get()
    Occurrence.objects.update(starts_at=timezone.now() - timedelta(minutes=5))
    page = post(as_person(ada), f"/dates/{date.pk}/cannot-come/", reason="Ill").content.decode()
    assert "This date has begun already." in page
    assert not Cover.objects.exists()


@pytest.mark.parametrize("verb", ["take", "decline", "withdraw"])
def test_what_does_not_concern_one_is_not_there(as_person, cleo, cover, verb):
    """R18."""
    for pk in (cover.pk, 987654):
        assert as_person(cleo).post(f"/covers/{pk}/{verb}/").status_code == 404
    date = cover.occurrence_id
    assert as_person(cleo).get(f"/dates/{date}/cannot-come/").status_code == 404
    cover.refresh_from_db()
    assert cover.state == Cover.State.ASKING


# -- how much, and when not --------------------------------------------------------------------------------


def test_limits_are_set_and_taken_away(as_person, ada):
    client = as_person(ada)
    assert told(post(client, "/me/teaching/limits/", teaching=2, learning="")) == [
        "Saved. Nobody is asked beyond it."
    ]
    assert Limits.objects.values_list("person", "teaching", "learning").get() == (ada.pk, 2, None)
    for wrong in ("-1", "100", "many", "9" * 30):
        assert post(client, "/me/teaching/limits/", teaching=wrong).context["form"].errors
    post(client, "/me/teaching/limits/", teaching="", learning="")
    assert Limits.objects.values_list("teaching", "learning").get() == (None, None)


def test_a_quiet_week_is_kept_and_ended(as_person, ada, eve):
    client, day = as_person(ada), timezone.localdate() + timedelta(days=20)
    page = post(client, "/me/teaching/limits/", day=day.isoformat())
    assert told(page) == ["You are asked for nothing in that week."]
    week = QuietWeek.objects.get()
    assert (week.person, week.monday) == (ada, day - timedelta(days=day.weekday()))
    assert as_person(eve).post(f"/me/teaching/limits/quiet/{week.pk}/end/").status_code == 404
    assert told(post(client, f"/me/teaching/limits/quiet/{week.pk}/end/")) == [
        "You may be asked in that week again."
    ]
    for wrong in ("", "soon", "2000-01-01", "9999-12-31"):
        assert post(client, "/me/teaching/limits/", day=wrong).context["week"].errors
    assert not QuietWeek.objects.exists()


def test_a_cancelled_session_asks_nobody_any_more(as_person, ben, asked):
    Session.objects.update(state="cancelled")
    assert "asked to give this" not in as_person(ben).get("/me/teaching/").content.decode()
