"""The editor's search boxes: what is there is found at once, by those who may; nothing asked breaks them."""

import pytest
from django.urls import reverse
from modelsearch.backends import get_search_backend
from modelsearch.query import MATCH_ALL, And, Not, Or, Phrase, PlainText
from wagtail.models import Page

from content.admin_search.asking import MOST_WORDS, plain, readable
from content.admin_search.words import words
from tests import factories
from tests.content.searching import (
    CHOOSER,
    FILE_CHOOSER,
    FILES,
    PEOPLE,
    PICTURE_CHOOSER,
    PICTURES,
    SEARCH,
    TEAMS,
    TOPICS,
    document,
    found,
    picture,
    shown_to,
)

SEARCH_RESULTS = "/admin/pages/search/results/"
COURSE_CHOOSER = "/admin/choose-page/search/?page_type=courses.coursepage"
DOORS = (
    SEARCH, SEARCH_RESULTS, CHOOSER, COURSE_CHOOSER, PICTURES, PICTURE_CHOOSER, FILES, FILE_CHOOSER, TOPICS,
    PEOPLE, TEAMS,
)  # fmt: skip
ODD = {
    "a lone quote": "'",
    "a lone double quote": '"',
    "two quotes": '""',
    "an asterisk": "*",
    "a word of the query language": "AND",
    "all of them": "a AND NOT (b OR NEAR c)",
    "a column": "title:knots",
    "a dash": "-",
    "a quoted half": '"knots',
    "quotes within": "o'clock \"knots\" 'n' \"",
    "brackets": "(((",
    "a percent sign": "100% %s %(x)s",
    "a backslash": "kno\\ts\\",
    "a tsquery": "a:* & !b | <->",
    "NUL": "kno\x00ts",
    "a lone surrogate": "kno\udc80ts".encode("utf-8", "surrogatepass"),
    "umlauts": "Größe ÄÖÜ ß",
    "combined letters": "u\u0308ber e\u0301te\u0301",
    "no letters": "😀 … — ?!",
    "young letters": "\ua7c1 \U0001e900 \u0c5d",
    "other scripts": "узлы 结び目 עֲנִיבָה",
    "10 kB in a word": "a" * 10_000,
    "10 kB of words": "knot " * 2_000,
    "10 kB of quotes": '"' * 10_000,
    "as many phrases as one may ask": '"a b" ' * 160,
    "as many words as one may ask": "a " * 500,
    "10 kB of phrases": '"a b" ' * 1_600,
    "nothing": "",
    "spaces": " \t\n\u00a0",
}


# -- words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Knots for all", ["knots", "for", "all"]),
        ("Über Größe", ["uber", "grosse"]),
        ("u\u0308ber", ["uber"]),
        ("C'est l'été", ["c", "est", "l", "ete"]),
        ("IMG_2034.final-v2.jpg", ["img", "2034", "final", "v2", "jpg"]),
        ("İstanbul ISTANBUL", ["istanbul", "istanbul"]),
        ("½ ﬁne", ["1", "2", "fine"]),
        ("a\x00b", ["a", "b"]),
        ("узлы", ["узлы"]),
        ("😀 … \"'*", []),
        ("", []),
    ],
)
def test_words_are_letters_and_digits_without_accents(text, expected):
    assert words(text) == expected


def test_a_very_long_question_is_cut():
    assert plain("knot " * 2000) == " ".join(["knot"] * MOST_WORDS)
    assert len(plain("a" * 10_000)) == 500


def test_every_kind_of_question_is_asked_in_plain_words():
    either = Or([Phrase("Für  *Alle*"), Phrase('"')])
    question = And([PlainText('Kno"ts', operator="or"), either, Not(PlainText("B'C"))])
    assert repr(readable(question)) == (
        "<And <PlainText 'kno ts' operator='or' boost=1> <Phrase 'fur alle'>"
        " <Not <PlainText 'b c' operator='and' boost=1>>>"
    )
    assert readable(And([PlainText("*"), Phrase('"')])) is None
    assert readable(Not(PlainText("*"))) is None
    assert readable(MATCH_ALL) is MATCH_ALL


# -- every door ------------------------------------------------------------------------------------------


@pytest.fixture
def full(ada):
    """Something behind every door, with words in common."""
    factories.course("Knots for all", ada)
    factories.topic("Knots")
    factories.person("Nora Knots", email="nora@example.org")
    factories.team("Knots and splices")
    picture("A bowline of knots").tags.add("rope")
    document("Knots in a table")


def test_every_box_of_the_editor_finds(editor, full):
    found = {door: editor(door, "knots") for door in DOORS}
    pages = ["Knots for all"]
    assert found == {
        SEARCH: pages,
        SEARCH_RESULTS: pages,
        CHOOSER: pages,
        COURSE_CHOOSER: pages,
        PICTURES: ["A bowline of knots"],
        PICTURE_CHOOSER: ["A bowline of knots"],
        FILES: ["Knots in a table"],
        FILE_CHOOSER: ["Knots in a table"],
        TOPICS: ["Knots"],
        PEOPLE: ["Nora Knots"],
        TEAMS: ["Knots and splices"],
    }


def test_every_box_of_the_editor_says_when_it_finds_nothing(editor, full):
    assert {door: editor(door, "xylophone") for door in DOORS} == {door: [] for door in DOORS}


def test_nothing_asked_breaks_a_box(as_person, operator, full):
    """R23: whatever is typed is answered."""
    client = as_person(operator)
    answers = {
        (door, name): client.get(door, {"q": asked}).status_code
        for door in DOORS
        for name, asked in ODD.items()
    }
    assert {where: status for where, status in answers.items() if status not in (200, 400)} == {}


