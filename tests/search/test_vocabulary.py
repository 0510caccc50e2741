"""The words that things hold are gathered later, by whoever works, and go when nothing holds them."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from duties.leases import LEASE
from search import vocabulary
from search.duties import keep_vocabulary
from search.lexicon import Lexicon
from search.models import Reading, SearchDocument, SearchWord
from search.vocabulary import tells
from tests import factories
from tests.search.conftest import read_words

pytestmark = pytest.mark.django_db


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
    read_words()
    assert {"uberblick", "dig", "wells", "digging", "deeper", "ada", "brook"} <= held()
    assert "3" not in held()
    assert SearchWord.objects.get(word="wells", named=False).backwards == "sllew"
    assert not SearchDocument.objects.unread().exists()
    assert keep_vocabulary() == 0


def test_nothing_is_written_when_nothing_waits(ada, django_assert_num_queries):
    factories.course("Wells", ada)
    read_words()
    with django_assert_num_queries(2):
        assert keep_vocabulary() == 0


def test_a_change_brings_its_words(ada):
    course = factories.course("Wells", ada)
    read_words()
    course.title = "Fountains"
    course.save()
    assert "fountains" not in held()
    read_words()
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
    """R19: what is looked up for a reader is what the reader may read; names are for colleagues."""
    factories.course("Wells", ada, audience="public")
    factories.course("Wells", ada, audience="team:1")
    factories.course("Ponds", ada, audience="team:1")
    read_words()

    def seen(*tokens):
        _doubtful, near = Lexicon(frozenset(tokens)).doubtful([], {"wells", "ponds", "brook"}, 4)
        return near

    assert seen("team:2") == set()
    assert seen("public") == {"wells"}
    assert seen("public", "team:1") == {"wells", "ponds"}
    assert seen("public", "all") == {"wells", "brook"}


def test_names_of_people_are_words_apart(ada):
    factories.course("Brook", ada, audience="public")
    read_words()
    audience = SearchDocument.objects.get(title="Brook").audience
    assert sorted(
        SearchWord.objects.filter(word="brook", audience=audience).values_list("named", flat=True)
    ) == [False, True]


def test_after_a_round_words_go_that_nothing_holds(ada, cleo):
    """R39: a word that was only in what is gone is gone within a day."""
    course = factories.course("Wells", ada)
    factories.course("Ponds", ada)
    read_words()
    course.title = "Fountains"
    course.save()
    read_words()
    assert {"wells", "ponds", "fountains"} <= held()
    Reading.objects.update(begun_at=timezone.now() - timedelta(days=1, seconds=1))
    read_words()
    assert {"ponds", "fountains"} <= held()
    assert "wells" not in held()
    assert Reading.objects.get().place is None
    assert keep_vocabulary() == 0


def test_a_round_takes_in_what_changes_while_it_goes_on(ada, monkeypatch):
    """A word that was met and then left goes with the round after."""
    monkeypatch.setattr(vocabulary, "BATCH", 1)
    early = factories.course("Wells", ada)
    factories.course("Ponds", ada)
    read_words()
    vocabulary.begin_round()
    keep_vocabulary()
    keep_vocabulary()
    early.title = "Fountains"
    early.save()
    read_words()
    assert {"ponds", "fountains"} <= held()
    assert Reading.objects.get().place is None


def test_only_one_process_reads(ada):
    factories.course("Wells", ada)
    Reading.objects.create(pk=1, begun_at=timezone.now(), lease_until=timezone.now() + LEASE)
    assert keep_vocabulary() == 0
    assert held() == set()
    Reading.objects.update(lease_until=timezone.now() - timedelta(seconds=1), attempts=9)
    read_words()
    assert "wells" in held()


def test_a_reading_that_breaks_lets_go(ada, monkeypatch):
    factories.course("Wells", ada)
    with monkeypatch.context() as patched:
        patched.setattr(vocabulary, "_entries", lambda document: 1 / 0)
        for _n in range(12):
            with pytest.raises(ZeroDivisionError):
                keep_vocabulary()
    read_words()
    assert "wells" in held()


def test_a_rebuild_reads_everything_again(ada):
    factories.course("Wells", ada)
    read_words()
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


def test_words_are_looked_up_by_how_they_begin_and_end(ada):
    factories.course("Wells shells waste spells wells-fargo", ada)
    read_words()
    lexicon = Lexicon(frozenset(["all"]))
    doubtful, near = lexicon.doubtful(["wezls"], set(), 4)
    assert doubtful == ["wezls"]
    assert {"wells", "spells"} <= near
    assert "waste" not in near
    assert lexicon.doubtful(["wells"], {"waste"}, 4) == ([], {"wells", "waste", "we"})
    doubtful, near = lexicon.doubtful(["wells", "wezls", "nowhere"], {"waste"}, 1)
    assert doubtful == ["wezls"]
    assert {"wells", "waste"} <= near
    assert lexicon.doubtful([], set(), 4) == ([], set())
