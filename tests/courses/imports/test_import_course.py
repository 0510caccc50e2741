"""`import_course`: a folder becomes a course; doing it again changes nothing."""

import json

import pytest

from content.models import CustomImage
from courses.models import CoursePage, LessonPage
from tests.courses.imports.stories import REMARKS, body, course, everything, lesson, replace

pytestmark = pytest.mark.django_db


class TestACourse:
    def test_what_the_command_says(self, run, garden, ada):
        assert run(garden, ada) == [
            *REMARKS, "pictures added: 2, courses created: 1, lessons created: 6, remarks: 10"
        ]  # fmt: skip

    def test_the_course_says_what_it_is(self, run, garden, ada):
        run(garden, ada)
        page = course()
        assert (page.title, page.licence, page.language, page.minutes) == (
            "A Garden on the Roof",
            "CC-BY 4.0",
            "en",
            40,
        )
        assert page.promise == (
            "A roof is the sunniest room of the house. Learn to grow your lunch there, starting with one box."
        )
        assert page.outcomes == "<ul><li>Mix soil that holds water.</li><li>Count hours of sun.</li></ul>"
        setup = "/courses/a-garden-on-the-roof/setup/"
        assert page.prerequisites == (
            f'<p>You need a <b>roof</b> that carries weight. See the <a href="{setup}">setup</a>.</p>'
        )
        assert page.picture.title == "The box, filled"
        assert page.body == (
            f"<p>{page.promise}</p>"
            '<p>Start with <a href="/courses/a-garden-on-the-roof/soil/">soil</a>, or with the word '
            '<a href="/courses/a-garden-on-the-roof/glossary/#humus">humus</a>. '
            "The text is under a licence.</p>"
        )

    def test_it_belongs_to_its_author_and_is_published(self, run, garden, ada):
        run(garden, ada)
        page = course()
        assert [(row.person, row.role) for row in page.team.all()] == [(ada, "author")]
        assert (page.live, page.has_unpublished_changes, page.latest_revision.user) == (True, False, ada)
        assert {row.token for row in page.audience.all()} == {"all", f"course:{page.pk}"}

    def test_public_on_request(self, run, garden, ada, client):
        run(garden, ada, audience="public")
        assert "public" in {row.token for row in course().audience.all()}
        picture = course().picture
        assert client.get(picture.renditions.first().url).status_code == 200

    def test_its_pictures_are_for_whom_the_course_is(self, run, garden, ada, client, eve, as_person):
        run(garden, ada)
        picture = course().picture
        address = picture.renditions.first().url
        assert client.get(address).status_code == 404
        assert as_person(eve).get(address).status_code == 200
        assert picture.collection.name == "Pictures of https://github.com/example/roof-garden"

    def test_lessons_follow_the_order_of_the_settings(self, run, garden, ada):
        run(garden, ada)
        lessons = LessonPage.objects.in_course(course())
        assert [(one.title, one.slug, one.minutes, one.summary) for one in lessons] == [
            ("Soil", "soil", 15, "What do plants stand in?"),
            ("Light", "light", 20, "How much sun is enough?"),
            ("Water", "water", 5, ""),
            ("Setup", "setup", None, ""),
            ("Glossary", "glossary", None, ""),
            ("Notes for teachers", "notes-for-teachers", None, ""),
        ]
        assert all(one.live and one.latest_revision.user == ada for one in lessons)

    def test_without_an_order_pages_follow_their_names(self, run, garden, ada):
        replace(garden, "config.yaml", "- 02-soil.md\n- 01-light.md\n- 03-water.md\n", "")
        run(garden, ada)
        titles = [one.title for one in LessonPage.objects.in_course(course())]
        assert titles[:3] == ["Light", "Soil", "Water"]

    def test_an_author_sees_it_and_a_reader_reads_it(self, run, garden, ada, eve, as_person):
        run(garden, ada)
        html = as_person(eve).get("/courses/a-garden-on-the-roof/soil/").content.decode()
        assert 'href="/courses/a-garden-on-the-roof/light/#how-much"' in html
        assert "Squeeze it" in html
        assert CoursePage.objects.editable_by(ada).filter(pk=course().pk).exists()
        assert not CoursePage.objects.editable_by(eve).filter(pk=course().pk).exists()

    def test_the_first_operator_owns_what_nobody_is_named_for(self, run, garden, operator):
        run(garden)
        assert [row.person for row in course().team.all()] == [operator]


