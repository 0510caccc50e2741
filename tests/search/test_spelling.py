"""“Did you mean”: what somebody may have wanted to type, from what they may read and nothing else."""

import random
import string
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search import actions
from search.lexicon import Lexicon
from search.query import Filters
from search.spelling import Correction, Fix, likelihood, readings, rewritten, slots_of
from search.words import words
from tests import factories
from tests.search.conftest import read_words
from tests.search.test_engines import GARBAGE

pytestmark = pytest.mark.django_db


def titles(found):
    return sorted(row.document.title for row in found.rows)


# -- the pure parts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Helth safety", ["helth", "safety"]),
        ("helth, (safty)!", ["helth", "safty"]),
        ("health-safty", ["health", "safty"]),
        ("Überblik Tést obučenie", ["uberblik", "test", "obucenie"]),
        ("U\u0308berblik", ["uberblik"]),
        ('"helth safty" wels', ["wels"]),
        ("wels -pomd topic:watre “dep ends”", ["wels"]),
        ("iso27001 水井 कक्षा", ["iso27001", "कक्षा"]),
    ],
)
def test_words_that_may_be_put_right(text, found):
    slots = slots_of(text)
    assert [slot.word for slot in slots] == found
    assert all(slot.start < slot.end <= len(text) for slot in slots)


def test_likelihood_knows_how_people_slip():
    """Letters that changed places or were left out come before a wrong one, and the first is rarely wrong."""
    assert likelihood("theer", "there") > likelihood("theer", "their") > 0
    assert likelihood("weell", "well") == likelihood("wel", "well") == likelihood("wlel", "well")
    assert likelihood("wemll", "well") < likelihood("weell", "well")
    assert likelihood("mells", "wells") < likelihood("wemls", "wells")
    assert likelihood("onbaordng", "onboarding") < likelihood("onbaording", "onboarding")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("well", "well"),
        ("wel", "walls"),
        ("ponds", "wells"),
        ("planed", "blanket"),
        ("water", "wet"),
        ("onbording", "boarding"),
    ],
)
def test_words_that_are_too_far_apart(wrong, right):
    assert likelihood(wrong, right) == 0


def test_two_slips_need_a_long_word():
    assert likelihood("wlels", "walls") == 0
    assert likelihood("facilitaitno", "facilitation") > 0
    assert likelihood("vacilitaton", "facilitation") > 0
    assert likelihood("planst", "planet") > 0
    assert likelihood("glanst", "planet") == 0


def test_readings_come_with_the_likeliest_first():
    vocabulary = {"there", "their", "three", "theme", "the", "re", "health", "and"}
    assert [fix.right for fix in readings("theer", vocabulary)][:2] == [("there",), ("their",)]
    assert readings("healthand", vocabulary)[0] == Fix(("healthand",), ("health", "and"), 1)
    assert readings("unknown", vocabulary) == []


def test_halves_are_words_of_three_letters_or_small_ones():
    assert ("how", "to") in Lexicon.halves("howto")
    assert ("howt", "o") not in Lexicon.halves("howto")
    assert Lexicon.halves("the") == Lexicon.halves("zeel") == []


def test_a_split_that_nobody_wrote_hides_no_other_reading(ask_as, ada, cleo):
    factories.course("Zeal", ada)
    factories.course("The real deal", ada)
    factories.course("Afeel deal", ada)
    assert ask_as(cleo, "thezeal").correction is None
    assert ask_as(cleo, "zeel").correction == Correction("zeel", "zeal", applied=True)
    assert ask_as(cleo, "dealthe").correction is None
    assert ask_as(cleo, "realdeal").correction == Correction("realdeal", "real deal", applied=True)


