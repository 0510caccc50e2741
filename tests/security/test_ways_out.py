"""R31, R17: nobody is led to another site, by another name, or in by a side door."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.test import override_settings

from tests.security.crawl import undone

pytestmark = pytest.mark.django_db

ELSEWHERE = (
    "//evil.example",
    "https://evil.example",
    "http:evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "/%0d%0aLocation:%20//evil.example",
    "\t//evil.example",
    " //evil.example",
    "https://127.0.0.1:8000@evil.example",
    "evil.example",
    "login",
    "home:start",
    "//evil.example/%2e%2e",
)


def leaves(answer) -> bool:
    """Whether a browser that follows the answer ends up on another site; it reads a backslash as a slash."""
    where = answer.get("Location", "").strip().replace("\\", "/")
    return urlsplit(urljoin("http://testserver/a/b/", where)).hostname != "testserver"


@pytest.mark.parametrize("wish", ELSEWHERE)
def test_no_next_leads_elsewhere(world, crowd, wish):
    """R31: wherever an address says where to go next."""
    person = world.people["follower"]
    with undone():
        person.set_password("lantern harbour 7")
        person.save()
        answers = [
            crowd.post("visitor", "/me/theme/", {"theme": "dark", "next": wish}),
            crowd.post("learner", "/me/theme/", {"theme": "dark", "next": wish}),
            crowd.post(
                "visitor",
                "/accounts/login/",
                {"login": person.email, "password": "lantern harbour 7", "next": wish},
            ),
            crowd.get("learner", "/accounts/login/", data={"next": wish}),
            crowd.post("learner", "/accounts/logout/", {"next": wish}),
            crowd.get("visitor", "/admin/login/", data={"next": wish}),
            crowd.post(
                "visitor",
                "/admin/login/",
                {"username": person.email, "password": "lantern harbour 7", "next": wish},
            ),
            crowd.post(
                "learner",
                f"/sessions/{world.session.pk}/leave/",
                {"next": wish},
                headers={"Referer": wish.strip()},
            ),
        ]
    assert [answer.status_code for answer in answers if answer.status_code >= 400] == []
    assert [answer.get("Location") for answer in answers if leaves(answer)] == []


def test_a_next_of_ours_is_followed(crowd):
    """A refusal of everything would prove nothing."""
    answer = crowd.post("learner", "/me/theme/", {"theme": "dark", "next": "/courses/?level=beginner"})
    assert answer["Location"] == "/courses/?level=beginner"


def test_the_editor_lets_nobody_sign_in(world, crowd):
    """R31: one door, and it counts the tries."""
    person = world.people["operator"]
    with undone():
        person.set_password("lantern harbour 7")
        person.save()
        form = {"username": person.email, "password": "lantern harbour 7"}
        answer = crowd.post("visitor", "/admin/login/", form)
    assert (answer.status_code, answer["Location"], "sessionid" in answer.cookies) == (
        302,
        "/accounts/login/",
        False,
    )
    assert crowd.get("visitor", "/admin/password_reset/")["Location"] == "/accounts/password/reset/"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "testserver.evil.example",
        "testserver@evil.example",
        "",
        "a b",
        "[::1]",
        "testserver:99999999",
    ],
)
def test_another_host_is_refused(crowd, host):
    """R31: no answer, and no mail, names a host that the settings do not."""
    answer = crowd.post(
        "visitor", "/accounts/password/reset/", {"email": "x@example.org"}, headers={"Host": host}
    )
    assert (host, answer.status_code in (400, 200, 302), b"evil" in answer.content) == (host, True, False)
    if "evil" in host:
        assert answer.status_code == 400


def test_the_demo_s_doors_are_there_in_the_demo_alone(world, crowd):
    """R17: outside the demo nobody becomes another with a click, or reads the mail that was sent."""
    target = world.people["operator"]
    for role in ("visitor", "learner", "operator"):
        for url in ("/mail/", "/mail/20260101-120000-1/", "/style/", "/accounts/demo/"):
            assert (role, url, crowd.get(role, url).status_code) == (role, url, 404)
        assert crowd.post(role, "/accounts/demo/", {"person": target.pk}).status_code == 404
    with override_settings(DEMO=True):
        assert crowd.post("visitor", "/accounts/demo/", {"person": target.pk}).status_code == 404
        assert crowd.get("visitor", "/mail/").status_code == 302
    assert settings.DEMO is False


def test_signing_up_makes_a_person_and_nothing_more(crowd):
    """R18, R31: closed, unless the settings name domains; then an address to be proven, and no rights."""
    from people.models import Person

    form = {
        "email": "nina@example.org",
        "password1": "lantern harbour 7",
        "password2": "lantern harbour 7",
        "name": "Nina New",
        "is_superuser": "on",
        "is_active": "on",
        "groups": "1",
        "state": "active",
        "verified": "on",
    }
    with undone():
        crowd.clients["visitor"].post("/accounts/signup/", form)
        assert not Person.objects.filter(email="nina@example.org").exists()
    with undone(), override_settings(SIGNUP_DOMAINS=["example.org"]):
        crowd.clients["visitor"].post("/accounts/signup/", form)
        nina = Person.objects.get(email="nina@example.org")
        assert (nina.is_superuser, list(nina.groups.values_list("name", flat=True))) == (False, ["Employees"])
        assert "_auth_user_id" not in crowd.clients["visitor"].session
        crowd.clients["visitor"].cookies.clear()


def test_the_editor_moves_copies_and_opens_nothing_of_others(world, crowd):
    """R17, R18: the ways by which Wagtail would."""
    mine, theirs = world.public_lesson.pk, world.others_lesson.pk
    tries = [
        ("post", f"/admin/pages/{mine}/move/{world.others_draft.pk}/confirm/"),
        ("post", f"/admin/pages/{mine}/copy/"),
        ("post", f"/admin/pages/{theirs}/copy/"),
        ("post", f"/admin/pages/{mine}/convert_alias/"),
        ("get", f"/admin/pages/{mine}/usage/"),
        ("get", "/admin/pages/usage/courses/coursepage/"),
        ("post", f"/admin/pages/{mine}/privacy/"),
        ("post", f"/admin/pages/{mine}/lock/"),
        ("post", f"/admin/bulk/wagtailcore/page/delete/?id={theirs}"),
        ("post", f"/admin/bulk/wagtailcore/page/publish/?id={mine}"),
        ("post", f"/admin/bulk/people/person/set_active_state/?id={world.other.pk}"),
        ("post", f"/admin/bulk/image/customimage/delete/?id={world.image.pk}"),
        ("post", f"/admin/pages/{world.public_lesson.pk}/set_position/?position=0&page={theirs}"),
        ("get", f"/admin/pages/add/communities/wikipage/{world.public_course.pk}/"),
        ("get", f"/admin/pages/add/courses/coursepage/{world.public_course.pk}/"),
        ("post", f"/admin/pages/add/communities/communitypage/{world.public_course.pk}/preview/"),
        ("get", f"/admin/pages/add/wagtailcore/page/{world.public_course.pk}/"),
        ("get", f"/admin/pages/add/people/person/{world.public_course.pk}/"),
        ("get", f"/admin/pages/add/courses/coursepage/{world.public_course.get_parent().pk}/"),
        ("get", "/admin/api/main/pages/?fields=*"),
        ("get", "/admin/api/main/images/"),
        ("get", "/admin/api/main/documents/?fields=*"),
        ("get", "/admin/reports/site-history/"),
        ("get", "/admin/pages/search/?q=a"),
        ("get", "/admin/users/"),
        ("get", "/admin/collections/"),
        ("get", "/admin/tag-autocomplete/taggit/tag/?term=a"),
        ("get", "/admin/tag-autocomplete/people/person/?term=a"),
    ]
    wrong = []
    for verb, url in tries:
        answer = crowd.ask("author", verb, url)
        own_position = "set_position" in url
        refused = answer.status_code == 404 or (answer.status_code == 302 and answer["Location"] == "/admin/")
        if not (refused or own_position) or any(
            "wagtailcore_page" in sql for sql in crowd.writes if not own_position
        ):
            wrong.append(f"{verb} {url}: {answer.status_code} {crowd.writes[:1]}")
    assert not wrong, "\n".join(wrong)


def test_a_session_of_editing_belongs_to_whoever_opened_it(world, crowd):
    """R18: nobody ends or takes over another's."""
    from wagtail.admin.models import EditingSession

    with undone():
        crowd.clients["author"].get(f"/admin/pages/{world.draft.pk}/edit/")
        row = EditingSession.objects.get(user=world.people["author"])
        crowd.clients["learner"].post(f"/admin/editing-sessions/release/{row.pk}/")
        crowd.clients["learner"].post(
            f"/admin/editing-sessions/ping/courses/coursepage/{world.draft.pk}/{row.pk}/"
        )
        assert list(EditingSession.objects.values_list("user", flat=True)) == [world.people["author"].pk]
