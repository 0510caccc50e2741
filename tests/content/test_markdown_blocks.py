"""Markdown into the blocks of a lesson, and what is told of that which is lost."""

import pytest
from wagtail.blocks import StreamValue

from content.blocks import LessonBlocks
from content.imports import Report
from content.markdown_blocks import Converter, anchors_in

PICTURE = {"picture": {"image": 1, "alt_text": "x", "decorative": False}, "caption": ""}


class Reading:
    """One conversion, with what it said and asked."""

    def __init__(self, text, *, before=0, picture=PICTURE):
        self.report, self.figures, self.hrefs = Report(), [], []
        converter = Converter(
            report=self.report, path="a.md", before=before, picture=self._picture(picture), link=self._link
        )
        done = converter.convert(text)
        self.blocks, self.ids = done.blocks, done.ids
        self.said = [(row.line, row.reason) for row in self.report.rows]

    def _picture(self, value):
        def take(figure):
            self.figures.append(figure)
            return value

        return take

    def _link(self, href, line):
        self.hrefs.append((href, line))
        return None if href.startswith("dead") else href


def html(text):
    """The rich text that a text becomes, where it becomes nothing else."""
    reading = Reading(text)
    assert [block["type"] for block in reading.blocks] == ["text"]
    assert reading.said == []
    return reading.blocks[0]["value"]


def kinds(text):
    return [block["type"] for block in Reading(text).blocks]


class TestWords:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("One\ntwo", "<p>One two</p>"),
            ("One\n\ntwo", "<p>One</p><p>two</p>"),
            ("One  \ntwo", "<p>One<br/>two</p>"),
            ("**a** *b* `c`", "<p><b>a</b> <i>b</i> <code>c</code></p>"),
            ("***a***", "<p><i><b>a</b></i></p>"),
            ("~~a~~ b", "<p>a b</p>"),
            ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
            ("write <your name> here", "<p>write &lt;your name&gt; here</p>"),
            ("press <kbd>Q</kbd>", "<p>press <code>Q</code></p>"),
            ("a <kbd>b", "<p>a <code>b</code></p>"),
            ("a</kbd> b", "<p>a b</p>"),
            ("H<sub>2</sub>O<!-- not said -->", "<p>H2O</p>"),
            ("[a](https://example.org/?b&c)", '<p><a href="https://example.org/?b&amp;c">a</a></p>'),
            ("[a](dead.md) b", "<p>a b</p>"),
            ("[](b.md)a", "<p>a</p>"),
            ("<https://example.org/>", '<p><a href="https://example.org/">https://example.org/</a></p>'),
            ("[a][b]\n\n[b]: c.md", '<p><a href="c.md">a</a></p>'),
            ("[commit]{#commit} it", "<p>commit it</p>"),
            ("[a](b.md){.button} c", '<p><a href="b.md">a</a> c</p>'),
            ("it costs $5 and $6", "<p>it costs $5 and $6</p>"),
            ("$HOME and $PATH", "<p>$HOME and $PATH</p>"),
            ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
            ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
            ("- a\n\n  b\n- c\n  1. d", "<ul><li>a<br/>b</li><li>c<ol><li>d</li></ol></li></ul>"),
            ("3. a\n4. b", "<p>3. a</p><p>4. b</p>"),
            ("### a `b`", "<h3>a <code>b</code></h3>"),
            ("##### a", "<h4>a</h4>"),
            ("a\n:   b", "<h4>a</h4><p>b</p>"),
            ("a\n\n---\n\nb", "<p>a</p><p>b</p>"),
            ("<!-- one\n\ntwo -->\n\na", "<p>a</p>"),
            ("{:auto_ids}\na", "<p>a</p>"),
        ],
    )
    def test_become_rich_text(self, text, shown):
        assert html(text) == shown

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "a <script>alert(1)</script> b",
            "<img src=x onerror=alert(1)>",
            "<a href='javascript:alert(1)'>a</a>",
            "[a](javascript:alert(1))",
            "[a](vbscript:x)",
            "[a](data:text/html,x)",
            "<svg onload=alert(1)>",
            "<iframe src='https://example.org/'></iframe>",
            "<form action='/x'><input name=a></form>",
            "<style>body{}</style>",
            "<base href='https://example.org/'>",
            "<p style='x' onclick='y'>a</p>",
            "`<script>`",
            "# <script>alert(1)</script>",
            "| <script> |\n| --- |\n| <img src=x onerror=y> |",
            "::: callout\n## <script>alert(1)</script>\n<script>alert(1)</script>\n:::",
        ],
    )
    def test_nothing_that_runs_comes_through(self, text):
        """R24: what an import writes is as harmless as what the editor writes."""
        stream = LessonBlocks()
        shown = stream.render(StreamValue(stream, Reading(text).blocks, is_lazy=True)).lower()
        for evil in [
            "<script",
            "<img",
            "<iframe",
            "<form",
            "<style",
            "<base",
            "<input",
            'href="javascript',
            "<p style",
        ]:
            assert evil not in shown
        assert "onclick=" not in shown.replace("&", "")

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("$a^2$", "A formula is kept as plain text."),
            ("$$\na^2\n$$", "A formula is kept as plain text."),
            ("<table><tr><td>a</td></tr></table>", "HTML was reduced to its words and links."),
            ("a <button>b</button>", "The HTML <button> was left out, its words stay."),
            ("```elvish\nmellon\n```", "The language “elvish” is not known, its code is plain."),
            ("::: strange\na\n:::", "The division “strange” is not known; what it holds stays."),
            ("::: callout\na", "The division “callout” has no end; it ends with the text."),
            (":::", "This line ends a division that did not begin."),
            ("## " + "long " * 50, "The heading is very long and was cut."),
            ("## a ![b](c.png)", "The picture c.png cannot stand here and was left out."),
            ("| ![b](c.png) |\n|---|\n| a |", "A picture in a table was left out."),
        ],
    )
    def test_what_is_lost_is_said_with_its_line(self, text, said):
        assert Reading(f"x\n\n{text}", before=7).said == [(10, said)]

    def test_lines_are_counted_within_a_paragraph(self):
        reading = Reading("one\ntwo [a](b.md)\nthree ![c](d.png)\n", before=2)
        assert reading.hrefs == [("b.md", 4)]
        assert [(figure.src, figure.line) for figure in reading.figures] == [("d.png", 5)]

    def test_html_keeps_its_links(self):
        reading = Reading("<p align=center>Rain is<br><a href='https://example.org/' title=x>free</a></p>")
        assert reading.blocks[0]["value"] == '<p>Rain is<br/><a href="https://example.org/">free</a></p>'


