from wagtail.models import Page

from config.foundation import lay_foundation
from tests import factories


def test_laying_the_foundation_twice_changes_nothing(db):
    before = list(Page.objects.values_list("path", "url_path"))
    lay_foundation()
    assert list(Page.objects.values_list("path", "url_path")) == before
    assert [path for _, path in before] == ["/", "/home/", "/home/courses/", "/home/communities/"]


def test_everyone_may_enter_the_editor_from_the_first_day(ada):
    assert ada.has_perm("wagtailadmin.access_admin")


def test_the_factories_make_things_people_may_see(ada, cleo):
    course = factories.course("Knots", ada)
    lesson = factories.lesson(course, "Bowline", text="<p>Round the tree.</p>")
    session = factories.session(course, ada)
    community = factories.community("Sailors", ada)
    page = factories.wiki_page(community, "Ropes")
    for thing in (course, lesson, session, community, page):
        assert type(thing).objects.visible_to(cleo).filter(pk=thing.pk).exists()
        assert not type(thing).objects.visible_to(None).filter(pk=thing.pk).exists()
