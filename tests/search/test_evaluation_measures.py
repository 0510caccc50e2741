"""Measures and reference, with numbers computed by hand."""

from math import log, log2

import pytest

from search.evaluation.bm25 import K1, B, Bm25, stems_of
from search.evaluation.judged import Document
from search.evaluation.measures import Scores, ndcg, recall, reciprocal_rank

GRADES = {"a": 3, "b": 2, "c": 1, "d": 0, "e": -1}


def test_a_perfect_ranking_scores_one():
    ranking = ["a", "b", "c"]
    assert ndcg(ranking, GRADES) == reciprocal_rank(ranking, GRADES) == recall(ranking, GRADES) == 1


@pytest.mark.parametrize("ranking", [[], ["x", "d", "e"], ["x"] * 10 + ["a", "b", "c"]])
def test_a_ranking_that_answers_nothing_in_time_scores_nothing(ranking):
    assert (ndcg(ranking, GRADES), reciprocal_rank(ranking, GRADES)) == (0, 0)


def test_gains_are_grades_discounted_by_place():
    """Places 1 to 4 hold grades 1, 0, 3, 2: 1/1 + 3/2 + 2/2.3219 over 3/1 + 2/1.585 + 1/2."""
    assert ndcg(["c", "d", "a", "b"], GRADES) == pytest.approx(
        (1 + 3 / 2 + 2 / log2(5)) / (3 + 2 / log2(3) + 1 / 2)
    )
    assert ndcg(["c", "d", "a", "b"], GRADES) == pytest.approx(0.7059, abs=1e-4)


def test_a_grade_below_nothing_takes_nothing_away():
    assert ndcg(["e", "a"], GRADES) == ndcg(["x", "a"], GRADES)


def test_only_as_many_answers_as_there_are_places_can_be_asked_for():
    many = dict.fromkeys("abcdefghijkl", 1)
    assert ndcg(list("abcdefghij"), many) == 1
    assert recall(list("abcdef"), many) == 0.5
    assert recall(["x"] * 99 + ["a", "b"], many) == pytest.approx(1 / 12)


@pytest.mark.parametrize(("ranking", "rank"), [(["c"], 1), (["x", "d", "c", "a"], 1 / 3)])
def test_the_first_answer_makes_the_reciprocal_rank(ranking, rank):
    assert reciprocal_rank(ranking, GRADES) == rank


def test_scores_are_means_over_queries():
    scores = Scores.of({"q1": ["a"], "q2": ["x", "a"]}, {"q1": {"a": 1}, "q2": {"a": 1, "b": 1}})
    best = 1 + 1 / log2(3)
    assert scores == Scores(ndcg=(1 + 1 / log2(3) / best) / 2, mrr=0.75, recall=0.75)
    assert str(scores) == "nDCG@10=0.693 MRR@10=0.750 recall@100=0.750"
    assert str(Scores.of({}, {})) == "nDCG@10=0.000 MRR@10=0.000 recall@100=0.000"


def english(*texts):
    return [Document(str(number), "", text) for number, text in enumerate(texts)]


def test_bm25_is_lucenes():
    """Three documents of 4, 2 and 3 words; “wells” is in two of them, twice in the first."""
    index = Bm25(english("wells and deep wells", "well done", "nothing of that"))
    (shelf,) = index._shelves.values()
    idf = log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    long, short = (
        idf * count / (count + K1 * (1 - B + B * length / 3)) for count, length in ((2, 4), (1, 2))
    )
    assert idf == pytest.approx(0.4700, abs=1e-4)
    scored = dict(shelf.scored("Well?"))
    assert scored == {"0": pytest.approx(long), "1": pytest.approx(short)}
    assert scored == {"0": pytest.approx(0.2686, abs=1e-4), "1": pytest.approx(0.2474, abs=1e-4)}
    assert dict(shelf.scored("well wells")) == {"0": pytest.approx(2 * long), "1": pytest.approx(2 * short)}


def test_bm25_ranks_the_best_first_and_equals_by_their_order():
    index = Bm25(english("knots", "ropes", "ropes, knots", "knots"))
    assert index.rank("knot rope") == ["2", "1", "0", "3"]
    assert index.rank("knot", places=2) == ["0", "3"]
    assert index.rank("sails") == index.rank("") == []


def test_title_and_body_are_one_text():
    documents = [Document("a", "Knots", "tied well"), Document("b", "", "Knots tied well")]
    (shelf,) = Bm25(documents)._shelves.values()
    scored = dict(shelf.scored("knot"))
    assert scored["a"] == scored["b"] > 0


def test_each_document_is_stemmed_in_its_own_language():
    documents = [
        Document("de", "", "Die Schulungen beginnen", "de-AT"),
        Document("fr", "", "Les formations commencent", "fr"),
        Document("ja", "", "schulungen", "ja"),
    ]
    index = Bm25(documents)
    assert index.rank("Schulung") == ["de"]
    assert index.rank("formation") == ["fr"]
    assert sorted(index.rank("schulungen")) == ["de", "ja"]


def test_words_are_letters_and_digits_in_any_case():
    stems = stems_of("en")
    assert stems("The nurses’ RUNNING_shoes, isn't 42!") == ["the", "nurs", "run", "shoe", "isn't", "42"]
