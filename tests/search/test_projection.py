"""Each change of a thing is a change of its document, in the same transaction."""

import pytest
from django.db import transaction
from django.utils import timezone

from content.models import PageAudience
from courses.models import CoursePage, CourseTeam, Session, SessionAudience
from people.models import Person
from search.drafts import NOBODY
from search.models import Kind, SearchDocument
from search.projection import bury, outdated, refresh
from tests import factories
from topics.models import TopicSynonym

pytestmark = pytest.mark.django_db


def sets_of(document):
    sets = [set() for _level in range(document.levels)]
    for row in document.audience.tokens.exclude(token=NOBODY):
        sets[row.level].add(row.token)
    return sets


def facets_of(document):
    return sorted(document.facets.values.values_list("name", "value"))


def test_a_course_says_what_it_is_about(ada, document_of):
    water = factories.topic("Water")
    course = factories.course(
        "Safe wells", ada, promise="Dig one.", outcomes="<ul><li>Dig deep</li></ul>", for_whom="Diggers",
        level="advanced", language="de", topics=[water],
    )  # fmt: skip
    document = document_of(Kind.COURSE, course)
    assert (document.title, document.summary, document.body) == ("Safe wells", "Dig one.", "Dig deep Diggers")
    assert (document.topic_words, document.people_words) == ("Water", "Ada Brook")
    assert (document.url, document.language) == (f"/courses/{course.slug}/", "de")
    assert sets_of(document) == [{"all"}]
    assert facets_of(document) == [
        ("kind", "course"), ("language", "de"), ("level", "advanced"), ("teacher", "ada-brook"),
        ("topic", "water"),
    ]  # fmt: skip


def test_a_lesson_hangs_within_its_course(ada, document_of):
    course = factories.course("Wells", ada, audience="public", topics=[factories.topic("Water")])
    lesson = factories.lesson(course, "Digging", text="<p>With a <b>spa</b>de</p>")
    document = document_of(Kind.LESSON, lesson)
    assert (document.body, document.parent_title) == ("With a spade", "Wells")
    assert sets_of(document) == [{"public"}]
    assert ("topic", "water") in facets_of(document)


def test_a_session_has_its_own_audience_and_that_of_its_course(ada, ben, document_of):
    course = factories.course("Wells", ada, audience="all")
    session = factories.session(course, ben, note="Bring boots")
    document = document_of(Kind.SESSION, session)
    insiders = {f"person:{ada.pk}", f"person:{ben.pk}"}
    assert (document.title, document.body, document.people_words) == ("Wells", "Bring boots", "Ben Ofori")
    assert document.starts_at == session.starts_at
    assert sets_of(document) == [{"all"} | insiders]
    SessionAudience.objects.create(session=session, token="team:1")
    assert sets_of(document_of(Kind.SESSION, session)) == [{"team:1"} | insiders, {"all"} | insiders]
    SessionAudience.objects.filter(session=session).delete()
    assert sets_of(document_of(Kind.SESSION, session)) == [{"all"} | insiders]


def test_a_wiki_page_is_read_by_its_community(ada, document_of):
    community = factories.community("Plumbers", ada, audience="members")
    page = factories.wiki_page(community, "Taps", "# Taps\n\nTurn *left*.", keeper=ada)
    document = document_of(Kind.WIKI_PAGE, page)
    assert (document.body, document.people_words) == ("Taps Turn left.", "Ada Brook")
    assert (document.parent_title, document.community_id) == ("Plumbers", community.pk)
    assert sets_of(document) == [{f"community:{community.pk}"}]
    assert ("community", community.slug) in facets_of(document)


def test_people_are_found_by_what_they_say_of_themselves(document_of):
    wren = factories.person("Wren Aldo", title="Plumber", site="Lisbon", bio="I like <taps>.")
    document = document_of(Kind.PERSON, wren)
    assert (document.title, document.summary, document.body) == (
        "Wren Aldo",
        "Plumber · Lisbon",
        "I like <taps>.",
    )
    assert sets_of(document) == [{"all"}]


def test_a_topic_is_found_by_its_synonyms(document_of):
    topic = factories.topic("Water")
    word = TopicSynonym.objects.create(topic=topic, word="Aqua")
    assert document_of(Kind.TOPIC, topic).body == "Aqua"
    word.delete()
    assert document_of(Kind.TOPIC, topic).body == ""


