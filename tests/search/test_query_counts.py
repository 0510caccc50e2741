"""What is asked is counted without the person, once, by the worker."""

import json
import logging
import os
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from search.models import CountedSpool, QueryCount
from search.models.steering import today
from search.steering import counting, spool
from search.steering.duties import count_queries, forget_queries
from tests import factories

pytestmark = pytest.mark.django_db


def counts():
    """Everything the worker makes of what was noted: asked, empty, chosen by query."""
    while count_queries():
        pass
    rows = QueryCount.objects.order_by("query", "day").values_list("query", "day", "asked", "empty", "chosen")
    assert {day for _query, day, *_numbers in rows} <= {today()}
    return {query: numbers for query, _day, *numbers in rows}


def noted():
    """All that stands in the files."""
    return "".join(path.read_text() for path in spool.files(spool.OPEN))


def claimed(*lines, name="x.claimed"):
    """A file as it is after it was claimed."""
    spool.folder().mkdir(parents=True, exist_ok=True)
    path = spool.folder() / name
    path.write_bytes(
        b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines)
    )
    return path


def line(query="wells", **fields):
    return {"day": today().isoformat(), "query": query, "asked": 1, "empty": 0, **fields}


# -- what counts -----------------------------------------------------------------------------------------


def test_a_question_counts_when_the_worker_comes_and_changes_no_row_before(as_person, ada, cleo):
    """R27: reading writes nothing into the database."""
    factories.course("Wells", ada)
    client = as_person(cleo)
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/", {"q": "Wells"})
        client.get("/search/", {"q": "unheard of"})
        as_person(None).get("/search/", {"q": "WELLS"})
    writing = ("INSERT", "UPDATE", "DELETE", "REPLACE")
    assert [query["sql"] for query in captured if query["sql"].lstrip().upper().startswith(writing)] == []
    assert counts() == {"wells": [2, 1, 0], "unheard of": [1, 1, 0]}


def test_what_holds_only_some_of_the_words_is_no_answer(as_person, ada, cleo):
    factories.course("Safe wells", ada)
    client = as_person(cleo)
    page = client.get("/search/", {"q": "wells painted"})
    assert [row.document.title for row in page.context["found"].rows] == ["Safe wells"]
    client.get("/search/", {"q": "safe wells"})
    assert counts() == {"safe wells": [1, 0, 0], "wells painted": [1, 1, 0]}


def test_nothing_of_the_person_is_noted(as_person, ada, cleo):
    """R19, R39: neither name nor number, address, session nor time of day."""
    course = factories.course("Wells", ada)
    client = as_person(cleo)
    client.get("/search/", {"q": "wells"}, headers={"User-Agent": "Mosaic"})
    client.get(course.get_absolute_url(), headers={"Referer": "http://testserver/search/?q=wells"})
    day = today().isoformat()
    assert [json.loads(row) for row in noted().splitlines()] == [
        {"day": day, "query": "wells", "asked": 1, "empty": 0},
        {"day": day, "query": "wells", "chosen": 1},
    ]
    assert {field.name for field in QueryCount._meta.get_fields()} == {
        "id", "query", "day", "asked", "empty", "chosen",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({"q": ""}, {}),
        ({"q": "?!"}, {}),
        ({"kind": "course"}, {}),
        ({"q": "wells", "page": "1"}, {}),
        ({"q": "wells", "page": "2"}, {}),
        ({"q": "wells", "kind": "course"}, {}),
        ({"q": "wells kind:course"}, {}),
        ({"q": "wells -ponds"}, {}),
        ({"q": "wells"}, {"Referer": "http://testserver/search/?q=Wells&kind=course"}),
        ({"q": "wells"}, {"Sec-Purpose": "prefetch;prerender"}),
        ({"q": "well " * 60}, {}),
    ],
)
def test_what_is_no_new_question(as_person, ada, cleo, query, headers):
    factories.course("Wells", ada)
    assert as_person(cleo).get("/search/", query, headers=headers).status_code == 200
    assert noted() == ""


def test_another_question_on_the_same_page_counts(as_person, cleo):
    as_person(cleo).get("/search/", {"q": "ponds"}, headers={"Referer": "http://testserver/search/?q=wells"})
    assert counts() == {"ponds": [1, 1, 0]}


