"""The results page, as a person sees it."""

import pytest
from django.utils import timezone

from courses.models import Enrolment, Session, SessionAudience
from tests import factories

pytestmark = pytest.mark.django_db


def html_of(client, **query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    return response.content.decode()


def titles_of(response):
    return [row.document.title for row in response.context["found"].rows]


def test_what_is_published_is_found_when_the_page_returns(as_person, ada, cleo):
    course = factories.course("Safe wells", ada, promise="Dig <one> well.", topics=[factories.topic("Water")])
    html = html_of(as_person(cleo), q="wells")
    assert f'<a href="/courses/{course.slug}/">Safe <mark>wells</mark></a>' in html
    assert "Dig &lt;one&gt; <mark>well</mark>." in html
    assert "1 result<" in html
    assert "<span>Ada Brook</span>" in html


def test_a_topic_that_matched_is_named(as_person, ada, cleo):
    factories.course("Wells", ada, topics=[factories.topic("Clean Water"), factories.topic("Soil")])
    html = html_of(as_person(cleo), q="water")
    assert "<span>Ada Brook</span><span>Clean Water</span>" in html
    assert "<span>Soil</span>" not in html.partition("rows")[2]


def test_what_is_typed_comes_back_escaped(as_person, cleo):
    html = html_of(as_person(cleo), q='"><script>alert(1)</script>')
    assert "<script>alert" not in html
    assert "&quot;&gt;&lt;script&gt;" in html


def test_marks_are_the_only_tags_in_an_excerpt(as_person, ada, cleo):
    factories.course("Wells", ada, body="<p>&lt;img src=x onerror=alert(1)&gt; pump &lt;/mark&gt;</p>")
    html = html_of(as_person(cleo), q="pump")
    assert "&lt;img src=x onerror=alert(1)&gt; <mark>pump</mark> &lt;/mark&gt;" in html


def test_a_lesson_names_its_course_and_a_session_its_date_and_seats(as_person, ada, cleo):
    course = factories.course("Wells", ada)
    factories.lesson(course, "Digging")
    session = factories.session(course, ada, title="Digging together", capacity=7)
    html = html_of(as_person(cleo), q="digging")
    assert html.count('lesson <span class="result-row__parent">Wells</span>') == 1
    assert f'datetime="{session.starts_at.date().isoformat()}' in html
    assert "7 seats" in html or "7 of 7" in html or "7 free" in html


def test_a_cancelled_session_says_so(as_person, ada, cleo):
    session = factories.session(
        None, ada, title="Digging", state=Session.State.CANCELLED, cancel_reason="Rain"
    )
    SessionAudience.objects.create(session=session, token="all")
    assert "cancelled" in html_of(as_person(cleo), q="digging")


def test_a_visitor_finds_public_things_and_no_names(as_person, ada):
    factories.course("Open wells", ada, audience="public")
    factories.course("House wells", ada)
    html = html_of(as_person(None), q="wells")
    assert "1 result<" in html
    assert "Open" in html
    assert "House" not in html
    assert "Ada Brook" not in html
    assert "Ada" not in html_of(as_person(None), q="brook", kind="person")


def test_facets_are_counted_chosen_and_taken_away_again(as_person, ada, cleo):
    water = factories.topic("Water")
    course = factories.course("Wells", ada, topics=[water])
    factories.lesson(course, "Digging wells")
    client = as_person(cleo)
    response = client.get("/search/", {"q": "wells", "kind": "lesson"})
    kinds = response.context["groups"][0]
    assert [(option.label, option.count, option.selected) for option in kinds.options] == [
        ("Course", 1, False), ("Lesson", 1, True),
    ]  # fmt: skip
    assert titles_of(response) == ["Digging wells"]
    (chip,) = response.context["chips"]
    assert (chip.label, chip.remove_url) == ("Lesson", "?q=wells")
    response = client.get(
        "/search/", {"q": "wells", "topic": "water", "kind": ["course", "lesson"], "page": "1"}
    )
    assert [(chip.label, chip.remove_url) for chip in response.context["chips"]] == [
        ("Course", "?q=wells&topic=water&kind=lesson"),
        ("Lesson", "?q=wells&topic=water&kind=course"),
        ("Water", "?q=wells&kind=course&kind=lesson"),
    ]
    assert response.context["clear_url"] == "?q=wells"


def test_unknown_values_are_ignored_and_said(as_person, ada, cleo):
    factories.course("Wells", ada)
    html = html_of(as_person(cleo), q="wells", kind="spell", topic="nowhere", colour="red")
    assert "1 result<" in html
    assert "Nothing can be filtered by “spell”" in html
    assert "Nothing can be filtered by “nowhere”" in html


def test_impossible_values_are_said_too(as_person, ada, cleo):
    factories.course("Wells", ada)
    html = html_of(as_person(cleo), q="wells", kind="sp\u200bell", topic="x" * 5000)
    assert "1 result<" in html
    assert "Nothing can be filtered by “sp?ell”" in html
    assert f"Nothing can be filtered by “{'x' * 40}…”" in html


def test_a_topic_of_hidden_things_is_unknown_to_a_visitor(as_person, ada):
    factories.course("Wells", ada, topics=[factories.topic("Falcon Plan")])
    html = html_of(as_person(None), topic="falcon-plan")
    assert "Nothing can be filtered by “falcon-plan”" in html
    assert "Falcon Plan" not in html


def test_a_topic_leads_to_all_that_is_about_it(as_person, ada, cleo):
    topic = factories.topic("Water")
    factories.course("Wells", ada, topics=[topic])
    factories.course("Ovens", ada)
    response = as_person(cleo).get(topic.get_absolute_url())
    assert sorted(titles_of(response)) == ["Water", "Wells"]


def test_pages_keep_what_was_asked_and_end_clearly(as_person, ada, cleo):
    for n in range(21):
        factories.course(f"Wells {n}", ada)
    client = as_person(cleo)
    html = html_of(client, q="wells", kind="course")
    assert "21 results" in html
    assert 'href="?q=wells&amp;kind=course&amp;page=2"' in html
    assert len(client.get("/search/", {"q": "wells", "page": "2"}).context["rows"]) == 1
    html = html_of(client, q="wells", page="3")
    assert "The results end before this page." in html
    assert 'href="?q=wells&amp;page=2"' in html


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "²", "1e3"])
def test_a_page_that_is_no_number_is_answered(as_person, ada, cleo, page):
    factories.course("Wells", ada)
    assert "1 result<" in html_of(as_person(cleo), q="wells", page=page)


