"""`manage.py demo` in a house where nobody lives yet."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as installed
from django.core.management import CommandError, call_command

from config.demo.topics import TOPICS
from config.demo.write_people import write_topic
from content.models import CollectionAudience
from people.models import Person
from topics.models import Topic


def run_demo(**options):
    out = io.StringIO()
    call_command("demo", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def demo(settings, db):
    settings.DEMO = True


def test_it_refuses_where_the_demo_is_off(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError) as refusal:
        run_demo()
    assert str(refusal.value).startswith("The demo is off, so nothing was written.")
    assert not Person.objects.exists()


def test_the_list_is_refused_too_where_the_demo_is_off(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        run_demo(list=True, force=False)
    with pytest.raises(CommandError):
        run_demo(no_list=True)


def test_the_list_of_an_empty_house_says_how_to_fill_it(demo):
    out = run_demo(list=True)
    assert out == "There are no demo people yet. Write them with: manage.py demo\n"
    assert not Person.objects.exists()


def test_a_word_that_means_another_topic_already_stays_with_it(demo):
    older = Topic.objects.create(name="Talks at lunch")
    older.synonyms.create(word="Talks")
    for piece in TOPICS:
        write_topic(piece)
    assert [word.word for word in older.synonyms.all()] == ["Talks"]
    presenting = Topic.objects.get(name="Presenting")
    assert {word.word for word in presenting.synonyms.all()} == {"presentations", "public speaking", "slides"}


def test_outside_the_demo_uploads_stay_with_colleagues(db, settings):
    settings.DEMO = False
    out = run_demo(force=True)
    assert not CollectionAudience.objects.exists()
    assert "manage.py changepassword EMAIL" in out
    assert run_demo(force=True).splitlines()[0] == "The demo company is here already; nothing was changed."


@pytest.mark.slow
def test_it_finishes_by_itself_in_an_empty_database(tmp_path):
    """As `make run` does it: a new file, no worker, another process."""
    place = {
        **os.environ, "DEMO": "1", "DATABASE_URL": f"sqlite:///{tmp_path / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "media"), "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    for command in (["migrate", "-v0"], ["demo"], ["demo", "--no-list"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=Path(installed.BASE_DIR),
            env=place,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert done.stdout == "The demo company is here already; nothing was changed.\n"
