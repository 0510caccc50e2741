"""What every engine promises; each that can run here is asked the same."""

import pytest

from content.models import PageAudience
from courses.models import SessionAudience
from search.engines import database_engine, postgresql
from search.engines.base import Ask
from search.models import Kind, SearchDocument
from search.query import parse
from tests import factories
from tests.search.conftest import EVERYONE

pytestmark = pytest.mark.django_db

EXACT = [
    "Straße", "strasse", "node.js", "C", "3.5", "foo_bar", "the", "universities", "co-op", "1e5", "007",
    "Ёлка", "日本", "日本語", "हिन्दी",
]  # fmt: skip


def test_all_words_must_be_found_wherever_they_stand(ask, ada):
    factories.course("Clean wells", ada, promise="Water for all.")
    factories.course("Clean hands", ada, promise="Soap for all.")
    assert ask("clean water") == ["Clean wells"]
    assert sorted(ask("clean")) == ["Clean hands", "Clean wells"]
    assert ask("clean water soap") == []


@pytest.mark.parametrize("word", ["café", "CAFÉ", "cafe", "Cafe\u0301"])
def test_case_and_accents_do_not_matter(ask, ada, word):
    factories.course("Le Café", ada, language="fr")
    factories.course("Tea house", ada)
    assert ask(word) == ["Le Café"]


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru", "ja", "hi"])
def test_exact_words_are_found_in_texts_of_every_language(ask, ada, language):
    body = "<p>Die Straße: node.js, C++ 3.5; foo_bar (the universities) 日本語 हिन्दी ёлка co-op 1e5 007.</p>"
    factories.course("Everything", ada, language=language, body=body)
    factories.course("Nothing", ada, language=language, body="<p>Der Strand, node and js.</p>")
    for text in EXACT:
        assert (text, ask(text)) == (text, ["Everything"])


def test_english_knows_other_forms_of_a_word(ask, ada):
    factories.course("Running a workshop", ada)
    assert ask("run workshops") == ["Running a workshop"]


def test_a_phrase_is_found_in_its_order_only(ask, ada):
    factories.course("Safe water plan", ada)
    factories.course("Water safe and plan", ada)
    assert ask('"safe water"') == ["Safe water plan"]
    assert sorted(ask("safe water")) == ["Safe water plan", "Water safe and plan"]


@pytest.mark.parametrize("where", ["title", "promise", "topic", "people", "body"])
def test_every_part_of_a_document_is_found(ask, ada, where):
    given = {
        "title": {"title": "Zebra"},
        "promise": {"promise": "A zebra comes."},
        "topic": {"topics": [factories.topic("Zebra")]},
        "people": {"author": factories.person("Zebra Finch")},
        "body": {"body": "<p>About a zebra</p>"},
    }[where]
    factories.course(**{"title": "Animals", "author": ada, **given})
    assert len(ask("zebra", kind=["course"])) == 1


def test_titles_weigh_more_than_summaries_and_those_more_than_bodies(ask, ada):
    filler = "<p>" + "other words entirely " * 20 + "</p>"
    factories.course("Plain", ada, promise="Other things", body=filler + "<p>marble</p>")
    factories.course("Simple", ada, promise="About marble", body=filler)
    factories.course("Marble", ada, promise="Other things", body=filler)
    assert ask("marble") == ["Marble", "Simple", "Plain"]


def test_without_words_everything_is_shown_the_latest_first(engine, ask, ada):
    for title in ("One", "Two", "Three"):
        factories.course(title, ada)
    assert ask("", kind=["course"]) == ["Three", "Two", "One"]
    assert {type(hit.score) for hit in engine.search(Ask(parse(""), EVERYONE)).hits} == {float}
    assert ask("?!", kind=["course"]) == []


def test_one_value_of_each_facet_is_enough(ask, ada):
    water, fire = factories.topic("Water"), factories.topic("Fire")
    wells = factories.course("Wells", ada, topics=[water])
    factories.lesson(wells, "Digging wells")
    factories.course("Ovens and wells", ada, topics=[fire])
    assert sorted(ask("wells", topic=["water", "fire"])) == ["Digging wells", "Ovens and wells", "Wells"]
    assert sorted(ask("wells", topic=["water"])) == ["Digging wells", "Wells"]
    assert ask("wells", topic=["water"], kind=["course"]) == ["Wells"]
    assert ask("wells", topic=["nothing"]) == []
    assert ask("wells", level=["advanced"]) == []


def test_a_facet_counts_without_itself(answer, ada):
    water, fire = factories.topic("Water"), factories.topic("Fire")
    wells = factories.course("Wells", ada, topics=[water, fire])
    factories.lesson(wells, "Digging wells")
    factories.course("More wells", ada, topics=[water])
    results = answer("wells", kind=["course"], topic=["fire"])
    assert results.total == 1
    assert results.facets["kind"] == [("course", 1), ("lesson", 1)]
    assert results.facets["topic"] == [("water", 2), ("fire", 1)]
    assert results.facets["language"] == [("en", 1)]
    assert results.matched == 3


