"""R23: nothing that is sent makes the site fail."""

import json
import time

import pytest
from django.urls import reverse

from tests.security.crawl import undone

pytestmark = pytest.mark.django_db

LONG = "ä" * 32_768
JUNK = ("\x00", "9" * 20, "-" + "9" * 20, LONG, "'\"<>&%s{{7*7}}", "\ud7ff\uffff²", "nan", '{"a":')
FORMS = (
    ("learner", "/me/profile/", ["name", "title", "site", "zone", "language", "languages", "bio"]),
    ("learner", "/me/theme/", ["theme", "next"]),
    ("learner", "/me/teaching/new/", ["title", "for_whom", "minutes"]),
    ("learner", "/sessions/{session}/enrol/", ["hope", "on"]),
    (
        "author",
        "/sessions/{session}/change/",
        [
            "kind",
            "local_date",
            "local_time",
            "zone",
            "minutes",
            "place",
            "link",
            "capacity",
            "waiting_list",
            "hand_on",
            "language",
            "note",
            "co_teachers",
        ],
    ),
    ("author", "/sessions/{session}/cancel/", ["reason"]),
    ("author", "/sessions/{session}/attendance/", ["mark-{enrolment}"]),
    ("author", "/sessions/{session}/roster/{enrolment}/remove/", ["reason"]),
    ("author", "/sessions/{session}/roster/{enrolment}/turn-down/", ["reason"]),
    ("author", "/sessions/{session}/roster/enrol/", ["people", "online"]),
    ("author", "/sessions/{session}/holds/", ["seats", "team", "purpose", "until"]),
    ("author", "/sessions/{session}/messages/", ["subject", "text", "waiting"]),
    ("author", "/sessions/{session}/materials/", ["kind", "title", "link", "occurrence"]),
    ("learner", "/sessions/{session}/check-in/", ["code"]),
    ("author", "/me/teaching/{course}/co-authors/", ["people", "remove"]),
    ("author", "/me/teaching/{course}/audience/", ["audience", "invited"]),
    (
        "author",
        "/me/teaching/{course}/offer/",
        ["kind", "local_date", "local_time", "zone", "minutes", "co_teachers"],
    ),
    ("member", "/communities/{open}/wiki/new/", ["title", "summary", "body", "base", "preview"]),
    ("member", "/wiki/{open_wiki}/edit/", ["title", "summary", "body", "base", "preview"]),
    ("lead", "/memberships/{membership}/role/", ["role"]),
    ("learner", "/lessons/{lesson}/done/", ["done"]),
    ("learner", "/requests/new/", ["words", "note"]),
    ("steward", "/search/steering/pins/new/", ["query", "thing", "which", "until", "note"]),
    ("steward", "/search/steering/pins/{pin}/edit/", ["query", "until", "note"]),
    ("visitor", "/accounts/login/", ["login", "password", "next", "remember"]),
    ("visitor", "/accounts/password/reset/", ["email"]),
    ("steward", "/admin/topics/new/", ["name", "words", "description", "retired"]),
    (
        "operator",
        "/admin/users/new/",
        ["email", "name", "title", "team", "site", "manager", "groups", "is_superuser"],
    ),
    (
        "author",
        "/admin/pages/{course}/edit/",
        [
            "title",
            "promise",
            "outcomes",
            "minutes",
            "level",
            "language",
            "body",
            "picture",
            "topics",
            "prerequisites",
            "for_whom",
        ],
    ),
    (
        "author",
        "/admin/pages/{lesson}/edit/",
        [
            "title",
            "summary",
            "minutes",
            "body-count",
            "body-0-type",
            "body-0-value",
            "body-0-order",
            "body-0-deleted",
            "body-0-id",
        ],
    ),
    ("author", "/admin/pages/{lesson}/edit/preview/", ["title", "body-count"]),
    ("author", "/admin/editing-sessions/ping/wagtailcore/page/{course}/1/", ["is_editing", "revision_id"]),
    ("author", "/admin/choose-external-link/", ["external-link-chooser-url", "url"]),
)
QUERIES = (
    ("visitor", "/courses/", ["topic", "level", "language", "when", "page"]),
    ("learner", "/search/", ["q", "kind", "topic", "language", "level", "community", "page"]),
    ("learner", "/search/suggest/", ["q"]),
    ("learner", "/people/", ["q", "team", "page"]),
    ("learner", "/requests/new/", ["q"]),
    ("steward", "/search/steering/", ["page"]),
    ("steward", "/search/steering/write/", ["title"]),
    ("steward", "/search/steering/pins/new/", ["q"]),
    ("learner", "/communities/", ["page"]),
    ("member", "/communities/{open_slug}/wiki-named/", ["title"]),
    ("member", "/communities/{open}/wiki/new/", ["parent", "title"]),
    ("member", "/wiki/{open_wiki}/history/", ["page"]),
    ("learner", "/communities/{open_slug}/members/", ["page"]),
    ("visitor", "/accounts/login/", ["next"]),
    ("author", "/admin/choose-page/", ["q", "page_type", "user_perms", "p"]),
    ("author", "/admin/choose-page/search/", ["q", "page_type", "p"]),
    (
        "author",
        "/admin/images/",
        ["q", "p", "collection_id", "ordering", "tag", "layout", "entries_per_page"],
    ),
    ("author", "/admin/images/chooser/results/", ["q", "p", "collection_id", "ordering", "tag", "layout"]),
    ("author", "/admin/documents/chooser/results/", ["q", "p", "collection_id", "ordering"]),
    ("author", "/admin/images/chooser/chosen-multiple/", ["id"]),
    ("author", "/admin/tag-autocomplete/topics/topic/", ["term"]),
    ("author", "/admin/block-preview/", ["id"]),
    ("author", "/admin/pages/{course}/", ["q", "ordering", "p"]),
    ("author", "/admin/pages/{course}/history/", ["action", "user", "timestamp_from", "p"]),
)


