"""Any text at all becomes a query."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.query import LONGEST_QUERY, MOST_VALUES, MOST_WORDS, Filters, parse, without_exclusions


@pytest.mark.parametrize(
    ("text", "optional", "required"),
    [
        ("safe water", [("safe",), ("water",)], []),
        ('"safe water" plan', [("plan",)], [("safe", "water")]),
        ("“safe water”", [], [("safe", "water")]),
        ("node.js", [("node", "js")], []),
        ("water WATER Wáter", [("water",)], []),
        ('well "open quote', [("well",), ("open",), ("quote",)], []),
        ('""', [], []),
        ("title:x AND NOT (y* NEAR z^2)", [("title", "x"), ("y",), ("near",), ("z", "2")], []),
        ("how do I dig a well?", [("dig",), ("well",)], []),
        ("the who", [("the",), ("who",)], []),
        ('"the who" live', [("live",)], [("the", "who")]),
        ("Wie beantrage ich den Urlaub", [("beantrage",), ("urlaub",)], []),
        ("die hard", [("hard",)], []),
    ],
)
def test_words_and_phrases(text, optional, required):
    query = parse(text)
    assert [part.alternatives for part in query.optional] == [(phrase,) for phrase in optional]
    assert [part.alternatives for part in query.parts if part.required] == [(phrase,) for phrase in required]


@pytest.mark.parametrize(
    ("text", "excluded", "optional"),
    [
        ("water -salt", [("salt",)], [("water",)]),
        ('water -"salt lake"', [("salt", "lake")], [("water",)]),
        ("-salt", [("salt",)], []),
        ("check-in", [], [("check", "in")]),
        ("a - b", [], [("b",)]),
        ("--force", [], [("force",)]),
        ("salt –lake", [("lake",)], [("salt",)]),
        ("-", [], []),
        ("ls -l", [], [("ls",), ("l",)]),
        ("ls -1a", [], [("ls",), ("1a",)]),
        ("ls -l, then cd", [], [("ls",), ("l",), ("cd",)]),
        ('ls -"l"', [("l",)], [("ls",)]),
        ("frost -40 °C", [], [("frost",), ("40",), ("c",)]),
        ("rsync -avz", [("avz",)], [("rsync",)]),
        ("rsync –ös", [("os",)], [("rsync",)]),
        ("動物 -猫", [("猫",)], [("動", "物")]),
    ],
)
def test_a_minus_leaves_out(text, excluded, optional):
    query = parse(text)
    assert list(query.excluded) == excluded
    assert [part.alternatives[0] for part in query.parts] == optional


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("rsync -avz", "rsync"),
        ('water -"salt lake" –sea  wells', "water wells"),
        ("-salt", ""),
        ("ls -l  here", "ls -l  here"),
    ],
)
def test_a_text_without_what_it_leaves_out(text, left):
    assert without_exclusions(text) == left
    assert parse(left).excluded == ()


def test_filters_typed_in_the_box():
    query = parse('wells topic:water by:"Ada Brook" IN:diggers kind:course lang:de note:x topic:')
    assert [(one.name, one.value, one.literal) for one in query.typed] == [
        ("topic", "water", "topic:water"),
        ("teacher", "Ada Brook", 'by:"Ada Brook"'),
        ("community", "diggers", "IN:diggers"),
        ("kind", "course", "kind:course"),
        ("language", "de", "lang:de"),
    ]
    assert [part.alternatives[0] for part in query.parts] == [("wells",), ("note", "x"), ("topic",)]
    read = query.typed_as_words([query.typed[0]])
    assert read.parts[-1].alternatives == (("topic", "water"),)
    assert [one.name for one in read.typed] == ["teacher", "community", "kind", "language"]


def test_a_filter_alone_asks_for_everything_it_lets_through():
    assert (parse("kind:course").blank, parse("-salt").blank, parse("kind:course well").blank) == (
        True, True, False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("count", "least"), [(1, 0), (2, 1), (3, 1), (4, 1), (5, 1), (6, 2), (8, 2), (11, 3)]
)
def test_enough_words(count, least):
    """A question gets by with about a quarter of its words; a single word has to be there."""
    query = parse(" ".join(f"w{n}" for n in range(count)))
    assert query.relaxed.least == least
    assert query.relaxed.relaxed == query.relaxed


def test_phrases_in_quotes_are_never_left_out():
    query = parse('"safe water" plan').relaxed
    assert query.least == 0
    assert parse('"safe water" plan map').relaxed.least == 1


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
    phrases = [*query.excluded, *(phrase for part in query.parts for phrase in part.alternatives)]
    assert sum(len(phrase) for phrase in phrases) <= 2 * MOST_WORDS
    query.text.encode()
    assert "\0" not in query.text


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(), max_size=600))
def test_every_text_is_understood(text):
    """R34: words in a query hold letters and digits only, so no engine can read an operator in them."""
    query = parse(text)
    for phrase in [*query.excluded, *(phrase for part in query.parts for phrase in part.alternatives)]:
        for word in phrase:
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
    odd = {"topic": ["", "a\0b", "\ud800", "x" * 256, "x" * 300, "ok"]}
    assert Filters.of(odd)["topic"] == ("a?b", "?", "x" * 40 + "…", "ok")
    assert len(Filters.of({"topic": map(str, range(1000))})["topic"]) == MOST_VALUES


def test_words_that_a_dot_held_together_may_stand_apart_in_the_end():
    parts = parse("node.js server").relaxed.parts
    assert [part.alternatives[0] for part in parts] == [("node",), ("js",), ("server",)]
    assert parse("node.js").relaxed.least == 1
    assert parse('"node.js"').relaxed.least == 0
