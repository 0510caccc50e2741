"""Hostile Markdown, and what the editor gives back of what an import wrote."""

import time

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from content.blocks import TEXT_FEATURES
from content.markdown_blocks.writer import canonical
from tests.content.test_markdown_blocks import Reading


class TestHostile:
    @pytest.mark.parametrize(
        "text",
        [
            "[" * 30_000,
            "![" * 9_000,
            "*a **a " * 5_000,
            "> " * 5_000 + "a",
            "- " * 3_000 + "a",
            "::: callout\n" * 300,
            "`" * 20_000 + "a",
            "<" * 20_000,
            "{" * 10_000 + "![a](b){" * 100,
            "![a](b){alt='" * 500,
            "|" * 10_000 + "\n" + "|-" * 5_000 + "\n",
            "a\n: b\n" * 3_000,
            "$" * 20_000,
            "x" * 600_000,
        ],
    )
    def test_an_answer_within_seconds(self, text):
        """R25: no text hangs or breaks the import."""
        before = time.monotonic()
        Reading(text)
        assert time.monotonic() - before < 20

    def test_too_much_is_said(self):
        assert Reading("x" * 600_000).said == [(1, "The text is too long or too tangled and was left out.")]


@pytest.mark.parametrize(
    "text",
    [
        "One **two *three*** `four` [five](six.md)  \nseven",
        "- a\n  - b\n    - c\n- d\n\n  e",
        "<p>a<br>b</p>\n\n### c\n\nd  e",
        "- a\n\n  ```\n  x\n  ```\n- b",
    ],
)
def test_the_editor_gives_back_what_the_import_wrote(text):
    """U14: opening an imported lesson in the editor and saving it changes nothing."""
    editor = ContentstateConverter(TEXT_FEATURES)
    for block in Reading(text).blocks:
        if block["type"] == "text":
            back = editor.to_database_format(editor.from_database_format(block["value"]))
            assert canonical(back) == canonical(block["value"])


def test_canonical_forgets_what_says_nothing():
    one = [{"id": "1", "type": "text", "value": '<p data-block-key="x1">a</p>'}]
    two = [{"type": "text", "value": "<p>a</p>", "caption": ""}]
    assert canonical(one) == canonical(two)
    assert canonical(one) != canonical([{"type": "text", "value": "<p>b</p>"}])
