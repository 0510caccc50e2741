"""What the environment says, read once; what cannot be used is refused with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT = Path("/srv/hall.sqlite3")


@pytest.fixture
def read(monkeypatch):
    """An environment that holds just these values."""

    def of(**values):
        for name in ("DATABASE_URL", "TEST_DATABASE", "EMAIL_URL", "DATABASE_POOL"):
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return Environment()

    return of


@pytest.mark.parametrize("url", [None, "", "sqlite:////srv/hall.sqlite3"])
def test_sqlite_lets_writers_wait_in_line(read, url):
    assert read(**({} if url is None else {"DATABASE_URL": url})).database(DEFAULT) == {
        **({"USER": "", "PASSWORD": "", "HOST": "", "PORT": ""} if url else {}),
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": "/srv/hall.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        "TEST": {"NAME": "/srv/test.sqlite3"},
    }


def test_postgresql_has_a_pool_and_keeps_what_the_address_says(read):
    found = read(
        DATABASE_URL="postgres://hall:s3%40cret@db:5432/hall?sslmode=require", DATABASE_POOL="4"
    ).database(DEFAULT)
    assert found == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "hall",
        "USER": "hall",
        "PASSWORD": "s3@cret",
        "HOST": "db",
        "PORT": 5432,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 4, "timeout": 60}, "sslmode": "require"},
    }


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "postgres//hall:secret@db/hall",
        "postgres://hall:secret@db:abc/hall",
        "postgres://hall:secret@db/",
        "mysql://hall:secret@db/hall",
        "http://hall:secret@db",
        "postgres://[hall:secret/hall",
    ],
)
def test_an_unusable_database_is_refused_with_its_cure_and_without_the_password(read, url):
    with pytest.raises(ImproperlyConfigured) as error:
        read(DATABASE_URL=url).database(DEFAULT)
    assert str(error.value).startswith("DATABASE_URL ")
    assert "DATABASE_URL=postgres://NAME:PASSWORD@HOST:5432/DATABASE" in str(error.value)
    assert "secret" not in str(error.value)
    assert error.value.__cause__ is None


@pytest.mark.parametrize("url", ["nonsense", "foo://u:secret@h", "smtp://u:secret@h:abc", "smtps://", ""])
def test_an_unusable_mail_server_is_refused_with_its_cure_and_without_the_password(read, url):
    with pytest.raises(ImproperlyConfigured, match=r"Write EMAIL_URL=smtp") as error:
        read(EMAIL_URL=url).mail(default="consolemail://")
    assert "secret" not in str(error.value)
    assert error.value.__cause__ is None


def test_a_mail_server_is_read(read):
    found = read(EMAIL_URL="smtp+tls://hall:s%40@mail.example:587").mail(default="consolemail://")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_HOST_PASSWORD"]) == (
        "mail.example",
        587,
        "s@",
    )


def test_a_number_that_is_none_is_named(read):
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_POOL cannot be read"):
        read(DATABASE_URL="postgres://u@h/d", DATABASE_POOL="many").database(DEFAULT)


# From the outside, as an operator meets it


def manage(*words, **environment):
    """Runs manage.py with just this environment."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error::UserWarning", str(ROOT / "manage.py"), *words],
        env={**clean, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


PRODUCTION = {
    "SECRET_KEY": "x9" * 8 + "a-long-value-that-nobody-guesses-of-many-letters",
    "SITE_URL": "https://hall.example.org",
    "ALLOWED_HOSTS": "hall.example.org",
    "EMAIL_URL": "smtp+tls://hall:secret@127.0.0.1:9",
}


@pytest.mark.slow
def test_the_deployment_check_is_clean_in_production():
    run = manage("check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert (run.stdout, run.stderr, run.returncode) == (
        "System check identified no issues (1 silenced).\n",
        "",
        0,
    )


@pytest.mark.slow
def test_production_refuses_to_start_without_a_secret():
    run = manage("check", SITE_URL="https://hall.example.org")
    assert run.returncode == 1
    assert run.stderr.startswith("Guildhall cannot start: SECRET_KEY is not set.")
    assert "Traceback" not in run.stderr


@pytest.mark.slow
@pytest.mark.parametrize("command", ["doctor", "migrate", "worker"])
def test_an_unusable_database_is_a_sentence_whatever_one_runs(command):
    run = manage(command, **PRODUCTION, DATABASE_URL="postgres://hall:secret@db:abc/hall")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("Guildhall cannot start: DATABASE_URL cannot be read.")
    assert "secret" not in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.slow
def test_doctor_names_a_database_that_does_not_answer(tmp_path):
    run = manage(
        "doctor",
        **{**PRODUCTION, "EMAIL_URL": "consolemail://"},
        MEDIA_ROOT=str(tmp_path),
        DATABASE_URL="postgres://hall:secret@127.0.0.1:9/hall",
    )
    assert run.returncode == 1
    assert "broken  The database cannot be reached: " in run.stdout
    assert "Look at DATABASE_URL" in run.stdout
    assert "secret" not in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
