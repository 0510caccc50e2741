"""Plain text out of what people write in."""

from content.blocks import LessonBlocks
from search import plain


def test_rich_text_loses_its_tags_and_keeps_its_words_apart():
    html = "<h3>Safe &amp; sound</h3><p>Wa<b>ter</b> plan</p><ul><li>one</li><li>two</li></ul>"
    assert plain.from_html(html) == "Safe & sound Water plan one two"


def test_what_no_reader_sees_is_not_text():
    assert plain.from_html("a<script>alert(1)</script>b<!-- c --><style>d</style >e") == "a b e"


def test_escaped_tags_are_words():
    assert plain.from_html("<p>&lt;b&gt; means bold</p>") == "<b> means bold"


def test_blocks_of_every_depth_are_read():
    raw = [
        {"type": "text", "value": "<p>Some <b>prose</b></p>", "id": "1"},
        {"type": "heading", "value": "A <heading>"},
        {"type": "code", "value": {"language": "python", "code": "if a < b: pass", "caption": "Compare"}},
        {"type": "picture", "value": {"picture": {"image": 1, "alt_text": "A pump"}, "caption": "By hand"}},
        {"type": "video", "value": {"url": "https://example.org/v", "title": "Watch", "minutes": 3}},
        {"type": "steps", "value": {"title": "Do", "steps": [
            {"type": "item", "value": {"title": "First", "body": [{"type": "text", "value": "<p>turn</p>"}]}}
        ]}},
        {"type": "quiz", "value": {"question": "Why?", "answers": [
            {"type": "item", "value": {"text": "Because", "correct": True, "why": "so"}}
        ]}},
        {"type": "discussion", "value": {"prompt": "Talk"}},
    ]  # fmt: skip
    assert plain.from_blocks(raw) == (
        "Some prose A <heading> if a < b: pass Compare A pump By hand"
        " Watch Do First turn Why? Because so Talk"
    )


def test_notes_for_the_teacher_are_left_out():
    raw = [
        {
            "type": "callout",
            "value": {"kind": kind, "title": kind, "body": [{"type": "text", "value": "inside"}]},
        }
        for kind in ("tip", "teacher")
    ]
    assert plain.from_blocks(raw) == "tip inside"


def test_every_field_of_a_lesson_block_is_either_read_or_left_out_on_purpose():
    settings = {"language", "kind", "url", "minutes", "correct", "file", "image", "decorative"}
    assert _names(LessonBlocks()) - plain.BLOCK_TEXTS - plain._NESTED == settings | _containers()


def _containers():
    """Kinds of blocks in a stream, whose fields are counted by themselves."""
    return {
        "callout", "discussion", "download", "link_card", "quiz", "table", "task", "video",
    }  # fmt: skip


def _names(block):
    names = set()
    for name, child in getattr(block, "child_blocks", {}).items():
        names |= {name} | _names(child)
    if hasattr(block, "child_block"):
        names |= _names(block.child_block)
    return names


def test_a_text_ends_where_search_ends():
    assert len(plain.joined(["word "] * 100_000)) <= plain.LONGEST_TEXT
