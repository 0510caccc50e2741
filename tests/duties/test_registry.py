"""The worker's list of duties comes from the apps; one that breaks stops no other."""

from django.apps import apps
from django.core.management import call_command

from config.management.commands.worker import Command
from duties.registry import duties
from notifications.duties import deliver_notices


def test_every_app_names_its_duties():
    named = [path for app in apps.get_app_configs() for path in getattr(app, "duties", [])]
    assert list(duties()) == named
    assert duties()["notifications.duties.deliver_notices"] is deliver_notices


def test_a_duty_that_breaks_stops_no_other(db, monkeypatch, caplog):
    done = []

    def break_down():
        raise OSError("no disk")

    def work():
        done.append(1)
        return 0 if len(done) > 2 else 1

    monkeypatch.setattr(
        "config.management.commands.worker.duties", lambda: {"a.breaks": break_down, "b.works": work}
    )
    call_command("worker", "--drain")
    assert len(done) == 3
    assert "The duty a.breaks broke" in caplog.text


def test_a_round_says_how_much_was_done(db, monkeypatch):
    monkeypatch.setattr("config.management.commands.worker.duties", lambda: {"a": lambda: 2, "b": lambda: 3})
    assert Command().round() == 5
