"""Any text at all becomes a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import LONGEST_QUERY, MOST_VALUES, MOST_WORDS, Filters, parse


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("safe water", (("safe",), ("water",))),
        ('"safe water" plan', (("safe", "water"), ("plan",))),
        ("“safe water”", (("safe", "water"),)),
        ("node.js", (("node", "js"),)),
        ("water WATER Wáter", (("water",),)),
        ('an "open quote', (("an",), ("open",), ("quote",))),
        ('""', ()),
        (
            "title:x AND NOT (y* NEAR z^2)",
            (("title", "x"), ("and",), ("not",), ("y",), ("near",), ("z", "2")),
        ),
    ],
)
def test_words_and_phrases(text, parts):
    assert parse(text).parts == parts


def test_nothing_typed_is_not_the_same_as_no_words():
    assert (parse("  ").blank, parse("  ").hopeless) == (True, False)
    assert (parse("!!!").blank, parse("!!!").hopeless) == (False, True)
    assert (parse("a").blank, parse("a").hopeless) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        '"' * 1000,
        "*" * 1000,
        "((((" * 5000,
        "a\0b",
        "\ud800",
        "\udfff word",
        "' OR 1=1 --",
        "a " * 50_000,
    ],
)
def test_garbage_becomes_a_small_query(text):
    """R34: whatever is typed is cut to what an engine can take."""
    query = parse(text)
    assert len(query.text) <= LONGEST_QUERY
    assert sum(len(part) for part in query.parts) <= MOST_WORDS
    query.text.encode()
    assert "\0" not in query.text


@given(st.text(alphabet=st.characters(), max_size=600))
def test_every_text_is_understood(text):
    """R34: words in a query hold letters and digits only, so no engine can read an operator in them."""
    for part in parse(text).parts:
        for word in part:
            assert word
            assert not set(word) & set("\"'*&|!<>():^~\\/\0 ")


def test_filters_keep_known_names_in_a_fixed_order():
    filters = Filters.of({"topic": ["b", "a", "b"], "kind": ["course"], "colour": ["red"], "level": []})
    assert filters.chosen == (("kind", ("course",)), ("topic", ("b", "a")))
    assert filters["topic"] == ("b", "a")
    assert filters["level"] == ()
    assert filters.without("kind").chosen == (("topic", ("b", "a")),)
    assert bool(filters) is True
    assert bool(Filters()) is False


def test_filters_are_bounded():
    assert Filters.of({"topic": ["", "a\0b", "\ud800", "x" * 256, "ok"]})["topic"] == ("ok",)
    assert len(Filters.of({"topic": map(str, range(1000))})["topic"]) == MOST_VALUES
