"""`import_course` never writes over what people did here."""

import json

import pytest

from courses.actions.authoring import trash
from courses.models import LessonPage
from tests import factories
from tests.courses.imports.stories import body, course, everything, lesson, replace

pytestmark = pytest.mark.django_db


class TestEditedHere:
    def edit(self, page, **fields):
        for name, value in fields.items():
            setattr(page, name, value)
        return page.save_revision(user=page.owner)

    def left(self, said, path, reason):
        return f"{path} was {reason} and is left alone." in said

    def test_a_published_edit_is_left_alone(self, run, garden, ada):
        run(garden, ada)
        mine = json.dumps([{"type": "text", "value": "<p>Mine.</p>"}])
        self.edit(lesson("episodes/01-light.md"), body=mine).publish()
        replace(garden, "episodes/01-light.md", "Six hours.", "Seven hours.")
        before = everything()
        said = run(garden, ada)
        assert self.left(said, "episodes/01-light.md", "edited here since")
        assert said[-1] == "courses unchanged: 1, lessons unchanged: 5, lessons left alone: 1, remarks: 11"
        assert everything() == before
        assert body("episodes/01-light.md") == [{"type": "text", "value": "<p>Mine.</p>"}]

    def test_so_is_a_draft(self, run, garden, ada):
        run(garden, ada)
        self.edit(lesson("episodes/01-light.md"), title="Sunlight")
        replace(garden, "episodes/01-light.md", "Six hours.", "Seven hours.")
        assert self.left(run(garden, ada), "episodes/01-light.md", "edited here since")
        assert lesson("episodes/01-light.md").get_latest_revision_as_object().title == "Sunlight"

    def test_saving_without_a_change_is_no_edit(self, run, garden, ada):
        run(garden, ada)
        page = lesson("episodes/01-light.md")
        raw = json.loads(json.dumps(page.body.get_prep_value()))
        for block in raw:
            if block["type"] == "text":
                block["value"] = block["value"].replace("<p>", '<p data-block-key="a1b2c">')
        self.edit(page, body=json.dumps(raw)).publish()
        replace(garden, "episodes/01-light.md", "Six hours.", "Seven hours.")
        assert (
            run(garden, ada)[-1]
            == "courses unchanged: 1, lessons unchanged: 5, lessons updated: 1, remarks: 10"
        )

    def test_the_course_itself(self, run, garden, ada):
        run(garden, ada)
        self.edit(course(), promise="My own promise.").publish()
        replace(garden, "config.yaml", "CC-BY 4.0", "CC0")
        assert self.left(run(garden, ada), "index.md", "edited here since")
        assert (course().promise, course().licence) == ("My own promise.", "CC-BY 4.0")

    def test_what_the_import_does_not_write_is_no_edit(self, run, garden, ada):
        run(garden, ada)
        page = course()
        soil = factories.topic("Soil")
        page.topics.add(soil)
        self.edit(page, for_whom="Everyone with a roof", level="advanced").publish()
        replace(garden, "config.yaml", "CC-BY 4.0", "CC0")
        run(garden, ada)
        page = course()
        assert (page.licence, page.for_whom, page.level) == ("CC0", "Everyone with a roof", "advanced")
        assert list(page.topics.all()) == [soil]

    def test_taken_offline(self, run, garden, ada):
        run(garden, ada)
        lesson("episodes/01-light.md").unpublish()
        replace(garden, "episodes/01-light.md", "Six hours.", "Seven hours.")
        assert self.left(run(garden, ada), "episodes/01-light.md", "taken offline here")
        assert not lesson("episodes/01-light.md").live

    def test_a_lesson_in_the_trash(self, run, garden, ada):
        run(garden, ada)
        trash(ada, lesson("episodes/01-light.md"))
        assert self.left(run(garden, ada), "episodes/01-light.md", "put into the trash here")
        assert lesson("episodes/01-light.md").trashed_at is not None

    def test_a_course_in_the_trash_stays_there(self, run, garden, ada):
        run(garden, ada)
        trash(ada, course())
        before = everything()
        assert (
            run(garden, ada)[-2]
            == "index.md was put into the trash here, with its lessons, and is left alone."
        )
        assert everything() == before

    def test_moved_to_another_course(self, run, garden, ada):
        run(garden, ada)
        other = factories.course("Another", ada)
        lesson("episodes/01-light.md").move(other, pos="last-child")
        assert self.left(run(garden, ada), "episodes/01-light.md", "moved to another course here")
        assert LessonPage.objects.filter(title="Light").count() == 1