@pytest.mark.parametrize("page", ["2", "10000", "9" * 20, "9" * 3000])
def test_a_page_beyond_the_last_is_a_clear_end(as_person, ada, cleo, page):
    factories.course("Wells", ada)
    html = html_of(as_person(cleo), q="wells", page=page)
    assert "The results end before this page." in html
    assert 'href="?q=wells&amp;page=1"' in html


def test_nothing_found_offers_a_way_on(as_person, cleo):
    html = html_of(as_person(cleo), q="unfindable")
    assert "Nothing found. Try fewer or other words." in html
    assert 'href="/courses/"' in html


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ED%A0%80", "q=" + "%22" * 1000, "q=" + "a" * 100_000, "q=*&q=b&kind=&kind=a"]
)
def test_garbage_is_answered_or_refused(as_person, cleo, query):
    """R34: an answer or a 400, never a 500."""
    assert as_person(cleo).get(f"/search/?{query}").status_code in {200, 400}


def test_only_reading_is_possible(as_person, cleo):
    assert as_person(cleo).post("/search/").status_code == 405


# -- what a row tells at its side ------------------------------------------------------------------------


def side_of(response, title):
    """The parameters of the course's row."""
    (row,) = [row for row in response.context["rows"] if (row["kind"], row["url"]) == ("course", title)]
    return {
        name: row.get(name) for name in ("starts_at", "zone", "when", "capacity", "free", "waiting", "status")
    }


def test_a_course_shows_its_next_session_to_those_who_may_see_it(as_person, ada, ben, cleo, eve):
    course = factories.course("Wells", ada, audience="public", minutes=45)
    first = factories.session(course, ada, capacity=3, local_date=factories.day(2999, 5, 1))
    SessionAudience.objects.create(session=first, token=f"person:{cleo.pk}")
    second = factories.session(course, ada, capacity=2, local_date=factories.day(2999, 6, 1))
    Enrolment.objects.create(session=second, person=ben, state="confirmed", joined_at=timezone.now())
    url = course.get_absolute_url()
    shown = {
        name: side_of(as_person(person).get("/search/", {"q": "wells"}), url)
        for name, person in (("cleo", cleo), ("eve", eve), ("visitor", None))
    }
    nothing = {"when": None, "status": None, "waiting": 0}
    assert shown == {
        "cleo": {**nothing, "starts_at": first.starts_at, "zone": "your time", "capacity": 3, "free": 3},
        "eve": {**nothing, "starts_at": second.starts_at, "zone": "your time", "capacity": 2, "free": 1},
        "visitor": {**nothing, "starts_at": second.starts_at, "zone": "UTC", "capacity": 2, "free": 1},
    }
    assert "45 minutes" in html_of(as_person(cleo), q="wells")


def test_cancelled_begun_and_drafted_sessions_are_no_next_ones(as_person, ada, cleo):
    course = factories.course("Wells", ada)
    factories.session(course, ada, state=Session.State.CANCELLED, cancel_reason="Rain")
    factories.session(course, ada, state=Session.State.DRAFT)
    factories.session(course, ada, local_date=factories.day(2020, 1, 1))
    response = as_person(cleo).get("/search/", {"q": "wells", "kind": "course"})
    assert set(side_of(response, course.get_absolute_url()).values()) == {None}


def test_a_session_that_is_over_says_so(as_person, ada, cleo):
    factories.session(
        factories.course("Wells", ada), ada, title="Digging", local_date=factories.day(2020, 1, 1)
    )
    (row,) = as_person(cleo).get("/search/", {"q": "digging"}).context["rows"]
    assert (row["status"], row.get("seats")) == ("over", None)


@pytest.mark.parametrize(
    ("until", "word", "tone"),
    [
        (factories.day(2999, 3, 1), "Verified until 1 Mar 2999", "good"),
        (factories.day(2020, 3, 1), "To be checked", "warn"),
        (None, None, None),
    ],
)
def test_a_wiki_page_says_how_far_it_can_be_trusted(as_person, ada, cleo, until, word, tone):
    factories.wiki_page(factories.community("Pumps", ada), "Wells", body="Deep.", verified_until=until)
    (row,) = as_person(cleo).get("/search/", {"q": "wells"}).context["rows"]
    assert (row.get("status"), row.get("tone"), row["parent"]) == (word, tone, "Pumps")


def test_dates_are_on_the_readers_clock(as_person, ada, cleo):
    """Ada gives it at 10:30 in Berlin; Cleo lives in New York."""
    session = factories.session(
        None, ada, title="Digging", zone="Europe/Berlin", local_date=factories.day(2999, 1, 7)
    )
    SessionAudience.objects.create(session=session, token="all")
    there = timezone.localtime(session.starts_at, cleo.tzinfo)
    html = html_of(as_person(cleo), q="digging")
    assert f"{there:%H:%M}" in html.partition("result-row__when")[2].partition("</time>")[0]
