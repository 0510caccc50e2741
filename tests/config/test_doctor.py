"""Doctor names what is wrong and its cure; exit 1 when something would not work."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from zoneinfo import ZoneInfoNotFoundError

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from config import doctor, elastic
from duties.leases import LEASE, MOST_ATTEMPTS
from notifications.models import Notice
from search.models import SearchDocument


@pytest.fixture(autouse=True)
def a_sound_house(settings, db):
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.SECRET_KEY = "k" * 50
    settings.DEBUG = settings.DEMO = False
    settings.ELASTICSEARCH_URL = ""


def named(*, broken=None):
    return [finding.what for finding in doctor.examine() if broken in {None, finding.broken}]


def test_all_is_well(capsys):
    call_command("doctor")
    assert capsys.readouterr().out == "All is well.\n"


def test_what_is_broken_is_shown_with_its_cure_and_ends_with_one(settings, capsys):
    settings.ALLOWED_HOSTS = []
    with pytest.raises(SystemExit) as end:
        call_command("doctor", no_color=True)
    assert end.value.code == 1
    assert capsys.readouterr().out == (
        "broken  ALLOWED_HOSTS is empty: every page is refused.\n"
        "        Write ALLOWED_HOSTS=127.0.0.1.\n\n"
        "1 of 1 findings keep something from working.\n"
    )


def test_what_only_wants_a_look_ends_with_nought(settings, capsys):
    settings.SECRET_KEY = "short"
    call_command("doctor", no_color=True)
    out = capsys.readouterr().out
    assert out.startswith("look  SECRET_KEY has only 5 characters")
    assert out.endswith("Nothing is broken.\n")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"SITE_URL": "guildhall"}, "SITE_URL is “guildhall”, which is no address."),
        ({"ALLOWED_HOSTS": ["other.example"]}, "ALLOWED_HOSTS lacks 127.0.0.1, the host of SITE_URL"),
        ({"SITE_URL": "https://127.0.0.1", "DEBUG": True}, "DEBUG is on and SITE_URL is public"),
        ({"MEDIA_ROOT": "/proc/nothing"}, "MEDIA_ROOT (/proc/nothing) cannot be written"),
        ({"EMAIL_BACKEND": "nowhere.EmailBackend"}, "The mail server cannot be used"),
        (
            {
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": 9,
            },
            "The mail server cannot be used: ConnectionRefusedError",
        ),
    ],
)
def test_settings_under_which_something_would_not_work(settings, changes, words):
    for name, value in changes.items():
        setattr(settings, name, value)
    [what] = named(broken=True)
    assert what.startswith(words)


def test_uncounted_queries_want_a_look(settings):
    settings.SPOOL_DIR = "/proc/nothing"
    [what] = named(broken=False)
    assert what.startswith("SPOOL_DIR (/proc/nothing) cannot be written")
    assert what.endswith("What is searched for is not counted.")


def test_a_wildcard_host_is_enough(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = "http://hall.example.org", [".example.org"]
    assert named() == []


def test_a_public_demo_and_mail_that_goes_nowhere_want_a_look(settings):
    settings.SITE_URL, settings.DEMO = "https://127.0.0.1", True
    assert named() == [
        "DEMO is on and SITE_URL is public: anyone signs in as a demo person.",
        "Mail goes to locmem, not to people.",
    ]


def test_style_sheets_that_were_not_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    assert named() == ["The style sheets are not collected: no page can be shown."]
    (tmp_path / "staticfiles.json").write_text("{}")
    assert named() == []


def test_missing_zone_data(monkeypatch):
    def missing(name):
        raise ZoneInfoNotFoundError(name)

    monkeypatch.setattr(doctor, "ZoneInfo", missing)
    assert named() == ["There is no time zone data: no session can have a date."]


def test_a_database_that_does_not_answer_is_asked_nothing_more(monkeypatch):
    def gone():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(doctor, "knock", gone)
    monkeypatch.setattr(doctor, "pending_migrations", gone)
    assert named() == ["The database cannot be reached: connection refused"]


def test_migrations_that_wait_are_named_first(monkeypatch):
    monkeypatch.setattr(doctor, "pending_migrations", lambda: ["people.0002_more", "people.0003_most"])
    assert named() == ["Migrations wait: 2, the first is people.0002_more."]


def test_checks_of_the_house_are_among_the_findings(monkeypatch):
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": "x"}
    monkeypatch.setattr("config.checks.settings", SimpleNamespace(DATABASES={"default": database}))
    [what] = named(broken=True)
    assert what.endswith("(config.E001)")


# Work that waits for a person


@pytest.fixture
def notice(ada):
    """Makes a notice that was due an hour ago."""

    def make(**fields):
        due = timezone.now() - timedelta(hours=1)
        return Notice.objects.create(person=ada, kind="tea.ready", due_at=due, **fields)

    return make


def test_mail_that_nobody_sends(notice):
    notice()
    notice()
    assert named(broken=True) == [
        "Mails due for over ten minutes: 2. No worker is running, or it does not keep up."
    ]


def test_mail_that_is_just_due_is_nothing_to_name(notice):
    notice().__class__.objects.update(due_at=timezone.now() - timedelta(minutes=9))
    assert named() == []


def test_an_interrupted_mail_is_listed_until_it_is_settled(notice, ada, capsys):
    at = timezone.now() - LEASE
    mail = notice(handed_over_at=at, lease_until=at, lease_token="12345678123456781234567812345678")
    [what] = named()
    assert what == (
        f"Mail {mail.pk} (tea.ready to {ada.email}) was interrupted while it was handed over, "
        f"{at:%d %B %Y, %H:%M} UTC. Nobody knows whether it arrived."
    )
    call_command("resend_mail", mail.pk, "--forget")
    assert named() == []
    assert Notice.objects.get().void_at is not None


def test_a_mail_being_handed_over_right_now_is_not_interrupted(notice):
    now = timezone.now()
    mail = notice(handed_over_at=now, lease_until=now + LEASE, lease_token="12345678123456781234567812345678")
    assert named() == []
    with pytest.raises(CommandError, match="being sent now"):
        call_command("resend_mail", mail.pk)


def test_a_mail_that_failed_ten_times_is_listed_until_it_is_settled(notice, ada):
    mail = notice(attempts=MOST_ATTEMPTS, last_error="SMTPRecipientsRefused: 550")
    assert named() == [
        f"Mail {mail.pk} (tea.ready to {ada.email}) failed ten times: SMTPRecipientsRefused: 550"
    ]
    call_command("resend_mail", mail.pk)
    assert Notice.objects.claim(1) == [mail]


def test_no_more_than_ten_are_named(notice):
    for _ in range(12):
        notice(attempts=MOST_ATTEMPTS)
    assert len(named()) == 10


@pytest.mark.parametrize("flag", [[], ["--forget"]])
def test_a_mail_that_was_sent_is_left_alone(notice, flag):
    mail = notice(sent_at=timezone.now())
    with pytest.raises(CommandError, match="This mail is sent"):
        call_command("resend_mail", mail.pk, *flag)
    with pytest.raises(CommandError, match="There is no mail 0"):
        call_command("resend_mail", 0, *flag)


def test_a_document_that_never_reached_elasticsearch():
    SearchDocument.objects.all().delete()
    SearchDocument.objects.create(
        kind="course",
        object_id=7,
        title="Knots",
        changed_at=timezone.now(),
        attempts=MOST_ATTEMPTS,
        last_error="413",
    )
    assert named() == ["course:7 Knots did not reach Elasticsearch in ten attempts: 413"]


# Elasticsearch


@pytest.fixture
def server(settings):
    """A server that gives one answer: `server(200, {...})` returns what it was asked."""
    running = []

    def answer(status, body):
        asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append((self.path, self.headers.get("Authorization")))
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())

            def log_message(self, *_words):
                return None

        running.append(HTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=running[-1].serve_forever, daemon=True).start()
        settings.ELASTICSEARCH_URL = f"http://127.0.0.1:{running[-1].server_port}"
        return asked

    yield answer
    for one in running:
        one.shutdown()
        one.server_close()


def nodes(*versions):
    return {"nodes": {f"n{number}": {"version": version} for number, version in enumerate(versions)}}


def test_an_elasticsearch_of_our_version_is_well(server, settings):
    asked = server(200, nodes("8.18.8", "8.19.0"))
    settings.ELASTICSEARCH_API_KEY = "a2V5"
    assert elastic.elasticsearch_problem() is None
    assert asked == [("/_nodes?filter_path=nodes.*.version", "ApiKey a2V5")]


def test_name_and_password_of_the_address_are_sent(server, settings):
    asked = server(200, nodes("8.18.8"))
    settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL.replace("//", "//hall:s%40cret@")
    assert elastic.elasticsearch_problem() is None
    assert asked[0][1] == "Basic aGFsbDpzQGNyZXQ="


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, nodes("8.18.8", "9.1.0"), "Elasticsearch is version 9.1.0; Guildhall speaks with version 8."),
        (200, nodes("7.10.2"), "Elasticsearch is version 7.10.2; Guildhall speaks with version 8."),
        (401, {}, "Elasticsearch answers 401."),
        (200, b"<html>hello</html>", "What answers at ELASTICSEARCH_URL is no Elasticsearch."),
        (200, {}, "What answers at ELASTICSEARCH_URL is no Elasticsearch."),
        (200, [], "What answers at ELASTICSEARCH_URL is no Elasticsearch."),
    ],
)
def test_another_answer_is_named(server, status, body, words):
    server(status, body)
    assert named(broken=True) == [words]


@pytest.mark.parametrize(
    "url", ["nonsense", "ftp://h", "http://", "http://h:abc", "http://h:99999", "http://[h", "//h:9200"]
)
def test_an_address_that_is_none_is_named(settings, url):
    settings.ELASTICSEARCH_URL = url
    assert named(broken=True) == ["ELASTICSEARCH_URL is no address of a server."]


def test_a_server_that_does_not_answer_is_named_without_the_password(settings):
    settings.ELASTICSEARCH_URL = "http://hall:secret@127.0.0.1:9"
    [what] = named(broken=True)
    assert what.startswith("Elasticsearch does not answer: ")
    assert "secret" not in what


def test_a_certificate_file_that_is_not_there_is_named(settings):
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_CA_FILE = "https://127.0.0.1:9", "/nowhere/ca.pem"
    [what] = named(broken=True)
    assert what.startswith("Elasticsearch does not answer: ")
