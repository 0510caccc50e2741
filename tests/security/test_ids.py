"""R18: another's id is no id, and what nobody asked for is not heard."""

import json
import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from communities.models import Membership
from courses.models import CoursePage, CourseTeam, Session
from people.models import Person
from tests.security.crawl import text_of, undone
from tests.security.world import SIGNED_IN

pytestmark = pytest.mark.django_db

NONE = 987_654
EXTRA = {
    "is_superuser": "on",
    "is_active": "on",
    "state": "active",
    "groups": "1",
    "email": "taken@example.org",
    "team": "1",
    "role": "lead",
    "trashed_at": "2020-01-01",
    "live": "on",
    "owner": "1",
    "person": "1",
    "handle": "stolen",
    "manager": "1",
    "created_by": "1",
    "course": "1",
    "community": "1",
    "keeper": "1",
    "html": "<b>html</b>",
    "source": "elsewhere",
    "licence": "none",
    "slug": "stolen",
    "path": "0001",
    "audience": "public",
    "password": "x",
    "user_permissions": "1",
    "priority": "0",
    "capacity_": "1",
}
BY_ID = (
    ("post", "lessons/{}/done/", "private_lesson"),
    ("get", "sessions/{}/", "private_session"),
    ("post", "sessions/{}/enrol/", "hidden_session"),
    ("post", "sessions/{}/leave/", "private_session"),
    ("post", "sessions/{}/accept/", "private_session"),
    ("post", "sessions/{}/decline/", "hidden_session"),
    ("get", "sessions/{}/change/", "session"),
    ("post", "sessions/{}/change/", "session"),
    ("post", "sessions/{}/cancel/", "session"),
    ("get", "sessions/{}/roster/", "session"),
    ("post", "sessions/{}/attendance/", "session"),
    ("get", "sessions/{}/attendance/", "session"),
    ("post", "sessions/{}/attendance/code/", "session"),
    ("post", "sessions/{}/check-in/", "hidden_session"),
    ("get", "sessions/{}/roster/print/", "session"),
    ("get", "sessions/{}/roster.csv", "session"),
    ("post", "sessions/{}/roster/enrol/", "session"),
    ("post", "sessions/{}/holds/", "session"),
    ("get", "sessions/{}/messages/", "session"),
    ("post", "sessions/{}/messages/", "session"),
    ("get", "sessions/{}/materials/", "session"),
    ("post", "sessions/{}/materials/", "session"),
    ("get", "sessions/{}/history/", "session"),
    ("get", "me/teaching/{}/", "draft"),
    ("post", "me/teaching/{}/co-authors/", "draft"),
    ("post", "me/teaching/{}/audience/", "course"),
    ("get", "me/teaching/{}/offer/", "course"),
    ("post", "me/teaching/{}/trash/", "lesson"),
    ("post", "me/teaching/{}/restore/", "trashed"),
    ("post", "communities/{}/join/", "closed"),
    ("post", "communities/{}/leave/", "closed"),
    ("get", "communities/{}/wiki/new/", "closed"),
    ("get", "wiki/{}/edit/", "closed_wiki"),
    ("post", "wiki/{}/edit/", "closed_wiki"),
    ("get", "wiki/{}/history/", "closed_wiki"),
    ("post", "wiki/{}/trash/", "closed_wiki"),
    ("post", "wiki/{}/restore/", "open_wiki_trashed"),
    ("get", "search/steering/pins/{}/edit/", "pin"),
    ("post", "search/steering/pins/{}/edit/", "pin"),
    ("post", "search/steering/pins/{}/end/", "pin"),
    ("post", "requests/{}/withdraw/", "wish"),
    ("get", "admin/pages/{}/edit/", "draft"),
    ("post", "admin/pages/{}/edit/", "draft"),
    ("get", "admin/pages/{}/history/", "draft"),
    ("get", "admin/pages/{}/", "draft"),
    ("get", "admin/choose-page/{}/", "private_course"),
    ("get", "admin/api/main/pages/{}/", "draft"),
    ("post", "admin/editing-sessions/ping/wagtailcore/page/{}/1/", "draft"),
    ("post", "admin/editing-sessions/ping/people/person/{}/1/", "colleague"),
    ("get", "admin/images/{}/", "image"),
    ("post", "admin/images/{}/delete/", "image"),
    ("get", "admin/images/usage/{}/", "image"),
    ("get", "admin/images/{}/preview/width-10/", "image"),
    ("get", "admin/images/chooser/chosen/{}/", "locked_image"),
    ("get", "admin/images/chooser/{}/select_format/", "locked_image"),
    ("get", "admin/documents/edit/{}/", "document"),
    ("post", "admin/documents/delete/{}/", "document"),
    ("get", "admin/documents/chooser/chosen/{}/", "locked_document"),
    ("get", "admin/topics/edit/{}/", "topic"),
    ("get", "admin/users/edit/{}/", "colleague"),
)


def without_address(text: str, *addresses: str) -> str:
    """The words of an answer without what is new each time, and without the address that was asked for."""
    text = re.sub(r'nonce="[^"]*"|csrfmiddlewaretoken"[^>]*>|"CSRF_TOKEN": "[^"]*"', "", text)
    for address in addresses:
        text = text.replace(address, "")
    return text


