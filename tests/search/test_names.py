"""Colleagues find things by the names of people; a visitor learns no name, with any engine."""

import pytest

from people.audience import tokens_for
from search import actions
from search.models import Kind
from search.query import FACETS, Filters, parse
from tests import factories
from tests.search.conftest import EVERYONE, VISITOR

pytestmark = pytest.mark.django_db

ASKED = ["Zadie Quill", "zadie", "quill", '"Zadie Quill"', "wells zadie", '"wells" quill', "ZÁDIE"]


@pytest.fixture
def zadie(db):
    return factories.person("Zadie Quill")


@pytest.fixture(params=["en", "de", "ja"])
def public_things(request, zadie):
    """Everything that a visitor sees and that carries a name, in each way of reading."""
    course = factories.course("Wells", zadie, audience="public", language=request.param)
    session = factories.session(course, zadie, title="Wells together", language=request.param)
    community = factories.community("Wells people", zadie, audience="public")
    factories.wiki_page(community, "Wells page", keeper=zadie)
    return [course.title, "Wells page", community.title, session.title]


def test_a_name_finds_for_colleagues_and_not_for_visitors(ask, answer, public_things):
    """R19: neither hit, nor total, nor facet tells a visitor who teaches, leads and keeps."""
    kinds = ["course", "session", "community", "wiki_page"]
    for text in ASKED:
        assert (text, sorted(ask(text, EVERYONE, kind=kinds))) == (text, public_things)
        assert sorted(ask(text, None, kind=kinds)) == public_things
        told = answer(text, VISITOR)
        assert (told.total, told.hits, told.facets) == (0, [], {name: [] for name in FACETS})


def test_visitors_find_all_else(ask, public_things):
    assert sorted(ask("wells", VISITOR)) == public_things


def test_a_name_that_is_only_begun_tells_visitors_nothing(engine, public_things):
    engine.settle()
    for text in ("zad", "zadie qui", '"zadie qui"', "wells qui"):
        assert engine.suggest(parse(text, prefix=True), VISITOR, 8) == []


def test_a_name_does_not_lift_what_a_visitor_finds(answer, ada):
    """A name that is also a word of the text must not show in the order or the score either."""
    for author in (ada, factories.person("Quarry Reed")):
        factories.course("Stone", author, audience="public", promise="The quarry at work.")
    scores = [hit.score for hit in answer("quarry", VISITOR).hits]
    assert len(scores) == 2
    assert scores[0] == pytest.approx(scores[1], rel=0.001)


def test_a_name_in_the_text_itself_is_the_authors_word(ask, ada):
    factories.course("Wells", ada, audience="public", promise="After an idea of Zadie Quill.")
    assert ask('"zadie quill"', VISITOR) == ["Wells"]


def test_no_phrase_runs_on_into_a_name(ask, zadie):
    factories.course("Wells", zadie, audience="public", promise="Dig", body="<p>Deep</p>")
    for phrase in ('"dig zadie"', '"quill deep"', '"wells dig zadie quill"'):
        assert ask(phrase, VISITOR) == []


def test_those_without_an_account_are_all_visitors(public_things, zadie, eve):
    """A leaver and a suspended person ask as a visitor does, through the page's own way as well."""
    assert actions.search("quill", eve, Filters()).results.total > 0
    for state in ("left", "suspended"):
        eve.state = state
        eve.audience_tokens = None
        eve.save()
        assert tokens_for(eve) == VISITOR
        for reader in (eve, None):
            assert actions.search("quill", reader, Filters()).results.total == 0


def test_colleagues_find_the_person_and_visitors_nobody(ask, zadie):
    factories.course("Wells", zadie, audience="public")
    assert ask("zadie quill", kind=[Kind.PERSON]) == ["Zadie Quill"]
    assert ask("zadie quill", VISITOR) == []