class TestBlocks:
    def test_headings(self):
        blocks = Reading("# One `1`\n\n## Two\n\n### Three\n").blocks
        assert blocks == [
            {"type": "heading", "value": "One 1"},
            {"type": "heading", "value": "Two"},
            {"type": "text", "value": "<h3>Three</h3>"},
        ]

    def test_own_ids_of_headings_and_terms(self):
        reading = Reading("## How much {#much}\n\n{:auto_ids}\n[a word]{#word}\n:   b\n")
        assert reading.blocks[0] == {"type": "heading", "value": "How much"}
        assert reading.ids == {"much": "How much", "word": "a word"}
        assert anchors_in(reading.blocks) == {"how-much", "a-word"}

    @pytest.mark.parametrize(
        ("info", "language"),
        [
            ("python", "python"),
            ("sh", "bash"),
            ("error", "output"),
            ("source", "text"),
            ("", "text"),
            ("{r, echo=F}", "r"),
            ("{.python .numberLines}", "python"),
            ("YAML", "yaml"),
        ],
    )
    def test_code(self, info, language):
        block = Reading(f"```{info}\nx <y>\n\n```\n").blocks[0]
        assert block == {"type": "code", "value": {"language": language, "code": "x <y>", "caption": ""}}

    def test_empty_code_is_nothing(self):
        assert Reading("```\n\n```\n").blocks == []

    @pytest.mark.parametrize(
        ("text", "alt", "caption"),
        [
            ("![a wall](w.png)", "a wall", ""),
            ('![a wall](w.png "The wall")', "a wall", "The wall"),
            ("![The *wall*](w.png){alt='Jo said \"it\" is red'}", 'Jo said "it" is red', "The wall"),
            ("![](w.png){alt='it isn't new' width=\"40%\"}", "it isn't new", ""),
            ('![](w.png){alt="a {b}"}', "a {b}", ""),
            ("![](w.png){alt=''}", "", ""),
            ("![](w.png)", None, ""),
            ("![](w.png){alt='one\ntwo'}", "one two", ""),
        ],
    )
    def test_pictures(self, text, alt, caption):
        reading = Reading(text)
        assert [(one.src, one.alt, one.caption) for one in reading.figures] == [("w.png", alt, caption)]
        assert reading.blocks == [{"type": "picture", "value": PICTURE}]

    def test_a_picture_among_words_parts_them(self):
        assert [block["value"] for block in Reading("a ![b](c.png) d").blocks] == [
            "<p>a</p>",
            PICTURE,
            "<p>d</p>",
        ]

    def test_a_picture_in_a_link_stands_behind_the_words(self):
        assert kinds("a [![b](c.png)](d.md) e") == ["text", "picture"]

    def test_a_picture_that_is_not_taken_leaves_the_words(self):
        assert Reading("a\n\n![b](c.png)\n\nd", picture=None).blocks == [
            {"type": "text", "value": "<p>a</p><p>d</p>"}
        ]

    def test_table(self):
        reading = Reading(
            "| A | B |\n|---|---|\n| `x|y` | [c](d.md) \\| *e* |\n| 1<br>2 | |\n".replace("x|y", "x")
        )
        assert reading.blocks == [
            {"type": "table", "value": {"caption": "", "rows": "A\tB\n`x`\t[c](<d.md>) \\| *e*\n1; 2\t "}}
        ]

    def test_cells_are_shown_as_they_were_written(self):
        text = "| A | B |\n|---|---|\n| a_b_c *d* | 1 \\* 2 \\| 3 [x] `y` |\n"
        text += "| [c](https://example.org/a_(b)) | < |\n"
        stream = LessonBlocks()
        shown = stream.render(StreamValue(stream, Reading(text).blocks, is_lazy=True))
        assert "<td>a_b_c <em>d</em></td><td>1 * 2 | 3 [x] <code>y</code></td>" in shown
        assert '<td><a href="https://example.org/a_(b)">c</a></td><td>&lt;</td>' in shown

    def test_table_of_one_column(self):
        stream = LessonBlocks()
        shown = stream.render(
            StreamValue(stream, Reading("| A |\n|---|\n| b \\| c |\n").blocks, is_lazy=True)
        )
        assert '<th scope="col">A</th>' in shown
        assert "<td>b | c</td>" in shown

    def test_quotation(self):
        block = Reading("> Slow\n> is fast.").blocks[0]
        text = [{"type": "text", "value": "<p>Slow is fast.</p>"}]
        assert block == {"type": "callout", "value": {"kind": "quote", "title": "", "body": text}}

    def test_lists_with_code_keep_their_numbers(self):
        blocks = Reading("1. one\n2. two\n\n   ```\n   x\n   ```\n3. three\n").blocks
        assert [block["value"] for block in blocks] == [
            "<p>1. one</p><p>2. two</p>",
            {"language": "text", "code": "x", "caption": ""},
            "<p>3. three</p>",
        ]

    def test_bullets_with_pictures(self):
        blocks = Reading("- one\n- ![b](c.png)\n- three\n- four\n").blocks
        assert [block["value"] for block in blocks] == [
            "<ul><li>one</li></ul>", PICTURE, "<ul><li>three</li><li>four</li></ul>"
        ]  # fmt: skip


