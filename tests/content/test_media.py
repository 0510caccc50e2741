"""Who may have which picture and file: the address alone opens nothing."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection

from content.models import CollectionAudience, CustomDocument
from content.pictures import import_picture
from tests import factories
from tests.content.samples import png

pytestmark = pytest.mark.django_db

SHELVES = ["root", "public", "all", "restricted", "below restricted", "public below restricted"]


@pytest.fixture
def shelves(cleo):
    """Collections; `restricted` is for Cleo alone."""
    root = Collection.get_first_root_node()
    made = {"root": root}
    for name in ["public", "all", "restricted"]:
        made[name] = Collection.objects.get(pk=root.pk).add_child(name=name)
    restricted = Collection.objects.get(pk=made["restricted"].pk)
    made["below restricted"] = restricted.add_child(name="below")
    made["public below restricted"] = Collection.objects.get(pk=restricted.pk).add_child(name="open")
    for name, token in [
        ("public", "public"),
        ("all", "all"),
        ("restricted", f"person:{cleo.pk}"),
        ("public below restricted", "public"),
    ]:
        CollectionAudience.objects.create(collection=made[name], token=token)
    return made


@pytest.fixture
def seen(shelves, ada, as_person):
    """`seen(cleo)`: on which shelves Cleo gets a picture in some size, and the answer's status otherwise."""
    renditions = {
        name: import_picture(png(), name, shelf, ada).get_rendition("width-20")
        for name, shelf in shelves.items()
    }

    def ask(person, address=lambda rendition: rendition.url):
        client = as_person(person)
        answers = {name: client.get(address(rendition)) for name, rendition in renditions.items()}
        assert {answer.status_code for answer in answers.values()} <= {200, 404}
        return [name for name in SHELVES if answers[name].status_code == 200]

    return ask


class TestPictures:
    """R17: who may have a picture, by the collection it lies in."""

    def test_visitor(self, seen):
        assert seen(None) == ["public", "public below restricted"]

    def test_learner_it_is_for(self, seen, cleo):
        assert seen(cleo) == SHELVES

    def test_someone_it_is_not_for(self, seen, eve):
        assert seen(eve) == ["root", "public", "all", "public below restricted"]

    def test_who_brought_it(self, seen, ada):
        assert seen(ada) == SHELVES

    def test_operator(self, seen, operator):
        assert seen(operator) == SHELVES

    def test_leaver(self, seen, cleo):
        """R21: with the next request a leaver is a visitor."""
        cleo.state = cleo.State.LEFT
        cleo.save()
        assert seen(cleo) == ["public", "public below restricted"]


class TestOriginals:
    def address(self, rendition):
        return rendition.image.file.url

    def test_visitors_get_none(self, seen):
        assert seen(None, self.address) == []

    def test_signed_in_people_get_those_they_may_see(self, seen, eve):
        assert seen(eve, self.address) == ["root", "public", "all", "public below restricted"]

    def test_who_it_is_for(self, seen, cleo):
        assert seen(cleo, self.address) == SHELVES


