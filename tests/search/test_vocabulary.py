"""The words that things hold are gathered later, by whoever works, and go when nothing holds them."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from duties.leases import LEASE
from search import vocabulary
from search.duties import keep_vocabulary
from search.models import Reading, SearchDocument, SearchWord
from search.vocabulary import tells
from tests import factories

pytestmark = pytest.mark.django_db


def read():
    """Everything that waits is read."""
    while keep_vocabulary():
        pass


def held():
    return set(SearchWord.objects.values_list("word", flat=True))


@pytest.mark.parametrize("word", ["well", "tea", "uberblick", "обучение", "कक्षा", "w" * 32])
def test_words_that_tell(word):
    assert tells(word)


@pytest.mark.parametrize("word", ["", "of", "2024", "iso27001", "k8s", "水", "w" * 33])
def test_words_that_can_be_anything(word):
    assert not tells(word)


def test_words_are_read_once_and_folded(ada):
    factories.course("Überblick", ada, promise="Dig 3 wells", body="<p>Digging deeper</p>")
    assert held() == set()
    read()
    assert {"uberblick", "dig", "wells", "digging", "deeper", "ada", "brook"} <= held()
    assert "3" not in held()
    assert SearchWord.objects.get(word="wells", named=False).backwards == "sllew"
    assert not SearchDocument.objects.unread().exists()
    assert keep_vocabulary() == 0


def test_nothing_is_written_when_nothing_waits(ada, django_assert_num_queries):
    factories.course("Wells", ada)
    read()
    with django_assert_num_queries(2):
        assert keep_vocabulary() == 0


def test_a_change_brings_its_words(ada):
    course = factories.course("Wells", ada)
    read()
    course.title = "Fountains"
    course.save()
    assert "fountains" not in held()
    read()
    assert "fountains" in held()


def test_a_document_that_changes_while_it_is_read_is_read_again(ada, monkeypatch, document_of):
    course = factories.course("Wells", ada)
    write = vocabulary._write

    def late(found, number):
        SearchDocument.objects.filter(pk=document_of("course", course).pk).update(version=99)
        write(found, number)
        monkeypatch.setattr(vocabulary, "_write", write)

    monkeypatch.setattr(vocabulary, "_write", late)
    assert keep_vocabulary() > 1
    assert list(SearchDocument.objects.unread()) == [document_of("course", course)]
    assert keep_vocabulary() == 1


def test_each_audience_has_its_own_words(ada):
    factories.course("Wells", ada, audience="public")
    factories.course("Wells", ada, audience="team:1")
    factories.course("Ponds", ada, audience="team:1")
    read()

    def seen(*tokens, names=False):
        words = SearchWord.objects.for_tokens(frozenset(tokens), names=names)
        return set(words.values_list("word", flat=True)) & {"wells", "ponds", "brook"}

    assert seen() == set()
    assert seen("public") == {"wells"}
    assert seen("public", "team:1") == {"wells", "ponds"}
    assert seen("public", names=True) == {"wells", "brook"}


def test_names_of_people_are_words_apart(ada):
    factories.course("Brook", ada, audience="public")
    read()
    audience = SearchDocument.objects.get(title="Brook").audience
    assert sorted(
        SearchWord.objects.filter(word="brook", audience=audience).values_list("named", flat=True)
    ) == [False, True]


def test_after_a_round_words_go_that_nothing_holds(ada, cleo):
    """R39: a word that was only in what is gone is gone within a day."""
    course = factories.course("Wells", ada)
    factories.course("Ponds", ada)
    read()
    course.title = "Fountains"
    course.save()
    read()
    assert {"wells", "ponds", "fountains"} <= held()
    Reading.objects.update(begun_at=timezone.now() - timedelta(days=1, seconds=1))
    read()
    assert {"ponds", "fountains"} <= held()
    assert "wells" not in held()
    assert Reading.objects.get().place is None
    assert keep_vocabulary() == 0


def test_a_round_takes_in_what_changes_while_it_goes_on(ada, monkeypatch):
    """A word that was met and then left goes with the round after."""
    monkeypatch.setattr(vocabulary, "BATCH", 1)
    early = factories.course("Wells", ada)
    factories.course("Ponds", ada)
    read()
    vocabulary.begin_round()
    keep_vocabulary()
    keep_vocabulary()
    early.title = "Fountains"
    early.save()
    read()
    assert {"ponds", "fountains"} <= held()
    assert Reading.objects.get().place is None


def test_only_one_process_reads(ada):
    factories.course("Wells", ada)
    Reading.objects.create(pk=1, begun_at=timezone.now(), lease_until=timezone.now() + LEASE)
    assert keep_vocabulary() == 0
    assert held() == set()
    Reading.objects.update(lease_until=timezone.now() - timedelta(seconds=1), attempts=9)
    read()
    assert "wells" in held()


def test_a_reading_that_breaks_lets_go(ada, monkeypatch):
    factories.course("Wells", ada)
    with monkeypatch.context() as patched:
        patched.setattr(vocabulary, "_entries", lambda document: 1 / 0)
        for _n in range(12):
            with pytest.raises(ZeroDivisionError):
                keep_vocabulary()
    read()
    assert "wells" in held()


def test_a_rebuild_reads_everything_again(ada):
    factories.course("Wells", ada)
    read()
    SearchWord.objects.filter(word="wells").delete()
    audience = SearchDocument.objects.get(title="Wells").audience
    SearchWord.objects.create(word="old", backwards="dlo", audience=audience, named=False, round=1)
    call_command("search_rebuild")
    assert "wells" in held()
    assert "old" not in held()


def test_the_worker_keeps_the_vocabulary(ada):
    factories.course("Wells", ada)
    call_command("worker", "--drain")
    assert "wells" in held()


def test_the_index_of_the_database_serves_the_lookup(ada):
    """Beginnings and endings are found by an index and not by looking at every word."""
    factories.course("Wells", ada)
    read()
    words = SearchWord.objects.filter(word__in=["wells", "brook"])
    assert [word.word for word in words.begun("wel")] == ["wells"]
    assert [word.word for word in words.ended("lls")] == ["wells"]
    assert {str(word) for word in words.as_long_as(5, 5)} == {"wells", "brook"}
    assert not words.as_long_as(1, 4).exists()
