"""R29: what stands on every answer, whatever it is."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client, override_settings

from tests.security.crawl import Crowd

pytestmark = pytest.mark.django_db

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
SECURE = {
    "SITE_URL": "https://guildhall.test",
    "SECURE_SSL_REDIRECT": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
}
"""What settings.py makes of a SITE_URL with https."""


class Inline(HTMLParser):
    """Notes whatever a strict policy would not run, or that would need a laxer one."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce, self.found = nonce, []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        inline = tag in ("style", "base") or (tag == "script" and not given.get("src"))
        if inline and given.get("nonce") != self.nonce and given.get("type") != "application/json":
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if (
                name == "style"
                or name.startswith("on")
                or re.match(r"\s*javascript:", value or "", re.IGNORECASE)
            ):
                self.found.append(f"<{tag} {name}>")
            if name in ("src", "action") and re.match(r"(https?:)?//", value or ""):
                self.found.append(f"<{tag} {name}={value}>")


def inline_in(answer) -> list[str]:
    nonce = re.search(r"'nonce-([^']+)'", answer["Content-Security-Policy"])
    reader = Inline(nonce[1] if nonce else "none")
    reader.feed(answer.content.decode())
    return reader.found


def pages(world) -> list[str]:
    return [
        "/",
        "/courses/",
        world.course.get_absolute_url(),
        world.lesson.get_absolute_url(),
        f"/sessions/{world.session.pk}/",
        f"/sessions/{world.session.pk}/roster/",
        f"/sessions/{world.session.pk}/roster/print/",
        f"/sessions/{world.session.pk}/attendance/",
        f"/sessions/{world.session.pk}/messages/",
        f"/sessions/{world.session.pk}/materials/",
        f"/sessions/{world.session.pk}/history/",
        f"/sessions/{world.session.pk}/change/",
        f"/sessions/{world.session.pk}/cancel/",
        "/me/",
        "/me/teaching/",
        "/me/teaching/new/",
        f"/me/teaching/{world.course.pk}/",
        f"/me/teaching/{world.course.pk}/offer/",
        "/me/profile/",
        "/people/",
        world.colleague.get_absolute_url(),
        "/search/?q=knots",
        "/communities/",
        world.open.get_absolute_url(),
        f"{world.open.get_absolute_url()}members/",
        f"{world.open.get_absolute_url()}wiki/",
        world.open_wiki.get_absolute_url(),
        f"/wiki/{world.open_wiki.pk}/edit/",
        f"/wiki/{world.open_wiki.pk}/history/",
        "/accounts/login/",
        "/accounts/logout/",
        "/accounts/password/reset/",
        "/accounts/signup/",
        "/nothing/here/",
    ]


def others(world) -> list[tuple[str, str]]:
    """Answers that are no pages: refusals, redirects, files, the editor."""
    return [
        ("get", "/courses/?q=\x00"),
        ("post", "/courses/"),
        ("post", "/me/theme/"),
        ("get", "/admin/users/"),
        ("get", "/admin/"),
        ("get", f"/admin/pages/{world.draft.pk}/edit/"),
        ("get", "/static/css/base.css"),
        ("get", "/static/nothing.css"),
        ("get", world.rendition.url),
        ("get", world.image.file.url),
        ("get", world.document.url),
        ("get", "/media/nothing.png"),
        ("get", "/livez"),
        ("get", "/courses"),
        ("head", "/"),
        ("options", "/courses/"),
        ("get", "/admin/choose-page/"),
        ("get", "/admin/sprite/"),
    ]


def lacking(answer, wanted) -> list[str]:
    found = [f"{name}: {answer.get(name)}" for name, value in wanted.items() if answer.get(name) != value]
    policy = answer.get("Content-Security-Policy", "")
    return found if "default-src 'none'" in policy else [*found, f"policy: {policy}"]


@pytest.fixture(scope="module")
def answers(world, crowd):
    """Every page and every other answer, for three roles."""
    asked = [*(("get", url) for url in pages(world)), *others(world)]
    return {
        (role, verb, url): crowd.ask(role, verb, url)
        for role in ("visitor", "author", "operator")
        for verb, url in asked
    }


def test_every_answer_carries_the_headers(answers):
    """R29: pages, refusals, redirects, files; for visitors and for those signed in."""
    wrong = [
        f"{asked} {answer.status_code} {one}"
        for asked, answer in answers.items()
        for one in lacking(answer, ALWAYS)
    ]
    assert not wrong, "\n".join(wrong)


def test_forbidden_bad_host_and_broken_answers_carry_them_too(world, monkeypatch):
    """R29: also what Django answers itself."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    forbidden = strict.post("/me/theme/", {"theme": "dark"})
    host = strict.get("/", headers={"Host": "evil.example"})

    def broken(*_any):
        raise RuntimeError

    monkeypatch.setattr("home.views.lines_for", broken)
    failed = strict.get("/")
    assert [answer.status_code for answer in (forbidden, host, failed)] == [403, 400, 500]
    assert [lacking(answer, ALWAYS) for answer in (forbidden, host, failed)] == [[], [], []]
    assert b"RuntimeError" not in failed.content


def test_our_pages_need_no_inline_script_or_style(world, answers):
    """R29: nothing in them that the policy would have to allow; the policy allows nothing inline."""
    wrong = []
    for (role, verb, url), answer in answers.items():
        if url in pages(world) and verb == "get" and answer.status_code in (200, 404):
            wrong += [f"{role} {url} {found}" for found in inline_in(answer)]
            if "unsafe" in answer["Content-Security-Policy"]:
                wrong.append(f"{url} {answer['Content-Security-Policy']}")
    assert not wrong, "\n".join(wrong)


def test_what_one_sees_signed_in_is_kept_nowhere(answers):
    """R29: private, no-store, the editor and refusals included; pictures stay with the person."""
    wrong = []
    for (role, verb, url), answer in answers.items():
        if url.startswith("/static/") or role == "visitor":
            continue
        kept = answer.get("Cache-Control", "")
        own = url.startswith(("/media/images", "/media/renditions", "/documents/"))
        if ("private" not in kept) or (not own and "no-store" not in kept):
            wrong.append(f"{role} {verb} {url}: {kept}")
    assert not wrong, "\n".join(wrong)


def test_over_https_browsers_are_held_to_it(world):
    """R29: HSTS and secure cookies; http leads to https with every header."""
    with override_settings(**SECURE):
        crowd = Crowd(world)
        page = crowd.get("author", "/me/profile/", secure=True)
        assert page["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        assert page.cookies["csrftoken"]["secure"] is True
        assert page.cookies["csrftoken"]["httponly"] is True
        plain = crowd.get("author", "/me/profile/")
        assert (plain.status_code, plain["Location"]) == (301, "https://testserver/me/profile/")
        assert (
            lacking(
                plain,
                {k: v for k, v in ALWAYS.items() if "Opener" not in k and k[0] != "X" and k[:3] != "Ref"},
            )
            == []
        )
        assert crowd.clients["author"].cookies["sessionid"]["secure"] is True
