"""One rule makes words for every engine."""

import pytest

from search.words import LONGEST_TEXT, LONGEST_WORD, fold, searchable, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Café cafe CAFÉ cafe\u0301", ["cafe", "cafe", "cafe", "cafe"]),
        ("Łódź Ørsted Œuvre İstanbul", ["lodz", "orsted", "oeuvre", "istanbul"]),
        ("node.js foo_bar co-op C++ 3.5", ["node", "js", "foo", "bar", "co", "op", "c", "3", "5"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("日本語 テスト", ["日", "本", "語", "テ", "ス", "ト"]),
        ("Ёлка й ΟΔΟΣ", ["елка", "и", "οδοσ"]),
        ("a\0b \ud800 ‘’ !!!", ["a", "b"]),
        ("", []),
    ],
)
def test_words_have_neither_case_nor_accents(text, found):
    assert words(text) == found


def test_ascii_and_other_text_follow_the_same_rule():
    assert words("Plain Words 12") == words("Plain Words 12 ☃") == ["plain", "words", "12"]


def test_a_word_is_cut_to_what_every_engine_takes():
    assert words("a" * 300) == ["a" * LONGEST_WORD]


def test_a_text_is_searched_as_far_as_every_engine_goes():
    assert len(searchable("ﷺ " * LONGEST_TEXT)) <= LONGEST_TEXT
    assert searchable("one  Two\nthree") == "one two three"


def test_folding_twice_changes_nothing():
    for text in ("Straße", "İ", "ǅ", "ﬁ", "가각", "ά"):
        assert fold(fold(text)) == fold(text)
