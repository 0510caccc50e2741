"""Coming back empty-handed, or with less than was asked: the page says so and leads on."""

from urllib.parse import parse_qs, unquote

import pytest

from search.duties import keep_vocabulary
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def wells(ada):
    water = factories.topic("Water")
    course = factories.course("Wells", ada, topics=[water])
    factories.lesson(course, "Digging wells")
    factories.course("Brunnen und wells", ada, topics=[factories.topic("Soil")], language="de")
    return course


def ways_of(response):
    return {way.label: (way.count, parse_qs(way.url[1:])) for way in response.context["ways"]}


def test_filters_to_leave_out_say_what_they_would_give(as_person, cleo, wells):
    client = as_person(cleo)
    response = client.get("/search/", {"q": "wells kind:lesson", "language": "de", "topic": "soil"})
    assert response.context["total"] == 0
    assert ways_of(response) == {
        "Kind: Lesson": (1, {"q": ["wells"], "language": ["de"], "topic": ["soil"]}),
        "": (3, {"q": ["wells"]}),
    }
    html = response.content.decode()
    assert "Nothing matches all of this. Try it with fewer filters." in html
    assert "Leave out Kind: Lesson" in html
    for way in response.context["ways"]:
        assert client.get(f"/search/{way.url}").context["total"] == way.count


def test_a_single_filter_is_left_out_for_all(as_person, cleo, wells):
    response = as_person(cleo).get("/search/", {"q": "wells", "kind": "person"})
    assert ways_of(response) == {"Kind: Person": (3, {"q": ["wells"]})}


def test_counts_of_ways_are_the_readers_own(as_person, ada, cleo, eve, wells):
    factories.course("Secret wells", ada, audience=f"person:{cleo.pk}")
    counts = [
        [
            way.count
            for way in as_person(who).get("/search/", {"q": "wells", "kind": "person"}).context["ways"]
        ]
        for who in (cleo, eve)
    ]
    assert counts == [[4], [3]]


def test_topics_nearby_are_those_of_what_is_found_without_filters(as_person, cleo, wells):
    response = as_person(cleo).get("/search/", {"q": "wells", "kind": "person"})
    assert response.context["topics"] == [
        {"name": "Water", "url": "?topic=water"},
        {"name": "Soil", "url": "?topic=soil"},
    ]


def test_topics_nearby_are_those_of_any_word(as_person, cleo, wells):
    response = as_person(cleo).get("/search/", {"q": '"wells of xyzzyva" brunnen -digging', "exact": "1"})
    assert response.context["total"] == 0
    assert [topic["name"] for topic in response.context["topics"]] == ["Water", "Soil"]


def test_topics_of_hidden_things_are_not_nearby(as_person, ada, eve, wells):
    factories.course(
        "Hidden wells", ada, topics=[factories.topic("Falcon Plan")], audience=f"person:{ada.pk}"
    )
    response = as_person(eve).get("/search/", {"q": "wells", "kind": "person"})
    assert [topic["name"] for topic in response.context["topics"]] == ["Water", "Soil"]
    assert "Falcon" not in response.content.decode()


def test_a_question_is_offered_without_what_it_leaves_out(as_person, cleo, wells):
    client = as_person(cleo)
    address = {"q": 'digging -"wells" -well', "kind": "lesson", "page": "1"}
    html = client.get("/search/", address).content.decode()
    assert "Nothing found. Try fewer or other words." in html
    assert "What holds these words is left out: “wells”, “well”." in " ".join(html.split())
    assert 'href="?q=digging&amp;kind=lesson">Show that too' in html
    assert client.get("/search/?q=digging&kind=lesson").context["total"] == 1


def test_nothing_is_said_of_what_is_not_left_out(as_person, cleo, wells):
    response = as_person(cleo).get("/search/", {"q": "digging -w"})
    assert "is left out" not in response.content.decode()
    assert [row["kind"] for row in response.context["rows"]] == ["lesson"]


def test_what_can_be_typed_is_told_to_those_who_find_nothing_or_begin(as_person, cleo, wells):
    client = as_person(cleo)
    told = [
        "Ask more exactly" in client.get("/search/", {"q": text}).content.decode()
        for text in ("", "xyzzyva", "wells")
    ]
    assert told == [True, True, False]