@pytest.mark.parametrize(
    ("text", "fixes", "rewritten_text"),
    [
        ("Dig Wels now!", [Fix(("wels",), ("wells",), 1)], "Dig Wells now!"),
        ('wels "wels" -wels wels', [Fix(("wels",), ("wells",), 1)], 'wells "wels" -wels wells'),
        ("the time sheet", [Fix(("time", "sheet"), ("timesheet",), 1)], "the timesheet"),
        ("healthand x", [Fix(("healthand",), ("health", "and"), 1)], "health and x"),
        ("by:ada  wels\tlang:en", [Fix(("wels",), ("wells",), 1)], "by:ada  wells\tlang:en"),
    ],
)
def test_everything_else_stays_as_it_was_typed(text, fixes, rewritten_text):
    assert rewritten(text, slots_of(text), fixes) == rewritten_text


def test_a_correction_says_what_it_did():
    assert Correction("wels", "wells", applied=True).sentence == "No match for “wels”. Showing “wells”."
    assert Correction("wels", "wells").sentence == "Did you mean “wells”?"


# -- when nothing matches --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fascilitation", "facilitation"),
        ("Facilitaiton", "Facilitation"),
        ("facilitatoin!", "facilitation!"),
        ("acilitation", "facilitation"),
        ("workshopfacilitation", "workshop facilitation"),
        ("time-sheet", "timesheet"),
        ("time sheet", "timesheet"),
        ("uberblik", "überblick"),
        ("Überblikc", "Überblick"),
        ("обучнеие", "обучение"),
        ("qualite", None),
        ("qualté", "qualité"),
    ],
)
def test_what_was_meant_is_found_and_said(ask_as, ada, cleo, typed, meant):
    factories.course("Workshop facilitation", ada, promise="Qualité, timesheet")
    factories.course("Überblick", ada, language="de")
    factories.course("Обучение", ada, language="ru")
    found = ask_as(cleo, typed)
    assert found.correction == (Correction(typed, meant, applied=True) if meant else None)
    assert found.results.total == len(found.rows) == 1
    assert found.query.text == meant or meant is None


def test_a_form_that_stemming_finds_is_no_mistake(ask_as, ada, cleo):
    factories.course("Training dogs", ada)
    factories.course("Trainees", ada)
    found = ask_as(cleo, "trainings")
    assert found.correction is None
    assert titles(found) == ["Training dogs"]


def test_the_exact_spelling_can_be_asked_for(ask_as, ada, cleo):
    factories.course("Wells", ada)
    found = ask_as(cleo, "wels", exact=True)
    assert (found.correction, found.rows, found.results.total) == (None, [], 0)


def test_when_nothing_is_written_alike_nothing_is_proposed(ask_as, ada, cleo):
    factories.course("Wells", ada)
    found = ask_as(cleo, "kubernetes")
    assert (found.correction, found.rows) == (None, [])


def test_of_two_readings_the_one_that_goes_with_the_other_words_wins(ask_as, ada, cleo):
    for n in range(3):
        factories.course(f"Walls {n}", ada)
    factories.course("Water wells", ada)
    factories.course("Water", ada)
    found = ask_as(cleo, "water wxlls")
    assert found.correction == Correction("water wxlls", "water wells", applied=True)
    assert titles(found) == ["Water", "Water wells"]
    assert ask_as(cleo, "wxlls").correction == Correction("wxlls", "walls", applied=True)


def test_several_words_are_put_right_at_once(ask_as, ada, cleo):
    factories.course("Workplace safety basics", ada)
    found = ask_as(cleo, "wokrplace saftey bascis")
    assert found.correction == Correction("wokrplace saftey bascis", "workplace safety basics", applied=True)
    assert titles(found) == ["Workplace safety basics"]


def test_a_word_that_nothing_holds_is_put_right_where_all_words_are_found(ask_as, ada, cleo):
    """What holds only the other words comes after what holds them all, as for any question."""
    factories.course("Health and safety", ada)
    factories.course("Safety", ada)
    found = ask_as(cleo, "helth safety")
    assert found.correction == Correction("helth safety", "health safety", applied=True)
    assert [row.document.title for row in found.rows] == ["Health and safety", "Safety"]
    assert found.query.text == "health safety"
    exactly = ask_as(cleo, "helth safety", exact=True)
    assert (exactly.correction, titles(exactly)) == (None, ["Health and safety", "Safety"])