class TestBlocks:
    def test_soil(self, run, garden, ada):
        run(garden, ada)
        blocks = body("episodes/02-soil.md")
        kinds = [
            block["value"].get("kind", "") if isinstance(block["value"], dict) else "" for block in blocks
        ]
        assert [f"{block['type']} {kind}".strip() for block, kind in zip(blocks, kinds, strict=True)] == [
            "callout objectives", "callout questions", "text", "heading", "text", "code", "text", "picture",
            "picture", "table", "task", "callout quote", "callout teacher", "discussion", "callout more",
            "callout keypoints",
        ]  # fmt: skip

    def test_a_link_leads_to_the_lesson_and_its_heading(self, run, garden, ada):
        run(garden, ada)
        assert body("episodes/02-soil.md")[2]["value"] == (
            "<p>Soil is more than dirt. Read about "
            '<a href="/courses/a-garden-on-the-roof/light/#how-much">light</a> first, or '
            '<a href="/courses/a-garden-on-the-roof/glossary/">everything</a>.</p>'
        )

    def test_an_exercise_is_a_task_with_its_solution(self, run, garden, ada):
        run(garden, ada)
        task = body("episodes/02-soil.md")[10]["value"]
        assert task["title"] == "Squeeze it"
        assert [block["type"] for block in task["body"]] == ["text", "code", "text"]
        assert task["body"][2]["value"] == "<h4>Hint</h4><p>Wear gloves.</p>"
        assert [block["value"] for block in task["solution"]] == ["<p>It should hold together.</p>"]

    def test_pictures_are_taken_in_once(self, run, garden, ada):
        run(garden, ada)
        box, layers = (block["value"]["picture"] for block in body("episodes/02-soil.md")[7:9])
        assert (box["alt_text"], box["decorative"]) == ("A box full of dark soil", False)
        assert (layers["alt_text"], layers["decorative"]) == ("", True)
        stored = CustomImage.objects.order_by("pk")
        assert [picture.pk for picture in stored] == [box["image"], layers["image"]]
        assert course().picture_id == box["image"]
        assert stored.get(pk=layers["image"]).width == 240

    def test_a_table_keeps_links_and_emphasis(self, run, garden, ada):
        run(garden, ada)
        assert body("episodes/02-soil.md")[9]["value"]["rows"] == (
            "Kind\tHolds water\tSee\nSand\tno \\| hardly\t[light](</courses/a-garden-on-the-roof/light/>)\n"
            "Clay\t**yes**\t`clay()`"
        )

    def test_words_of_a_glossary_lead_to_one_another(self, run, garden, ada):
        run(garden, ada)
        assert body("learners/reference.md")[1]["value"] == (
            '<h4>compost</h4><p>What becomes <a href="#humus">humus</a>.</p>'
            "<h4>humus</h4><p>Dark and alive.</p>"
        )

    def test_pages_for_teachers_say_so(self, run, garden, ada):
        run(garden, ada)
        first, second = body("instructors/notes.md")
        assert (first["value"]["kind"], second["value"]) == ("teacher", "<p>Bring gloves for everyone.</p>")


