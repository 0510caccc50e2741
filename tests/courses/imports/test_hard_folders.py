"""`import_course` on folders that are broken, hostile, or no course at all."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from content.models import CustomImage
from courses.models import CoursePage, LessonPage
from tests import factories
from tests.courses.imports.stories import body, course, everything, replace

pytestmark = pytest.mark.django_db


class TestRefused:
    """Before anything is read or written, in one sentence, with exit code 1."""

    @pytest.mark.parametrize(
        ("make", "sentence"),
        [
            (lambda garden: garden / "none", "“{}” is no folder."),
            (lambda garden: garden / "index.md", "“{}” is no folder."),
            (
                lambda garden: garden / "episodes",
                "“{}” holds no course: config.yaml and a folder called episodes are needed.",
            ),
        ],
    )
    def test_a_folder_that_is_no_course(self, make, sentence, garden, ada):
        folder = make(garden)
        before = everything()
        with pytest.raises(CommandError) as refusal:
            call_command("import_course", str(folder), author=ada.email)
        assert (str(refusal.value), refusal.value.returncode) == (sentence.format(folder), 1)
        assert everything() == before

    def test_a_course_without_a_readable_episode(self, run, garden, ada):
        for path in (garden / "episodes").glob("*.md"):
            path.write_bytes(b"\xff")
        with pytest.raises(CommandError) as refusal:
            run(garden, ada)
        assert str(refusal.value) == f"“{garden}” holds no course: none of its episodes can be read."

    def test_an_author_nobody_knows(self, garden, db, monkeypatch):
        monkeypatch.setattr(
            "courses.management.commands.import_course.import_course", lambda *_args, **_more: 1 / 0
        )
        with pytest.raises(CommandError) as refusal:
            call_command("import_course", str(garden), author="nobody@example.org")
        assert (
            str(refusal.value)
            == "Nobody with the address nobody@example.org works here. Name an author who does."
        )

    def test_an_author_who_left(self, run, garden, ada):
        ada.state = ada.State.LEFT
        ada.save()
        with pytest.raises(CommandError):
            run(garden, ada)
        assert not CoursePage.objects.exists()

    def test_no_operator_to_own_it(self, run, garden):
        with pytest.raises(CommandError) as refusal:
            run(garden)
        assert str(refusal.value) == "There is no operator yet. Name an author with --author."


class TestBroken:
    """Told with file and line, and the rest goes on."""

    def test_front_matter(self, run, garden, ada):
        replace(garden, "episodes/01-light.md", "title: Light", "title: [Light")
        said = run(garden, ada)
        why = "The YAML is broken: expected ',' or ']', but got ':'. The page was left out."
        assert f"episodes/01-light.md:3 {why}" in said
        assert said[-1].startswith("pictures added: 2, courses created: 1, lessons created: 5")

    def test_settings(self, run, garden, ada):
        replace(garden, "config.yaml", "lang: en", "lang: en\n\tbroken: [")
        said = run(garden, ada)
        told = [line for line in said if line.startswith("config.yaml:")]
        assert len(told) == 1
        assert told[0].startswith("config.yaml:8 The YAML is broken:")
        assert told[0].endswith("The pages follow the order of their names.")
        assert (course().title, course().licence) == ("A Garden on the Roof", "CC-BY 4.0")
        assert [one.title for one in LessonPage.objects.in_course(course())][:3] == ["Light", "Soil", "Water"]

    def test_pages_that_the_order_names_in_vain(self, run, garden, ada):
        replace(
            garden, "config.yaml", "- 03-water.md", "- 03-water.md\n- 09-none.md\n- ../../outside.md\n- 17"
        )
        (garden / "episodes/05-extra.md").write_text("# Extra\n")
        said = run(garden, ada)
        assert "episodes/09-none.md is not there." in said
        assert "episodes/../../outside.md lies outside the folder and was not read." in said
        assert "episodes/17 is not there." in said
        assert "episodes/05-extra.md is not in the order that config.yaml gives." in said
        assert LessonPage.objects.count() == 6

    def test_without_an_index(self, run, garden, ada):
        (garden / "index.md").unlink()
        assert "index.md is not there." in run(garden, ada)
        assert (course().promise, course().body, course().picture) == ("", "", None)

    def test_without_a_source(self, run, garden, ada):
        replace(
            garden,
            "config.yaml",
            "source: 'https://github.com/example/roof-garden'",
            "source: 'javascript:alert(1)'",
        )
        said = run(garden, ada)
        assert "config.yaml No address of the source is given; the folder's name stands for it." in said
        assert CoursePage.objects.get().source == "garden"
        assert run(garden, ada)[-1] == "courses unchanged: 1, lessons unchanged: 6, remarks: 11"

    def test_two_lessons_of_one_name(self, run, garden, ada):
        replace(garden, "episodes/01-light.md", "title: Light", "title: Soil")
        run(garden, ada)
        assert [one.slug for one in LessonPage.objects.in_course(course())][:2] == ["soil", "soil-2"]

    def test_another_course_of_the_same_name(self, run, garden, ada):
        factories.course("A Garden on the Roof", ada, slug="a-garden-on-the-roof")
        run(garden, ada)
        assert course().slug == "a-garden-on-the-roof-2"
        assert "/courses/a-garden-on-the-roof-2/light/" in json.dumps(body("episodes/02-soil.md"))


class TestHostile:
    def test_nothing_outside_the_folder_is_read(self, run, garden, ada, tmp_path):
        """R25: links and dots lead nowhere."""
        (tmp_path / "secret.md").write_text("---\ntitle: Secret\n---\nsecret words\n")
        (tmp_path / "secret.png").write_bytes((garden / "episodes/fig/box.png").read_bytes())
        (garden / "episodes/04-linked.md").symlink_to(tmp_path / "secret.md")
        (garden / "episodes/fig/linked.png").symlink_to(tmp_path / "secret.png")
        replace(garden, "config.yaml", "- 03-water.md", "- 03-water.md\n- 04-linked.md")
        replace(
            garden,
            "episodes/03-water.md",
            "- A can",
            "![a](fig/linked.png)\n![b](../../secret.png)\n![c](/etc/x.png)",
        )
        said = run(garden, ada)
        assert "episodes/04-linked.md lies outside the folder and was not read." in said
        assert (
            "episodes/03-water.md:9 The picture fig/linked.png: lies outside the folder and was not read."
            in said
        )
        assert (
            "episodes/03-water.md:10 The picture ../../secret.png: lies outside the folder and was not read."
            in said
        )
        assert "secret words" not in json.dumps(
            [body(f"episodes/{name}.md") for name in ("01-light", "03-water")]
        )
        assert CustomImage.objects.count() == 2

    def test_a_folder_of_episodes_elsewhere(self, run, garden, ada, tmp_path):
        (garden / "episodes").rename(tmp_path / "elsewhere")
        (garden / "episodes").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(CommandError) as refusal:
            run(garden, ada)
        assert "none of its episodes can be read" in str(refusal.value)

    def test_pictures_that_are_traps(self, run, garden, ada):
        """R25: a trap is told and the lesson is there without it."""
        (garden / "episodes/fig/box.png").write_bytes(b"<html>")
        (garden / "episodes/fig/layers.svg").write_text(
            '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>'
        )
        said = run(garden, ada)
        why = "This is no picture in PNG, JPEG, GIF, WebP or SVG."
        assert f"episodes/02-soil.md:36 The picture fig/box.png: {why}" in said
        assert any(
            line.startswith("episodes/02-soil.md:38 The picture fig/layers.svg: The drawing decl")
            for line in said
        )
        assert not CustomImage.objects.exists()
        assert "picture" not in {block["type"] for block in body("episodes/02-soil.md")}

    def test_pictures_elsewhere_are_not_fetched(self, run, garden, ada):
        """R26: an import asks no server."""
        replace(garden, "episodes/03-water.md", "- A can", "![a](http://169.254.169.254/latest.png)")
        assert (
            "episodes/03-water.md:9 The picture http://169.254.169.254/latest.png: "
            "is on another server and was not fetched." in run(garden, ada)
        )

    def test_scripts_do_not_come_through(self, run, garden, ada, as_person):
        """R24: titles, texts and settings that hold scripts show them."""
        replace(garden, "episodes/01-light.md", "title: Light", 'title: "<script>alert(1)</script>"')
        replace(
            garden, "episodes/01-light.md", "Little.", "<script>alert(2)</script>[x](javascript:alert(3))"
        )
        replace(garden, "config.yaml", "A Garden on the Roof", "<script>alert(4)</script>")
        replace(garden, "config.yaml", "CC-BY 4.0", "<script>alert(5)</script>")
        run(garden, ada)
        client = as_person(ada)
        for page in [course(), *LessonPage.objects.in_course(course())]:
            html = client.get(page.get_absolute_url()).content.decode()
            assert "<script>alert" not in html
            assert "javascript:alert" not in html.replace("(javascript:alert(3))", "")

    def test_a_killed_import_is_finished_by_the_next(self, run, garden, ada, monkeypatch):
        """Each lesson stands alone: what was stored stays, the rest follows."""
        from courses.imports import pages

        stored = []

        def place(lesson, *place):
            if len(stored) == 2:
                raise KeyboardInterrupt
            stored.append(lesson)
            return original(lesson, *place)

        original = pages._place
        monkeypatch.setattr(pages, "_place", place)
        with pytest.raises(KeyboardInterrupt):
            run(garden, ada)
        assert [one.title for one in LessonPage.objects.in_course(course())] == ["Soil", "Light"]
        monkeypatch.setattr(pages, "_place", original)
        assert (
            run(garden, ada)[-1]
            == "courses unchanged: 1, lessons unchanged: 2, lessons created: 4, remarks: 10"
        )
        assert [one.title for one in LessonPage.objects.in_course(course())][:3] == ["Soil", "Light", "Water"]

    def test_pictures_are_made_outside_transactions(self, run, garden, ada, monkeypatch, transactional_db):
        """Nothing slow holds a lock on the database."""
        from django.db import connection

        from courses.imports import figures

        original, seen = figures.import_picture, []

        def watched(*args):
            seen.append(connection.in_atomic_block)
            return original(*args)

        monkeypatch.setattr(figures, "import_picture", watched)
        run(garden, factories.person("Ada Brook"))
        assert seen == [False, False]


def test_bar_is_drawn_only_on_a_terminal(garden, ada, monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    call_command("import_course", str(garden), author=ada.email, stdout=io.StringIO())
    assert screen.getvalue() == ""