def test_what_nothing_holds_together_is_only_offered(ask_as, ada, cleo):
    factories.course("Health", ada)
    factories.course("Safety", ada)
    found = ask_as(cleo, "helth safety")
    assert found.correction == Correction("helth safety", "health safety")
    assert (found.query.text, titles(found)) == ("helth safety", ["Safety"])


def test_where_nothing_is_found_at_all_words_need_not_stand_together(ask_as, ada, cleo):
    factories.course("Health", ada)
    factories.course("Safety", ada)
    found = ask_as(cleo, "helth saftey")
    assert found.correction == Correction("helth saftey", "health safety", applied=True)
    assert titles(found) == ["Health", "Safety"]
    assert ask_as(cleo, 'helth "well kept"').correction is None


def test_a_correction_is_written_as_it_was_found_with_the_capitals_that_were_typed(ask_as, ada, cleo):
    factories.course("Résumé writing", ada)
    factories.course("Straße", ada, language="de", promise="CRÈME")
    for typed, text in [
        ("resmue", "résumé"),
        ("Resmue writing", "Résumé writing"),
        ("writng resume", "writing resume"),
        ("strase", "straße"),
        ("créne", "crème"),
    ]:
        found = ask_as(cleo, typed)
        assert found.correction == Correction(typed, text, applied=True)
        assert (found.query.text, found.results.total) == (text, 1)


def test_words_that_are_all_there_are_left_alone(ask_as, ada, cleo):
    factories.course("Health", ada)
    factories.course("Safety", ada)
    assert ask_as(cleo, "health safety").correction is None


def test_two_right_words_may_be_one(ask_as, ada, cleo):
    for title in ("Time", "Sheet", "Timesheet"):
        factories.course(title, ada)
    found = ask_as(cleo, "time sheet")
    assert found.correction == Correction("time sheet", "timesheet")
    assert titles(found) == ["Sheet", "Time"]
    factories.course("Sheet music in time", ada)
    assert ask_as(cleo, "time sheet").correction is None


def test_quotes_exclusions_and_filters_stay(ask_as, ada, cleo):
    factories.course("Deep wells", ada, language="en")
    factories.course("Deep wells of water", ada, language="en")
    found = ask_as(cleo, 'wlels -water lang:en "deep"')
    assert found.correction.text == 'wells -water lang:en "deep"'
    assert found.correction.applied is (not found.answer.relaxed)
    assert "Deep wells" in titles(found)
    assert ask_as(cleo, '"wlels"').correction is None
    assert ask_as(cleo, "-wlels").correction is None


def test_a_filter_is_no_reason_to_doubt_a_word(ask_as, ada, cleo):
    """What is chosen in the facets changes neither whether nor how a word is put right."""
    factories.course("Wells", ada)
    found = ask_as(cleo, "wells", kind=["wiki_page"])
    assert (found.correction, found.rows) == (None, [])
    narrowed = ask_as(cleo, "wels", kind=["wiki_page"])
    assert narrowed.correction == Correction("wels", "wells", applied=True)
    assert (narrowed.results.total, narrowed.results.matched) == (0, 1)


def test_every_page_of_the_answer_is_of_what_was_meant(ask_as, ada, cleo, monkeypatch):
    monkeypatch.setattr(actions, "PAGE_SIZE", 2)
    for n in range(3):
        factories.course(f"Wells {n}", ada)
    first, second = (ask_as(cleo, "wels", page=page) for page in (1, 2))
    assert first.correction == second.correction == Correction("wels", "wells", applied=True)
    assert sorted([*titles(first), *titles(second)]) == ["Wells 0", "Wells 1", "Wells 2"]


