"""R24: whatever people write, no script, handler, form, style, meta or base of theirs reaches a page."""

import json
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from communities.actions import create_wiki_page, edit_wiki_page
from courses.models import CoursePage, LessonPage
from people.actions import update_profile
from tests.security.crawl import text_of, undone

pytestmark = pytest.mark.django_db

MARK = "guildhall_alarm"  # no random token of a page holds it by chance
ATTACKS = (
    f"<script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f"<svg/onload={MARK}()>",
    f"</textarea><script>{MARK}()</script>",
    f'" autofocus onfocus="{MARK}()',
    f"' onmouseover='{MARK}()",
    f"</title><script>{MARK}()</script>",
    f"<base href=//{MARK}.example>",
    f"<meta http-equiv=refresh content=0;url=//{MARK}.example>",
    f"<form action=//{MARK}.example><button>go</button></form>",
    f"<style>*{{background:url(//{MARK}.example)}}</style>",
    f"<a href=javascript:{MARK}()>a</a>",
    f"<iframe srcdoc='<script>{MARK}()</script>'>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={MARK}()>",
    f"{{{{{MARK}}}}}{{% include '{MARK}' %}}",
    f"<a href='data:text/html,<script>{MARK}()</script>'>d</a>",
    f"-->{MARK}<!--<img src=x onerror={MARK}()>",
)
MARKDOWN = (
    *ATTACKS,
    f"[a](javascript:{MARK}())",
    f"[a](JaVaScRiPt:{MARK}())",
    f"[a](&#106;avascript:{MARK}())",
    f"<javascript:{MARK}()>",
    f"![a](javascript:{MARK}())",
    f'[a](x "onmouseover={MARK}()")',
    f"[[x|<img src=x onerror={MARK}()>]]",
    f"[a]: javascript:{MARK}()\n[a]",
    f"```html onload={MARK}()\n<script>{MARK}()</script>\n```",
    f"| <script>{MARK}()</script> |\n| --- |",
    f'## <script>{MARK}()</script> {{#x" onclick={MARK}()}}',
    f"> [!note] <img src=x onerror={MARK}()>",
    f"<div style='background:url(//{MARK}.example)'>x</div>",
    f"<details ontoggle={MARK}() open>x</details>",
    f"[a](vbscript:{MARK}())",
    f"[a](data:text/html;base64,{MARK})",
    f"<p/onclick={MARK}()>x",
    f"<input formaction=javascript:{MARK}()>",
    f"<embed src=//{MARK}.example>",
    f"<object data=javascript:{MARK}()>",
    f"<link rel=stylesheet href=//{MARK}.example>",
    "[^1]\n\n[^1]: <script>" + MARK + "()</script>",
)


