"""What a search box proposes while somebody types."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Session
from people.actions import mark_left
from search import suggestions
from search.engines.base import EngineDown
from search.excerpts import beginnings_of, marked
from search.suggestions import EACH, MOST, grouped, suggest
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed():
    """Headings with titles as they are shown: `proposed("wel", cleo)`."""

    def groups(text, person):
        return {
            str(group.heading.title): [shown(option.title) for option in group.options]
            for group in grouped(text, person)
        }

    return groups


@pytest.fixture
def fragment(as_person):
    """What the server sends to a box: `fragment(cleo, "wel")`."""

    def html(person, text):
        response = as_person(person).get("/search/suggest/", {"q": text})
        assert response.status_code == 200
        return response.content.decode()

    return html


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def marks(text, *words):
    return shown(marked(text, beginnings_of(words)))


def one_of_each(ada, name="Wells"):
    course = factories.course(f"{name} for all", ada, audience="public")
    factories.lesson(course, f"{name} at night")
    community = factories.community(f"{name} people", ada, audience="public")
    factories.wiki_page(community, f"{name} of the valley")
    factories.person(f"{name} Fargo", title="Digger", site="Porto")
    factories.topic(f"{name} and springs")
    return course, community


# -- what is proposed ------------------------------------------------------------------------------------


def test_suggestions_stand_in_groups(proposed, ada, cleo):
    one_of_each(ada)
    factories.course("Pumps", ada, promise="Wells need them")
    assert proposed("well", cleo) == {
        "Courses": ["[Well]s for all", "[Well]s at night"],
        "People": ["[Well]s Fargo"],
        "Topics": ["[Well]s and springs"],
        "Wiki": ["[Well]s of the valley"],
        "Communities": ["[Well]s people"],
    }


def test_any_word_of_a_title_may_be_begun_and_the_others_must_be_whole(proposed, ada, cleo):
    factories.course("Digging deep wells", ada)
    factories.course("Digging deeply", ada)
    for text, title in (
        ("digging deep wel", "[Digging] [deep] [wel]ls"),
        ("wells digg", "[Digg]ing deep [wells]"),
        ("DEEP wells", "Digging [deep] [wells]"),
    ):
        assert proposed(text, cleo) == {"Courses": [title]}
    assert proposed("dig wells", cleo) == {}


def test_people_are_proposed_by_each_part_of_their_name(proposed, cleo):
    factories.person("Zoë Quill-Marsh")
    for text, title in (
        ("zoe", "[Zoë] Quill-Marsh"),
        ("quil", "Zoë [Quil]l-Marsh"),
        ("marsh zo", "[Zo]ë Quill-[Marsh]"),
    ):
        assert proposed(text, cleo)["People"][-1] == title


def test_topics_are_proposed_by_their_synonyms(ada, cleo, proposed):
    """By those of topics in use, and the one that was meant stands beside the topic."""
    topic = factories.topic("Kubernetes")
    topic.synonyms.create(word="K8s")
    topic.synonyms.create(word="Container steering")
    retired = factories.topic("Orchestras")
    retired.synonyms.create(word="K8something")
    retired.retired = True
    retired.save()
    assert proposed("k8", cleo) == {"Topics": ["Kubernetes"]}
    assert [shown(option.note) for group in grouped("k8s", cleo) for option in group.options] == ["[K8s]"]
    assert proposed("kube", cleo) == {"Topics": ["[Kube]rnetes"]}
    assert proposed("8s", cleo) == proposed("k8%", cleo) == proposed("k_s", cleo) == {}
    assert proposed("k8s", None) == {}


@pytest.mark.parametrize("text", ["öl", "ÖL", "ole", "ÖLE UND"])
def test_synonyms_are_known_whatever_the_accents(cleo, proposed, text):
    factories.topic("Lubricants").synonyms.create(word="Öle und Fette")
    assert proposed(text, cleo) == {"Topics": ["Lubricants"]}


def test_a_topic_that_is_found_twice_stands_once(cleo, proposed):
    factories.topic("Water").synonyms.create(word="Water works")
    assert proposed("water", cleo) == {"Topics": ["[Water]"]}


def test_sessions_are_proposed_while_they_lead_somewhere(ada, cleo, proposed):
    """Not one that only repeats its course, and none that is over."""
    course = factories.course("Pumps", ada)
    factories.session(course, ada)
    factories.session(course, ada, title="Pumps by night")
    factories.session(None, ada, title="Pumps past", local_date=timezone.now().date() - timedelta(days=9))
    factories.session(None, ada, title="Pumps called off", state=Session.State.CANCELLED)
    assert proposed("pump", cleo) == {"Courses": ["[Pump]s", "[Pump]s by night"]}
    course_option, night = grouped("pump", cleo)[0].options
    assert (shown(night.note), night.icon, night.starts_at is not None) == ("Session", "calendar", True)
    assert (shown(course_option.note), course_option.starts_at) == ("Ada Brook", None)


def test_what_stands_beside_a_title(ada, cleo):
    course, _community = one_of_each(ada)
    beside = {option.key: shown(option.note) for group in grouped("wells", cleo) for option in group.options}
    assert sorted(beside.values()) == [
        "",
        "",
        "Ada Brook",
        "Digger · Porto",
        "Lesson in Wells for all",
        "Wells people",
    ]
    assert beside[f"course-{course.pk}"] == "Ada Brook"


def test_a_visitor_is_told_what_is_public_and_no_names(ada, proposed, fragment):
    """R19: neither people, nor the vocabulary, nor who teaches."""
    one_of_each(ada)
    factories.course("Wells for us", ada)
    assert proposed("wells", None) == {
        "Courses": ["[Wells] for all", "[Wells] at night"],
        "Wiki": ["[Wells] of the valley"],
        "Communities": ["[Wells] people"],
    }
    assert "Ada" not in fragment(None, "wells")
    assert fragment(None, "ada") == fragment(None, "fargo") == fragment(None, "nonesuch")


def test_what_is_hidden_is_not_proposed(ada, eve, fragment):
    """R19: an answer that could tell is the same as one to a word that nobody wrote."""
    factories.course("Falconry at dawn", ada, audience="team:9")
    factories.course("Falconry in drafts", ada, live=False)
    closed = factories.community("Falconry circle", ada, audience="members")
    factories.wiki_page(closed, "Falconry rules")
    factories.session(None, ada, title="Falconry to come", state=Session.State.DRAFT)
    mark_left(factories.person("Falconry Finch"))
    assert suggest("falconry", ada) != []
    for text in ("fa", "falc", "falconry"):
        assert fragment(eve, text) == fragment(None, text) == fragment(eve, "nonesuch")


def test_each_hit_is_checked_once_more(ada, cleo, monkeypatch):
    """R19: an index that lags behind shows nothing that is no longer for the reader."""
    page = factories.course("Wells", ada)
    (document,) = suggest("wells", cleo)
    type(page).objects.filter(pk=page.pk).update(live=False)

    class Behind:
        def suggest(self, *_asked):
            return [document.pk, 10**9]

    monkeypatch.setattr(suggestions, "active_engine", Behind)
    assert suggest("wells", cleo) == []


def test_the_database_answers_when_the_engine_does_not(ada, cleo, monkeypatch, proposed):
    """R11."""

    def down():
        raise EngineDown("refused")

    factories.course("Wells", ada)
    monkeypatch.setattr(suggestions, "active_engine", down)
    assert proposed("wel", cleo) == {"Courses": ["[Wel]ls"]}


# -- how much of it --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " ", "w", " w ", "-w", '"w"', "*%", "…", "\n"])
def test_nothing_is_proposed_before_two_letters(ada, cleo, fragment, text):
    one_of_each(ada, "w")
    assert suggest(text, cleo) == []
    assert fragment(cleo, text).strip() == ""


def test_a_group_has_few_and_courses_come_first(ada, cleo):
    course = factories.course("Wells", ada)
    for n in range(EACH + 1):
        factories.lesson(course, f"Wells {n}")
    (group,) = grouped("wells", cleo)
    assert [option.icon for option in group.options] == ["book-open", *["file-text"] * (EACH - 1)]


def test_groups_take_turns_when_there_is_much(ada, cleo):
    for n in range(EACH):
        one_of_each(ada, f"Wells {n}")
    counts = [len(group.options) for group in grouped("wells", cleo)]
    assert counts == [3, 3, 2, 2, 2]
    assert sum(counts) == MOST == len(suggest("wells", cleo))


def test_statements_do_not_grow_with_the_rows(as_person, ada, cleo):
    client, counts = as_person(cleo), []
    for more in (1, 2, 47):
        with factories.told_once():
            for n in range(more):
                course, _community = one_of_each(ada, f"Wells {more} {n}")
                factories.session(course, ada, title="Wells together")
                factories.topic().synonyms.create(word=f"Wells {more} {n}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/search/suggest/?q=wells").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2] <= 15


# -- what is marked --------------------------------------------------------------------------------------


def test_only_what_was_typed_is_marked():
    assert marks("Wellness in wells", "wel") == "[Wel]lness in [wel]ls"
    assert marks("Farewell to arms", "well") == "Farewell to arms"
    assert marks("A wellspring, a well", "well", "a") == "[A] wellspring, [a] [well]"
    assert marks("Straße am Fluß", "strasse", "flus") == "[Straße] am Fluß"
    assert marks("Ægir über Œuvre", "uber", "aegir") == "[Ægir] [über] Œuvre"
    assert marks("水资源", "水", "资") == "[水][资]源"
    assert marks("Wells") == "Wells"


# -- the answer ------------------------------------------------------------------------------------------


def test_the_answer_fills_a_list_box(ada, cleo, fragment):
    """Each option is a link with a name of its own, each group is named by its heading."""
    course, community = one_of_each(ada)
    html = fragment(cleo, "wells")
    assert re.findall(r'role="group" aria-labelledby="([^"]+)"', html) == re.findall(
        r'class="suggestions__title" id="([^"]+)" role="presentation"', html
    )
    assert html.count('role="option"') == html.count('tabindex="-1"') == 6
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 6 + 5
    assert f'id="suggested-course-{course.pk}" href="{course.get_absolute_url()}"' in html
    assert f'href="{community.get_absolute_url()}"' in html
    assert "<mark>Wells</mark> for all" in html
    assert '<template data-said="6 suggestions"></template>' in html


def test_the_answer_is_kept_nowhere(as_person, ada, cleo):
    one_of_each(ada)
    for person in (cleo, None):
        for text in ("wells", "nonesuch"):
            response = as_person(person).get("/search/suggest/", {"q": text})
            assert response["Cache-Control"] == "private, no-store"


def test_titles_are_escaped(ada, cleo, fragment):
    """R24: marks are the only tags in a title."""
    factories.course('Wells <img src=x onerror="alert(1)">', ada)
    html = fragment(cleo, "wells im")
    assert "<mark>Wells</mark> &lt;<mark>im</mark>g src=x onerror=&quot;alert(1)&quot;&gt;" in html
    assert "<img" not in html


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=%00",
        "q=%ED%A0%80",
        "q=" + "%22" * 1000,
        "q=" + "a" * 100_000,
        "q=we*&q=we%25%5F%5C",
        "q=%ff%fe",
    ],
)
def test_garbage_is_answered_or_refused(as_person, ada, cleo, query):
    """R34: an answer or a 400, never a 500."""
    one_of_each(ada)
    assert as_person(cleo).get(f"/search/suggest/?{query}").status_code in {200, 400}


def test_only_reading_is_possible(as_person, cleo):
    assert as_person(cleo).post("/search/suggest/", {"q": "wells"}).status_code == 405


@pytest.mark.parametrize("address", ["/", "/search/", "/courses/"])
def test_every_search_box_names_where_to_ask_and_is_a_form(as_person, cleo, address):
    for person in (cleo, None):
        html = as_person(person).get(address).content.decode()
        forms = re.findall(r'<form class="search-box[^>]*>', html)
        assert forms
        for form in forms:
            assert 'method="get" action="/search/" data-suggest="/search/suggest/"' in form
        assert 'role="combobox"' not in html
