"""What is found in the middle of a page opens there: places in the text, and the ids of the page."""

import re

import pytest

from courses.models import LessonPage
from search.actions import search
from search.excerpts import pattern_of, place_of
from search.models import Kind, SearchDocument
from search.plain import from_html, from_passages, passages_in_html
from search.query import Filters, parse
from search.words import LONGEST_TEXT
from tests import factories

pytestmark = pytest.mark.django_db

CALLOUT = {"kind": "tip", "title": "", "body": [("text", "<p>gravel</p>")]}
BODY = [
    ("text", "<p>clay</p><h3>Sand</h3><p>quartz</p><h4>Sand</h4><p>silica</p>"),
    ("heading", "Sand"),
    ("text", '<h3 data-block-key="x1">Depth & <b>width</b></h3><p>fathom</p>'),
    ("heading", "Tools"),
    ("code", {"language": "python", "code": "spade = 1", "caption": ""}),
    ("callout", CALLOUT),
    ("callout", {**CALLOUT, "title": "Tools", "body": [("text", "<p>bucket</p>")]}),
    ("callout", {**CALLOUT, "kind": "quote", "title": "Tools", "body": [("text", "<p>proverb</p>")]}),
    ("table", {"caption": "", "rows": "Kind | Days\nhemp | 3"}),
    ("steps", {"title": "", "steps": [{"title": "winch", "body": []}]}),
    ("quiz", {"question": "pulley?", "answers": [
        {"text": "yes", "correct": True, "why": ""}, {"text": "no", "correct": False, "why": ""},
    ]}),
    ("discussion", {"prompt": "neighbour"}),
    ("task", {"title": "Tools", "minutes": 5, "body": [("text", "<p>hammer</p>")], "solution": []}),
    ("video", {"url": "https://example.org/v", "title": "lantern", "minutes": None}),
    ("link_card", {"url": "https://example.org/", "title": "almanac", "description": ""}),
    ("text", "bare words: ladder"),
]  # fmt: skip
WORDS = [
    "clay", "quartz", "silica", "fathom", "spade", "gravel", "bucket", "proverb", "hemp", "winch", "pulley",
    "neighbour", "hammer", "lantern", "almanac", "ladder",
]  # fmt: skip


@pytest.fixture
def lesson(ada):
    return factories.lesson(factories.course("Wells", ada, audience="public"), "Digging", body=BODY)


def place_for(word):
    (row,) = search(word, None, Filters.of({"kind": ["lesson", "wiki_page"]})).rows
    return place_of(row.document, pattern_of(parse(word)))


def text_from(html, place):
    """The words of a page from an element on; each id stands once."""
    assert html.count(f' id="{place[1:]}"') == 1
    _before, after = html.split(f' id="{place[1:]}"')
    return from_html(f"<p{after}")


def test_each_passage_of_a_lesson_opens_where_it_stands(client, lesson):
    html = client.get(lesson.get_absolute_url()).content.decode()
    article = html[html.index("<h1>") :]
    places = [place_for(word) for word in WORDS]
    assert len(set(places)) == len(WORDS)
    following = [text_from(article, place) for place in places]
    for n, word in enumerate(WORDS):
        assert word in following[n]
        assert [later for later in WORDS[n + 1 :] if later not in following[n]] == []
        assert [passed for passed in WORDS[:n] if re.search(rf"\b{passed}\b", following[n])] == []


def test_headings_are_called_by_their_words_and_blocks_by_their_own_name(lesson):
    places = {word: place_for(word) for word in WORDS}
    assert [places[word] for word in ("quartz", "silica", "fathom")] == ["#sand-2", "#sand-3", "#depth-width"]
    assert [places[word] for word in ("bucket", "hammer")] == ["#tools-2", "#tools-3"]
    named = {"quartz", "silica", "fathom", "bucket", "hammer"}
    assert all(re.fullmatch(r"#block-[0-9a-f]{12}", places[word]) for word in set(WORDS) - named)


def test_a_block_keeps_its_name_when_others_come_before_it(lesson):
    before = place_for("winch")
    page = LessonPage.objects.get(pk=lesson.pk)
    page.body.insert(0, ("text", "<p>preface</p>"))
    page.save()
    assert place_for("winch") == before
    assert place_for("preface") != before


def test_a_wiki_page_opens_at_the_heading_above_the_words(ada, client):
    community = factories.community("Plumbers", ada, audience="public")
    body = (
        "Start with *copper*.\n\n## Bends\n\nUse brass.\n\n### Bends\n\nUse lead.\n\n## Größe & Maß\n\nzinc"
    )
    page = factories.wiki_page(community, "Taps", body)
    places = [place_for(word) for word in ("copper", "brass", "lead", "zinc")]
    assert places == ["", "#bends", "#bends-1", "#gr%C3%B6%C3%9Fe--ma%C3%9F"]
    html = client.get(page.get_absolute_url()).content.decode()
    html = html[html.index("<h1>") :]
    assert text_from(html, "#bends").startswith("Bends Use brass. Bends Use lead.")
    assert text_from(html, "#größe--maß").startswith("Größe & Maß zinc")


def test_what_the_summary_says_opens_at_the_top(ada):
    course = factories.course("Wells", ada, audience="public")
    factories.lesson(course, "Digging", text="<p>clay</p>", summary="About clay")
    assert place_for("clay") == ""
    assert place_for("digging") == ""


def test_nothing_leads_into_what_has_no_place():
    document = SearchDocument(kind=Kind.PERSON, title="Wren", body="I dig wells")
    assert place_of(document, pattern_of(parse("wells"))) == ""
    assert place_of(document, None) == ""


def test_passages_become_one_text():
    assert from_passages([("", "one"), ("a", ""), ("b", "two"), ("", "three"), ("c", "four")]) == (
        "one two three four",
        ((4, "b"), (14, "c")),
    )
    assert from_passages([]) == ("", ())


def test_passages_beyond_what_is_searched_have_no_place():
    text, anchors = from_passages([("a", "x" * LONGEST_TEXT), ("b", "y")])
    assert (len(text), anchors) == (LONGEST_TEXT, ((0, "a"),))


def test_headings_part_a_page_and_code_does_not():
    html = (
        '<p>a</p><h2 id="x">B</h2><pre>&lt;h2 id="no"&gt;</pre><h3>plain</h3>'
        '<h4 id="q&amp;a" dir="ltr">C</h4>'
    )
    assert list(passages_in_html(html)) == [("", "a"), ("x", 'B <h2 id="no"> plain'), ("q&a", "C")]
