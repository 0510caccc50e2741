"""Enrolments change seats and popularity; most of them change nothing, and cost little."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.actions.enrolment import enrol, withdraw
from courses.models import Enrolment, Session
from search import receivers
from search.models import Kind, SearchDocument
from search.projection import outdated
from search.seats import stirred
from search.standing import MANY, popularity
from tests import factories
from tests.later import soon

pytestmark = pytest.mark.django_db


def versions():
    return dict(SearchDocument.objects.values_list("pk", "version"))


@pytest.fixture
def says_free(document_of):
    def says(kind, thing):
        return document_of(kind, thing).facets.values.filter(name="seats", value="free").exists()

    return says


@pytest.fixture
def course(ada):
    return factories.course("Wells", ada)


@pytest.fixture
def session(course, ben):
    return factories.session(course, ben, capacity=1, hand_on=Session.HandOn.OFFER)


def nothing_outdated():
    return [
        change
        for kind in (Kind.COURSE, Kind.SESSION, Kind.LESSON)
        for change in outdated(
            kind, SearchDocument.objects.filter(kind=kind).values_list("object_id", flat=True)
        )
    ] == []


def test_the_last_seat_closes_session_and_course(course, session, cleo, eve, says_free):
    assert says_free(Kind.SESSION, session) is says_free(Kind.COURSE, course) is True
    enrol(cleo, session)
    assert says_free(Kind.SESSION, session) is says_free(Kind.COURSE, course) is False
    enrol(eve, session)
    withdraw(cleo, session)
    assert says_free(Kind.SESSION, session) is False
    soon()
    assert session.enrolments.get(person=eve).state == Enrolment.State.OFFERED
    assert says_free(Kind.SESSION, session) is False
    withdraw(eve, session)
    soon()
    assert says_free(Kind.SESSION, session) is says_free(Kind.COURSE, course) is True
    assert nothing_outdated()


def test_a_seat_that_somebody_waits_for_is_not_free(course, session, cleo, eve, says_free):
    enrol(cleo, session)
    enrol(eve, session)
    Session.objects.filter(pk=session.pk).update(capacity=5)
    Session.objects.get(pk=session.pk).save()
    assert says_free(Kind.SESSION, session) is says_free(Kind.COURSE, course) is False
    withdraw(cleo, session)
    soon()
    assert session.enrolments.waiting().count() == 0
    assert says_free(Kind.SESSION, session) is True


def test_another_session_keeps_the_course_open(course, session, ben, cleo, says_free):
    factories.session(course, ben)
    enrol(cleo, session)
    assert (says_free(Kind.SESSION, session), says_free(Kind.COURSE, course)) == (False, True)
    assert nothing_outdated()


@pytest.mark.parametrize(
    "fields", [{"state": Session.State.CANCELLED}, {"local_date": factories.day(2020, 1, 1)}]
)
def test_nothing_is_free_in_what_is_called_off_or_has_begun(course, ben, says_free, fields):
    session = factories.session(course, ben, **fields)
    assert says_free(Kind.SESSION, session) is says_free(Kind.COURSE, course) is False


def test_popularity_rises_in_few_steps(course, ben, document_of):
    session = factories.session(course, ben)
    seen = []
    for _n in range(9):
        enrol(factories.person(), session)
        found = [document_of(*thing).popularity for thing in ((Kind.COURSE, course), (Kind.SESSION, session))]
        assert found[0] == found[1]
        seen.append(found[0])
    assert seen == [0.1, 0.2, 0.2, 0.3, 0.3, 0.3, 0.3, 0.4, 0.4]
    assert nothing_outdated()


def test_popularity_stays_within_its_bounds():
    steps = [popularity(people) for people in range(2 * MANY)]
    assert steps == sorted(steps)
    assert (steps[0], steps[MANY], steps[-1]) == (0, 1, 1)
    assert len(set(steps)) == 11


def test_who_comes_to_two_sessions_counts_once_for_the_course(course, ben, cleo, document_of):
    for _n in range(3):
        enrol(cleo, factories.session(course, ben))
    assert document_of(Kind.COURSE, course).popularity == popularity(1)


def test_an_enrolment_that_changes_nothing_writes_nothing(course, ben, document_of):
    factories.lesson(course)
    session = factories.session(course, ben)
    for _n in range(4):
        enrol(factories.person(), session)
    newcomer = factories.person()
    before = versions()
    with CaptureQueriesContext(
        connection,
    ) as ran:
        enrol(newcomer, session)
    assert versions() == before
    about = [query["sql"] for query in ran if "search_searchdocument" in query["sql"]]
    assert len(about) == 1


def test_lessons_are_not_looked_at_when_seats_change(course, session, cleo, monkeypatch):
    """What an enrolment changes in a course does not hang within it."""
    factories.lesson(course)
    looked = []
    refresh = receivers.refresh.__globals__["refresh"]
    monkeypatch.setitem(
        refresh.__globals__,
        "refresh",
        lambda kind, ids: looked.append((kind, list(ids))) or refresh(kind, ids),
    )
    before = versions()
    enrol(cleo, session)
    changed = {pk for pk, version in versions().items() if before[pk] != version}
    kinds = SearchDocument.objects.filter(pk__in=changed).values_list("kind", flat=True)
    assert sorted(kinds) == [Kind.COURSE, Kind.SESSION]
    assert looked == []


@pytest.mark.parametrize(("newcomer", "statements"), [(True, 3), (False, 2)])
def test_finding_out_costs_few_statements(session, django_assert_num_queries, newcomer, statements):
    with django_assert_num_queries(statements):
        assert stirred(session, newcomer=newcomer, now=timezone.now()) == (set(), set())


def test_stirring_says_what_is_untrue(course, session, cleo):
    now = timezone.now()
    assert stirred(session, newcomer=True, now=now) == (set(), set())
    Enrolment.objects.bulk_create([
        Enrolment(session=session, person=cleo, state=Enrolment.State.CONFIRMED, joined_at=now)
    ])  # fmt: skip
    assert stirred(session, newcomer=False, now=now) == ({course.pk}, {session.pk})
    SearchDocument.objects.filter(kind=Kind.SESSION).delete()
    assert stirred(session, newcomer=True, now=now) == (set(), set())


def test_an_event_without_a_course_has_seats_too(ben, cleo, says_free):
    talk = factories.session(None, ben, title="Talk", capacity=1)
    talk.audience.create(token="all")
    assert says_free(Kind.SESSION, talk) is True
    enrol(cleo, talk)
    assert says_free(Kind.SESSION, talk) is False
