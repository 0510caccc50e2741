"""Template tags, one by one: what they become, what is told, and that no text breaks them."""

import pytest

from communities.imports.liquid import Liquid


def fill(text, **data):
    told = []
    return Liquid(data, lambda line, reason: told.append((line, reason))).fill(text), told


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("plain {text} 100 %", "plain {text} 100 %"),
        ('{% page "/a/b/#c" %}', "/a/b/#c"),
        ('{%page "a/b" %}', "/a/b"),
        ('{%- page\n  "a/b" -%}', "/a/b"),
        ('{% link "https://e.org/x" %}', "https://e.org/x"),
        ("{% link pages/a.md %}", "/a.md"),
        ("{{ site.baseurl }}/a/", "/a/"),
        ("{{base.baseurl}}/a/", "/a/"),
        ("{{ 'a' | relative_url }}", "a"),
        ("{{ page.title }}", "T"),
        ('{% slack_channel "x" %}', "#x"),
        ('{% image "a b.png" "al[t]" %}', "![al(t)](missing:a%20b.png)"),
        ('{% image_with_class "a.png" "big" "" %}', "![](missing:a.png)"),
        ('[f]({% download "d/f.pdf" %})', "[f](missing:d/f.pdf)"),
        ("{% raw %}{% page %}{{ x }}{% endraw %}", "{% page %}{{ x }}"),
        ("a{% comment %}{% x %}{% endcomment %}b", "ab"),
        ("{% assign x = 'y' %}{{ x }}", "y"),
        ("{% capture x %} y {% endcapture %}{{ x }}", "y"),
        ("{% highlight ruby %}\nputs\n{% endhighlight %}", "```ruby\nputs\n```"),
        ("{% alert %}\n  a\n\n  b\n{% endalert %}", "> [!note]\n> a\n>\n> b\n"),
        ('{% alert "" "" "" "no-icon" %}a{% endalert %}', "> [!note]\n> a\n"),
        ('{% alert "Oh", "error" %}\na\n{% endalert %}', "> [!warning] Oh\n> a\n"),
        ('- x\n  {% alert "Oh" %}a{% endalert %}', "- x\n  > [!note] Oh\n  > a\n"),
        ("{% include note.html content='c' title='t' %}", "> [!note] t\n> c\n"),
        (
            "{% capture w %}words{% endcapture %}{% include alert.html text=w type='warning' %}",
            "> [!warning]\n> words\n",
        ),
    ],
)
def test_what_a_tag_becomes(text, becomes):
    assert fill(text, title="T") == (becomes, [])


@pytest.mark.parametrize(
    ("text", "becomes", "told"),
    [
        ("\n{% nope %}", "\n", (2, "{% nope %} is not known here and was dropped.")),
        ("{{ nope }}", "", (1, "{{ nope }} is not known here and was dropped.")),
        ("a\n{% raw %}b", "a\nb", (2, "{% raw %} has no end.")),
        ("{% comment %}b", "", (1, "{% comment %} has no end.")),
        ("{% alert %}b", "> [!note]\n> b\n", (1, "{% alert %} has no end.")),
        ("{% endalert %}b", "b", (1, "{% endalert %} has no beginning.")),
        ("{% include x.html a=b %}", "", (1, "{% include x.html %} was dropped: it is not in the folder.")),
        ("{% if x %}b", "b", (1, "{% if %} was dropped; what it surrounds stays.")),
        ("{% %}b", "b", (1, "{%  %} is not known here and was dropped.")),
    ],
)
def test_what_is_dropped_is_told_with_its_line(text, becomes, told):
    assert fill(text) == (becomes, [told])


@pytest.mark.parametrize(
    "text",
    ["{%", "{{", "%}", "{% page %}", "{% image %}", "{% capture %}{% endcapture %}", "{% alert %}" * 50,
     "{% endraw %}", "{{ | }}", '{% page "%}', "{% page 'x %}", "{%\n\n%}", "{% fill x %}", "{% __init__ %}",
     "{% alert %}{% capture x %}{% endalert %}{% endcapture %}", "{% include %}", "{% include {{ x }} %}"],
)  # fmt: skip
def test_no_text_breaks_it(text):
    filled, _told = fill(text)
    assert isinstance(filled, str)