class TestDivisions:
    @pytest.mark.parametrize(
        ("name", "kind", "title"),
        [
            ("objectives", "objectives", ""), ("questions", "questions", ""), ("keypoints", "keypoints", ""),
            ("prereq", "prerequisites", ""), ("callout", "note", ""), ("checklist", "note", "Checklist"),
            ("testimonial", "quote", ""), ("instructor", "teacher", ""), ("spoiler", "more", ""),
            ("hint", "more", "Hint"), ("solution", "more", "Solution"), ("caution", "warning", ""),
            ("{.callout #id}", "note", ""), ("Callout :::", "note", ""),
        ],
    )  # fmt: skip
    def test_callouts(self, name, kind, title):
        block = Reading(f"::::::: {name}\na\n:::").blocks[0]
        body = [{"type": "text", "value": "<p>a</p>"}]
        assert block == {"type": "callout", "value": {"kind": kind, "title": title, "body": body}}

    def test_the_heading_is_the_title(self):
        value = Reading("::: callout\n\n## Mind {#mind}\n\n## More\n\na\n\n:::").blocks[0]["value"]
        assert (value["title"], value["body"]) == (
            "Mind",
            [{"type": "text", "value": "<h3>More</h3><p>a</p>"}],
        )

    def test_without_space_and_right_behind_a_paragraph(self):
        assert kinds("a\n:::callout\nb\n::::::\nc") == ["text", "callout", "text"]

    def test_task_with_solution(self):
        text = (
            "::: challenge\n## Try\nDo.\n```python\nx\n```\n:: : no\n"
            ":::::::: solution\n## Solution\nSo.\n::::\n\nAnd then?\n:::\n"
        )
        value = Reading(text).blocks[0]["value"]
        assert (value["title"], value["minutes"]) == ("Try", None)
        assert [block["type"] for block in value["body"]] == ["text", "code", "text"]
        assert value["body"][2]["value"] == "<p>:: : no</p><p>And then?</p>"
        assert value["solution"] == [{"type": "text", "value": "<p>So.</p>"}]

    def test_two_solutions_keep_their_titles(self):
        text = "::: challenge\nDo.\n::: solution\n## One\na\n:::\n::: solution\n## Two\nb\n:::\n:::"
        value = Reading(text).blocks[0]["value"]
        assert value["title"] == "Exercise"
        assert value["solution"] == [{"type": "text", "value": "<h3>One</h3><p>a</p><h3>Two</h3><p>b</p>"}]

    def test_a_task_that_is_only_a_title_says_it(self):
        value = Reading("::: challenge\n## Try <it>\n:::").blocks[0]["value"]
        assert value["body"] == [{"type": "text", "value": "<p>Try &lt;it&gt;</p>"}]

    def test_what_nests_too_deep_follows_as_text(self):
        text = "::: challenge\n## Try\nDo.\n::: hint\nGloves.\n:::\n> Quoted\n:::"
        value = Reading(text).blocks[0]["value"]
        assert value["body"] == [
            {"type": "text", "value": "<p>Do.</p><h4>Hint</h4><p>Gloves.</p><p>Quoted</p>"}
        ]

    def test_tabs_are_laid_one_below_the_other(self):
        assert html("::: tab\n### A\na\n### B\nb\n:::") == "<h3>A</h3><p>a</p><h3>B</h3><p>b</p>"

    def test_a_discussion_of_words_is_a_prompt(self):
        assert Reading("::: discussion\n## Worms\nWho?\n\nWhy?\n:::").blocks == [
            {"type": "discussion", "value": {"prompt": "Worms\n\nWho? Why?"}}
        ]

    @pytest.mark.parametrize("inside", ["- a\n- b", "[a](b.md)", "```\nx\n```", "word " * 300])
    def test_a_discussion_of_more_is_a_callout(self, inside):
        block = Reading(f"::: discussion\n{inside}\n:::").blocks[0]
        assert (block["type"], block["value"]["title"]) == ("callout", "Discussion")

    def test_colons_in_code_are_code(self):
        text = "::: callout\n```\n:::\n::: challenge\n```\na\n:::\nb"
        assert kinds(text) == ["callout", "text"]

    def test_an_empty_division_is_nothing(self):
        assert Reading("::: callout\n:::").blocks == []
