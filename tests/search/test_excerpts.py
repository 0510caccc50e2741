"""Why a thing was found, in its own words."""

import pytest

from search.excerpts import LENGTH, Piece, excerpt, marked, matches, pattern_of
from search.query import parse


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
        ("node.js", "Use node.js", "Use [node].[js]"),
        ("語", "日本語", "日本[語]"),
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


def test_a_body_without_spaces_is_cut_all_the_same():
    pieces = excerpt("", "語" * 5000, pattern_of(parse("語")))
    assert sum(len(piece.text) for piece in pieces) <= LENGTH + 10


def test_without_words_nothing_is_marked():
    assert marked("text", pattern_of(parse(""))) == (Piece("text"),)
    assert matches("text", None) is False