def test_pages_follow_one_another_and_end(answer, ada):
    for n in range(5):
        factories.course(f"Wells {n}", ada)
    pages = [[hit.document_id for hit in answer("wells", page=page, size=2).hits] for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert len({pk for page in pages for pk in page}) == 5
    assert [answer("wells", page=page, size=2).total for page in (1, 4, 10**8)] == [5, 5, 5]


def test_the_reader_needs_a_token_of_every_set(ask, ada):
    course = factories.course("Wells", ada, audience="community:1")
    session = factories.session(course, ada, title="Wells live")
    SessionAudience.objects.create(session=session, token="team:2")
    assert ask("wells", frozenset(["public"])) == []
    assert ask("wells", frozenset(["community:1"])) == ["Wells"]
    assert ask("wells", frozenset(["team:2"])) == []
    assert sorted(ask("wells", frozenset(["community:1", "team:2"]))) == ["Wells", "Wells live"]
    assert sorted(ask("wells", frozenset([f"person:{ada.pk}"]))) == ["Wells live"]
    assert sorted(ask("wells", None)) == ["Wells", "Wells live"]


def test_what_has_no_audience_is_seen_by_nobody(ask, ada):
    course = factories.course("Wells", ada)
    PageAudience.objects.filter(page=course).delete()
    assert ask("wells") == []


def test_what_changed_is_found_as_it_is_now(ask, ada):
    course = factories.course("Wells", ada)
    assert ask("wells") == ["Wells"]
    course.title = "Springs"
    course.save()
    assert (ask("wells"), ask("springs")) == ([], ["Springs"])
    course.live = False
    course.save()
    assert ask("springs") == []
    course.live = True
    course.save()
    assert ask("springs") == ["Springs"]


def test_suggestions_are_titles_that_begin_so(engine, ada):
    course = factories.course("Educating colleagues", ada)
    factories.course("Hidden educators", ada, audience="team:9")
    factories.course("Other", ada, promise="Educating")
    engine.settle()
    document = SearchDocument.objects.get(kind=Kind.COURSE, object_id=course.pk)
    for text in ("educa", "Educating coll", "colleagues educat"):
        assert engine.suggest(parse(text, prefix=True), EVERYONE, 8) == [document.pk]
    assert engine.suggest(parse("", prefix=True), EVERYONE, 8) == []
    assert len(engine.suggest(parse("educa", prefix=True), EVERYONE | {"team:9"}, 1)) == 1


GARBAGE = [
    "x" * 100_000, '"' * 1000, "*" * 1000, "(" * 1000, "a\0b", "\ud800", "' OR 1=1 --", "a " * 50_000,
    "NEAR(a b)", "title:a", "-b", "+", "a:*", "a & !b | c <-> d", "^a", "\\", "{a b}", "%s %(x)s",
    "a AND NOT b", "&&||!~", " ".join(map(str, range(1000))),
    '"' + "a b " * 100 + '"',
    "𝔘𝔫𝔦 ﷽ \u200d 👩‍🚀 \x85 \u2028",
]  # fmt: skip


def test_garbage_gets_an_answer(answer, ada):
    """R34: nothing that is typed reaches an engine as anything but words."""
    factories.course("a b", ada)
    for text in GARBAGE:
        assert answer(text).total in {0, 1}
        assert answer("b", topic=[text, "none"], kind=[text, "none"]).total == 0
    assert answer("%s b a").total == 0
    assert answer("(a* XOR b)").total == 0
    assert answer("(a* + b)").total == 1


def test_very_long_texts_are_indexed_as_far_as_search_goes(ask, ada):
    body = "<p>early " + " ".join(f"w{n}" for n in range(60_000)) + " late</p>"
    factories.course("Long", ada, body=body)
    assert ask("early") == ["Long"]
    assert ask("late") == []


def test_an_index_equal_to_its_documents_has_no_differences(engine, ada):
    factories.course("Wells", ada)
    engine.settle()
    assert list(engine.verify()) == []


def test_a_rebuilt_index_equals_its_documents(engine, ask, ada):
    factories.lesson(factories.course("Wells", ada), "Digging wells")
    done = []
    engine.settle()
    engine.rebuild(done.append)
    assert sum(done) == SearchDocument.objects.alive().count()
    assert list(engine.verify()) == []
    assert sorted(ask("wells")) == ["Digging wells", "Wells"]


def test_an_answer_of_the_database_is_one_statement_and_stays_the_same(
    ada, monkeypatch, django_assert_num_queries
):
    """From a new process on, and when it remembers how many texts there are, as it does of many."""
    monkeypatch.setattr(postgresql, "MANY", 1)
    factories.course("Wells", ada, promise="Water from deep wells")
    factories.course("Deep water", ada)
    engine, query = type(database_engine())(), parse("deep wells")
    for asked in (query, query.relaxed):
        with django_assert_num_queries(2):
            first, second = (engine.search(Ask(asked, EVERYONE)) for _n in range(2))
        assert [hit.document_id for hit in first.hits] == [hit.document_id for hit in second.hits]
        assert [hit.score for hit in first.hits] == pytest.approx([hit.score for hit in second.hits])
        assert (first.total, first.facets) == (second.total, second.facets)
    assert first.total == 2