def test_a_part_of_a_name_leads_to_the_person(as_person, cleo, wells):
    """People are found by parts of their names; a visitor finds nobody."""
    odalys = factories.person("Odalys Brückenthal")
    for part in ("brück", "BRUCKENT", "odal"):
        html = as_person(cleo).get("/search/", {"q": part}).content.decode()
        assert "Nothing found. Try fewer or other words." in html
        assert f'href="{odalys.get_absolute_url()}"' in html
        visitors = as_person(None).get("/search/", {"q": part})
        assert visitors.context["begun"] == []
        assert "Odalys" not in visitors.content.decode()


def test_nothing_that_only_begins_so_stands_where_something_is_found(as_person, cleo, wells):
    client = as_person(cleo)
    assert client.get("/search/", {"q": "wells"}).context["begun"] == []
    assert client.get("/search/", {"q": "wells", "kind": "person"}).context["begun"] == []


def test_what_nobody_teaches_can_be_asked_for(as_person, cleo):
    html = as_person(cleo).get("/search/", {"q": "xyzzyva & co lang:en"}).content.decode()
    assert 'href="/requests/new/?q=xyzzyva%20%26%20co"' in html
    assert "Nothing found. Try fewer or other words." in html


def test_a_visitor_signs_in_to_ask(as_person, client, cleo):
    html = as_person(None).get("/search/", {"q": "xyzzyva & co"}).content.decode()
    (link,) = [
        part.partition('"')[0] for part in html.split('href="') if part.startswith("/accounts/login/?next=")
    ]
    following = parse_qs(unquote(link.partition("?")[2]).partition("=")[2], keep_blank_values=True)
    assert link == "/accounts/login/?next=/requests/new/%3Fq%3Dxyzzyva%2520%2526%2520co"
    assert following
    form = as_person(cleo).get("/requests/new/?q=xyzzyva%20%26%20co").context["form"]
    assert form.initial["words"] == "xyzzyva & co"


def test_few_whole_matches_say_that_others_follow(as_person, cleo, wells):
    client = as_person(cleo)
    html = client.get("/search/", {"q": "digging wells brunnen"}).content.decode()
    assert "Few things hold all your words; these hold most of them." in html
    assert "Few things hold" not in client.get("/search/", {"q": "wells"}).content.decode()


# -- spelling --------------------------------------------------------------------------------------------


@pytest.fixture
def read(wells):
    """The vocabulary has the words of all things."""
    while keep_vocabulary():
        pass


def test_what_was_probably_meant_is_shown_and_said(as_person, cleo, read):
    client = as_person(cleo)
    html = client.get("/search/", {"q": "brumnen", "kind": "course"}).content.decode()
    assert "No match for “brumnen”. Showing “brunnen”." in html
    assert 'href="?q=brumnen&amp;kind=course&amp;exact=1"' in html
    exact = client.get("/search/", {"q": "brumnen", "kind": "course", "exact": "1"})
    assert exact.context["total"] == 0
    assert "Showing" not in exact.content.decode()
    assert ("exact", "1") in exact.context["panel_keeps"]


def test_what_may_have_been_meant_is_offered_with_the_filters(as_person, cleo, read):
    html = as_person(cleo).get("/search/", {"q": "digging brumnen", "language": "de"}).content.decode()
    assert "Did you mean" in html
    assert 'href="?q=digging+brunnen&amp;language=de"' in html


# -- beside ----------------------------------------------------------------------------------------------


def beside_of(response):
    return [line["title"][0].text for line in response.context["beside"]]


def test_the_best_of_other_kinds_stand_beside_a_chosen_kind(as_person, cleo, wells):
    response = as_person(cleo).get("/search/", {"q": "digging wells", "kind": "lesson"})
    assert [row.document.title for row in response.context["found"].rows] == ["Digging wells"]
    assert {row["kind"] for row in response.context["beside"]} == {"course"}
    assert "Also found" in response.content.decode()


def test_nothing_stands_beside_what_shows_all_or_is_narrowed_otherwise(as_person, cleo, wells):
    client = as_person(cleo)
    for query in (
        {"q": "wells"},
        {"q": "digging", "kind": "lesson"},
        {"q": "wells", "kind": "lesson", "language": "en"},
        {"q": "", "kind": "lesson"},
    ):
        response = client.get("/search/", query)
        assert beside_of(response) == []
        assert "Also found" not in response.content.decode()


def test_the_end_of_the_results_is_clear(as_person, cleo, wells):
    html = as_person(cleo).get("/search/", {"q": "wells", "page": "10000"}).content.decode()
    assert "The results end before this page." in html
    assert 'href="?q=wells&amp;page=1"' in html