def test_nothing_asked_breaks_the_search_itself(full):
    """Without the forms before it: as words, as a phrase, beside another."""
    backend, pages = get_search_backend(), Page.objects.all()
    for asked in ODD.values():
        text = asked if isinstance(asked, str) else asked.decode("utf-8", "surrogatepass")
        for query in (text, PlainText(text, operator="or"), Phrase(text), PlainText("knots") & Phrase(text)):
            for ask in (backend.search, backend.autocomplete):
                found = ask(query, pages)
                kinds = found.facet("content_type_id") if query else {}
                assert found.count() == len(list(found)) == sum(kinds.values()), query


def test_boxes_below_a_page_search_what_is_below_it(editor, ada):
    course = factories.course("Knots for all", ada)
    for title in ("First knot", "Last knot", "Farewell"):
        factories.lesson(course, title)
    factories.lesson(factories.course("Sails", ada), "A knot elsewhere")
    assert editor(f"/admin/pages/{course.pk}/", "kno") == ["Last knot", "First knot"]


def test_an_author_chooses_only_what_they_may_see(as_person, ada, eve):
    factories.course("Open knots", ada)
    factories.course("Sealed knots", ada, audience=f"person:{ada.pk}")
    factories.course("Unfinished knots", ada, live=False)
    assert shown_to(as_person(eve))(CHOOSER, "knots") == ["Open knots"]


# -- what is asked ---------------------------------------------------------------------------------------


@pytest.fixture
def titles(ada):
    for title in ("Knots and splices for all", "Über Größen", "Knots", "Splices"):
        factories.course(title, ada)
    for title in ("Notes_on-rope.v2", "C'est l'été"):
        factories.course(title, ada)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("k", ["Knots", "Knots and splices for all"]),
        ("KNOT", ["Knots", "Knots and splices for all"]),
        ("knots spl", ["Knots and splices for all"]),
        ("splices knots", ["Knots and splices for all"]),
        ("knot splices", []),
        ("über", ["Über Größen"]),
        ("uber GROSS", ["Über Größen"]),
        ("u\u0308ber", ["Über Größen"]),
        ("v2", ["Notes_on-rope.v2"]),
        ("notes_on", ["Notes_on-rope.v2"]),
        ("rope.v", ["Notes_on-rope.v2"]),
        ("l'ete", ["C'est l'été"]),
        ("été", ["C'est l'été"]),
        ('knots "*"', ["Knots", "Knots and splices for all"]),
        ("and", ["Knots and splices for all"]),
        ("AND", ["Knots and splices for all"]),
        ("nots", []),
        ("*", []),
    ],
)
def test_a_box_finds_words_and_the_last_as_far_as_it_is_typed(titles, asked, expected):
    assert found(asked) == expected


def test_the_closest_title_comes_first_and_then_the_newest(ada):
    for title in ("Knots for the curious", "More knots", "Knots", "Also knots"):
        factories.course(title, ada)
    assert found("knots") == ["Knots", "Also knots", "More knots", "Knots for the curious"]


def test_an_order_that_was_chosen_is_kept(editor, titles):
    assert editor(SEARCH, "k", ordering="-title") == ["Knots and splices for all", "Knots"]
    assert editor(SEARCH, "k", ordering="title") == ["Knots", "Knots and splices for all"]


def test_whole_words_and_phrases(titles):
    def search(asked, **how):
        return [one.title for one in get_search_backend().search(asked, Page.objects.all(), **how)]

    assert search("knot") == []
    assert search("knots") == ["Knots", "Knots and splices for all"]
    assert search("knots größen", operator="or") == ["Knots", "Über Größen", "Knots and splices for all"]
    assert search(Phrase("Splices for")) == ["Knots and splices for all"]
    assert search(Phrase("splices knots")) == []
    assert search(And([PlainText("all"), Or([Phrase("and splices"), PlainText("rope")])])) == [
        "Knots and splices for all"
    ]
    assert search("knots", fields=["title"]) == ["Knots", "Knots and splices for all"]


def test_the_search_page_reads_phrases_and_states(editor, ada, titles):
    factories.course("Knots unfinished", ada, live=False)
    assert editor(SEARCH, '"for all" kno') == ["Knots and splices for all"]
    assert editor(SEARCH, "knots live:no") == ["Knots unfinished"]


def test_the_search_page_counts_kinds(as_person, operator, ada):
    course = factories.course("Knots", ada)
    factories.lesson(course, "Knots, part one")
    factories.lesson(course, "Knots, part two")
    answer = as_person(operator).get(SEARCH, {"q": "knots"})
    assert {kind.model: count for kind, count in answer.context["content_types"]} == {
        "coursepage": 1,
        "lessonpage": 2,
    }
    assert answer.context["paginator"].count == 3


def test_pages_follow_one_another_without_gap_or_twin(editor, ada):
    for n in range(23):
        factories.course(f"Knots {n:02}", ada)
    first, second = editor(SEARCH, "knots"), editor(SEARCH, "knots", p=2)
    assert (len(first), len(second)) == (20, 3)
    assert sorted(first + second) == [f"Knots {n:02}" for n in range(23)]


def test_pictures_are_found_by_their_labels(editor, as_person, operator):
    image = picture("Bowline")
    form = {"title": "Bowline", "tags": "Überwurf, rope", "collection": image.collection_id}
    answer = as_person(operator).post(reverse("wagtailimages:edit", args=[image.pk]), form)
    assert answer.status_code == 302
    assert editor(PICTURES, "uberw") == ["Bowline"]
    assert editor(PICTURE_CHOOSER, "bowline rop") == ["Bowline"]