def test_another_s_id_answers_like_none(world, crowd):
    """R18: the same status and the same words, in every address that takes an id."""
    wrong = []
    for verb, route, thing in BY_ID:
        pk = getattr(world, thing).pk
        theirs = crowd.ask("owner", verb, f"/{route.format(pk)}")
        none = crowd.ask("owner", verb, f"/{route.format(NONE)}")
        if (theirs.status_code, none.status_code) != (404, 404):
            wrong.append(f"{verb} {route} {thing}: {theirs.status_code}, none: {none.status_code}")
        elif without_address(text_of(theirs), f"/{route.format(pk)}") != without_address(
            text_of(none), f"/{route.format(NONE)}"
        ):
            wrong.append(f"{verb} {route} {thing}: the words differ")
    assert not wrong, "\n".join(wrong)


def test_a_hidden_address_answers_like_none(world, crowd):
    """R18: reading goes by path; what one may not read is not there."""
    hidden = [
        world.private_course.get_absolute_url(),
        world.draft.get_absolute_url(),
        world.trashed.get_absolute_url(),
        world.private_lesson.get_absolute_url(),
        world.closed.get_absolute_url(),
        world.closed_wiki.get_absolute_url(),
        f"{world.closed.get_absolute_url()}wiki/former-closed_wiki/",
        world.gone.get_absolute_url(),
        world.locked_image.file.url,
        world.locked_document.url,
    ]
    there_is_none = "/courses/there-is-none/"
    none = without_address(text_of(crowd.get("owner", there_is_none)), there_is_none)
    for url in hidden:
        answer = crowd.get("owner", url)
        found = (url, answer.status_code, without_address(text_of(answer), url) == none)
        assert found == (url, 404, True)


def test_ids_within_an_address_belong_together(world, crowd):
    """R18: an enrolment of another session, a revision of another page, a lesson of another course."""
    mixed = [
        ("post", f"/sessions/{world.session.pk}/roster/{world.other_enrolment.pk}/remove/"),
        ("post", f"/sessions/{world.session.pk}/roster/{world.other_enrolment.pk}/approve/"),
        ("post", f"/sessions/{world.session.pk}/roster/{world.other_enrolment.pk}/turn-down/"),
        ("post", f"/sessions/{world.session.pk}/holds/{world.other_hold.pk}/end/"),
        ("post", f"/sessions/{world.session.pk}/materials/{world.other_material.pk}/remove/"),
        ("get", f"/sessions/{world.session.pk}/attendance/?date={world.other_session.occurrences.get().pk}"),
        ("get", f"/wiki/{world.open_wiki.pk}/history/{world.closed_wiki_revision.pk}/"),
        ("get", f"/admin/pages/{world.draft_lesson.pk}/revisions/{world.others_lesson_revision.pk}/view/"),
        ("get", f"/admin/pages/{world.draft_lesson.pk}/revisions/{world.others_lesson_revision.pk}/revert/"),
        (
            "get",
            f"/admin/pages/{world.draft_lesson.pk}/revisions/compare/earliest...{world.others_lesson_revision.pk}/",
        ),
        ("get", f"/courses/{world.public_course.slug}/{world.lesson.slug}/"),
        ("get", f"/communities/{world.open.pk}/wiki/new/?parent={world.closed_wiki.pk}"),
        ("get", f"/documents/{world.document.pk}/{world.locked_document.filename}"),
    ]
    answers = {url: crowd.ask("author", verb, url).status_code for verb, url in mixed}
    assert answers == dict.fromkeys(answers, 404)


def test_ids_in_forms_belong_to_the_asker(world, crowd):
    """R18: a team row of another course, marks for people of another roster, a parent of another wiki."""
    outsider = CourseTeam.objects.get(course=world.others_course).person_id
    answer = crowd.post("author", f"/me/teaching/{world.course.pk}/co-authors/", {"remove": outsider})
    assert answer.status_code == 404
    crowd.post(
        "author",
        f"/sessions/{world.session.pk}/attendance/",
        {f"mark-{world.other_enrolment.pk}": "attended"},
    )
    assert [sql for sql in crowd.writes if "courses_attendance" in sql] == []
    answer = crowd.post(
        "lead", f"/communities/{world.open.pk}/wiki/new/?parent={world.closed_wiki.pk}", {"title": "x"}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "url", ["/me/profile/", "/me/teaching/new/", "/accounts/password/set/", "/me/theme/"]
)
def test_what_a_form_does_not_ask_changes_nothing(world, crowd, url):
    """R18: nobody makes themselves operator, or anything else, by asking along."""
    person = world.people["learner"]
    before = Person.objects.filter(pk=person.pk).values().get()
    client, asked = (
        crowd.clients["learner"],
        {"name": before["name"], "title": "x", "zone": "UTC", "language": "en", "theme": "dark"},
    )
    with undone():
        client.post(url, {**EXTRA, **asked})
        after = Person.objects.filter(pk=person.pk).values().get()
        made = list(
            CoursePage.objects.filter(title="x").values_list(
                "live", "trashed_at", "owner", "source", "licence"
            )
        )
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"title", "theme", "last_login"}
    assert made in ([], [(False, None, person.pk, "", "")])