class Live(HTMLParser):
    """Notes whatever of the attacks would act."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.within = ""

    def handle_starttag(self, tag, attrs):
        self.within = tag if tag in ("script", "style") else ""
        text = " ".join(f"{name}={value}" for name, value in attrs)
        if tag in ("iframe", "object", "embed", "base", "math", "mglyph", "svg") and MARK in text:
            self.found.append(f"<{tag} {text}>")
        for name, value in attrs:
            acts = name.startswith("on") or name in ("style", "srcdoc", "formaction", "http-equiv")
            address = (value or "").strip().lower()
            leads = name in ("href", "src", "action", "data") and address.startswith(
                ("javascript:", "vbscript:", "data:text")
            )
            leads |= name in ("src", "action", "data") and address.startswith("//")
            if (acts or leads) and MARK in f"{name}{value}":
                self.found.append(f"<{tag} {name}={value}>")

    def handle_data(self, data):
        if self.within and MARK in data:
            self.found.append(f"<{self.within}>{data}")

    def handle_endtag(self, tag):
        self.within = ""


def live_in(answer) -> list[str]:
    reader = Live()
    reader.feed(text_of(answer))
    return reader.found


def test_the_reader_of_these_tests_sees_an_attack():
    """A test that cannot fail proves nothing."""
    for attack in ATTACKS[:3] + ATTACKS[9:13]:
        reader = Live()
        reader.feed(f"<p>{attack}</p>")
        assert reader.found or "form" in attack, attack


def draft_text(attack: str, link: str = "") -> str:
    block = {
        "key": "a",
        "text": attack,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
    }
    entities = {}
    if link:
        block["entityRanges"] = [{"offset": 0, "length": 1, "key": 0}]
        entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}}
    return json.dumps({"blocks": [block], "entityMap": entities})


@pytest.mark.parametrize(
    "attack",
    [
        ATTACKS,
        [
            f"javascript:{MARK}()",
            f" JavaScript:{MARK}()",
            f"data:text/html,{MARK}",
            f'//{MARK}.example" onclick="{MARK}()',
        ],
    ],
    ids=["words", "links"],
)
def test_a_course_runs_nothing(world, crowd, attack):
    """R24: every field of a course and of a lesson's blocks, through the editor's own form."""
    course, lesson = world.course, world.lesson
    text = " ".join(attack)
    links = [draft_text("x", link) for link in attack[:1] + attack[-3:]]
    body = draft_text(text)
    found = []
    with undone():
        for rich in [body, *links]:
            answer = crowd.clients["author"].post(
                reverse("wagtailadmin_pages:edit", args=[course.pk]),
                {
                    "title": text[:200],
                    "promise": text[:240],
                    "for_whom": text[:240],
                    "minutes": "5",
                    "level": "beginner",
                    "language": "en",
                    "outcomes": rich,
                    "prerequisites": rich,
                    "body": rich,
                    "topics": "",
                    "action-publish": "1",
                },
            )
            assert answer.status_code == 302
            found += seen(
                crowd,
                course.get_absolute_url(),
                "/courses/",
                f"/me/teaching/{course.pk}/",
                f"/search/?q={MARK}",
                f"/search/suggest/?q={MARK}",
                f"/admin/pages/{course.pk}/edit/",
                f"/admin/pages/{course.pk}/history/",
            )
        crowd.clients["author"].post(
            reverse("wagtailadmin_pages:edit", args=[lesson.pk]), lesson_form(text, [body, *links])
        )
        lesson.refresh_from_db()
        assert MARK in lesson.title
        found += seen(
            crowd,
            lesson.get_absolute_url(),
            f"/admin/pages/{lesson.pk}/edit/",
            f"/admin/pages/{lesson.pk}/view_draft/",
        )
    assert found == []


def lesson_form(text: str, rich: list[str]) -> dict[str, str]:
    """A lesson with a block of each kind that holds words."""
    blocks = [
        *({"type": "text", "value": one} for one in rich),
        {"type": "heading", "value": text[:200]},
        {"type": "code", "value-language": "html", "value-code": text, "value-caption": text[:200]},
        {"type": "code", "value-language": "text", "value-code": text, "value-caption": ""},
        {
            "type": "table",
            "value-caption": text[:200],
            "value-rows": "\n".join([text, f"[a](javascript:{MARK}()) | `{text}`"]),
        },
        {"type": "discussion", "value-prompt": text[:1000]},
    ]
    form = {
        "title": text[:200],
        "summary": text[:240],
        "minutes": "5",
        "body-count": str(len(blocks)),
        "action-publish": "1",
    }
    for place, block in enumerate(blocks):
        form |= {f"body-{place}-deleted": "", f"body-{place}-order": str(place), f"body-{place}-id": ""}
        form |= {f"body-{place}-{name}": value for name, value in block.items()}
    return form


def seen(crowd, *addresses: str) -> list[str]:
    found = []
    for url in addresses:
        role = "operator" if url in ("/admin/topics/", "/admin/users/") else "author"
        answer = crowd.get(role, url)
        assert answer.status_code == 200, url
        found += [f"{role} {url}: {one}" for one in live_in(answer)]
    return found


def test_links_of_blocks_lead_nowhere_dangerous(world, crowd):
    """R24: a video or a link card takes addresses of the web only."""
    with undone():
        for kind in ("video", "link_card"):
            for link in (f"javascript:{MARK}()", f"data:text/html,{MARK}", "file:///etc/passwd"):
                form = {
                    "title": "Loop",
                    "body-count": "1",
                    "body-0-deleted": "",
                    "body-0-order": "0",
                    "body-0-type": kind,
                    "body-0-id": "",
                    "body-0-value-url": link,
                    "body-0-value-title": "x",
                    "action-publish": "1",
                }
                answer = crowd.clients["author"].post(
                    reverse("wagtailadmin_pages:edit", args=[world.lesson.pk]), form
                )
                assert (kind, link, answer.status_code) == (kind, link, 200)
        assert [block.block_type for block in LessonPage.objects.get(pk=world.lesson.pk).body] == ["text"]


@pytest.mark.parametrize("attacks", [MARKDOWN[start : start + 6] for start in range(0, len(MARKDOWN), 6)])
def test_a_wiki_page_runs_nothing(world, crowd, attacks):
    """R24: Markdown and raw HTML, read, previewed, compared and found."""
    member, found, attack = world.people["member"], [], "\n\n".join(attacks)
    with undone():
        page = create_wiki_page(
            member,
            world.open,
            title=f"{attack} {MARK}"[:250].replace("\n", " "),
            body=attack,
            summary=attack[:300],
        )
        page = edit_wiki_page(
            member,
            page,
            title=page.title,
            body=f"x\n\n{attack}",
            summary="",
            base_revision_id=page.latest_revision_id,
        )
        for url in (
            page.get_absolute_url(),
            f"/wiki/{page.pk}/history/{page.latest_revision_id}/",
            f"/wiki/{page.pk}/edit/",
        ):
            found += [f"{url}: {one}" for one in live_in(crowd.get("member", url))]
        preview = crowd.post(
            "member", f"/wiki/{page.pk}/edit/", {"title": "x", "body": attack, "preview": "1", "base": ""}
        )
        assert preview.status_code == 200
        found += live_in(preview)
    assert found == []


def test_what_people_say_of_themselves_and_their_sessions_runs_nothing(world, crowd):
    """R24: profile, hope, note, place, reasons, names of topics; on pages and in mails."""
    text, found = " ".join(ATTACKS), []
    learner = world.people["learner"]
    with undone():
        update_profile(learner, name=text[:110], title=text[:110], site=text[:70], bio=text[:1900])
        world.enrolment.__class__.objects.filter(pk=world.enrolment.pk).update(hope=text[:290])
        world.session.__class__.objects.filter(pk=world.session.pk).update(place=text[:190], note=text[:1900])
        world.topic.__class__.objects.filter(pk=world.topic.pk).update(name=text[:90])
        CoursePage.objects.get(pk=world.course.pk).announce(subtree=True)
        pages = [
            f"/people/{learner.handle}/",
            "/people/",
            "/me/profile/",
            f"/sessions/{world.session.pk}/",
            f"/sessions/{world.session.pk}/roster/",
            f"/sessions/{world.session.pk}/change/",
            "/",
            "/me/",
            "/courses/",
            world.course.get_absolute_url(),
            "/search/?q=knots",
            world.open.get_absolute_url(),
            "/admin/topics/",
            "/admin/users/",
        ]
        found += seen(crowd, *pages)
        found += [one for url in pages[:8] for one in live_in(crowd.get("learner", url))]
        crowd.clients["author"].post(f"/sessions/{world.session.pk}/cancel/", {"reason": text[:290]})
        found += seen(crowd, f"/sessions/{world.session.pk}/", "/me/teaching/")
        found += mails(learner)
    learner.refresh_from_db()
    assert found == []


def mails(person) -> list[str]:
    from notifications.writing import write_mail

    found = []
    for notice in person.notices.all():
        reader = Live()
        reader.feed(write_mail(notice).alternatives[0][0])
        found += reader.found
    return found


def test_what_is_asked_for_is_only_shown(world, crowd):
    """R24: questions, parameters and addresses that come back in the page."""
    found = []
    for attack in ATTACKS:
        for url in (
            "/search/",
            "/search/suggest/",
            "/people/",
            "/courses/",
            "/accounts/login/",
            "/admin/choose-page/search/",
            "/admin/images/",
            f"/communities/{world.open.slug}/wiki-named/",
        ):
            answer = crowd.get(
                "member",
                url,
                data={"q": attack, "topic": attack, "next": attack, "title": attack, "kind": attack},
            )
            found += [f"{url}: {one}" for one in live_in(answer)]
        found += live_in(
            crowd.get("member", "/nothing/" + attack.replace("/", "").replace("?", "").replace("#", ""))
        )
    assert found == []