def test_a_synonym_that_finds_something_is_no_mistake(ask_as, ada, cleo):
    from topics.models import TopicSynonym

    topic = factories.topic("Facilitation")
    TopicSynonym.objects.create(topic=topic, word="fasilitation")
    topic.save()
    factories.course("Facilitation", ada, topics=[topic])
    assert ask_as(cleo, "fasilitation").correction is None


def test_numbers_are_meant_as_they_stand(ask_as, ada, cleo):
    factories.course("ISO 27001 and iso27001", ada)
    assert ask_as(cleo, "iso27010").correction is None
    assert ask_as(cleo, "27010").correction is None


# -- anything at all -------------------------------------------------------------------------------------


def test_garbage_and_long_questions_get_an_answer(ask_as, ada, cleo):
    """R34: whatever is typed, nothing breaks, and no more than a few words are put right."""
    factories.course("Dig wells in the garden of a neighbour", ada)
    long = "how do I dig wlels in the gardne of my neihgbour when it rains and the gruond is very wett today"
    for text in [*GARBAGE, long, "wlels " * 200, "-wlels " * 50, 'wlels "' * 50, "w" * 400, "wlels" * 80]:
        ask_as(cleo, text)
    assert ask_as(cleo, long).correction.text.startswith("how do I dig wells in the garden of my neighbour")


@given(st.text(max_size=60))
@example("a\u0308\u0308")
@example("½ﬁ ǅ ΐ")
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_has_its_words_where_they_stand(text):
    slots = slots_of(text)
    assert rewritten(text, slots, []) == text
    assert [slot.start for slot in slots] == sorted(slot.start for slot in slots)
    for one, other in pairwise(slots):
        assert one.end <= other.start


SEED = 4
WORDS = words("""
    accessible agreement analytics assessment benefits budget calendar career checklist coaching community
    compliance conference contract culture dashboard deadline delivery diversity document employee engagement
    equipment estimate facilitation feedback governance guideline handbook holiday inclusion innovation
    interview inventory invoice keyboard leadership learning manager measurement meeting mentoring milestone
    negotiation network objective onboarding operation partnership password payroll performance permission
    planning policy presentation priority procurement project prototype purchase quality recruiting reflection
    relocation reporting research resilience retrospective roadmap safety schedule security seminar software
    sponsor stakeholder standard strategy support survey sustainability teamwork template timesheet training
    travel vacation vendor visibility volunteer warehouse wellbeing workshop writing yearly
""")


@pytest.fixture
def library(ada):
    with factories.told_once():
        for word in WORDS:
            factories.course(word.title(), ada)
    read_words()


def slips(word, chance):
    """The word with one slip of the fingers."""
    at, letter = chance.randrange(len(word)), chance.choice(string.ascii_lowercase)
    kind = chance.choice(["left out", "too much", "wrong", "changed places"])
    if kind == "left out":
        return word[:at] + word[at + 1 :]
    if kind == "too much":
        return word[:at] + letter + word[at:]
    if kind == "wrong":
        return word[:at] + letter + word[at + 1 :]
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def test_nine_of_ten_slips_lead_to_what_was_meant(library, cleo):
    """The right course stands first for at least nine of ten words with one slip, whatever the slip."""
    chance = random.Random(SEED)
    typed = [(slips(word, chance), word.title()) for word in chance.choices(WORDS, k=200)]
    rows = [(actions.search(text, cleo, Filters()).rows, title) for text, title in typed]
    right = sum(bool(found) and found[0].document.title == title for found, title in rows)
    assert right >= 180, f"{right} of 200 with seed {SEED}"


def test_the_lookup_misses_no_word_with_one_slip(library, cleo):
    """Beginnings and endings that are looked up hold whatever is one slip away."""
    from people.audience import tokens_for

    lexicon, chance = Lexicon(tokens_for(cleo)), random.Random(SEED)
    for word in WORDS:
        for _n in range(4):
            typed = slips(word, chance)
            _doubtful, near = lexicon.doubtful([typed], set(), 4)
            assert word in near or not likelihood(typed, word)
