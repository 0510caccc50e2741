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

pytestmark = pytest.mark.django_db

MOST = 15
FORMS = 5 if connection.vendor == "postgresql" else 0
"""PostgreSQL is asked for the forms of the words first, once for each of a page's questions."""
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
    "meant otherwise": {"q": "welsl", "kind": "course"},
    "meant otherwise in part": {"q": "unheard welsl", "kind": "course"},
}
"""Here two questions are asked, and before the second the words that are alike."""
MOST_MEANT = 18
EMPTY = {
    "filters too many": {"q": "wells", "kind": "person", "topic": "water", "language": "en"},
    "no such word": {"q": "unheard"},
    "no such words": {"q": "unheard unseen unfelt unsaid"},
    "another spelling, exactly": {"q": "welsl", "exact": "1"},
    "some of the words": {"q": '"unheard wells" unseen'},
    "beyond": {"q": "wells", "page": "10000"},
}


@pytest.fixture
def grown(ada, cleo):
    """Makes more of everything: `grown(2)`."""
    water = factories.topic("Water")
    community = factories.community("Pumps", ada)
    factories.member(community, cleo, Membership.Role.MEMBER)

    @factories.told_once()
    def made(more):
        for n in range(more):
            course = factories.course(f"Wells {n}", ada, topics=[water])
            factories.lesson(course, "Digging wells")
            factories.session(course, ada, capacity=4)
            factories.wiki_page(community, f"Wells {n} {more}", body="How wells are dug.")
            factories.person("Wells Fargo")

    def grow(more):
        made(more)
        while keep_vocabulary():
            pass

    return grow


def statements(client, query):
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/search/", query)
    return len(captured), response.context["total"]


def test_statements_do_not_grow_with_the_rows(as_person, cleo, grown):
    client = as_person(cleo)
    counts = []
    for more, expected in ROUNDS:
        grown(more)
        counts.append({})
        for name, query in {**FINDING, **MEANT}.items():
            counts[-1][name], total = statements(client, query)
            assert (name, total) == (name, 0 if name == "many typed" else expected)
        for name, query in EMPTY.items():
            counts[-1][name], total = statements(client, query)
            assert name == "beyond" or (name, total) == (name, 0)
    few = {"relaxed", "meant otherwise in part"}  # a second question only while the first found few
    assert counts[0] == counts[1]
    assert {name: count for name, count in counts[2].items() if name not in few} == {
        name: count for name, count in counts[1].items() if name not in few
    }
    most = dict.fromkeys(MEANT, MOST_MEANT)
    over = [(name, n) for row in counts for name, n in row.items() if n > most.get(name, MOST) + FORMS]
    assert over == []


def test_a_visitor_costs_no_more(as_person, ada):
    for n in range(3):
        course = factories.course(
            f"Wells {n}", ada, audience="public", topics=[factories.topic(f"Water {n}")]
        )
        factories.session(course, ada)
    client = as_person(None)
    for query in [*FINDING.values(), *EMPTY.values()]:
        assert statements(client, query)[0] <= MOST


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
        assert statements(client, query)[0] <= MOST + FORMS
    forget_engines()
