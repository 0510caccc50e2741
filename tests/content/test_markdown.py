"""Markdown as the wiki shows it: what it becomes, what is cleaned away, and that nothing breaks it."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.markdown import MAX_SOURCE_BYTES, Heading, headings_in, plain_text, render, slug_of
from content.markup import clean


def html(source, resolve=None):
    return render(source, resolve).html


@pytest.mark.parametrize(
    ("source", "becomes"),
    [
        ("**a** *b* `c` ~~d~~", "<p><strong>a</strong> <em>b</em> <code>c</code> <s>d</s></p>\n"),
        ("- [ ] open\n- [x] done", "<ul>\n<li>☐ open</li>\n<li>☑ done</li>\n</ul>\n"),
        ("[ ] no list", "<p>[ ] no list</p>\n"),
        ("[w](/a/ 't')", '<p><a href="/a/" title="t" rel="noopener">w</a></p>\n'),
        ("[w](https://e.org)", '<p><a href="https://e.org" rel="noopener">w</a></p>\n'),
        ("![a](/m/x.png)", '<p><img src="/m/x.png" alt="a"></p>\n'),
        ("![a](https://e.org/x.png)", '<p><a href="https://e.org/x.png" rel="noopener">a</a></p>\n'),
        ("[![a](//e.org/x.png)](/b/)", '<p><a href="/b/" rel="noopener">a</a></p>\n'),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n"),
        ("<details><summary>s</summary>t</details>", "<details><summary>s</summary>t</details>"),
        ("", ""),
    ],
)
def test_what_source_becomes(source, becomes):
    assert html(source) == becomes


def test_headings_begin_with_h2_and_no_level_is_skipped():
    assert render("### A\n\n##### B\n\n### A\n\n## C {#see-here}\n\n# main").headings == [
        Heading(2, "a", "A"),
        Heading(3, "b", "B"),
        Heading(2, "a-1", "A"),
        Heading(2, "see-here", "C"),
        Heading(2, "main-1", "main"),
    ]
    assert [heading.level for heading in render("# A\n\n## B\n\n### C\n\n## D").headings] == [2, 3, 4, 3]
    assert [heading.level for heading in render("#### A\n\n###### B\n\n#### C").headings] == [2, 3, 2]
    deep = "\n\n".join(f"{'#' * level} x" for level in range(1, 7))
    assert [heading.level for heading in render(deep).headings] == [2, 3, 4, 5, 6, 6]
    assert [heading.id for heading in render("# A\n\n# A\n\n# A 1").headings] == ["a", "a-1", "a-1-1"]
    assert "<h1" not in html("# A\n\n<h1>B</h1>")


def test_headings_are_named_by_their_words():
    source = "## What if *I* `run`?\n\n## Wood & metal\n\n## 知识\n\n## !!!"
    assert [heading.id for heading in render(source).headings] == [
        "what-if-i-run", "wood--metal", "知识", "section",
    ]  # fmt: skip
    assert slug_of("  A b_c-d ") == "a-b_c-d"


def test_headings_can_be_read_from_what_was_kept():
    rendered = render("## A **b** &amp; c\n\ntext\n\n### D")
    assert rendered.headings == [Heading(2, "a-b--c", "A b & c"), Heading(3, "d", "D")]
    assert headings_in(rendered.html) == rendered.headings


def test_callouts():
    assert html("> [!WARNING] Mind *this*\n> body\n>\n> - x") == (
        '<aside class="callout callout--warning"><p class="callout__title">Mind <em>this</em></p>'
        '<div class="callout__body"><p>body</p>\n<ul>\n<li>x</li>\n</ul>\n</div></aside>'
    )
    assert '<p class="callout__title">Tip</p>' in html("> [!tip]\n> body")
    assert html("> [!nothing] x").startswith("<blockquote>")
    assert html("> > [!tip] in\n> > deep\n>\n> out").count("</aside>") == 1


def test_code_is_coloured_and_escaped():
    page = html("```python\ndef f(): return '<b>'\n```")
    assert page.startswith(
        '<figure class="code"><pre class="code__text" tabindex="0"><code class="highlight">'
    )
    assert '<span class="k">def</span>' in page
    assert "&lt;b&gt;" in page
    assert "&lt;b&gt;\n</code>" in html("```nosuchlanguage\n<b>\n```")
    assert "&lt;b&gt;" in html("    <b>")


def test_tables_scroll_and_keep_their_sides():
    assert html("| a | b |\n|--:|---|\n| 1 | 2 |") == (
        '<div class="table-scroll" tabindex="0"><table>\n<thead>\n<tr>\n<th align="right">a</th>\n'
        '<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align="right">1</td>\n<td>2</td>\n</tr>\n'
        "</tbody>\n</table></div>\n"
    )


def test_footnotes():
    rendered = render("Said[^1].\n\n[^1]: By whom.")
    assert (
        '<sup class="footnote-ref"><a href="#fn1" id="fnref1" rel="noopener">[1]</a></sup>' in rendered.html
    )
    assert '<li id="fn1" class="footnote-item"><p>By whom.' in rendered.html


def test_links_by_title():
    known = {"Ropes": "/ropes/"}
    assert html("[[Ropes]] [[ Ropes | these ]]", known.get) == (
        '<p><a href="/ropes/" rel="noopener">Ropes</a> <a href="/ropes/" rel="noopener">these</a></p>\n'
    )
    assert html("[[Sails|those]]", known.get) == "<p>those</p>\n"
    assert html("[[Ropes]]") == "<p>[[Ropes]]</p>\n"
    assert html("`[[Ropes]]`", known.get) == "<p><code>[[Ropes]]</code></p>\n"
    assert html("[[x]]", lambda _title: "javascript:alert(1)") == '<p><a rel="noopener">x</a></p>\n'


def test_text_and_links_for_a_search():
    rendered = render(
        "# A\n\n- b\n- [c](/d/)\n\n![e](/f.png)\n\n| g | h |\n|---|---|\n| `i` | j |\n\n<div>k</div>"
    )
    assert rendered.text == "A\nb\nc\ne\ng\nh\ni\nj\nk"
    assert rendered.links == ["/d/"]
    assert plain_text("<p>a<br>b &lt;c&gt;</p>") == "a\nb <c>"


EVIL = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//e.org></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](data:image/svg+xml;base64,AAAA)",
    "<javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=/x><input name=y><button>z</button></form>",
    "<base href=//e.org><meta http-equiv=refresh content='0;url=//e.org'><link rel=stylesheet href=//e.org>",
    "<style>*{display:none}</style><p style='position:fixed'>x</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<div class='site-header sticky-action' id=main onclick=alert(1)>x</div>",
    "<object data=x></object><embed src=x><video src=x onerror=alert(1)></video>",
    "<template><script>alert(1)</script></template><textarea></textarea><select></select>",
    '```html"><script>alert(1)</script>\nx\n```',
    '## x {#"onclick=alert(1)}',
    "> [!note] <script>alert(1)</script>\n> <img src=x onerror=alert(1)>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    '<a href="/" target=_blank ping=//e.org>x</a>',
]  # fmt: skip


@pytest.mark.parametrize("source", EVIL)
def test_nothing_that_runs_loads_or_restyles_gets_through(source):
    from html.parser import HTMLParser

    tags, attributes = set(), []

    class Look(HTMLParser):
        def handle_starttag(self, tag, attrs):
            tags.add(tag)
            attributes.extend(attrs)

    page = html(source)
    Look().feed(page)
    forbidden = {
        "script",
        "style",
        "iframe",
        "form",
        "input",
        "button",
        "base",
        "meta",
        "link",
        "svg",
        "math",
    }
    forbidden |= {"object", "embed", "video", "template", "textarea", "select", "noscript"}
    assert tags & forbidden == set()
    for name, value in attributes:
        assert not name.startswith("on")
        assert name not in {"style", "target", "ping", "srcdoc", "action"}
        if name in {"href", "src"}:
            assert not (value or "").lower().lstrip().startswith(("javascript:", "data:", "vbscript:"))
        if name == "class":
            assert not set(value.split()) & {"site-header", "sticky-action"}
    assert clean(page) == page


def test_a_source_beyond_the_limit_is_shown_as_it_is():
    source = "**a** <b>\n" * (MAX_SOURCE_BYTES // 9)
    assert html(source).startswith('<pre class="code__text" tabindex="0">**a** &lt;b&gt;')


def test_what_would_take_for_ever_is_shown_as_it_is():
    for source in ("[" * 100_000, "![" * 100_000, "<div>" * 90_000, "<p><div>" * 50_000):
        began = time.monotonic()
        assert html(source).startswith('<pre class="code__text"')
        assert time.monotonic() - began < 20  # seconds rather than minutes


def test_deep_nesting_has_an_answer():
    for source in (
        "> " * 3000 + "x",
        "- " * 2000 + "x",
        "*_" * 5000,
        "".join("  " * n + "- a\n" for n in range(300)),
    ):
        assert isinstance(html(source), str)


@pytest.mark.parametrize(
    "source", ["\x00", "\ud800", "a\udfffb", "\ufeff# x", "\r\n\r", "\u202e", "&#0;", "&#xD800;"]
)
def test_odd_characters_have_an_answer(source):
    html(source).encode("utf-8")


PIECES = st.sampled_from(
    [
        *'[]()!*_`<>~|#-\n &\\^:a"}\t\x00é', "    ", "> ", "- ", "1. ", "[^a]", "[^a]:", "```",
        "<p>", "<table>", "<td>", "[[", "<!--", "-->", "[!note] ", "{#", "[x] ", "</div>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
def test_any_string_is_rendered_and_stays_clean(source):
    rendered = render(source, lambda title: f"/{title}/")
    assert clean(rendered.html) == rendered.html
    assert "<script" not in rendered.html
