"""Every block of a lesson, as a reader sees it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.admin.icons import get_icons
from wagtail.blocks import StreamValue
from wagtail.models import Collection

from content.anchors import contents_of
from content.blocks import LessonBlocks
from content.models import CustomDocument
from content.pictures import import_picture
from tests.content.samples import png

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


def render(*blocks):
    """What a page shows of these blocks."""
    stream = LessonBlocks()
    return stream.render(stream.normalize(list(blocks)))


def flat(html):
    return " ".join(html.split())


@pytest.fixture
def picture(ada):
    return import_picture(png(1200, 300), "A long wall", Collection.get_first_root_node(), ada)


class TestWhatAuthorsSee:
    @pytest.mark.parametrize("name", list(LessonBlocks().child_blocks))
    def test_every_block_says_what_it_is_and_shows_itself(self, name, client, operator):
        """U13: a description, an icon that exists, and a preview that draws."""
        block = LessonBlocks().child_blocks[name]
        assert block.get_description()
        assert block.meta.icon in {icon.rpartition("/")[2].removesuffix(".svg") for icon in get_icon_files()}
        assert block.is_previewable
        request = RequestFactory().get("/")
        value = block.get_preview_value()
        context = {"request": request, "block_def": block, "bound_block": block.bind(value)}
        template = block.get_preview_template(value, context)
        html = render_template(template, block.get_preview_context(value, context))
        assert 'class="prose"' in html
        assert "/static/css/components.css" in html

    def test_a_quiz_without_a_right_answer_is_refused(self):
        block = LessonBlocks().child_blocks["quiz"]
        wrong = [{"text": "One", "correct": False, "why": ""}, {"text": "Two", "correct": False, "why": ""}]
        with pytest.raises(ValidationError) as refusal:
            block.clean(block.normalize({"question": "Which?", "answers": wrong}))
        assert refusal.value.block_errors["question"].messages == ["Mark at least one answer as right."]

    @pytest.mark.parametrize("name", ["video", "link_card"])
    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " java\nscript:x"]
    )
    def test_an_address_that_runs_is_refused(self, name, url):
        """R24: no address that runs a script gets into a lesson."""
        block = LessonBlocks().child_blocks[name]
        with pytest.raises(ValidationError) as refusal:
            block.clean(block.normalize({"url": url, "title": "Look"}))
        assert refusal.value.block_errors["url"].messages == ["Enter a valid URL."]


def get_icon_files():
    from wagtail import hooks

    found = []
    for hook in hooks.get_hooks("register_icons"):
        found = hook(found)
    assert get_icons()
    return found


def render_template(name, context):
    from django.template.loader import render_to_string

    return render_to_string(name, context)


class TestWhatReadersSee:
    def test_text(self):
        assert flat(render(("text", "<p>One <b>two</b></p><ul><li>three</li></ul>"))) == (
            "<p>One <b>two</b></p><ul><li>three</li></ul>"
        )

    def test_headings_have_ids_that_stand_once(self):
        html = flat(
            render(
                ("text", "<h3>Setup</h3><p>First</p>"),
                ("heading", "Setup"),
                ("heading", "Setup"),
                ("heading", "?"),
            )
        )
        assert html == (
            '<h3 id="setup-3">Setup</h3><p>First</p> <h2 id="setup">Setup</h2> '
            '<h2 id="setup-2">Setup</h2> <h2 id="part">?</h2>'
        )

    def test_the_contents_name_the_same_ids(self):
        stream = LessonBlocks()
        value = stream.normalize([("heading", "Setup"), ("text", "<h3>Setup</h3>"), ("heading", "Setup")])
        assert [(entry.anchor, entry.text) for entry in contents_of(value)] == [
            ("setup", "Setup"),
            ("setup-2", "Setup"),
        ]
        assert all(f'<h2 id="{entry.anchor}">' in stream.render(value) for entry in contents_of(value))

    def test_picture_in_three_sizes_with_words(self, picture):
        value = {
            "picture": {"image": picture.pk, "alt_text": 'A "long" wall', "decorative": False},
            "caption": "Wall",
        }
        stream = LessonBlocks()
        html = flat(stream.render(stream.to_python([{"type": "picture", "value": value}])))
        widths = [rendition.width for rendition in picture.renditions.order_by("width")]
        assert widths == [480, 960, 1200]
        urls = {rendition.width: rendition.url for rendition in picture.renditions.all()}
        assert html == (
            f'<figure class="figure"> <img src="{urls[1200]}" '
            f'srcset="{urls[480]} 480w, {urls[960]} 960w, {urls[1200]} 1200w" '
            'sizes="(min-width: 48rem) 44rem, 100vw" '
            'width="1200" height="300" alt="A &quot;long&quot; wall" loading="lazy"> '
            "<figcaption>Wall</figcaption> </figure>"
        )

    def test_a_picture_for_decoration_has_empty_words(self, picture):
        value = {"picture": {"image": picture.pk, "alt_text": "said", "decorative": True}, "caption": ""}
        stream = LessonBlocks()
        assert 'alt=""' in stream.render(stream.to_python([{"type": "picture", "value": value}]))

    @pytest.mark.parametrize("rows", [1, 3, 12])
    def test_sql_does_not_grow_with_pictures(self, rows, picture, ada, django_assert_max_num_queries):
        from content.pictures import make_renditions

        collection = Collection.get_first_root_node()
        stored = [import_picture(png(20 + n, 10), "Small", collection, ada) for n in range(rows)]
        for one in stored:
            make_renditions(one)
        pictures = [
            {"picture": {"image": one.pk, "alt_text": "x", "decorative": False}, "caption": ""}
            for one in stored
        ]
        inner = [{"type": "picture", "value": value} for value in pictures]
        task = {"title": "T", "minutes": None, "body": inner, "solution": inner}
        stream = LessonBlocks()
        raw = [*inner, *({"type": "task", "value": task} for _ in range(rows))]
        with django_assert_max_num_queries(4):
            stream.render(StreamValue(stream, raw, is_lazy=True))

    def test_code_is_coloured_and_can_be_copied(self):
        html = render(("code", {"language": "python", "code": 'print("<b>")', "caption": "First"}))
        assert '<code class="highlight"><span class="nb">print</span>' in html
        assert "&lt;b&gt;" in html
        assert "data-copy" in html

    @pytest.mark.parametrize("language", ["text", "output", "no such language"])
    def test_code_without_a_language_is_left_plain(self, language):
        html = render(("code", {"language": language, "code": "if <x>", "caption": ""}))
        assert '<code class="highlight">if &lt;x&gt;</code>' in html

    def test_very_long_code_is_left_plain(self):
        html = render(("code", {"language": "python", "code": "x = 1\n" * 20_000, "caption": ""}))
        assert "<span class=" not in html.partition("<pre")[2]

    @pytest.mark.parametrize(
        ("rows", "shown"),
        [
            ("A | B\n1 | 2", [["A", "B"], ["1", "2"]]),
            ("| A | B |\n| 1 | 2 |", [["A", "B"], ["1", "2"]]),
            ("A\tB|C\n1\t2\n\n3", [["A", "B|C"], ["1", "2"], ["3", ""]]),
            (
                "`x` | *y* | [z](https://example.org/)",
                [["<code>x</code>", "<em>y</em>", '<a href="https://example.org/">z</a>']],
            ),
            ("<b>no</b> | [evil](javascript:alert)", [["&lt;b&gt;no&lt;/b&gt;", "[evil](javascript:alert)"]]),
        ],
    )
    def test_table(self, rows, shown):
        html = flat(render(("table", {"caption": "", "rows": rows})))
        head = "".join(f'<th scope="col">{cell}</th>' for cell in shown[0])
        body = " ".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in shown[1:])
        assert f"<thead><tr>{head}</tr></thead>" in html
        assert flat(body) in html

    @pytest.mark.parametrize(
        ("kind", "shown"),
        [
            ("tip", '<aside class="callout callout--tip">'),
            ("warning", '<aside class="callout callout--warning">'),
            ("objectives", '<aside class="callout callout--note">'),
            ("more", '<details class="callout callout--solution">'),
            ("teacher", '<details class="callout callout--solution">'),
            ("quote", "<blockquote>"),
        ],
    )
    def test_callout(self, kind, shown):
        html = flat(render(("callout", {"kind": kind, "title": "", "body": [("text", "<p>Mind.</p>")]})))
        assert shown in html
        assert "<p>Mind.</p>" in html

    def test_a_callout_and_a_task_with_a_title_can_be_led_to(self):
        note = {"kind": "note", "title": "Setup", "body": [("text", "<h3>Inner</h3>")]}
        task = {"title": "Setup", "minutes": None, "body": [("text", "<h3>Inner</h3>")], "solution": []}
        html = flat(render(("callout", note), ("task", task), ("heading", "Setup")))
        assert '<aside class="callout callout--note" id="setup-2">' in html
        assert '<section class="task" id="setup-3">' in html
        assert '<h2 id="setup">' in html
        assert html.count("<h3>Inner</h3>") == 2

    def test_callout_without_a_title_says_its_kind(self):
        assert "Key points" in render(("callout", {"kind": "keypoints", "title": "", "body": []}))

    def test_video_is_a_link_and_loads_nothing(self):
        html = flat(render(("video", {"url": "https://example.org/v", "title": "Contracts", "minutes": 4})))
        assert '<a class="link-card" href="https://example.org/v">' in html
        assert "Video, 4 minutes" in html
        assert "<iframe" not in html
        assert "<video" not in html

    def test_steps(self):
        steps = [{"title": "Read", "body": []}, {"title": "Ask", "body": [("text", "<p>Once.</p>")]}]
        html = flat(render(("steps", {"title": "Before", "steps": steps})))
        assert html.count("steps__step") == 2
        assert '<p class="steps__title">Ask</p><div class="steps__text"> <p>Once.</p>' in html

    def test_quiz_answers_open_without_a_script(self):
        answers = [
            {"text": "Red", "correct": False, "why": ""},
            {"text": "Blue", "correct": True, "why": "Sky."},
        ]
        html = flat(render(("quiz", {"question": "Which?", "answers": answers})))
        assert html.count("<details") == 2
        assert 'Red</summary> <p><strong class="bad">Not this one</strong></p>' in html
        assert '<strong class="good">Right</strong> <span class="quiz__note">Sky.</span>' in html
        assert "<form" not in html

    def test_discussion(self):
        html = flat(render(("discussion", {"prompt": "Why?\n\nHow?"})))
        assert "<p>Why?</p> <p>How?</p>" in html

    def test_solution_of_a_task_stays_folded(self):
        value = {
            "title": "Try",
            "minutes": 5,
            "body": [("text", "<p>Do.</p>")],
            "solution": [("text", "<p>So.</p>")],
        }
        html = flat(render(("task", value)))
        assert "5 minutes" in html
        task, solution = html.split("<details", 1)
        assert "<p>Do.</p>" in task
        assert "<p>So.</p>" in solution

    def test_task_without_solution_folds_nothing(self):
        html = render(
            ("task", {"title": "Try", "minutes": None, "body": [("text", "<p>Do.</p>")], "solution": []})
        )
        assert "<details" not in html

    def test_download(self, ada):
        from django.core.files.base import ContentFile

        document = CustomDocument.objects.create(
            title="Notes", file=ContentFile(b"12345", name="notes.txt"), uploaded_by_user=ada, file_size=5
        )
        html = flat(render(("download", {"file": document, "title": ""})))
        assert f'href="/documents/{document.pk}/{document.filename}"' in html
        assert '<span class="link-card__title">Notes</span>' in html
        assert '<span class="link-card__note">TXT, 5\xa0bytes</span>' in html.replace("5 bytes", "5\xa0bytes")

    def test_link_card(self):
        value = {"url": "https://example.org/a?b&c", "title": "Read", "description": "Good"}
        assert 'href="https://example.org/a?b&amp;c"' in render(("link_card", value))

    @pytest.mark.parametrize(
        "block",
        [
            ("heading", EVIL),
            ("code", {"language": "python", "code": EVIL, "caption": EVIL}),
            ("code", {"language": "html", "code": EVIL, "caption": EVIL}),
            ("code", {"language": "text", "code": EVIL, "caption": EVIL}),
            ("table", {"caption": EVIL, "rows": f"{EVIL} | {EVIL}\n{EVIL} | 1"}),
            ("callout", {"kind": "note", "title": EVIL, "body": []}),
            ("callout", {"kind": "quote", "title": EVIL, "body": []}),
            ("video", {"url": f"https://example.org/{EVIL}", "title": EVIL, "minutes": 1}),
            ("steps", {"title": EVIL, "steps": [{"title": EVIL, "body": []}]}),
            ("quiz", {"question": EVIL, "answers": [{"text": EVIL, "correct": True, "why": EVIL}]}),
            ("discussion", {"prompt": EVIL}),
            ("task", {"title": EVIL, "minutes": 1, "body": [], "solution": []}),
            ("link_card", {"url": f"https://example.org/{EVIL}", "title": EVIL, "description": EVIL}),
        ],
    )
    def test_nothing_typed_becomes_a_script(self, block):
        """R24: a script typed into any field of any block is shown, not run."""
        html = render(block)
        assert "<script" not in html.lower()
        assert "script" in html.lower()
