"""What the editor's search knows of a thing: what was saved last, and nothing of what was not."""

from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from modelsearch.backends import get_search_backend
from wagtail.models import Page
from wagtail.search.models import IndexEntry

from communities.actions import create_wiki_page, edit_wiki_page, trash_wiki_page
from content.admin_search.receivers import index_saved
from courses.actions.authoring import trash
from courses.models import CoursePage
from tests import factories
from tests.content.searching import (
    CHOOSER,
    FILES,
    PICTURES,
    SEARCH,
    document,
    found,
    picture,
    reload,
    shown_to,
)

ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL keeps such an index")


def test_a_draft_is_found_by_the_title_that_lists_show(editor, ada):
    course = factories.course("Knots", ada, live=False)
    assert editor(SEARCH, "knots") == ["Knots"]
    course.title = "Splices"
    course.save_revision(user=ada)
    assert found("knots") == []
    drafts = get_search_backend().autocomplete("splices", Page.objects.all())
    assert [draft.draft_title for draft in drafts] == ["Splices"]


def test_the_next_title_of_a_published_page_finds_nothing_until_it_is_published(as_person, ada, eve):
    course = factories.course("Knots", ada)
    course.title = "Splices"
    revision = course.save_revision(user=ada)
    choose = shown_to(as_person(eve))
    assert (choose(CHOOSER, "knots"), choose(CHOOSER, "splices")) == (["Knots"], [])
    reload(course).save()
    assert (choose(CHOOSER, "knots"), choose(CHOOSER, "splices")) == (["Knots"], [])
    revision.publish()
    assert (choose(CHOOSER, "knots"), choose(CHOOSER, "splices")) == ([], ["Splices"])


def test_what_is_taken_back_is_found_by_those_who_write_it_only(as_person, editor, ada, eve):
    course = factories.course("Knots", ada)
    course.save_revision(user=ada).publish()
    reload(course).unpublish()
    assert editor(SEARCH, "knots") == ["Knots"]
    assert shown_to(as_person(eve))(CHOOSER, "knots") == []


def test_what_is_renamed_is_found_by_its_new_name_only(editor, ada):
    course, image, file = factories.course("Knots", ada), picture("Knots"), document("Knots")
    for thing in (course, image, file):
        thing.title = "Splices"
        thing.save()
    doors = (SEARCH, PICTURES, FILES)
    assert [editor(door, "knots") for door in doors] == [[], [], []]
    assert [editor(door, "splices") for door in doors] == [["Splices"], ["Splices"], ["Splices"]]


def test_what_is_deleted_is_found_no_more(editor, ada):
    course, image, file = factories.course("Knots", ada), picture("Knots"), document("Knots")
    lesson = factories.lesson(course, "Knots, part one")
    kept = IndexEntry.objects.count()
    for thing in (reload(lesson), image, file):
        thing.delete()
    assert [editor(door, "knots") for door in (SEARCH, PICTURES, FILES)] == [["Knots"], [], []]
    assert IndexEntry.objects.count() == kept - 3


def test_what_lies_in_the_trash_is_found_by_operators_alone(as_person, editor, ada):
    course = factories.course("Knots", ada)
    trash(ada, course)
    assert shown_to(as_person(ada))(CHOOSER, "knots") == []
    assert editor(SEARCH, "knots") == ["Knots"]


def test_what_is_moved_is_found_where_it_is(editor, operator, ada):
    first, second = factories.course("First", ada), factories.course("Second", ada)
    lesson = factories.lesson(first, "Knots")
    reload(lesson).move(reload(second), pos="last-child", user=operator)
    assert [editor(f"/admin/pages/{course.pk}/", "knots") for course in (first, second)] == [[], ["Knots"]]
    assert editor(SEARCH, "knots") == ["Knots"]