class TestAnswers:
    @pytest.fixture
    def rendition(self, ada, shelves):
        return import_picture(png(), "x", shelves["all"], ada).get_rendition("width-20")

    def test_the_bytes_and_the_headers(self, rendition, eve, as_person):
        """R29: headers on files too."""
        answer = as_person(eve).get(rendition.url)
        assert b"".join(answer.streaming_content) == rendition.file.open("rb").read()
        assert answer["Content-Type"] == "image/png"
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cache-Control"] == "private, max-age=3600"

    def test_public_pictures_may_be_kept_by_anyone(self, shelves, ada, client):
        rendition = import_picture(png(), "x", shelves["public"], ada).get_rendition("width-20")
        assert client.get(rendition.url)["Cache-Control"] == "public, max-age=3600"

    def test_a_refusal_to_a_person_is_kept_by_nobody(self, shelves, ada, eve, as_person):
        rendition = import_picture(png(), "x", shelves["restricted"], ada).get_rendition("width-20")
        answer = as_person(eve).get(rendition.url)
        assert (answer.status_code, answer["Cache-Control"]) == (404, "private, no-store")

    @pytest.mark.parametrize(
        "path",
        ["images/none.png", "../config/settings.py", "..%2f..%2fmanage.py", "/etc/passwd", "", "renditions/"],
    )
    def test_paths_that_name_nothing(self, path, operator, as_person):
        """R18: only what a row names is read."""
        assert as_person(operator).get(f"/media/{path}").status_code == 404

    def test_a_file_that_is_gone(self, rendition, eve, as_person):
        rendition.file.storage.delete(rendition.file.name)
        assert as_person(eve).get(rendition.url).status_code == 404

    def test_nothing_is_written(self, rendition, eve, as_person):
        """R27: only safe methods."""
        assert as_person(eve).post(rendition.url).status_code == 405
        assert as_person(eve).delete(rendition.url).status_code == 405

    def test_the_web_server_sends_the_bytes_when_it_can(self, rendition, eve, as_person, settings):
        settings.MEDIA_ACCEL_PREFIX = "/inside"
        answer = as_person(eve).get(rendition.url)
        assert answer["X-Accel-Redirect"] == f"/inside/{rendition.file.name}"
        assert (answer.content, answer["Content-Type"]) == (b"", "image/png")

    def test_and_refuses_as_before(self, rendition, client, settings):
        settings.MEDIA_ACCEL_PREFIX = "/inside"
        answer = client.get(rendition.url)
        assert answer.status_code == 404
        assert "X-Accel-Redirect" not in answer

    def test_sql(self, rendition, eve, as_person):
        client = as_person(eve)
        with CaptureQueriesContext(
            connection,
        ) as few:
            assert client.get(rendition.url).status_code == 200
        assert len(few) <= 15


class TestDocuments:
    @pytest.fixture
    def letter(self, ada, shelves):
        return CustomDocument.objects.create(
            title="Letter",
            file=ContentFile(b"Dear all", name="a letter.txt"),
            collection=shelves["restricted"],
            uploaded_by_user=ada,
        )

    def test_always_saved_never_shown(self, letter, cleo, as_person):
        answer = as_person(cleo).get(letter.url)
        assert b"".join(answer.streaming_content) == b"Dear all"
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"] == f'attachment; filename="{letter.filename}"'

    def test_page_of_another_sort_is_not_run(self, cleo, shelves, as_person):
        page = CustomDocument.objects.create(
            title="x", file=ContentFile(b"<script>", name="x.html"), collection=shelves["all"]
        )
        answer = as_person(cleo).get(page.url)
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")

    @pytest.mark.parametrize("who", ["visitor", "eve"])
    def test_others_read_what_they_read_of_nothing(self, letter, who, eve, as_person):
        """R18: somebody else's file answers as one that does not exist."""
        client = as_person(None if who == "visitor" else eve)
        assert client.get(letter.url).status_code == 404
        assert client.get("/documents/999999/letter.txt").status_code == 404

    def test_another_name_finds_nothing(self, letter, cleo, as_person):
        assert as_person(cleo).get(f"/documents/{letter.pk}/other.txt").status_code == 404

    def test_its_path_opens_nothing(self, letter, operator, as_person):
        assert as_person(operator).get(f"/media/{letter.file.name}").status_code == 404

    def test_wagtails_own_door_is_shut(self):
        from django.urls import NoReverseMatch, reverse

        for name in ["wagtaildocs_serve", "wagtailimages_serve"]:
            with pytest.raises(NoReverseMatch):
                reverse(name, args=[1, "x"])

    def test_the_editor_lists_files_and_pictures(self, letter, operator, shelves, as_person):
        picture = import_picture(png(), "A wall", shelves["restricted"], operator)
        client = as_person(operator)
        files, pictures = client.get("/admin/documents/"), client.get("/admin/images/")
        assert letter.url in files.content.decode()
        thumbnail = picture.renditions.first()
        assert thumbnail.url in pictures.content.decode()
        assert client.get(thumbnail.url).status_code == 200


def test_an_employee_uploads_in_the_editor_and_sees_the_thumbnail(ben, as_person):
    """The root collection is open to everyone signed in, so a colleague sees it and a visitor does not."""
    picture = import_picture(png(), "Ben's", Collection.get_first_root_node(), ben)
    rendition = picture.get_rendition("max-165x165")
    assert as_person(factories.person()).get(rendition.url).status_code == 200
    assert as_person(None).get(rendition.url).status_code == 404