def test_extra_fields_in_the_editor_change_nothing(world, crowd):
    """R18: an author's form knows its fields."""
    course = world.public_course
    empty = json.dumps({"blocks": [], "entityMap": {}})
    form = {
        "title": "Open knots",
        "level": "beginner",
        "language": "en",
        "outcomes": empty,
        "prerequisites": empty,
        "body": empty,
        "topics": "",
        "promise": "New",
    }
    names = (
        "slug",
        "path",
        "owner_id",
        "live",
        "trashed_at",
        "source",
        "licence",
        "locked",
        "go_live_at",
        "url_path",
    )
    before = Page.objects.filter(pk=course.pk).values().get()
    with undone():
        answer = crowd.clients["author"].post(
            reverse("wagtailadmin_pages:edit", args=[course.pk]),
            {**EXTRA, **form, "action-publish": "1", "go_live_at": "2030-01-01 00:00", "locked": "on"},
        )
        after = CoursePage.objects.filter(pk=course.pk).values().get()
        team, audience = course.team.count(), set(course.audience.values_list("token", flat=True))
    assert (answer.status_code, after["promise"]) == (302, "New")
    assert {name: after[name] for name in names if name in before} == {
        n: before[n] for n in names if n in before
    }
    assert (after["trashed_at"], after["source"], after["licence"]) == (None, "", "")
    assert (team, audience) == (3, {"public", f"course:{course.pk}"})


def test_extra_fields_at_other_doors_change_nothing(world, crowd):
    """R18: joining gives no role, enrolling no rank, writing a page no owner."""
    with undone():
        crowd.clients["learner"].post(f"/communities/{world.community.pk}/join/", EXTRA)
        role = Membership.objects.get(person=world.people["learner"], community=world.community).role
    with undone():
        crowd.clients["learner"].post(
            f"/sessions/{world.other_session.pk}/enrol/", {**EXTRA, "priority": "0"}
        )
        row = world.people["learner"].enrolments.get(session=world.other_session)
        kept = (row.priority, row.state, row.person_id)
    with undone():
        crowd.clients["member"].post(
            f"/communities/{world.community.pk}/wiki/new/", {**EXTRA, "title": "Buoys", "body": "b"}
        )
        page = world.community.wiki_pages.get(title="Buoys")
        wiki = (
            page.owner_id,
            page.keeper_id,
            page.source,
            page.trashed_at,
            "<b>html" in page.html,
            page.slug,
        )
    assert (role, kept) == ("member", (5, "confirmed", world.people["learner"].pk))
    assert wiki == (world.people["member"].pk, None, "", None, False, "buoys")


def test_no_role_takes_another_s_rights(world, crowd):
    """R18: giving roles is a lead's, in their community; naming co-authors an author's, of their course."""
    row = Membership.objects.get(person=world.people["member"], community=world.community)
    for role in [role for role in SIGNED_IN if role not in ("lead", "operator")]:
        answer = crowd.post(role, f"/memberships/{row.pk}/role/", {"role": "lead"})
        assert (role, answer.status_code, crowd.writes) == (role, 404, [])
    other = Session.objects.get(pk=world.other_session.pk)
    answer = crowd.post("teacher", f"/sessions/{other.pk}/cancel/", {"reason": "mine"})
    assert (answer.status_code, crowd.writes) == (404, [])


def test_nobody_puts_a_picture_or_file_of_others_into_a_page(world, crowd):
    """R18: the number of a locked one in a form is no choice; one that may be chosen is."""
    course, lesson = world.public_course, world.public_lesson
    told, taken = [], []
    with undone():
        for image in (world.locked_image, world.image):
            empty = json.dumps({"blocks": [], "entityMap": {}})
            form = {
                "title": "Open knots",
                "level": "beginner",
                "language": "en",
                "outcomes": empty,
                "topics": "",
            }
            form |= {"prerequisites": empty, "body": empty, "picture": image.pk, "action-publish": "1"}
            crowd.clients["coauthor"].post(reverse("wagtailadmin_pages:edit", args=[course.pk]), form)
            told.append("lockedpicture" in text_of(crowd.get("coauthor", course.get_absolute_url())))
            taken.append(CoursePage.objects.get(pk=course.pk).picture_id == image.pk)
        for document in (world.locked_document, world.document):
            form = {"title": "Open loop", "body-count": "1", "body-0-deleted": "", "body-0-order": "0"}
            form |= {
                "body-0-type": "download",
                "body-0-id": "",
                "body-0-value-file": document.pk,
                "action-publish": "1",
            }
            crowd.clients["coauthor"].post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), form)
            page = text_of(crowd.get("coauthor", lesson.get_absolute_url()))
            told.append("lockedfile" in page)
            taken.append(document.filename in page)
    assert (told, taken) == ([False] * 4, [False, True, False, True])
