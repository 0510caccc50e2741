"""docs/enrolment.md tells what the code does."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from courses import states
from courses.management.commands.enrolment_picture import BEGIN, END, drawn, with_picture
from courses.models import Enrolment

DOCUMENT = Path(settings.BASE_DIR) / "docs" / "enrolment.md"


def test_the_picture_in_the_document_is_that_of_the_code():
    text = DOCUMENT.read_text(encoding="utf-8")
    assert text == with_picture(text), "Run `manage.py enrolment_picture`."


def test_every_state_and_step_is_drawn():
    picture = drawn()
    assert [state for state in Enrolment.State.values if state not in picture] == []
    assert [step.verb for step in states.STEPS if f"`{step.verb}`" not in picture] == []


def test_another_step_makes_another_picture(monkeypatch):
    monkeypatch.setattr(states, "STEPS", states.STEPS[:-1])
    assert ": cancel" not in states.picture()


def test_it_is_drawn_between_its_marks_and_twice_changes_nothing(tmp_path, capsys):
    path = tmp_path / "rules.md"
    path.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    call_command("enrolment_picture", str(path))
    once = path.read_text(encoding="utf-8")
    call_command("enrolment_picture", str(path))
    assert once == path.read_text(encoding="utf-8") == f"before\n{drawn()}\nafter\n"
    assert "Drawn into" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["no marks", BEGIN, END])
def test_without_its_marks_nothing_is_written(tmp_path, text):
    path = tmp_path / "rules.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match="needs the lines"):
        call_command("enrolment_picture", str(path))
    assert path.read_text(encoding="utf-8") == text
