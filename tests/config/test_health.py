"""Whether the process lives and can serve; and pages for when something does not."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client
from django.urls import path

from config import health
from config.urls import urlpatterns as real_addresses


def test_a_live_process_says_so_without_asking_the_database(as_person, ada, django_assert_num_queries):
    client = as_person(ada)
    with django_assert_num_queries(0):
        answer = client.get("/livez")
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (
        200,
        b"alive\n",
        "text/plain; charset=utf-8",
    )
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_process_that_can_serve_says_so(db):
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_without_a_database_it_lives_but_is_not_ready(monkeypatch, db):
    def gone(*_args, **_kwargs):
        raise OperationalError("password authentication failed for user hall")

    monkeypatch.setattr(health, "knock", gone)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")
    assert Client().get("/livez").status_code == 200


def test_migrations_that_wait_keep_it_from_serving(monkeypatch, db):
    monkeypatch.setattr(health, "pending_migrations", lambda: ["people.0002_something"])
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations are waiting: run manage.py migrate\n")


def test_no_migration_waits_here(db):
    assert health.pending_migrations() == []


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_is_only_read(db, path):
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_is_asked_without_https(db, settings, path):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(path).status_code == 200
    assert Client().get("/accounts/login/").status_code == 301


# Pages for when something goes wrong


def breaks(_request):
    raise RuntimeError("inside")


def forbids(_request):
    raise PermissionDenied


urlpatterns = [path("breaks/", breaks), path("forbids/", forbids), *real_addresses]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/breaks/", 500, "Something went wrong on our side"),
        ("/forbids/", 403, "This is not open to you"),
        ("/nowhere/", 404, "We do not have this page"),
        ("/people/?q=%00", 400, "We could not read that"),
        ("/people/?%00=x", 400, "We could not read that"),
    ],
)
def test_trouble_has_a_page_of_ours(db, address, status, words):
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "inside" not in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_wrong_host_gets_a_page_of_ours(db):
    answer = Client().get("/accounts/login/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


# The page of parts


@pytest.mark.parametrize(
    ("demo", "debug", "status"), [(True, False, 200), (False, True, 200), (False, False, 404)]
)
def test_the_parts_are_shown_only_where_one_builds(db, settings, demo, debug, status):
    settings.DEMO, settings.DEBUG = demo, debug
    assert Client().get("/style/").status_code == status
