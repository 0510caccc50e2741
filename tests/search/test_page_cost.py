"""Every variant of the results page asks the database a few times, however much it shows."""

import socket

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Membership
from search.duties import keep_vocabulary
from search.engines.elasticsearch import forget_engines
from tests import factories
from topics.models import TopicSynonym

pytestmark = pytest.mark.django_db

MOST = 15
ROUNDS = ((1, 1), (2, 3), (47, 50))
"""So many more of everything, and how many there are then."""
FINDING = {
    "courses": {"q": "wells", "kind": "course", "topic": "water"},
    "sessions": {"q": "wells", "kind": "session"},
    "unknown values": {"q": "wells", "topic": ["water", "x"], "community": "y", "kind": "session"},
    "people": {"q": "wells", "kind": "person"},
    "lessons by teacher": {"q": "wells", "kind": "lesson", "teacher": "x"},
    "wiki pages, typed": {"q": "kind:wiki wells"},
    "many typed": {"q": "wells topic:water by:ada in:pumps kind:course lang:en topic:a by:b in:c"},
    "soonest": {"q": "wells", "kind": "session", "sort": "soonest"},
    "most helpful": {"q": "wells", "kind": "course", "sort": "helpful"},
    "relaxed": {"q": "wells unheard kind:course"},
}
MEANT = {
    "put right": ({"q": "welsl"}, True),
    "put right, narrowed": ({"q": "welsl", "kind": "course", "topic": "water"}, True),
    "put right, without what is not there": ({"q": "unheard welsl", "kind": "course"}, True),
    "all put right": ({"q": "diggng welsl"}, True),
    "put right where other words are right": ({"q": "digging welsl"}, True),
    "put right to another word of the topic": ({"q": "boerholes"}, True),
    "put right beside typed filters": (
        {"q": "digging welsl topic:water lang:en in:pumps"},
        True,
    ),
    "put right, a second page": ({"q": "welsl topic:water", "page": "2"}, True),
    "put right, and filters leave nothing": ({"q": "welsl", "kind": "person", "topic": "water"}, True),
    "a long question": (
        {"q": "how do I find the welsl that were dug in old gardens near a town hall"},
        False,
    ),
    "offered": ({"q": "fargo diggng"}, False),
    "put right to one word": ({"q": "bore holes"}, True),
}
"""What is asked with a slip of the fingers, and whether it is put right by itself or offered."""
ANY_NUMBER = {"many typed", "beyond", "any of many words"}
EMPTY = {
    "filters too many": {"q": "wells", "kind": "person", "topic": "water", "language": "en"},
    "no such word": {"q": "unheard"},
    "no such words": {"q": "unheard unseen unfelt unsaid"},
    "another spelling, exactly": {"q": "welsl", "exact": "1"},
    "some of the words": {"q": '"unheard wells" unseen'},
    "beyond": {"q": "wells", "page": "10000"},
    "begun": {"q": "wel"},
    "any of many words": {"q": "unheard unseen unfelt unsaid untold unknown wells"},
}


@pytest.fixture
def grown(ada, cleo):
    """Makes more of everything: `grown(2)`."""
    water = factories.topic("Water")
    TopicSynonym.objects.create(topic=water, word="boreholes")
    water.save()
    community = factories.community("Pumps", ada)
    factories.member(community, cleo, Membership.Role.MEMBER)

    @factories.told_once()
    def made(more):
        for n in range(more):
            course = factories.course(f"Wells {n}", ada, topics=[water], audience="public")
            factories.lesson(course, "Digging wells")
            factories.session(course, ada, capacity=4)
            factories.wiki_page(community, f"Wells {n} {more}", body="How wells are dug.")
            factories.person("Wells Fargo")

    def grow(more):
        made(more)
        while keep_vocabulary():
            pass

    return grow


@pytest.fixture
def pinned(pin, ada):
    """Stands above the results of one word, and of what is put right to it."""
    pin("wells", "community", factories.community("Diggers", ada))


def statements(client, query):
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/search/", query)
    return len(captured), response.context


def test_statements_do_not_grow_with_the_rows(as_person, cleo, grown):
    client = as_person(cleo)
    counts = []
    for more, expected in ROUNDS:
        grown(more)
        counts.append({})
        for name, query in {**FINDING, **EMPTY}.items():
            counts[-1][name], shown = statements(client, query)
            if name not in ANY_NUMBER:
                found = expected if name in FINDING else 0
                assert (name, shown["total"]) == (name, found)
        for name, (query, applied) in MEANT.items():
            counts[-1][name], shown = statements(client, query)
            correction = shown["found"].correction
            assert (name, correction and correction.applied) == (name, applied)
    assert counts[0] == counts[1]
    counts[1]["put right, a second page"] = counts[2]["put right, a second page"]  # few things end before
    assert [name for name, count in counts[2].items() if count > counts[1][name]] == []
    assert [(name, count) for row in counts for name, count in row.items() if count > MOST] == []


@pytest.mark.parametrize("who", ["visitor", "steward"])
def test_it_costs_no_more_for_anybody(as_person, steward, grown, pinned, who):
    """With what is pinned, too: a page that all of it is on."""
    grown(3)
    client = as_person(steward if who == "steward" else None)
    counts = {name: statements(client, query)[0] for name, query in {**FINDING, **EMPTY}.items()}
    counts |= {name: statements(client, query)[0] for name, (query, _applied) in MEANT.items()}
    assert [(name, count) for name, count in counts.items() if count > MOST] == []
    shown = statements(client, {"q": "welsl"})[1]
    assert [line["title"] for line in shown["pins"]] == (["Diggers"] if who == "steward" else [])


def test_completing_costs_no_more(as_person, steward, grown):
    grown(3)
    for client in (as_person(steward), as_person(None)):
        for text in ("we", "wells", "wat", "bore", "unheard", "digging wells d"):
            with CaptureQueriesContext(connection) as captured:
                client.get("/search/suggest/", {"q": text})
            assert len(captured) <= MOST


def test_a_search_service_that_is_down_costs_no_more(as_person, cleo, grown, settings):
    cache.clear()
    forget_engines()
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{server.getsockname()[1]}"
    grown(3)
    client = as_person(cleo)
    for query in [*FINDING.values(), *EMPTY.values()]:
        response = client.get("/search/", query)
        assert "These results come from the database." in response.content.decode()
        assert statements(client, query)[0] <= MOST
    forget_engines()
