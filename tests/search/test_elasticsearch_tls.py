"""An Elasticsearch behind TLS with a certificate authority of the house, and a key to be let in."""

import subprocess

import pytest

from config.elastic import elasticsearch_problem
from search import actions
from search.engines.base import Ask, EngineDown
from search.engines.elasticsearch import elasticsearch_engine, forget_engines
from search.query import Filters, parse
from tests import factories
from tests.elasticsearch.gate import Gate, trusting

pytestmark = pytest.mark.django_db


def openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


def authority(folder):
    """A folder with a certificate authority and what it says of 127.0.0.1."""
    folder.mkdir()
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1")
    new = ["-newkey", "rsa:2048", "-nodes", "-days", "2"]
    openssl(folder, "req", "-x509", *new, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=House")
    openssl(folder, "req", *new[:3], "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=search")
    openssl(
        folder, "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
        "-days", "2", "-extfile", "names", "-out", "server.pem",
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    return authority(tmp_path_factory.mktemp("tls") / "ours")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    return authority(tmp_path_factory.mktemp("tls") / "theirs")


@pytest.fixture
def gate(request, settings, ours):
    """Speaks TLS and lets in who has the key; behind it a real server, for tests that ask for `elastic`."""
    behind = ""
    if "elastic" in request.fixturenames:
        request.getfixturevalue("elastic")
        behind = settings.ELASTICSEARCH_URL
    with Gate(behind, context=trusting(ours / "server.pem", ours / "server.key"), key="aG91c2U=") as gate:
        settings.ELASTICSEARCH_URL = gate.url
        settings.ELASTICSEARCH_CA_FILE = str(ours / "ca.pem")
        settings.ELASTICSEARCH_API_KEY = "aG91c2U="
        forget_engines()
        yield gate


def refused(gate):
    """Nothing is found, because nobody is asked or nobody lets us in."""
    with pytest.raises(EngineDown) as down:
        elasticsearch_engine().search(Ask(parse("wells"), None))
    assert [path for _method, path, _headers in gate.seen if "_search" in path] == []
    return str(down.value)


@pytest.mark.elasticsearch
def test_everything_goes_through_tls_with_the_key(elastic, gate, ada):
    from search.duties import sync_search

    factories.course("Wells", ada)
    while sync_search():
        pass
    engine = elasticsearch_engine()
    engine.writer.indices.refresh(index=engine.alias)
    found = actions.search("wells", ada, Filters()).results
    assert (found.engine, found.total, found.notice) == ("elasticsearch", 1, "")
    engine.rebuild(lambda _count: None)
    assert list(engine.verify()) == []
    assert {headers["Authorization"] for _method, _path, headers in gate.seen} == {"ApiKey aG91c2U="}


def test_another_authority_is_not_believed(gate, settings, theirs):
    settings.ELASTICSEARCH_CA_FILE = str(theirs / "ca.pem")
    assert "certificate verify failed" in refused(gate)
    assert gate.seen == []
    settings.ELASTICSEARCH_CA_FILE = ""
    assert "certificate verify failed" in refused(gate)
    assert gate.seen == []


def test_a_certificate_for_another_name_is_not_believed(gate, settings):
    settings.ELASTICSEARCH_URL = gate.url.replace("127.0.0.1", "localhost")
    assert "certificate" in refused(gate)
    assert gate.seen == []


def test_a_file_that_is_no_certificate_is_said(gate, settings, ours):
    for file in (ours / "nothing.pem", ours / "names"):
        settings.ELASTICSEARCH_CA_FILE = str(file)
        assert "certificate cannot be used" in refused(gate)


def test_without_the_key_nobody_is_let_in(gate, settings):
    settings.ELASTICSEARCH_API_KEY = "YW5vdGhlcg=="
    gate.seen.clear()
    with pytest.raises(EngineDown, match="401"):
        elasticsearch_engine().search(Ask(parse("wells"), None))
    assert len(gate.seen) == 1


def test_the_doctor_asks_every_server_by_the_same_rules(gate, settings, theirs):
    settings.ELASTICSEARCH_CA_FILE = str(theirs / "ca.pem")
    assert "certificate verify failed" in elasticsearch_problem()[0]


def test_an_authority_without_tls_is_refused(gate, settings):
    settings.ELASTICSEARCH_URL = gate.url.replace("https", "http")
    assert "certificate cannot be used" in refused(gate)
    assert "http: trusts everybody" in elasticsearch_problem()[0]