@pytest.mark.parametrize("change", ["unpublish", "trash"])
def test_what_is_withdrawn_leaves_a_tombstone(ada, document_of, change):
    course = factories.course("Wells", ada, promise="Dig one.")
    lesson = factories.lesson(course, "Digging", text="<p>spade</p>")
    before = document_of(Kind.LESSON, lesson).version
    course.refresh_from_db()
    if change == "unpublish":
        course.live = False
    else:
        course.trashed_at = course.latest_revision_created_at or timezone.now()
    course.save()
    for document in (document_of(Kind.COURSE, course), document_of(Kind.LESSON, lesson)):
        assert document.deleted is True
        assert (document.title, document.summary, document.body, document.url) == ("", "", "", "")
        assert document.audience is document.facets is None
    course.live, course.trashed_at = True, None
    course.save()
    back = document_of(Kind.LESSON, lesson)
    assert (back.deleted, back.title, back.version) == (False, "Digging", before + 2)


def test_drafts_are_never_alive(ada, document_of):
    course = factories.course("Wells", ada, live=False)
    lesson = factories.lesson(course, "Digging")
    session = factories.session(None, ada, state=Session.State.DRAFT, title="Talk")
    for kind, thing in ((Kind.COURSE, course), (Kind.LESSON, lesson), (Kind.SESSION, session)):
        document = document_of(kind, thing)
        assert document is None or document.deleted is True


def test_a_draft_revision_changes_nothing(ada, document_of):
    course = factories.course("Wells", ada)
    before = document_of(Kind.COURSE, course).version
    course.title = "Secret wells"
    course.save_revision(user=ada)
    document = document_of(Kind.COURSE, course)
    assert (document.title, document.version) == ("Wells", before)
    course.get_latest_revision().publish()
    assert document_of(Kind.COURSE, course).title == "Secret wells"


def test_what_is_unchanged_is_not_written(ada, django_assert_num_queries, document_of):
    course = factories.course("Wells", ada)
    before = document_of(Kind.COURSE, course)
    CoursePage.objects.get(pk=course.pk).save()
    after = document_of(Kind.COURSE, course)
    assert (after.version, after.changed_at) == (before.version, before.changed_at)
    assert outdated(Kind.COURSE, [course.pk]) == []
    assert refresh(Kind.COURSE, [course.pk]) == 0


def test_an_audience_that_changes_reaches_all_below(ada, document_of):
    course = factories.course("Wells", ada)
    lesson, session = factories.lesson(course), factories.session(course, ada)
    PageAudience.objects.filter(page=course).delete()
    assert sets_of(document_of(Kind.LESSON, lesson)) == [set()]
    PageAudience.objects.create(page=course, token="team:7")
    assert sets_of(document_of(Kind.COURSE, course)) == [{"team:7"}]
    assert sets_of(document_of(Kind.LESSON, lesson)) == [{"team:7"}]
    assert sets_of(document_of(Kind.SESSION, session)) == [{"team:7", f"person:{ada.pk}"}]


def test_a_community_that_closes_takes_its_wiki_along(ada, document_of):
    community = factories.community("Plumbers", ada)
    page = factories.wiki_page(community, "Taps")
    community.refresh_from_db()
    community.title, community.slug = "Pipe people", "pipe-people"
    community.save()
    document = document_of(Kind.WIKI_PAGE, page)
    assert (document.parent_title, document.url) == (
        "Pipe people",
        f"/communities/pipe-people/wiki/{page.slug}/",
    )
    assert ("community", "pipe-people") in facets_of(document)
    community.live = False
    community.save()
    assert document_of(Kind.WIKI_PAGE, page).deleted is True


def test_addresses_follow_a_move_and_a_new_slug(ada, document_of):
    community = factories.community("Plumbers", ada)
    above = factories.wiki_page(community, "Above")
    page = factories.wiki_page(community, "Taps")
    below = factories.wiki_page(community, "Below", parent=page)
    page.refresh_from_db()
    above.refresh_from_db()
    page.move(above, pos="last-child")
    root = f"/communities/{community.slug}/wiki"
    assert document_of(Kind.WIKI_PAGE, below).url == f"{root}/{above.slug}/{page.slug}/{below.slug}/"
    above.refresh_from_db()
    above.slug = "upper"
    above.save()
    assert document_of(Kind.WIKI_PAGE, below).url == f"{root}/upper/{page.slug}/{below.slug}/"


