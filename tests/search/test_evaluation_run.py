"""`search_eval`: every engine beside BM25, in an index that nothing else knows."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from search.engines import database_engine
from search.engines.base import Ask
from search.evaluation.judged import read
from search.evaluation.runner import rankings, steps
from search.evaluation.scratch import scratch_database
from search.models import Audience, FacetSet, SearchDocument
from search.query import parse
from tests import factories

pytestmark = pytest.mark.django_db
VENDOR = connection.vendor
DOCUMENTS = [
    {"id": "wells", "title": "Digging wells", "body": "How a village digs for water."},
    {"id": "taps", "title": "Taps", "body": "Turning water off. A digression about wells."},
    {"id": "knots", "title": "Knots", "body": "Ropes tied well."},
    {"id": "schule", "title": "Schulungen", "body": "Wir lernen das Brunnenbauen.", "language": "de"},
    {"id": "long", "title": "Letters " * 60 + "rarest", "body": ""},
]
QUERIES = {
    "asked-1": "how do I dig a well",
    "asked-2": "ropes",
    "asked-3": "in:kitchen topic:water -sails kind:lesson",
    "other": "rarest",
    "asked-4": "nobody knows",
}
GRADES = [("asked-1", "wells", 2), ("asked-2", "knots", 1), ("asked-3", "taps", 1), ("other", "long", 1)]


@pytest.fixture(autouse=True)
def databases_made_on_the_way(db, monkeypatch):
    """Django lets a test into no database that was not there when it began."""

    def connect(database):
        if database.connection is None:
            with database.wrap_database_errors:
                database.connect()

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", connect)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "docs.jsonl").write_text("".join(json.dumps(document) + "\n" for document in DOCUMENTS))
    (tmp_path / "queries.tsv").write_text("".join(f"{id_}\t{text}\n" for id_, text in QUERIES.items()))
    (tmp_path / "qrels.tsv").write_text("".join("\t".join(map(str, row)) + "\n" for row in GRADES))
    return tmp_path


def evaluated(folder, *words):
    out, errors = StringIO(), StringIO()
    call_command("search_eval", str(folder), *words, stdout=out, stderr=errors)
    return out.getvalue().splitlines(), errors.getvalue()


def ranked(folder, *names):
    with rankings(read(folder), names) as each:
        return dict(each)


def scratches():
    """What is left of scratch databases: aliases, and schemas or files."""
    found = [alias for alias in connections.databases if alias.startswith("scratch")]
    if VENDOR == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'scratch%'")
            found += [name for (name,) in cursor.fetchall()]
    return found


def test_a_line_for_each_engine_and_bm25_last(folder):
    lines, errors = evaluated(folder)
    assert [line.split()[0] for line in lines] == [VENDOR, "bm25"]
    for line in lines:
        assert re.fullmatch(r"\w+ nDCG@10=[01]\.\d{3} MRR@10=[01]\.\d{3} recall@100=[01]\.\d{3}", line)
    assert errors == ""


def test_scores_are_those_of_the_rankings(folder):
    """Four queries have an answer; the last is not counted."""
    found = ranked(folder, VENDOR, "bm25")
    assert {query: found["bm25"][query][:1] for query in found["bm25"]} == {
        "asked-1": ["wells"],
        "asked-2": ["knots"],
        "asked-3": ["wells"],
        "other": ["long"],
    }
    assert {query: found[VENDOR][query][:1] for query in ("asked-1", "asked-2", "other")} == {
        "asked-1": ["wells"],
        "asked-2": ["knots"],
        "other": ["long"],
    }
    lines, _errors = evaluated(folder)
    assert lines[1] == "bm25 nDCG@10=0.908 MRR@10=0.875 recall@100=1.000"


def test_the_site_does_not_change_the_scores(folder, ada):
    """Neither its pages nor its words for the same thing, and not its filters."""
    before = ranked(folder, VENDOR)
    topic = factories.topic("Ropes")
    topic.synonyms.create(word="water")
    topic.save()
    factories.topic("Water")
    factories.course("Ropes in the kitchen", ada, audience="public", topics=[topic])
    assert ranked(folder, VENDOR) == before


def test_nothing_is_touched_and_nothing_is_left(folder, ada):
    factories.course("Wells", ada, audience="public")
    tables = (SearchDocument, Audience, FacetSet)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    evaluated(folder)
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before
    hits = database_engine().search(Ask(parse("wells"), frozenset(["public"]))).hits
    assert len(hits) == 1
    assert scratches() == []


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_the_scratch_index_goes_whatever_happens(folder, error):
    seen = []

    def stop(_count):
        seen.append(scratches())
        raise error

    with pytest.raises(error), rankings(read(folder), [VENDOR], stop) as each:
        dict(each)
    assert [len(found) > 0 for found in seen] == [True]
    assert scratches() == []


def test_a_scratch_database_starts_empty_and_is_a_place_of_its_own(ada):
    factories.course("Wells", ada)
    with scratch_database() as alias, scratch_database() as other:
        assert alias != other
        assert not SearchDocument.objects.using(alias).exists()
        engine = type(database_engine())(alias)
        assert engine.search(Ask(parse("wells"), None)).total == 0
    assert SearchDocument.objects.filter(title="Wells").exists()


def test_progress_ends_where_it_was_said_to(folder):
    judged, counted = read(folder), []
    for names in ([VENDOR, "bm25"], ["bm25"]):
        with rankings(judged, names, counted.append) as each:
            dict(each)
        assert sum(counted) == steps(judged, names)
        counted.clear()


def test_groups_and_losses_are_told_on_request(folder):
    lines, _errors = evaluated(folder, "--groups", "--losses", "1", "--engine", VENDOR)
    assert [line.split(" nDCG")[0] for line in lines[:6]] == [
        VENDOR,
        "  asked (3)",
        "  other (1)",
        "bm25",
        "  asked (3)",
        "  other (1)",
    ]
    assert re.fullmatch(
        rf"{VENDOR} [-+]0\.\d{{3}} asked-\d “.+”: place (\d+|none), BM25 (\d+|none)", lines[6]
    )


def test_lines_left_out_are_named(folder):
    with (folder / "qrels.tsv").open("a") as file:
        file.writelines(f"asked-1\tlost-{n}\t1\n" for n in range(22))
    _lines, errors = evaluated(folder)
    named = errors.splitlines()
    assert len(named) == 21
    assert named[0] == "qrels.tsv, line 5: there is no document “lost-0”. The line was left out."
    assert named[-1] == "2 more lines were left out."


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--engine", "solr"], "There is no engine “solr”."),
        (["--engine", "elasticsearch"], "Elasticsearch is not configured here."),
        (["--engine", "sqlite" if VENDOR == "postgresql" else "postgresql"], "cannot run here"),
    ],
)
def test_an_engine_that_cannot_run_is_refused(folder, words, sentence):
    with pytest.raises(CommandError, match=sentence):
        evaluated(folder, *words)


def test_a_broken_set_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"docs\.jsonl cannot be read"):
        evaluated(tmp_path)


@pytest.mark.elasticsearch
def test_elasticsearch_is_measured_in_an_index_of_its_own(folder, elastic, settings):
    ours = f"{settings.ELASTICSEARCH_PREFIX}*"
    lines, _errors = evaluated(folder)
    assert [line.split()[0] for line in lines] == ["elasticsearch", VENDOR, "bm25"]
    only, _errors = evaluated(folder, "--engine", "elasticsearch")
    assert only == [lines[0], lines[2]]
    assert ranked(folder, "elasticsearch")["elasticsearch"]["asked-2"] == ["knots"]
    with pytest.raises(KeyboardInterrupt), rankings(read(folder), ["elasticsearch"], _interrupt):
        pass
    assert dict(elastic.writer.indices.get_alias(index=ours)) == {}


def _interrupt(_count):
    raise KeyboardInterrupt