@pytest.fixture(scope="module")
def places(world):
    membership = world.open.memberships.order_by("pk")[1]
    names = ("session", "course", "open", "open_wiki", "lesson", "enrolment", "pin")
    return {
        **{name: getattr(world, name).pk for name in names},
        "open_slug": world.open.slug,
        "membership": membership.pk,
    }


def test_no_form_fails_on_junk(crowd, places):
    """R23: every field of every form at once; 64 KiB, NUL, numbers no database holds."""
    failed = []
    for role, route, fields in FORMS:
        url = route.format(**places)
        for junk in JUNK:
            answer = crowd.post(role, url, {field.format(**places): junk for field in fields})
            if answer.status_code >= 500:
                failed.append(f"{role} {url} {junk[:20]!r}: {answer.status_code}")
    assert not failed, "\n".join(failed)


def test_no_question_fails_on_junk(crowd, places):
    """R23: every parameter of every address."""
    failed = []
    for role, route, names in QUERIES:
        url = route.format(**places)
        for junk in JUNK:
            answer = crowd.get(role, url, data=dict.fromkeys(names, junk))
            if answer.status_code >= 500:
                failed.append(f"{role} {url} {junk[:20]!r}: {answer.status_code}")
        many = [str(number) for number in range(2000 // len(names))]
        answer = crowd.get(role, url, data={name: many for name in names})  # noqa: C420  # the lists are only read
        if answer.status_code >= 500:
            failed.append(f"{role} {url} repeated: {answer.status_code}")
    assert not failed, "\n".join(failed)


def test_bytes_that_are_no_text_are_answered(crowd, places):
    """R23: bad UTF-8 in the address, the question and the form; a form that is no form."""
    answers = [
        crowd.get("learner", "/search/?q=%ff%fe%00"),
        crowd.get("visitor", "/courses/%ff%fe/"),
        crowd.get("visitor", "/courses/%00/"),
        crowd.get("visitor", "/media/%00.png"),
        crowd.get("visitor", "/people/%ed%a0%80/"),
        crowd.ask(
            "learner",
            "post",
            "/me/profile/",
            data=b"name=%ff%fe%ed%a0%80",
            content_type="application/x-www-form-urlencoded",
        ),
        crowd.ask(
            "learner",
            "post",
            "/me/profile/",
            data=b"\xff\xfe",
            content_type="multipart/form-data; boundary=x",
        ),
        crowd.ask("learner", "post", "/me/profile/", data=b"--x", content_type="multipart/form-data"),
        crowd.ask(
            "learner",
            "post",
            "/me/profile/",
            data="&".join(f"a{n}=1" for n in range(6000)),
            content_type="application/x-www-form-urlencoded",
        ),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert answers[0].status_code == answers[-1].status_code == 400


def test_a_question_of_100_kb_is_answered_soon(crowd):
    """R34: nobody keeps the search busy with one question."""
    began = time.process_time()
    for words in (
        "a " * 50_000,
        '"' * 100_000,
        "*" * 100_000,
        "(" * 100_000,
        "ab" * 50_000,
        '"a" OR ' * 15_000,
    ):
        assert crowd.get("learner", "/search/", data={"q": words}).status_code in (200, 400)
        assert crowd.get("learner", "/people/", data={"q": words}).status_code in (200, 400)
    assert time.process_time() - began < 20


def editor(**fields):
    empty = json.dumps({"blocks": [], "entityMap": {}})
    return {
        "title": "Knots",
        "level": "beginner",
        "language": "en",
        "outcomes": empty,
        "prerequisites": empty,
        "body": empty,
        "topics": "",
        "promise": "",
        **fields,
    }


TEXT = {"key": "a", "text": "x", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}


def draft(**changes):
    """What the editor's script sends of one paragraph, save for the changes."""
    return json.dumps({"blocks": [{**TEXT, **changes}], "entityMap": {"0": {"type": "IMAGE", "data": {}}}})


TORN = [
    "no json",
    "[]",
    "1",
    "null",
    '{"blocks": 3}',
    '{"blocks": [1]}',
    '{"blocks": [{}], "entityMap": {}}',
    "{" * 5000,
    '{"blocks":' + "[" * 3000,
    draft(text="a\x00b"),
    draft(text="\ud800"),
    draft(entityRanges=[{"offset": 9, "length": 9, "key": 7}]),
    draft(type="atomic"),
]


def block(kind, order="0", **fields):
    """The fields of a single block as the editor's script names them."""
    named = {f"body-0-{name.replace('_', '-')}": value for name, value in fields.items()}
    return {"body-count": "1", "body-0-type": kind, "body-0-order": order, "body-0-deleted": "", **named}


BLOCKS = [
    *({"body-count": count} for count in ("x", "3", "-1", "9" * 9, "9" * 5)),
    block("nothing"),
    block("text", order="x", value="{}"),
    block("text", value="no json"),
    block("steps"),
    block("download", value_file="x"),
    block("download", value_file="9" * 20),
    block("heading", id="'", value=LONG),
]


@pytest.mark.parametrize(
    ("page", "forms"),
    [("course", [{"body": text} for text in TORN]), ("lesson", BLOCKS)],
)
def test_broken_rich_text_and_blocks_are_refused(world, crowd, page, forms):
    """R23: what the editor's scripts would never send."""
    url = reverse("wagtailadmin_pages:edit", args=[getattr(world, page).pk])
    answers = [(form, crowd.post("author", url, editor(**form)).status_code) for form in forms]
    assert [(str(form)[:80], status) for form, status in answers if status >= 500] == []


def test_many_words_cost_few_questions(world, crowd, django_assert_max_num_queries):
    """R23: a list of ten thousand names or synonyms is refused, not looked up one by one."""
    names = ",".join(f"n{n}" for n in range(10_000))
    with undone(), django_assert_max_num_queries(200):
        crowd.post("author", f"/me/teaching/{world.course.pk}/co-authors/", {"people": names})
    answer = crowd.post(
        "steward", "/admin/topics/new/", {"name": "Many", "words": "\n".join(f"w{n}" for n in range(3000))}
    )
    assert answer.status_code < 500