def test_a_leaver_is_forgotten_everywhere(ada, document_of):
    course = factories.course("Wells", ada)
    session = factories.session(course, ada)
    community = factories.community("Plumbers", ada)
    page = factories.wiki_page(community, "Taps", keeper=ada)
    things = [
        (Kind.COURSE, course),
        (Kind.SESSION, session),
        (Kind.COMMUNITY, community),
        (Kind.WIKI_PAGE, page),
    ]
    assert [document_of(*thing).people_words for thing in things] == ["Ada Brook"] * 4
    ada.state = Person.State.LEFT
    ada.save()
    assert document_of(Kind.PERSON, ada).deleted is True
    assert [document_of(*thing).people_words for thing in things] == [""] * 4
    assert not SearchDocument.objects.filter(audience__tokens__token=f"person:{ada.pk}").exists()


def test_authors_who_come_and_go_change_who_sees_its_sessions(ada, ben, cleo, document_of):
    course = factories.course("Wells", ada)
    session = factories.session(course, ben)
    row = CourseTeam.objects.create(course=course, person=cleo, role=CourseTeam.Role.CO_AUTHOR)
    assert document_of(Kind.COURSE, course).people_words == "Ada Brook\nCleo Marsh"
    assert f"person:{cleo.pk}" in sets_of(document_of(Kind.SESSION, session))[0]
    row.delete()
    assert f"person:{cleo.pk}" not in sets_of(document_of(Kind.SESSION, session))[0]


def test_a_topic_that_is_renamed_or_merged_changes_what_is_about_it(ada, document_of):
    water, aqua = factories.topic("Water"), factories.topic("Aqua")
    course = factories.course("Wells", ada, topics=[water])
    lesson = factories.lesson(course)
    water.name = "Waters"
    water.save()
    assert document_of(Kind.LESSON, lesson).topic_words == "Waters"
    water.merged_into = aqua
    water.save()
    assert document_of(Kind.TOPIC, water).deleted is True
    assert ("topic", "aqua") in facets_of(document_of(Kind.COURSE, course))
    assert not SearchDocument.objects.filter(facets__values__value="water").exists()


@pytest.mark.parametrize("by_queryset", [False, True])
def test_deleting_leaves_only_a_tombstone(ada, document_of, by_queryset):
    course = factories.course("Wells", ada)
    lesson = factories.lesson(course)
    pk, lesson_pk = course.pk, lesson.pk
    course.team.all().delete()
    course.refresh_from_db()
    if by_queryset:
        CoursePage.objects.filter(pk=pk).delete()
    else:
        course.delete()
    documents = SearchDocument.objects.filter(
        kind__in=[Kind.COURSE, Kind.LESSON], object_id__in=[pk, lesson_pk]
    )
    assert list(documents.values_list("deleted", "title")) == [(True, ""), (True, "")]


def test_a_session_that_is_deleted_is_buried(ada, document_of):
    session = factories.session(None, ada, title="Talk")
    SessionAudience.objects.create(session=session, token="all")
    pk = session.pk
    session.delete()
    assert SearchDocument.objects.get(kind=Kind.SESSION, object_id=pk).deleted is True


def test_a_rolled_back_save_leaves_no_document(ada):
    """R12: the document is written in the transaction that changed the thing, so it goes with it."""

    before = SearchDocument.objects.count()
    with transaction.atomic():
        factories.course("Wells", ada)
        assert SearchDocument.objects.count() == before + 1
        transaction.set_rollback(True)
    assert SearchDocument.objects.count() == before


def test_save_and_delete_in_one_transaction_leave_none(ada):
    """R12: nothing alive stays of a thing that was never to be seen."""
    with transaction.atomic():
        course = factories.course("Wells", ada)
        course.team.all().delete()
        course.delete()
    assert not SearchDocument.objects.alive().filter(kind=Kind.COURSE).exists()


def test_versions_only_rise(ada, document_of):
    """R12: a thing that went and came back counts on, so that late messages lose."""
    course = factories.course("Wells", ada)
    seen = [document_of(Kind.COURSE, course).version]
    for live in (False, True, False, True):
        course.live = live
        course.save()
        seen.append(document_of(Kind.COURSE, course).version)
    bury(Kind.COURSE, [course.pk])
    seen.append(document_of(Kind.COURSE, course).version)
    assert seen == sorted(set(seen))


def test_a_newer_version_ends_the_lease_of_the_older_one(ada, document_of):
    course = factories.course("Wells", ada)
    claimed = SearchDocument.objects.claim(100)
    mine = next(row for row in claimed if row.kind == Kind.COURSE)
    course.title = "Deeper wells"
    course.save()
    assert mine.finish(synced_version=mine.version) is False
    assert document_of(Kind.COURSE, course).synced_version == 0