def test_every_kind_of_result_that_is_opened_is_a_choice(as_person, ada, cleo):
    course = factories.course("Wells", ada)
    community = factories.community("Diggers", ada)
    topic = factories.topic("Water")
    things = [
        course, factories.lesson(course, "Digging"), factories.session(course, ada), community,
        factories.wiki_page(community, "Tools"), ada, topic,
    ]  # fmt: skip
    client = as_person(cleo)
    for thing in things:
        came = {"Referer": "http://testserver/search/?q=Clean+W%C3%A9lls&kind=course&page=2"}
        assert client.get(thing.get_absolute_url(), headers=came).status_code == 200
    assert counts() == {"clean wells": [0, 0, len(things)]}


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "http://testserver/",
        "http://testserver/search/",
        "http://testserver/search/?topic=water",
        "http://testserver/search/?q=%20%3F",
        "http://testserver/courses/?q=wells",
        "http://elsewhere.example/search/?q=wells",
        "http://testserver:81/search/?q=wells",
        "//[",
        "\udcff?q=wells",
    ],
)
def test_what_came_from_elsewhere_is_no_choice(as_person, ada, cleo, referer):
    course = factories.course("Wells", ada)
    came = {"Referer": referer} if referer.isprintable() else {}
    assert as_person(cleo).get(course.get_absolute_url(), headers=came).status_code == 200
    assert noted() == ""


def test_only_a_page_that_was_given_is_a_choice(as_person, ada, cleo):
    hidden = factories.course("Wells", ada, audience=f"person:{ada.pk}")
    session = factories.session(factories.course("Ponds", ada), ada)
    client, came = as_person(cleo), {"Referer": "http://testserver/search/?q=wells"}
    assert client.get(hidden.get_absolute_url(), headers=came).status_code == 404
    assert client.head(session.get_absolute_url(), headers=came).status_code == 200
    assert client.post(f"/sessions/{session.pk}/enrol/", headers=came).status_code == 302
    for door in ("/", "/courses/", "/me/", "/people/", "/search/?q=wells&topic=x", "/search/suggest/?q=we"):
        assert client.get(door, headers=came).status_code == 200
    guess = {**came, "Sec-Purpose": "prefetch"}
    assert client.get(session.get_absolute_url(), headers=guess).status_code == 200
    assert noted() == ""


def test_our_own_pages_let_the_address_of_the_results_through(as_person, cleo):
    """Choices are known by the address a page was opened from; with another policy none would be."""
    assert as_person(cleo).get("/search/", {"q": "wells"})["Referrer-Policy"] == "same-origin"


# -- the file --------------------------------------------------------------------------------------------


