"""Corrections by whom they are asked for, and what the page and the command say of them."""

import re
import string
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search import actions
from search.query import Filters
from search.spelling import Correction
from tests import factories
from tests.search.conftest import read_words

pytestmark = pytest.mark.django_db


def titles(found):
    return sorted(row.document.title for row in found.rows)


# -- who may see what ------------------------------------------------------------------------------------


def hidden(ada, word):
    """The word in every place that cleo does not see."""
    factories.course(word, ada, live=False)
    factories.course(word, ada, audience=f"person:{ada.pk}", promise=word, body=f"<p>{word}</p>")
    course = factories.course("plain", ada, audience="team:99")
    factories.lesson(course, word, text=word)
    closed = factories.community(word, ada, audience="members", purpose=word)
    factories.wiki_page(closed, word, word)
    trashed = factories.course(word, ada)
    trashed.trashed_at = timezone.now()
    trashed.save()


def test_words_of_hidden_things_are_never_proposed(ask_as, ada, cleo):
    """R19: neither by itself nor for a word beside it, whoever read them first."""
    hidden(ada, "falconry")
    factories.course("Birds", ada)
    assert ask_as(ada, "falcnory").correction == Correction("falcnory", "falconry", applied=True)
    for typed in ("falcnory", "falconrie", "falconry", "falc onry", "birds falcnory", "falconrybirds"):
        for person in (cleo, None):
            assert ask_as(person, typed).correction is None


def test_a_hidden_word_is_treated_as_one_that_is_nowhere(ask_as, ada, cleo):
    """R19: the same answer and the same statements, whether a hidden thing holds the word or not."""
    factories.course("Falcons", ada)
    before, asked = statements(lambda: ask_as(cleo, "falcon birdz"))
    hidden(ada, "birdz")
    read_words()
    after, again = statements(lambda: ask_as(cleo, "falcon birdz"))
    assert (asked.correction, titles(asked)) == (again.correction, titles(again)) == (None, ["Falcons"])
    assert shapes(after) == shapes(before)


def statements(call):
    call()
    with CaptureQueriesContext(connection) as captured:
        answer = call()
    return [query["sql"] for query in captured], answer


def shapes(sqls):
    """Statements without the moments and the numbers in them."""
    return [re.sub(r"'\d{4}-[^']*'|\d+", "#", sql) for sql in sqls]


def test_hidden_things_put_nothing_right(ask_as, ada, cleo):
    """R19: a correction is applied where the reader finds something that holds all of it, and only there."""
    factories.course("Falcons", ada)
    factories.course("Wells", ada)
    factories.course("Wells for falcons", ada, audience=f"person:{ada.pk}")
    offered = Correction("falcons wels", "falcons wells")
    for person, applied, shown in (
        (cleo, False, ["Falcons"]),
        (ada, True, ["Falcons", "Wells", "Wells for falcons"]),
    ):
        found = ask_as(person, "falcons wels")
        assert (found.correction, titles(found)) == (replace(offered, applied=applied), shown)


def test_hidden_words_do_not_push_visible_ones_out(ask_as, ada, cleo):
    """R19: a proposal does not vanish because hidden things hold many words that are written more alike."""
    factories.course("Marten", ada)
    assert ask_as(cleo, "martxn").correction == Correction("martxn", "marten", applied=True)
    for letter in string.ascii_lowercase:
        factories.course(f"mart{letter}n martx{letter} mar{letter}xn", ada, audience=f"person:{ada.pk}")
    assert ask_as(cleo, "martxn").correction == Correction("martxn", "marten", applied=True)


def test_what_was_hidden_meanwhile_is_not_proposed(ask_as, ada, cleo):
    """R19: what the vocabulary still holds is proposed only when the reader finds something with it."""
    course = factories.course("Falconry", ada)
    assert ask_as(cleo, "falcnory").correction is not None
    course.unpublish()
    for word in ("falcnory", "falconry"):
        assert ask_as(cleo, word).correction is None


def test_names_of_people_are_proposed_to_colleagues_only(ask_as, ada, cleo):
    """R19: who works here is told to nobody outside."""
    factories.course("Wells", factories.person("Wilhelmina Quist"), audience="public")
    found = ask_as(cleo, "wilhelmnia")
    assert found.correction == Correction("wilhelmnia", "wilhelmina", applied=True)
    assert titles(found) == ["Wells", "Wilhelmina Quist"]
    outside = ask_as(None, "wilhelmnia")
    assert (outside.correction, outside.rows) == (None, [])


# -- the page and the command ----------------------------------------------------------------------------


def test_the_page_says_so_and_leads_back(as_person, ada, cleo):
    factories.course("Wells", ada)
    factories.course("Deep water", ada)
    read_words()
    html = as_person(cleo).get("/search/", {"q": "wels"}).content.decode()
    assert "Showing “wells”." in html
    assert "exact=1" in html
    assert "Showing" not in as_person(cleo).get("/search/", {"q": "wels", "exact": "1"}).content.decode()
    offered = as_person(cleo).get("/search/", {"q": "wels water"}).content.decode()
    assert "?q=wells+water" in offered


def test_the_command_says_what_it_took(capsys, ada):
    factories.course("Wells", ada, audience="public")
    read_words()
    call_command("search", "wels")
    printed = capsys.readouterr()
    assert "No match for “wels”. Showing “wells”." in printed.err
    assert "Wells" in printed.out
    call_command("search", "wels", "--json")
    assert '"notice": "No match for “wels”. Showing “wells”."' in capsys.readouterr().out
    call_command("search", "wels", "--exact")
    assert capsys.readouterr() == ("0 found by " + connection.vendor + "\n" + FACETLESS, "")


FACETLESS = "".join(
    f"{name}: \n"
    for name in ("kind", "topic", "community", "language", "level", "length", "when", "seats", "teacher")
)


@pytest.mark.elasticsearch
def test_without_elasticsearch_the_database_corrects(elastic, ada, cleo, settings):
    from search.engines.elasticsearch import forget_engines

    factories.course("Wells", ada)
    read_words()
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    forget_engines()
    found = actions.search("wels", cleo, Filters())
    assert (found.results.engine, titles(found)) == (connection.vendor, ["Wells"])
    assert found.correction == Correction("wels", "wells", applied=True)
