"""Time passes: what documents say of it follows the clock, and nothing is called wrong meanwhile."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import PageAudience
from courses.models import CoursePage, Occurrence, Session
from duties.registry import duties
from search import projection
from search.dates import Dates, dates_of, length, offers
from search.duties import PASSED, pass_dates
from search.models import FacetSet, Kind, SearchDocument
from search.standing import STEP, end_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Turns the clock: `clock(moment)`; everything that is saved or asked afterwards is at that moment."""

    def turned(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return turned


@pytest.fixture
def world(ada, ben):
    """A course with a session in a week and one in two, a wiki page that is verified for three days."""
    course = factories.course("Wells", ada)
    factories.lesson(course)
    soon = factories.session(course, ben)
    late = factories.session(course, ben, local_date=timezone.now().date() + timedelta(days=14))
    until = timezone.now().date() + timedelta(days=3)
    page = factories.wiki_page(factories.community("Plumbers", ada), "Taps", verified_until=until)
    return course, soon, late, page


def after(session):
    return session.starts_at + timedelta(minutes=1)


def verified():
    out = StringIO()
    call_command("search_verify", stdout=out, stderr=StringIO())
    return out.getvalue()


def says(document):
    values = set(document.facets.values.filter(name__in=["seats", "when"]).values_list("name", "value"))
    return document.starts_at, values


def test_the_worker_knows_the_duty():
    assert duties()["search.duties.pass_dates"] is pass_dates


def test_while_nothing_passes_the_duty_is_one_look_at_an_index(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert pass_dates() == 0
    with connection.cursor() as cursor:
        passed = SearchDocument.objects.passed(timezone.now()).order_by("passes_at")
        text, params = passed.values_list("kind", "object_id")[:PASSED].query.sql_with_params()
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {text}", params)
            assert "search_passing" in str(cursor.fetchall())


def test_courses_and_sessions_follow_their_dates(world, clock, document_of):
    course, soon, late, _page = world
    free = {("seats", "free")}
    assert says(document_of(Kind.COURSE, course)) == (soon.starts_at, free)
    clock(after(soon))
    assert pass_dates() == 3
    assert says(document_of(Kind.COURSE, course)) == (late.starts_at, free)
    assert says(document_of(Kind.SESSION, soon)) == (soon.starts_at, set())
    assert says(document_of(Kind.SESSION, late)) == (late.starts_at, free)
    clock(after(late))
    assert pass_dates() == 2
    assert says(document_of(Kind.COURSE, course)) == (None, set())
    assert says(document_of(Kind.SESSION, late)) == (late.starts_at, set())
    assert pass_dates() == 0
    assert not SearchDocument.objects.filter(passes_at__isnull=False).exists()


def test_pages_are_out_of_date_when_their_day_is_over(world, clock, document_of):
    page = world[3]
    assert document_of(Kind.WIKI_PAGE, page).freshness == 1
    clock(end_of(page.verified_until) - timedelta(seconds=1))
    assert pass_dates() == 0
    clock(end_of(page.verified_until))
    assert pass_dates() == 1
    document = document_of(Kind.WIKI_PAGE, page)
    assert (document.freshness, document.passes_at) == (-1, None)


def test_a_series_moves_on_to_its_next_date(ada, clock, document_of):
    session = factories.session(factories.course("Wells", ada), ada)
    first = session.occurrences.get()
    second = Occurrence.objects.create(
        session=session, n=2, local_date=first.local_date + timedelta(days=7), local_time=first.local_time,
        minutes=60, zone=first.zone,
    )  # fmt: skip
    clock(after(first))
    assert pass_dates() == 2
    document = document_of(Kind.SESSION, session)
    assert (document.starts_at, document.passes_at) == (second.starts_at, second.starts_at)
    assert says(document)[1] == set()


def test_many_dates_pass_in_bounded_batches(ada, clock, monkeypatch):
    monkeypatch.setattr("search.duties.PASSED", 2)
    sessions = [factories.session(None, ada, title=f"Talk {n}") for n in range(5)]
    clock(after(sessions[0]))
    assert [pass_dates() for _n in range(4)] == [2, 2, 1, 0]


def test_lessons_are_not_touched_when_dates_pass(world, clock):
    lesson = SearchDocument.objects.get(kind=Kind.LESSON)
    clock(after(world[2]))
    with CaptureQueriesContext(connection) as ran:
        pass_dates()
    assert [query["sql"] for query in ran if "courses_lessonpage" in query["sql"]] == []
    assert SearchDocument.objects.get(kind=Kind.LESSON).version == lesson.version


def test_verify_names_nothing_while_the_worker_has_not_come_by(world, clock):
    """Decided: what time alone changes is the worker's to do, so until then it counts as true."""
    call_command("search_verify", "--repair", stdout=StringIO())
    clock(end_of(world[3].verified_until) + timedelta(days=30))
    assert SearchDocument.objects.passed(timezone.now()).count() == 4
    assert verified() == "Things, documents and index agree.\n"
    pass_dates()
    assert verified() == "Things, documents and index agree.\n"
    assert SearchDocument.objects.passed(timezone.now()).count() == 0


def test_verify_names_what_is_spoilt_though_a_date_went_by(world, clock):
    course, soon, late, _page = world
    clock(after(soon))
    CoursePage.objects.filter(pk=course.pk).update(promise="Deeper")
    SearchDocument.objects.filter(kind=Kind.SESSION, object_id=late.pk).update(
        facets=FacetSet.objects.create(digest="spoilt")
    )
    changes = [
        (change.document.kind, change.document.object_id)
        for kind in (Kind.COURSE, Kind.SESSION)
        for change in projection.outdated(kind, [course.pk, soon.pk, late.pk])
    ]
    assert sorted(changes) == sorted([
        (Kind.COURSE, course.pk), (Kind.SESSION, late.pk), (Kind.SESSION, soon.pk),
    ])  # fmt: skip


@pytest.mark.parametrize("columns", [{"passes_at": None}, {"starts_at": None}, {"freshness": -1.0}])
def test_verify_names_spoilt_dates_of_documents_that_are_not_due(world, columns):
    SearchDocument.objects.update(**columns)
    course, soon, late, page = world
    found = [
        (change.document.kind, change.document.object_id)
        for kind in (Kind.COURSE, Kind.SESSION, Kind.WIKI_PAGE)
        for change in projection.outdated(kind, [course.pk, soon.pk, late.pk, page.pk])
    ]
    dated = [(Kind.COURSE, course.pk), (Kind.SESSION, soon.pk), (Kind.SESSION, late.pk)]
    expected = dated if "starts_at" in columns else [*dated, (Kind.WIKI_PAGE, page.pk)]
    assert found == expected


def test_popularity_may_be_one_step_behind_and_no_more(ada, ben):
    """Two who enrol at once in two sessions of a course may each see only themselves."""
    course = factories.course("Wells", ada)
    session = factories.session(course, ben)
    for _n in range(20):
        session.enrolments.create(person=factories.person(), state="confirmed", joined_at=timezone.now())
    documents = SearchDocument.objects.filter(kind=Kind.COURSE)
    true = documents.get().popularity
    named = {}
    for steps in (-2, -1, 0, 1):
        documents.update(popularity=true + steps * STEP)
        named[steps] = [change.names for change in projection.outdated(Kind.COURSE, [course.pk])]
    assert named == {-2: [{"popularity"}], -1: [], 0: [], 1: [{"popularity"}]}


def test_what_is_written_while_one_compares_is_looked_at_again(ada, monkeypatch):
    """A change between reading the document and reading the thing is no difference."""
    course = factories.course("Wells", ada)
    drafts = projection.SOURCES[Kind.COURSE].drafts
    looks = []

    def slow(ids):
        looks.append(list(ids))
        if len(looks) == 1:
            page = CoursePage.objects.get(pk=course.pk)
            page.title = "Deeper wells"
            CoursePage.objects.filter(pk=course.pk).update(title=page.title)
            found = drafts(ids)
            SearchDocument.objects.filter(kind=Kind.COURSE, object_id=course.pk).update(title=page.title)
            return found
        return drafts(ids)

    source = projection.SOURCES[Kind.COURSE]
    monkeypatch.setitem(projection.SOURCES, Kind.COURSE, type(source)(source.model, slow, source.visible_to))
    assert projection.outdated(Kind.COURSE, [course.pk]) == []
    assert looks == [[course.pk], [course.pk]]


def test_dates_without_occurrences_are_those_of_the_row():
    now = datetime(2031, 5, 1, tzinfo=UTC)
    session = Session(pk=1, starts_at=now, ends_at=now + timedelta(minutes=45))
    assert dates_of([session, Session(pk=2)], now) == {
        1: Dates(now, now + timedelta(minutes=45), 45),
        2: Dates(),
    }
    assert (Dates(now).passes_at(now), Dates(now).passes_at(now - timedelta(seconds=1))) == (None, now)


def test_length_has_three_values():
    assert [length(minutes) for minutes in (None, 0, 30, 31, 120, 121)] == [
        "", "", "short", "medium", "medium", "long",
    ]  # fmt: skip


def test_many_courses_cost_as_many_statements_as_one(ada, django_assert_num_queries):
    courses = [factories.course(f"Wells {n}", ada) for n in range(3)]
    for course in courses:
        factories.session(course, ada)
    for some in (courses[:1], courses):
        with django_assert_num_queries(4):
            assert len(offers([course.pk for course in some], timezone.now())) == len(some)


def test_an_audience_that_closes_a_course_leaves_no_date(ada, document_of):
    course = factories.course("Wells", ada)
    factories.session(course, ada)
    PageAudience.objects.filter(page=course).delete()
    CoursePage.objects.get(pk=course.pk).unpublish()
    document = document_of(Kind.COURSE, course)
    assert (document.starts_at, document.passes_at, document.popularity) == (None, None, 0)
