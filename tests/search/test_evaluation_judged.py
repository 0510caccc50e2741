"""Judged sets: what is read, and what is refused with a sentence."""

import json

import pytest

from search.evaluation.judged import BadSet, Document, read

DOCUMENTS = '{"id": "d1", "title": "Wells", "body": "Dig."}\n{"id": "d2", "title": "Taps", "body": "Turn."}\n'
QUERIES = "q1\thow to dig\nq2\thow to turn\n"
GRADES = "q1\td1\t2\nq1\td2\t1\nq2\td2\t1\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with a sound set, any file of which can be another: `folder(queries="q1\t?")`."""

    def write(documents=DOCUMENTS, queries=QUERIES, grades=GRADES):
        for name, text in (("docs.jsonl", documents), ("queries.tsv", queries), ("qrels.tsv", grades)):
            path = tmp_path / name
            path.unlink(missing_ok=True)
            if text is not None:
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return write


def test_a_set_is_read_whole(folder):
    found = read(folder())
    assert list(found.documents()) == [Document("d1", "Wells", "Dig."), Document("d2", "Taps", "Turn.")]
    assert found.size == 2
    assert found.queries == {"q1": "how to dig", "q2": "how to turn"}
    assert found.grades == {"q1": {"d1": 2, "d2": 1}, "q2": {"d2": 1}}
    assert found.answerable == ["q1", "q2"]
    assert found.warnings == []


def test_documents_are_read_one_at_a_time(folder):
    found = read(folder())
    documents = found.documents()
    assert next(documents).id == "d1"
    (found.folder / "docs.jsonl").write_text("")
    assert [document.id for document in found.documents()] == []


def test_what_editors_and_other_programs_leave_in_files_does_not_matter(folder):
    found = read(
        folder(
            documents="\ufeff" + DOCUMENTS.replace("\n", "\r\n\r\n"),
            queries="id\ttext\r\nq1\thow to\tdig \r\n",
            grades="query-id\tcorpus-id\tscore\r\nq1\td1\t1\r\n\r\n",
        )
    )
    assert [document.title for document in found.documents()] == ["Wells", "Taps"]
    assert found.queries == {"q1": "how to\tdig"}
    assert found.grades == {"q1": {"d1": 1}}


@pytest.mark.parametrize(
    ("line", "document"),
    [
        ({"id": 7}, Document("7", "", "")),
        ({"id": "7", "title": None, "body": None, "language": None}, Document("7", "", "")),
        ({"id": "7", "body": "a\0b", "language": "de", "more": [1]}, Document("7", "", "a b", "de")),
        ({"id": "7", "title": "\ud800"}, Document("7", "?", "")),
    ],
)
def test_a_document_needs_no_more_than_an_id(folder, line, document):
    found = read(folder(documents=json.dumps(line), grades="q1\t7\t1"))
    assert list(found.documents()) == [document]


def test_a_grade_of_nothing_answers_nothing(folder):
    found = read(folder(grades="q1\td1\t0\nq1\td2\t-1\nq2\td2\t1"))
    assert found.answerable == ["q2"]
    assert found.grades == {"q1": {"d1": 0, "d2": 0}, "q2": {"d2": 1}}


def test_the_best_of_two_grades_counts(folder):
    assert read(folder(grades="q1\td1\t1\nq1\td1\t3\nq1\td1\t2")).grades["q1"] == {"d1": 3}


def test_grades_for_what_is_unknown_are_left_out_and_named(folder):
    found = read(folder(grades=GRADES + "q1\td9\t1\nq8\td1\t1\n"))
    assert found.grades == {"q1": {"d1": 2, "d2": 1}, "q2": {"d2": 1}}
    assert found.warnings == [
        "qrels.tsv, line 4: there is no document “d9”. The line was left out.",
        "qrels.tsv, line 5: there is no query “q8”. The line was left out.",
    ]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"documents": None}, r"docs\.jsonl cannot be read \(No such file or directory\)\."),
        ({"queries": None}, r"queries\.tsv cannot be read \(No such file or directory\)\."),
        ({"grades": None}, r"qrels\.tsv cannot be read \(No such file or directory\)\."),
        ({"documents": "\n"}, r"docs\.jsonl holds no document\."),
        ({"queries": "\n"}, r"queries\.tsv holds no query\."),
        ({"grades": "\n"}, r"qrels\.tsv names no document that answers a query\."),
        ({"grades": "q1\td1\t0"}, r"qrels\.tsv names no document that answers a query\."),
        ({"documents": DOCUMENTS + "{"}, r"docs\.jsonl, line 3: this is no JSON \("),
        ({"documents": "[" * 100_000}, r"docs\.jsonl, line 1: this is no JSON \("),
        ({"documents": "[]"}, r"docs\.jsonl, line 1: a document is an object with an id,"),
        ({"documents": '{"title": "Wells"}'}, r"docs\.jsonl, line 1: a document is an object with an id,"),
        ({"documents": '{"id": "d1", "body": ["Dig."]}'}, r"docs\.jsonl, line 1: “body” is no text\."),
        ({"documents": '{"id": true}'}, r"docs\.jsonl, line 1: “id” is no text\."),
        (
            {"documents": DOCUMENTS + '{"id": "d1"}'},
            r"docs\.jsonl, line 3: the id “d1” is there already\.",
        ),
        ({"documents": DOCUMENTS.encode() + b"\xff"}, r"docs\.jsonl, line 3: this is no UTF-8\."),
        ({"queries": QUERIES + "q1\tagain"}, r"queries\.tsv, line 3: the id “q1” is there already\."),
        ({"queries": "q1 how to dig"}, r"queries\.tsv, line 1: an id and a text are needed, with tabs"),
        ({"queries": "q1\t "}, r"queries\.tsv, line 1: an id and a text are needed"),
        ({"grades": "q1\td1"}, r"qrels\.tsv, line 1: a query id, a document id and a grade are needed"),
        ({"grades": "q1\td1\tgood"}, r"qrels\.tsv, line 1: “good” is no grade\. A grade is a whole number\."),
    ],
)
def test_a_broken_set_is_refused_with_file_and_line(folder, files, sentence):
    with pytest.raises(BadSet, match=sentence):
        read(folder(**files))
