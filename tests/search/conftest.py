"""What the search tests share."""

import os
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from people.groups import TOPIC_STEWARDS
from search.duties import keep_vocabulary, sync_search
from search.engines.base import Ask
from search.models import SearchDocument
from search.models.steering import today
from search.query import Filters, parse
from search.steering.actions import promote

EVERYONE = frozenset(["all", "public"])
"""What everybody with an account holds."""
VISITOR = frozenset(["public"])


@pytest.fixture
def document_of(db):
    """The document of a thing, or None: `document_of("course", page)`."""

    def found(kind, thing):
        return SearchDocument.objects.filter(kind=kind, object_id=thing.pk).first()

    return found


@pytest.fixture
def titles_for(db):
    """The sorted titles that a person finds: `titles_for(cleo, "water", kind=["course"])`."""
    from search.actions import search

    def titles(person, text, **filters):
        found = search(text, person, Filters.of(filters))
        assert found.results.total == len(found.rows)
        return sorted(row.document.title for row in found.rows)

    return titles


ENGINES = ["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture(params=ENGINES)
def engine(request, db):
    """Each engine that can run here; `settle` makes it know all that was written."""
    from search.engines import database_engine

    if request.param == "database":
        found = database_engine()
        found.settle = lambda: None
        yield found
        return
    yield request.getfixturevalue("elastic")


@pytest.fixture
def ask(engine):
    """Titles in the engine's order: `ask("water", kind=["course"])`."""

    def answer(text, tokens=EVERYONE, page=1, size=50, **filters):
        engine.settle()
        results = engine.search(Ask(parse(text), tokens, Filters.of(filters), page, size))
        titles = dict(SearchDocument.objects.values_list("pk", "title"))
        return [titles[hit.document_id] for hit in results.hits]

    return answer


@pytest.fixture
def answer(engine):
    """The whole of an engine's answer."""

    def answered(text, tokens=EVERYONE, page=1, size=50, **filters):
        engine.settle()
        return engine.search(Ask(parse(text), tokens, Filters.of(filters), page, size))

    return answered


@pytest.fixture
def elastic(settings, db):
    """A real Elasticsearch with an index of its own, which goes with the test."""
    url = os.environ["TEST_ELASTICSEARCH_URL"]
    if not url:
        pytest.skip("ELASTICSEARCH_URL is not set")
    from search.engines.elasticsearch import elasticsearch_engine

    settings.ELASTICSEARCH_URL = url
    settings.ELASTICSEARCH_PREFIX = f"test-{uuid.uuid4().hex[:12]}"
    engine = elasticsearch_engine()
    engine.settle = lambda: settle(engine)
    yield engine
    for index in engine.writer.indices.get_alias(index=f"{engine.alias}-*"):
        engine.writer.indices.delete(index=index)
    engine.writer.close()


def settle(engine):
    """Send what is due, as the worker does, and let the index show it."""
    while sync_search():
        pass
    sync_search()
    engine.writer.indices.refresh(index=f"{engine.alias}-*")


@pytest.fixture
def steward(ben):
    """Ben, who keeps the topics and steers search."""
    ben.groups.add(Group.objects.get(name=TOPIC_STEWARDS))
    return ben


@pytest.fixture
def pin(steward, document_of):
    """Pins a thing for a query, for a month: `pin("safe wells", "course", page)`."""

    def pinned(query, kind, thing, **fields):
        fields.setdefault("until", today() + timedelta(days=30))
        return promote(steward, query, document_of(kind, thing), **fields)

    return pinned


def read_words():
    """All words are read, as the worker does."""
    while keep_vocabulary():
        pass


@pytest.fixture
def ask_as(engine):
    """The whole answer by each engine, once everything is settled and read: `ask_as(cleo, "wels")`."""
    from search import actions

    def asked(person, text, exact=False, page=1, **filters):
        engine.settle()
        read_words()
        return actions.search(text, person, Filters.of(filters), page, engine=engine, exact=exact)

    return asked