def test_each_process_has_one_file_and_its_lines_are_whole():
    def write():
        for _n in range(200):
            spool.note_asked("wells", found=True)

    threads = [threading.Thread(target=write) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (path,) = spool.files(spool.OPEN)
    assert path.stem.endswith(f"-{os.getpid()}")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [json.loads(row) for row in path.read_text().splitlines()] == [line()] * 800


def test_a_file_and_the_folder_grow_no_further(monkeypatch):
    monkeypatch.setattr(spool, "MOST_IN_FILE", 200)
    for _n in range(20):
        spool.note_chosen("wells")
    (path,) = spool.files(spool.OPEN)
    size = path.stat().st_size
    assert 200 <= size < 300
    path.rename(path.with_name("y.claimed"))
    monkeypatch.setattr(spool, "MOST_IN_FOLDER", size)
    spool.note_chosen("wells")
    assert noted() == ""
    monkeypatch.setattr(spool, "MOST_IN_FOLDER", size + 1)
    spool.note_chosen("wells")
    assert len(noted().splitlines()) == 1


def test_a_folder_that_cannot_be_written_is_complained_of_once_and_search_goes_on(
    settings, tmp_path, as_person, cleo, caplog
):
    """A full disk, a wrong right: whoever searches notices nothing."""
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    settings.SPOOL_DIR = blocked / "spool"
    client = as_person(cleo)
    with caplog.at_level(logging.WARNING):
        for _n in range(3):
            assert client.get("/search/", {"q": "wells"}).status_code == 200
    told = [record.getMessage() for record in caplog.records if record.name == spool.__name__]
    assert len(told) == 1
    assert told[0].startswith("Queries are not counted: ")
    assert told[0].endswith("Look at SPOOL_DIR.")
    assert count_queries() == 0


# -- the worker ------------------------------------------------------------------------------------------


def test_nothing_noted_is_nothing_to_do():
    assert (count_queries(), forget_queries()) == (0, 0)


def test_what_was_claimed_is_counted_in_the_next_round():
    """A web server that had the file open writes its line before it is read."""
    spool.note_asked("wells", found=True)
    assert count_queries() == 1
    (path,) = spool.files(spool.CLAIMED)
    with path.open("ab") as late:
        late.write(json.dumps(line("ponds")).encode() + b"\n")
    assert count_queries() == 1
    assert counts() == {"ponds": [1, 0, 0], "wells": [1, 0, 0]}
    assert list(spool.folder().iterdir()) == []
    assert not CountedSpool.objects.exists()


def test_counts_add_up_day_by_day():
    yesterday = (today() - timedelta(days=1)).isoformat()
    claimed(line(), line(), line(empty=1), line(day=yesterday), line("ponds", chosen=1))
    count_queries()
    claimed(line(), name="y.claimed")
    count_queries()
    rows = QueryCount.objects.order_by("query", "day").values_list("query", "day", "asked", "empty", "chosen")
    assert list(rows) == [
        ("ponds", today(), 1, 0, 1),
        ("wells", today() - timedelta(days=1), 1, 0, 0),
        ("wells", today(), 4, 1, 0),
    ]


def test_many_keys_are_added_in_batches(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(counting, "BATCH", 4)
    for name in ("x.claimed", "y.claimed"):
        claimed(*[line(f"wells {n}", empty=n % 2) for n in range(10)], name=name)
    with django_assert_max_num_queries(40):
        assert counts() == {f"wells {n}": [2, 2 * (n % 2), 0] for n in range(10)}


def test_torn_and_foreign_lines_are_passed_by():
    """A torn line takes the one after it along, and no more."""
    old, coming = today() - timedelta(days=90), today() + timedelta(days=1)
    claimed(
        b"\n", b"{\n", b'{"day": "2026-0', line(), line(),
        b"\xff\xfe\n", b"[]\n", b"7\n", b"null\n", b"[" * 100_000 + b"\n",
        line(""), line("Wells"), line("a  b"), line("w" * 300), line(7), line("a\0b"),
        line(day="once"), line(day=7), line(day=old.isoformat()), line(day=coming.isoformat()),
        line(asked=0), line(asked=-5), line(asked="1"), {"day": today().isoformat()},
        line("ponds", asked=1, empty=9),
    )  # fmt: skip
    assert counts() == {"7": [1, 0, 0], "ponds": [1, 0, 0], "wells": [1, 0, 0]}


def test_a_worker_killed_after_counting_counts_no_second_time():
    """Between the transaction and the end of the file."""
    path = claimed(line(), line())
    CountedSpool.objects.create(name=path.name)
    QueryCount.objects.create(query="wells", day=today(), asked=2)
    assert counts() == {"wells": [2, 0, 0]}
    assert not path.exists()
    assert not CountedSpool.objects.exists()


def test_a_worker_killed_while_counting_has_counted_nothing(monkeypatch):
    """The next one finds the file as it was."""
    path = claimed(line(), line())

    class Killed(BaseException):
        pass

    def die(_sums):
        QueryCount.objects.create(query="wells", day=today(), asked=2)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(counting, "_write", die)
        with pytest.raises(Killed), transaction.atomic():
            count_queries()
    assert path.exists()
    assert not QueryCount.objects.exists()
    assert counts() == {"wells": [2, 0, 0]}


def test_two_workers_at_one_file_count_it_once(monkeypatch):
    """The second looks while the first has counted it, forgotten its name and removed it."""
    path = claimed(line())
    assert counts() == {"wells": [1, 0, 0]}
    monkeypatch.setattr(spool, "files", lambda suffix: [path])
    assert count_queries() == 0
    assert not CountedSpool.objects.exists()
    monkeypatch.undo()
    assert counts() == {"wells": [1, 0, 0]}


def test_counts_are_forgotten_after_ninety_days():
    for days in (0, 89, 90, 400):
        QueryCount.objects.create(query="wells", day=today() - timedelta(days=days), asked=1)
    assert forget_queries() == 2
    assert [(today() - row.day).days for row in QueryCount.objects.order_by("-day")] == [0, 89]
    assert forget_queries() == 0