class TestAgain:
    def test_changes_nothing(self, run, garden, ada):
        """U14: importing twice changes nothing, and says the same."""
        run(garden, ada)
        before = everything()
        assert run(garden, ada) == [*REMARKS, "courses unchanged: 1, lessons unchanged: 6, remarks: 10"]
        assert everything() == before

    def test_by_another_author_changes_nothing(self, run, garden, ada, ben):
        run(garden, ada)
        before = everything()
        run(garden, ben)
        assert everything() == before

    def test_another_author_may_bring_it_up_to_date(self, run, garden, ada, ben):
        run(garden, ada)
        replace(garden, "episodes/01-light.md", "Six hours.", "Seven hours.")
        run(garden, ben)
        assert lesson("episodes/01-light.md").latest_revision.user == ben
        assert [row.person for row in course().team.all()] == [ada]

    def test_what_changed_is_brought_up_to_date(self, run, garden, ada):
        run(garden, ada)
        old = lesson("episodes/01-light.md")
        replace(garden, "episodes/01-light.md", "Six hours.", "Seven hours.")
        said = run(garden, ada)
        new = lesson("episodes/01-light.md")
        assert said[-1] == "courses unchanged: 1, lessons unchanged: 5, lessons updated: 1, remarks: 10"
        assert (new.pk, new.slug, new.url_path) == (old.pk, old.slug, old.url_path)
        assert "Seven hours." in json.dumps(new.body.get_prep_value())
        assert new.revisions.count() == old.revisions.count()

    def test_a_new_title_keeps_the_address(self, run, garden, ada):
        run(garden, ada)
        replace(garden, "episodes/01-light.md", "title: Light", "title: Sun")
        run(garden, ada)
        assert (lesson("episodes/01-light.md").title, lesson("episodes/01-light.md").slug) == ("Sun", "light")

    def test_a_changed_picture_is_a_change(self, run, garden, ada):
        run(garden, ada)
        replace(garden, "episodes/fig/layers.svg", "#7a5", "#5a7")
        said = run(garden, ada)
        counts = "courses unchanged: 1, lessons updated: 1, lessons unchanged: 5, remarks: 10"
        assert said[-1] == f"pictures added: 1, {counts}"

    def test_a_new_lesson_takes_its_place(self, run, garden, ada):
        run(garden, ada)
        (garden / "episodes/04-frost.md").write_text("---\ntitle: Frost\n---\nCover it.\n")
        replace(garden, "config.yaml", "- 01-light.md\n", "- 04-frost.md\n- 01-light.md\n")
        said = run(garden, ada)
        titles = [one.title for one in LessonPage.objects.in_course(course())]
        assert titles[:4] == ["Soil", "Frost", "Light", "Water"]
        assert REMARKS[0] not in said
        assert 'href="/courses/a-garden-on-the-roof/frost/"' in json.dumps(
            body("episodes/01-light.md")
        ).replace('\\"', '"')

    def test_a_lesson_whose_source_is_gone_stays(self, run, garden, ada):
        run(garden, ada)
        (garden / "instructors/notes.md").unlink()
        assert (
            "instructors/notes.md is no longer in the folder; the lesson “Notes for teachers” stays."
            in run(garden, ada)
        )
        assert lesson("instructors/notes.md").live

    def test_a_lesson_that_cannot_be_read_today_stays(self, run, garden, ada):
        run(garden, ada)
        (garden / "instructors/notes.md").write_bytes(b"\xff\xfe")
        said = run(garden, ada)
        assert "instructors/notes.md is not UTF-8 (line 1)." in said
        assert not any("no longer" in line for line in said)
        assert lesson("instructors/notes.md").live


class TestDryRun:
    def test_says_the_same_and_writes_nothing(self, run, garden, ada):
        before = everything()
        said = run(garden, ada, dry_run=True)
        assert said == [
            *REMARKS, "courses created: 1, lessons created: 6, remarks: 10",
            "Nothing was written: this was a dry run.",
        ]  # fmt: skip
        assert everything() == before

    def test_knows_what_is_here(self, run, garden, ada):
        run(garden, ada)
        replace(garden, "episodes/01-light.md", "Six hours.", "Seven hours.")
        before = everything()
        said = run(garden, ada, dry_run=True)
        assert said[-2] == "courses unchanged: 1, lessons unchanged: 5, lessons updated: 1, remarks: 10"
        assert everything() == before