def test_wiki_pages_follow_their_title(as_person, editor, ada):
    community = factories.community("Deck hands", ada)
    page = create_wiki_page(ada, community, title="Knots", body="Tie.")
    page = edit_wiki_page(
        ada, page, title="Splices", body="Join.", summary="", base_revision_id=page.latest_revision_id
    )
    assert (editor(SEARCH, "knots"), editor(SEARCH, "splices")) == ([], ["Splices"])
    trash_wiki_page(ada, page)
    assert shown_to(as_person(ada))(CHOOSER, "splices") == []


def test_what_is_rolled_back_leaves_nothing(ada):
    course, image = factories.course("Knots", ada), picture("Knots")
    before = entries()
    with transaction.atomic():
        course.title = image.title = "Splices"
        course.save()
        image.save()
        factories.course("Splices, too", ada)
        document("Splices").delete()
        transaction.set_rollback(True)
    assert entries() == before
    assert (found("splices"), found("knots")) == ([], ["Knots"])


def entries():
    """What the index holds of the things that these stories make."""
    written = IndexEntry.objects.exclude(content_type=ContentType.objects.get_for_model(Page))
    return sorted(written.values_list("content_type", "object_id", "title", "body", "autocomplete"))


@pytest.mark.django_db
@pytest.mark.parametrize("make", [picture, document, factories.course])
def test_what_cannot_be_found_is_not_saved(monkeypatch, make):
    """Wagtail's way would log the mistake, keep the thing and never find it."""
    thing = make("Knots")
    thing.title = "Splices"

    def broken(*_):
        raise DatabaseError("no room")

    monkeypatch.setattr(type(get_search_backend()), "add", broken)
    with pytest.raises(DatabaseError):
        thing.save()
    monkeypatch.undo()
    assert reload(thing).title == "Knots"
    assert found("knots", type(thing)) == ["Knots"]


def test_following_a_save_costs_two_statements(ada):
    """The page as it was saved, and its words; nothing about all the others."""
    course = factories.course("Knots", ada)
    with CaptureQueriesContext(connection) as queries:
        index_saved(CoursePage, course)
    asked = [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert asked == ["SELECT", "INSERT"]


def test_loading_rows_as_they_are_writes_no_index(ada):
    course = factories.course("Knots", ada)
    IndexEntry.objects.all().delete()
    course.save_base(raw=True)
    assert found("knots") == []


def test_a_rebuilt_index_finds_the_same(ada):
    course = factories.course("Über Knoten", ada)
    image = picture("Knots")
    image.tags.add("rope")
    image.save()
    draft = factories.course("Sails", ada, live=False)
    draft.title = "Spars"
    draft.save_revision(user=ada)
    before = entries()
    IndexEntry.objects.all().delete()
    assert found("uber") == []
    for _twice in range(2):
        call_command("wagtail_update_index", stdout=StringIO())
        assert entries() == before
    assert found("uber") == [course.title]


# -- what it costs ---------------------------------------------------------------------------------------


def test_a_box_asks_as_often_for_one_as_for_many(as_person, operator, ada):
    client = as_person(operator)
    asked = []
    for count in (1, 3):
        while Page.objects.filter(title="Knots").count() < count:
            factories.course("Knots", ada)
        client.get(SEARCH, {"q": "knots"})
        with CaptureQueriesContext(connection) as queries:
            client.get(SEARCH, {"q": "knots"})
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_no_question_ranks_every_row_anew(db):
    """On SQLite Wagtail's rank is a search of its own for each row found."""
    sql = str(get_search_backend().autocomplete("k", Page.objects.all()).get_queryset().query)
    assert "bm25" not in sql
    assert "ts_rank" not in sql


@ON_POSTGRESQL
def test_indexes_answer(db):
    """Both what Wagtail brings for beginnings and what it leaves out for whole words."""
    backend = get_search_backend()
    indexes = {
        backend.query_compiler_class: "wagtailsearch_title_with_body",
        backend.autocomplete_query_compiler_class: "wagtailsear_autocom_476c89_gin",
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for compiler, index in indexes.items():
        asked = IndexEntry.objects.alias(found=compiler.vector).filter(found=SearchQuery("knots"))
        assert f"Bitmap Index Scan on {index}" in asked.explain()
