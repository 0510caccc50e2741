from modelsearch.backends import get_search_backend
from wagtail.models import Page

from config.foundation import WAGTAILS_TITLE, lay_foundation
from tests import factories


def test_laying_the_foundation_twice_changes_nothing(db):
    before = list(Page.objects.values_list("path", "url_path"))
    lay_foundation()
    assert list(Page.objects.values_list("path", "url_path")) == before
    assert [path for _, path in before] == ["/", "/home/", "/home/courses/", "/home/communities/"]


def test_the_page_that_all_others_hang_below_bears_our_name(db):
    top = Page.objects.get(depth=2)
    assert (top.title, top.draft_title, top.url_path) == ("Guildhall", "Guildhall", "/home/")


def test_a_site_laid_before_gets_the_name_and_is_found_by_it(db):
    Page.objects.filter(depth=2).update(title=WAGTAILS_TITLE, draft_title=WAGTAILS_TITLE)
    get_search_backend().add(Page.objects.get(depth=2))
    lay_foundation()
    assert Page.objects.get(depth=2).title == "Guildhall"
    assert [page.title for page in get_search_backend().search("guildhall", Page)] == ["Guildhall"]
    assert list(get_search_backend().search("wagtail", Page)) == []


def test_a_name_that_somebody_gave_stays(db):
    Page.objects.filter(depth=2).update(title="Our hall", draft_title="Our hall")
    lay_foundation()
    assert Page.objects.get(depth=2).title == "Our hall"


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
