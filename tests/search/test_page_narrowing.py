"""Facets, chips, sort and what is typed as a filter: the page's state is its address."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from search.page.addresses import State
from search.page.facets import AT_ONCE
from tests import factories

pytestmark = pytest.mark.django_db


def group_of(response, name):
    """The values offered of a facet with their counts, those that are chosen in brackets."""
    for group in response.context["groups"]:
        if group.name == name:
            return [
                f"[{option.label}] {option.count}" if option.selected else f"{option.label} {option.count}"
                for option in [*group.options, *group.more]
            ]
    return []


def titles_of(response):
    return [row.document.title for row in response.context["found"].rows]


def chips_of(response):
    return {chip.label: parse_qs(chip.remove_url[1:]) for chip in response.context["chips"]}


@pytest.fixture
def water_and_soil(ada, ben):
    water, soil = factories.topic("Water"), factories.topic("Soil")
    return [
        factories.course("Wells", ada, topics=[water], minutes=20, level="beginner"),
        factories.course("Wells and ponds", ada, topics=[water, soil], minutes=90, level="advanced"),
        factories.course("Wells of old", ben, topics=[soil], minutes=400, level="beginner", language="de"),
    ]


def test_facets_stand_in_one_order_with_words_for_their_values(as_person, cleo, water_and_soil):
    response = as_person(cleo).get("/search/", {"q": "wells"})
    names = [group.name for group in response.context["groups"]]
    assert names == ["topic", "language", "level", "length", "teacher"]
    assert group_of(response, "topic") == ["Soil 2", "Water 2"]
    assert group_of(response, "language") == ["English 2", "Deutsch 1"]
    assert group_of(response, "level") == ["No previous knowledge 2", "Much experience 1"]
    assert group_of(response, "length") == ["Up to 30 minutes 1", "Up to two hours 1", "Longer 1"]
    assert group_of(response, "teacher") == ["Ada Brook 2", "Ben Ofori 1"]


def test_what_narrows_nothing_is_folded_away_unless_it_is_chosen(as_person, cleo, water_and_soil):
    client = as_person(cleo)
    assert group_of(client.get("/search/", {"q": "wells"}), "kind") == []
    assert group_of(client.get("/search/", {"q": "wells", "kind": "course"}), "kind") == ["[Course] 3"]


def test_what_gives_nothing_is_not_shown_unless_it_is_chosen(as_person, cleo, water_and_soil):
    response = as_person(cleo).get("/search/", {"q": "wells", "language": "de"})
    assert group_of(response, "language") == ["English 2", "[Deutsch] 1"]
    assert group_of(response, "topic") == []
    response = as_person(cleo).get("/search/", {"q": "wells", "language": "de", "topic": "water"})
    assert response.context["total"] == 0
    assert group_of(response, "topic") == ["Soil 1", "[Water] 0"]
    assert group_of(response, "language") == ["English 2", "[Deutsch] 0"]


def test_a_long_list_opens_on_demand_and_shows_what_is_chosen(as_person, ada, cleo):
    for n in range(AT_ONCE + 4):
        factories.course(f"Wells {n}", ada, topics=[factories.topic(f"Topic {n:02}")])
    client = as_person(cleo)
    (group,) = client.get("/search/", {"q": "wells"}).context["groups"]
    assert (len(group.options), len(group.more)) == (AT_ONCE, 4)
    last = group.more[-1]
    response = client.get("/search/", {"q": "wells", "topic": last.value})
    (group,) = response.context["groups"]
    assert [option.label for option in group.options if option.selected] == [last.label]
    assert (len(group.options), len(group.more)) == (AT_ONCE + 1, 3)
    assert "3 more</summary>" in response.content.decode()


def test_when_and_seats(as_person, ada, cleo):
    course = factories.course("Wells", ada)
    soon = factories.session(course, ada, title="Wells soon", capacity=3)
    factories.course("Wells without a date", ada)
    response = as_person(cleo).get("/search/", {"q": "wells"})
    assert soon.starts_at - timezone.now() < timedelta(days=40)
    assert "Any date to come 2" in group_of(response, "when")
    assert group_of(response, "seats") == ["With free seats 2"]
    narrowed = as_person(cleo).get("/search/", {"q": "wells", "seats": "free", "when": "any"})
    assert sorted(titles_of(narrowed)) == ["Wells", "Wells soon"]


def test_a_visitor_is_told_no_teacher(as_person, ada):
    for n in range(2):
        factories.course(f"Open wells {n}", ada, audience="public", minutes=20 + 300 * n)
    client = as_person(None)
    assert [group.name for group in client.get("/search/", {"q": "wells"}).context["groups"]] == ["length"]
    html = client.get("/search/", {"q": "wells", "teacher": ada.handle}).content.decode()
    assert f"Nothing can be filtered by “{ada.handle}”" in html
    assert "Ada Brook" not in html


# -- chips and what is typed -----------------------------------------------------------------------------


def test_a_typed_filter_is_a_chip_whose_removal_shortens_the_text(as_person, cleo, water_and_soil):
    response = as_person(cleo).get("/search/", {"q": "wells topic:water by:ada", "level": "beginner"})
    assert titles_of(response) == ["Wells"]
    assert chips_of(response) == {
        "No previous knowledge": {"q": ["wells topic:water by:ada"]},
        "Water": {"q": ["wells by:ada"], "level": ["beginner"]},
        "Ada Brook": {"q": ["wells topic:water"], "level": ["beginner"]},
    }
    assert response.context["clear_url"] == "?q=wells"


def test_a_spelling_that_is_meant_stays_meant_when_a_filter_goes(as_person, cleo, water_and_soil):
    response = as_person(cleo).get("/search/", {"q": "welsl kind:course", "level": "beginner", "exact": "1"})
    assert [parse_qs(chip.remove_url[1:]) for chip in response.context["chips"]] == [
        {"q": ["welsl kind:course"], "exact": ["1"]},
        {"q": ["welsl"], "level": ["beginner"], "exact": ["1"]},
    ]


@pytest.mark.parametrize("name", ["bjorn", "BJÖRN", "björn", "odegard", '"Björn Öd"'])
def test_a_teacher_is_named_whatever_the_accents(as_person, cleo, name):
    teacher = factories.person("Björn Ödegård")
    factories.course("Wells", teacher)
    response = as_person(cleo).get("/search/", {"q": f"by:{name} wells"})
    assert [chip.label for chip in response.context["chips"]] == ["Björn Ödegård"]
    assert [row["kind"] for row in response.context["rows"]] == ["course"]


def test_a_community_is_named_whatever_the_accents(as_person, ada, cleo):
    community = factories.community("Café Übersee", ada)
    factories.wiki_page(community, "Wells")
    response = as_person(cleo).get("/search/", {"q": 'in:"CAFE ÜBERSEE" wells'})
    assert [chip.label for chip in response.context["chips"]] == ["Café Übersee"]


def test_the_panel_takes_typed_filters_over_and_the_box_keeps_them(as_person, cleo, water_and_soil):
    """What is typed can be unticked in the panel; a search from the box sends nothing twice."""
    response = as_person(cleo).get(
        "/search/", {"q": "wells topic:water", "level": "beginner", "sort": "newest"}
    )
    assert group_of(response, "topic") == ["Soil 1", "[Water] 1"]
    assert response.context["panel_keeps"] == [("q", "wells"), ("sort", "newest")]
    assert response.context["box_keeps"] == [("level", "beginner"), ("sort", "newest")]


def test_a_typed_filter_without_meaning_is_read_as_words(as_person, cleo, water_and_soil):
    response = as_person(cleo).get("/search/", {"q": "wells topic:nowhere"})
    assert chips_of(response) == {}


# -- sort ------------------------------------------------------------------------------------------------


def test_results_can_be_sorted_by_links_that_keep_the_rest(as_person, ada, cleo):
    later = factories.course("Wells later", ada)
    sooner = factories.course("Wells sooner", ada)
    factories.session(later, ada, local_date=timezone.localdate() + timedelta(days=40))
    factories.session(sooner, ada, local_date=timezone.localdate() + timedelta(days=20))
    client = as_person(cleo)
    response = client.get("/search/", {"q": "wells", "kind": "course", "sort": "soonest", "page": "1"})
    assert titles_of(response) == ["Wells sooner", "Wells later"]
    html = response.content.decode()
    assert 'href="?q=wells&amp;kind=course&amp;sort=soonest" aria-current="true">Soonest</a>' in html
    assert 'href="?q=wells&amp;kind=course&amp;sort=newest">Newest</a>' in html


@pytest.mark.parametrize("sort", ["", "price", "relevance", "Soonest"])
def test_an_unknown_order_is_relevance(as_person, cleo, water_and_soil, sort):
    response = as_person(cleo).get("/search/", {"q": "wells", "sort": sort})
    assert [way["label"] for way in response.context["sorts"] if way["here"]] == ["Best match"]


# -- addresses -------------------------------------------------------------------------------------------


def test_one_address_shows_each_reader_their_own(as_person, ada, cleo, eve):
    factories.course("Open wells", ada, audience="public")
    factories.course("House wells", ada)
    factories.course("Secret wells", ada, audience=f"person:{cleo.pk}")
    address = "/search/?q=wells&kind=course&sort=newest"
    seen = {
        name: sorted(titles_of(as_person(person).get(address)))
        for name, person in (("visitor", None), ("eve", eve), ("cleo", cleo))
    }
    assert seen == {
        "visitor": ["Open wells"],
        "eve": ["House wells", "Open wells"],
        "cleo": ["House wells", "Open wells", "Secret wells"],
    }


def test_links_carry_only_what_the_page_knows(rf):
    request = rf.get("/search/", {"q": "a" * 1000, "utm": "x", "page": "3", "kind": ["course", "person"]})
    state = State(request.GET)
    assert state.without_value("kind", "course") == f"?q={'a' * 400}&kind=person"
    assert state.on_page(7) == f"?q={'a' * 400}&page=7&kind=course&kind=person"
