"""What courses, lessons, sessions, pages and people say of themselves to be narrowed down by."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.models import WikiPage
from courses.models import CourseTeam, Occurrence, Session, SessionAudience, Teaching
from search.models import Kind
from search.standing import end_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def values_of(document_of):
    """The values of one facet of a thing's document: `values_of("course", page, "seats")`."""

    def found(kind, thing, name):
        values = document_of(kind, thing).facets.values.filter(name=name)
        return sorted(values.values_list("value", flat=True))

    return found


def in_days(days):
    return timezone.now().date() + timedelta(days=days)


def another_date(session, n, days, minutes=60):
    first = session.occurrences.get(n=1)
    return Occurrence.objects.create(
        session=session, n=n, local_date=in_days(days), local_time=first.local_time, minutes=minutes,
        zone=first.zone,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(None, []), (1, ["short"]), (30, ["short"]), (31, ["medium"]), (120, ["medium"]), (121, ["long"])],
)
def test_how_long_a_course_and_a_lesson_take(ada, values_of, minutes, expected):
    course = factories.course("Wells", ada, minutes=minutes)
    lesson = factories.lesson(course, minutes=minutes)
    assert values_of(Kind.COURSE, course, "length") == values_of(Kind.LESSON, lesson, "length") == expected


def test_a_session_takes_as_long_as_all_its_dates_or_as_its_course(ada, values_of):
    course = factories.course("Wells", ada, minutes=20)
    live = factories.session(course, ada, minutes=90)
    paced = factories.session(course, ada, kind=Session.Kind.SELF_PACED)
    assert values_of(Kind.SESSION, live, "length") == ["medium"]
    assert values_of(Kind.SESSION, paced, "length") == ["short"]
    another_date(live, 2, days=8, minutes=31)
    assert values_of(Kind.SESSION, live, "length") == ["long"]
    course.refresh_from_db()
    course.minutes = 300
    course.save()
    assert values_of(Kind.SESSION, paced, "length") == ["long"]
    assert values_of(Kind.SESSION, live, "length") == ["long"]


def test_self_paced_sessions_and_their_courses(ada, values_of):
    course, other = factories.course("Wells", ada), factories.course("Pumps", ada)
    paced = factories.session(course, ada, kind=Session.Kind.SELF_PACED)
    draft = factories.session(other, ada, kind=Session.Kind.SELF_PACED, state=Session.State.DRAFT)
    assert values_of(Kind.SESSION, paced, "when") == ["self-paced"]
    assert values_of(Kind.COURSE, course, "when") == ["self-paced"]
    assert values_of(Kind.COURSE, other, "when") == []
    draft.state = Session.State.PUBLISHED
    draft.save()
    assert values_of(Kind.COURSE, other, "when") == ["self-paced"]
    draft.state = Session.State.CANCELLED
    draft.save()
    assert values_of(Kind.COURSE, other, "when") == values_of(Kind.SESSION, draft, "when") == []


def test_a_course_has_the_next_date_of_its_sessions(ada, document_of):
    course = factories.course("Wells", ada)
    assert document_of(Kind.COURSE, course).starts_at is None
    late = factories.session(course, ada, local_date=in_days(20))
    assert document_of(Kind.COURSE, course).starts_at == late.starts_at
    soon = factories.session(course, ada, local_date=in_days(3))
    factories.session(course, ada, local_date=in_days(-3))
    factories.session(course, ada, local_date=in_days(1), state=Session.State.DRAFT)
    document = document_of(Kind.COURSE, course)
    assert (document.starts_at, document.passes_at) == (soon.starts_at, soon.starts_at)
    soon.state = Session.State.CANCELLED
    soon.save()
    assert document_of(Kind.COURSE, course).starts_at == late.starts_at
    Teaching.objects.filter(session=late).delete()
    late.delete()
    assert document_of(Kind.COURSE, course).starts_at is None


def test_a_series_shows_its_next_date_and_then_its_last(ada, document_of):
    course = factories.course("Wells", ada)
    session = factories.session(course, ada, local_date=in_days(-14))
    first = document_of(Kind.SESSION, session)
    assert (first.starts_at, first.over_at) == (session.starts_at, session.ends_at)
    past = another_date(session, 2, days=-7)
    assert document_of(Kind.SESSION, session).starts_at == past.starts_at
    coming = another_date(session, 3, days=7)
    last = another_date(session, 4, days=14)
    document = document_of(Kind.SESSION, session)
    assert (document.starts_at, document.over_at) == (coming.starts_at, last.ends_at)
    assert document_of(Kind.COURSE, course).starts_at == coming.starts_at
    coming.delete()
    assert document_of(Kind.COURSE, course).starts_at == last.starts_at


