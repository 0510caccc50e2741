"""What stewards learn of the week, and of nobody."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.actions.requests import ask_for, withdraw_request
from people.actions import mark_left
from search.models import QueryCount
from search.models.steering import today
from search.steering.report import report
from tests import factories

pytestmark = pytest.mark.django_db


def count(query, asked, empty=0, chosen=0, days=0):
    QueryCount.objects.create(
        query=query, day=today() - timedelta(days=days), asked=asked, empty=empty, chosen=chosen
    )


def told(name):
    return [(row.label, row.value) for row in report()[name]]


def test_the_week_says_what_was_asked_what_was_empty_and_what_was_left():
    count("wells", 4, chosen=1)
    count("wells", 3, days=6)
    count("wells", 100, days=7)
    count("payroll", 5, empty=4)
    count("payroll", 2, empty=1, days=3)
    count("ponds", 3, chosen=9)
    assert told("top") == [("payroll", 7), ("wells", 7), ("ponds", 3)]
    assert told("empty") == [("payroll", 5)]
    assert told("abandoned") == [("wells", 6)]
    assert report()["highest"] == 7


def test_a_query_asked_less_than_three_times_is_shown_nowhere(as_person, steward):
    """R19: no single question points to a person."""
    count("bullied by my boss", 2, empty=2)
    count("burnout", 1, days=1)
    count("burnout", 1, chosen=1)
    count("payroll", 3, empty=3)
    count("pay cut", 9, empty=2, chosen=6)
    html = as_person(steward).get("/search/steering/report/").content.decode()
    assert "bullied" not in html
    assert "burnout" not in html
    assert "asked 3 times or more, so that no single question points to a person" in html
    assert (told("top"), told("empty"), told("abandoned")) == (
        [("pay cut", 9), ("payroll", 3)],
        [("payroll", 3)],
        [],
    )


def test_the_picture_has_its_table_and_its_numbers(as_person, steward):
    """U16: the numbers of the picture are those of the rows."""
    count("wells", 12, chosen=12)
    count("ponds", 4, chosen=4)
    html = as_person(steward).get("/search/steering/report/").content.decode()
    assert 'viewBox="0 0 12 1" preserveAspectRatio="none"><rect width="4" height="1"/></svg>' in html
    assert '<tr><th scope="row">ponds</th><td class="table__number">4</td></tr>' in html
    assert 'id="asked-title">Asked most<' in html


def test_an_empty_question_leads_to_a_new_page_with_its_title(as_person, ada, steward):
    count("pay & leave", 3, empty=3)
    mine, other = factories.community("Diggers", steward), factories.community("Growers", ada)
    client = as_person(steward)
    html = client.get("/search/steering/report/").content.decode()
    assert 'href="/search/steering/pins/new/?q=pay%20leave"' not in html
    assert 'href="/search/steering/write/?title=Pay%20%26%20leave"' in html
    page = client.get("/search/steering/write/", {"title": "Pay & leave"}).content.decode()
    door = f"/communities/{mine.pk}/wiki/new/"
    assert f'href="{door}?title=Pay%20%26%20leave"' in page
    assert f"/communities/{other.pk}/wiki/new/" not in page
    assert 'value="Pay &amp; leave"' in client.get(door, {"title": "Pay & leave"}).content.decode()


def test_an_operator_writes_in_every_wiki_that_is_open_to_them(as_person, ada, operator):
    open_ = factories.community("Diggers", ada)
    closed = factories.community("Secret growers", ada, audience="members")
    page = as_person(operator).get("/search/steering/write/", {"title": "Pay"}).content.decode()
    assert f"/communities/{open_.pk}/wiki/new/?title=Pay" in page
    assert (f"/communities/{closed.pk}/" in page, "Secret growers" in page) == (False, False)


def test_who_writes_in_no_wiki_is_shown_the_communities(as_person, steward):
    page = as_person(steward).get("/search/steering/write/").content.decode()
    assert "Join a community to write in its wiki." in page
    assert 'href="/communities/"' in page


def test_wishes_are_told_with_how_many_and_never_with_whose(as_person, ada, steward, cleo, eve):
    """R19: stewards read the words, from the first on, and no name or note."""
    for person in (ada, cleo, eve):
        ask_for(person, "Beekeeping", note=f"{person.name} says so.")
    ask_for(cleo, "Whittling")
    withdraw_request(eve, ask_for(eve, "Falconry"))
    gone = factories.person("Gus Gone")
    ask_for(gone, "Whittling")
    mark_left(gone)
    html = as_person(steward).get("/search/steering/report/").content.decode()
    assert told("wishes") == [("Beekeeping", 3), ("Whittling", 1)]
    assert '<strong>Beekeeping</strong> <span class="soft">3 people</span>' in html
    for name in ("Ada", "Cleo", "Eve", "Gus", "says so", "Falconry"):
        assert name not in html


def test_a_quiet_week_says_so(as_person, steward):
    html = as_person(steward).get("/search/steering/report/").content.decode()
    assert "No question was asked often enough this week." in html
    assert "Found nothing" not in html


def test_statements_do_not_grow_with_the_questions(as_person, steward, cleo):
    client, numbers = as_person(steward), []
    for more in (1, 2, 47):
        for n in range(more):
            count(f"wells {QueryCount.objects.count()} {n}", 9, empty=4)
        for n in range(min(more, 6)):
            ask_for(cleo, f"Wish {more} {n}")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/search/steering/report/")
        assert len(page.context["top"]) == min(QueryCount.objects.count(), 15)
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] == numbers[2] <= 15
