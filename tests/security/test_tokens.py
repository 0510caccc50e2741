"""R27: nothing unsafe without a token. R21: a leaver's next click is a visitor's."""

import pytest
from django.db import transaction

from people.actions import mark_left, suspend
from tests.security.addresses import address
from tests.security.crawl import Crowd, outcome
from tests.security.test_access import LINES, NOBODY, any_address, of_operators

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def strict(world):
    """Everybody, and the site asks for a token."""
    return Crowd(world, enforce_csrf_checks=True)


def everything(world) -> list[str]:
    """One address of every pattern."""
    from tests.security.addresses import patterns

    first = {line.name: line for line in reversed(LINES)}
    return [
        address(world, name, first[name].thing) if name in first else any_address(world, name)
        for name in patterns()
        if name in first or name in NOBODY or of_operators(name)
    ]


@pytest.mark.parametrize(
    ("role", "verb"),
    [("operator", "post"), ("visitor", "post"), ("author", "put"), ("author", "delete"), ("lead", "patch")],
)
def test_unsafe_without_a_token_is_forbidden(world, strict, role, verb):
    """R27: whoever asks, with whatever verb."""
    wrong = []
    for url in everything(world):
        answer = strict.ask(role, verb, url)
        # The editor's API looks for the token itself, once it knows who asks.
        kept_out = url.startswith("/admin/api/") and outcome(answer) in ("login", "404")
        if not (answer.status_code == 403 or kept_out) or strict.writes:
            wrong.append(f"{verb} {url}: {answer.status_code} {strict.writes[:1]}")
    assert not wrong, "\n".join(wrong)


def test_a_verb_in_a_header_or_a_field_is_not_heard(world, crowd):
    """R27: GET stays GET, whatever it claims to be."""
    url = f"/me/teaching/{world.draft.pk}/trash/"
    answer = crowd.get("author", f"{url}?_method=POST", headers={"X-HTTP-Method-Override": "POST"})
    assert (answer.status_code, crowd.writes) == (405, [])
    for verb in ("TRACE", "PROPFIND"):
        assert crowd.clients["author"].generic(verb, "/courses/").status_code in (403, 405)


@pytest.mark.parametrize("end", [mark_left, suspend], ids=["left", "suspended"])
def test_whoever_leaves_is_a_visitor_with_the_next_click(world, end):
    """R21: pages, doors, the editor, its choosers, pictures and files."""
    crowd = Crowd(world)
    addresses = [
        "/",
        "/me/",
        "/me/teaching/",
        "/courses/",
        world.course.get_absolute_url(),
        "/people/",
        "/search/?q=knots",
        world.community.get_absolute_url(),
        f"/sessions/{world.session.pk}/",
        f"/sessions/{world.session.pk}/roster/",
        "/admin/",
        "/admin/choose-page/",
        "/admin/images/chooser/",
        "/admin/documents/chooser/",
        "/admin/sprite/",
        f"/admin/pages/{world.draft.pk}/edit/",
        f"/admin/pages/{world.draft.pk}/view_draft/",
        world.rendition.url,
        world.image.file.url,
        world.locked_rendition.url,
        world.document.url,
    ]
    posts = [
        f"/sessions/{world.public_session.pk}/enrol/",
        f"/communities/{world.open.pk}/join/",
        f"/me/teaching/{world.draft.pk}/trash/",
        f"/admin/pages/{world.draft.pk}/edit/",
        "/admin/images/chooser/create/",
    ]
    with transaction.atomic():
        before = [outcome(crowd.get("author", url)) for url in addresses]
        end(world.people["author"])
        wrong = []
        for url in addresses:
            theirs, visitors = crowd.get("author", url), crowd.get("visitor", url)
            if outcome(theirs) != outcome(visitors):
                wrong.append(f"{url}: {outcome(theirs)}, a visitor {outcome(visitors)}")
        for url in posts:
            theirs = crowd.post("author", url)
            if outcome(theirs) not in ("login", "404") or crowd.writes:
                wrong.append(f"{url}: {outcome(theirs)} {crowd.writes[:1]}")
        transaction.set_rollback(True)
    world.people["author"].refresh_from_db()
    assert before.count("ok") > 15
    assert not wrong, "\n".join(wrong)
