"""The judged set of a handbook: what people would type, and the page that answers."""

import json

import pytest

from bench.judged_handbook import QUESTIONS, main, pages_in, queries, telling
from search.evaluation.judged import read

PAGES = {
    "leave.md": "---\ntitle: Leave types\nredirect_from: /time-off/\n---\n"
    "## Reasons for leave\n\nRest *well*.\n\n## Leave types\n\n### Overview\n",
    "travel/trip.md": "---\ntitle: Trips\n---\n"
    '# Booking a train\n\nFirst [ask for days off]({% page "/leave/#reasons" %}),'
    ' then [see here]({% page "/leave" %}) or [types of leave]({% page "leave/" %}).\n'
    "{% alert %}\nMind the gap &amp; run.\n{% endalert %}\n\n`code --here`\n",
    "travel/index.md": "## Booking a train\n\n- by [the day off rules]({% page '/leave' %})\n"
    '- by [summer holiday rules]({% page "/time-off" %})\n',
    "empty.md": "---\ntitle: Empty\n---\n",
}


@pytest.fixture
def handbook(tmp_path):
    for name, text in PAGES.items():
        path = tmp_path / "corpus" / "wiki" / "18f-handbook" / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "corpus" / "wiki" / "18f-handbook" / "pages"


def test_pages_are_their_words(handbook):
    pages = {page.id: page for page in pages_in(handbook)}
    assert list(pages) == ["leave.md", "travel/index.md", "travel/trip.md"]
    assert pages["leave.md"].title == "Leave types"
    assert pages["leave.md"].body == "Reasons for leave Rest well. Leave types Overview"
    assert pages["leave.md"].headings == ["Reasons for leave", "Leave types", "Overview"]
    assert pages["travel/index.md"].title == "Booking a train"
    assert pages["travel/trip.md"].body == (
        "Booking a train First ask for days off, then see here or types of leave."
        " Mind the gap & run. code --here"
    )


def test_queries_lead_to_the_page_that_answers(handbook):
    """A page gives one title, so that “Trips”, which follows “Booking a train”, is not among them."""
    asked = queries(pages_in(handbook), ["may I rest\tleave.md\ttravel/trip.md"])
    assert sorted((query.kind, query.text, query.answers) for query in asked) == [
        ("asked", "may I rest", (("leave.md", 2), ("travel/trip.md", 1))),
        ("heading", "Reasons for leave", (("leave.md", 2),)),
        ("link", "ask for days off", (("leave.md", 2),)),
        ("link", "summer holiday rules", (("leave.md", 2),)),
        ("title", "Booking a train", (("travel/index.md", 2), ("travel/trip.md", 2))),
        ("title", "Leave types", (("leave.md", 2),)),
    ]


def test_the_same_handbook_gives_a_set_that_can_be_read(handbook, tmp_path, monkeypatch, capsys):
    questions = tmp_path / "questions.tsv"
    questions.write_text("may I rest\tleave.md\n")
    monkeypatch.setattr("bench.judged_handbook.QUESTIONS", questions)
    texts = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        main([str(folder), "--corpus", str(tmp_path / "corpus")])
        texts.append([path.read_text() for path in sorted(folder.iterdir())])
    assert texts[0] == texts[1]
    found = read(tmp_path / "one")
    assert (found.size, found.warnings) == (3, [])
    assert found.queries["asked-1"] == "may I rest"
    assert found.grades["asked-1"] == {"leave.md": 2}
    assert json.loads(texts[0][0].splitlines()[0])["id"] == "leave.md"
    assert "3 documents and" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("pages", "sentence"), [({}, "There is no handbook in"), (PAGES, "The handbook has no page")]
)
def test_what_is_missing_is_said(pages, sentence, handbook, tmp_path):
    corpus = "corpus" if pages else "nowhere"
    with pytest.raises(SystemExit, match=sentence):
        main([str(tmp_path / "out"), "--corpus", str(tmp_path / corpus)])


def test_our_questions_are_questions():
    """At least fifty, each once, each with an answer, in words that say something."""
    lines = [line.split("\t") for line in QUESTIONS.read_text().splitlines()]
    texts = [text for text, *_answers in lines]
    assert len(texts) == len(set(texts)) >= 50
    assert all(answers and len(answers) == len(set(answers)) for _text, *answers in lines)
    assert all(len(telling(text)) > 0 for text in texts)
