"""Why a thing was found, in its own words."""

from dataclasses import replace

import pytest

from search.excerpts import LENGTH, Piece, excerpt, marked, matches, pattern_of, place_of
from search.models import SearchDocument
from search.query import Part, parse


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("water", "Safe Water, deep waters; rewater.", "Safe [Water], deep [waters]; rewater."),
        ("running", "Run, runs and running.", "Run, runs and [running]."),
        ("courses", "A course of courses", "A [course] of [courses]"),
        ("cafe", "Le Café, caf\u00e9s", "Le [Café], [cafés]"),
        ("strasse", "Die Straße und Strasse", "Die [Straße] und [Strasse]"),
        ("art", "Art, article, arts", "[Art], article, [arts]"),
        (
            "presentations",
            "Presentations presented, presentationally",
            "[Presentations] [presented], presentationally",
        ),
        ("sensor", "Sensorplan, Sensorgehäuse", "[Sensorplan], Sensorgehäuse"),
        ("node.js", "Use node.js, not a node", "Use [node.js], not a node"),
        ('"safe water"', "Safe, safe water.", "Safe, [safe water]."),
        ("語", "日本語", "日本[語]"),
        ("日本", "日本語 x日本", "[日本]語 x[日本]"),
        (".*", "a.*b", "a.*b"),
    ],
)
def test_words_and_their_forms_are_marked(query, text, expected):
    pieces = marked(text, pattern_of(parse(query)))
    assert shown(pieces) == expected
    assert "".join(piece.text for piece in pieces) == text


def test_letters_that_fold_into_several_keep_their_place():
    text = "ﬃ ß İ ŉ æ 𝔘 water"
    assert shown(marked(text, pattern_of(parse("water")))) == "ﬃ ß İ ŉ æ 𝔘 [water]"


def test_the_summary_is_shown_unless_only_the_body_matches():
    pattern = pattern_of(parse("pump"))
    assert shown(excerpt("How to pump.", "The pump is old.", pattern)) == "How to [pump]."
    assert shown(excerpt("About wells.", "The pump is old.", pattern)) == "The [pump] is old."
    assert shown(excerpt("About wells.", "Nothing.", pattern)) == "About wells."
    assert shown(excerpt("", "Nothing.", None)) == "Nothing."
    assert excerpt("", "", pattern) == ()


def test_a_long_body_is_cut_between_words_around_the_match():
    body = "before " * 100 + "pump " + "after " * 100
    text = shown(excerpt("", body, pattern_of(parse("pump"))))
    assert text.startswith("… before")
    assert text.endswith("after …")
    assert "[pump]" in text
    assert len(text) <= LENGTH + 10


def test_the_passage_that_holds_the_most_words_is_shown():
    body = "The pump is old. " + "Nothing here. " * 30 + "A pump and its valve, well kept. The valve."
    pattern = pattern_of(parse("pump valve"))
    assert "[pump] and its [valve]" in shown(excerpt("", body, pattern))
    assert "[pump] and its [valve]" in shown(excerpt("All about the pump.", body, pattern))
    assert shown(excerpt("A valve in a pump.", body, pattern)) == "A [valve] in a [pump]."
    assert shown(excerpt("A valve.", "A pump.", pattern)) == "A [valve]."


def test_words_of_the_vocabulary_are_marked_as_wholes():
    """Not every “and” and “of” of a synonym."""
    query = replace(parse("feedback"), parts=(Part((("feedback",), ("praise", "and", "criticism"))),))
    pattern = pattern_of(query)
    assert shown(marked("Feedback and praise", pattern)) == "[Feedback] and praise"
    assert shown(marked("Praise and criticisms", pattern)) == "[Praise and criticisms]"


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("opening", ""),
        ("pump", "#the-pump"),
        ("valve", "#r%C3%B6hre"),
        ("summarised", ""),
        ("pump summarised", ""),
        ("pump valve", "#the-pump"),
        ("elsewhere", ""),
        ("", ""),
    ],
)
def test_the_passage_stands_at_the_last_anchor_before_it(query, place):
    document = SearchDocument(
        summary="Summarised.",
        body="Opening. The pump is old. The valve is new.",
        anchors=[[9, "the-pump"], [26, "röhre"]],
    )
    assert place_of(document, pattern_of(parse(query))) == place


def test_a_body_without_spaces_is_cut_all_the_same():
    pieces = excerpt("", "語" * 5000, pattern_of(parse("語")))
    assert sum(len(piece.text) for piece in pieces) <= LENGTH + 10


def test_without_words_nothing_is_marked():
    assert marked("text", pattern_of(parse(""))) == (Piece("text"),)
    assert matches("text", None) is False