def test_what_was_called_off_has_no_date_to_come(ada, document_of, values_of):
    session = factories.session(factories.course("Wells", ada), ada)
    session.state = Session.State.CANCELLED
    session.save()
    document = document_of(Kind.SESSION, session)
    assert (document.starts_at, document.passes_at) == (None, None)
    assert document.over_at == session.created_at
    assert values_of(Kind.SESSION, session, "seats") == []


NARROW = {
    "seats": {"capacity": 5},
    "when": {"kind": Session.Kind.SELF_PACED},
    "date": {"local_date": in_days(2)},
}


@pytest.mark.parametrize("what", NARROW)
def test_a_narrower_session_never_shows_through_its_course(ada, ben, cleo, document_of, what):
    """R19: seats, dates, self-paced learning and popularity of what only a team may see."""
    course = factories.course("Wells", ada, audience="public")
    alone = document_of(Kind.COURSE, course)
    before = (alone.starts_at, alone.popularity, alone.passes_at, alone.facets.said)
    session = factories.session(course, ben, state=Session.State.DRAFT, **NARROW[what])
    SessionAudience.objects.create(session=session, token="team:1")
    session.state = Session.State.PUBLISHED
    session.save()
    for n in range(3):
        person = factories.person(f"Guest {n}")
        session.enrolments.create(person=person, state="confirmed", joined_at=timezone.now())
    session.save()
    after = document_of(Kind.COURSE, course)
    assert (after.starts_at, after.popularity, after.passes_at, after.facets.said) == before
    assert document_of(Kind.SESSION, session).popularity > 0
    SessionAudience.objects.filter(session=session).delete()
    opened = document_of(Kind.COURSE, course)
    assert (opened.starts_at, opened.popularity, opened.passes_at, opened.facets.said) != before
    SessionAudience.objects.create(session=session, token="team:1")
    closed = document_of(Kind.COURSE, course)
    assert (closed.starts_at, closed.popularity, closed.passes_at, closed.facets.said) == before


def test_who_teaches_is_told_by_handle_in_the_order_of_the_names(ada, ben, cleo, document_of, values_of):
    course = factories.course("Wells", ada)
    CourseTeam.objects.create(course=course, person=cleo, role=CourseTeam.Role.CO_AUTHOR)
    CourseTeam.objects.create(course=course, person=ben, role=CourseTeam.Role.REVIEWER)
    lesson = factories.lesson(course)
    session = factories.session(course, ben)
    Teaching.objects.create(session=session, person=ada, role=Teaching.Role.OBSERVER)
    for kind, thing in ((Kind.COURSE, course), (Kind.LESSON, lesson)):
        assert document_of(kind, thing).people_words == "Ada Brook\nCleo Marsh"
        assert values_of(kind, thing, "teacher") == [ada.handle, cleo.handle]
    assert values_of(Kind.SESSION, session, "teacher") == [ben.handle]
    ada.handle = "ada-of-the-brook"
    ada.save()
    assert values_of(Kind.LESSON, lesson, "teacher") == ["ada-of-the-brook", cleo.handle]


def test_two_people_of_one_name_are_two(ada, document_of, values_of):
    twins = [factories.person("Wren Aldo"), factories.person("Wren Aldo")]
    course = factories.course("Wells", twins[0])
    CourseTeam.objects.create(course=course, person=twins[1], role=CourseTeam.Role.CO_AUTHOR)
    assert document_of(Kind.COURSE, course).people_words == "Wren Aldo\nWren Aldo"
    assert values_of(Kind.COURSE, course, "teacher") == sorted(person.handle for person in twins)


def test_people_are_narrowed_down_by_the_languages_they_speak(document_of, values_of):
    wren = factories.person("Wren Aldo", language="de", languages=["fr", "pt"])
    quiet = factories.person("Quill Rook", language="de")
    assert values_of(Kind.PERSON, wren, "language") == ["fr", "pt"]
    assert values_of(Kind.PERSON, quiet, "language") == []
    assert document_of(Kind.PERSON, wren).language == "de"


def test_a_community_and_its_pages_belong_to_it(ada, values_of):
    community = factories.community("Plumbers", ada)
    page = factories.wiki_page(community, "Taps")
    assert values_of(Kind.COMMUNITY, community, "community") == [community.slug]
    assert values_of(Kind.WIKI_PAGE, page, "community") == [community.slug]


@pytest.mark.parametrize(("days", "expected"), [(None, 0), (1, 1), (0, 1), (-1, -1), (-400, -1)])
def test_verified_pages_are_fresh_until_the_day_is_over(ada, document_of, days, expected):
    until = None if days is None else in_days(days)
    page = factories.wiki_page(factories.community("Plumbers", ada), "Taps", verified_until=until)
    document = document_of(Kind.WIKI_PAGE, page)
    assert document.freshness == expected
    assert document.passes_at == (end_of(until) if expected == 1 else None)
    page = WikiPage.objects.get(pk=page.pk)
    page.verified_until = in_days(9)
    page.save()
    assert document_of(Kind.WIKI_PAGE, page).freshness == 1
