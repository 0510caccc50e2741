"""Stewards pin answers; readers see those they may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from content.models import PageAudience
from people.audience import tokens_for
from people.refusals import Refusal
from search.models import PromotedResult
from search.models.steering import today
from search.steering import key_of, may_steer, pins_for
from search.steering.actions import change, promote, withdraw
from tests import factories

pytestmark = pytest.mark.django_db
SOON = timedelta(days=30)


def titles(pins):
    return [document.title for document in pins]


def shown_above(response):
    return [(line["title"], line["note"]) for line in response.context["pins"]]


# -- who, and for what -----------------------------------------------------------------------------------


def test_stewards_and_operators_steer_and_nobody_else(ada, steward, operator):
    assert [may_steer(person) for person in (ada, steward, operator, None)] == [False, True, True, False]


def test_a_steward_who_was_suspended_steers_no_more(steward):
    steward.state = "suspended"
    steward.save()
    assert not may_steer(steward)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Safe  wells?", "safe wells"),
        ("“SAFE” Wélls", "safe wells"),
        ("wells safe", "wells safe"),
        ('kind:course safe wells by:"Ada Brook"', "safe wells"),
        ("safe -wells", ""),
        ("?!", ""),
        ("", ""),
        ("well " * 60, ""),
    ],
)
def test_two_texts_ask_the_same(text, key):
    assert key_of(text) == key


def test_only_stewards_pin_change_and_end(ada, pin, document_of):
    course = factories.course("Wells", ada)
    kept = pin("water", "course", course)
    for act in (
        lambda: promote(ada, "dry", document_of("course", course), until=today() + SOON),
        lambda: change(ada, kept, query="dry", until=today() + SOON),
        lambda: withdraw(ada, kept),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == "forbidden"
    assert list(PromotedResult.objects.values_list("query", "until")) == [("water", today() + SOON)]


@pytest.mark.parametrize(
    ("query", "days", "code"),
    [
        ("", 30, "query"),
        ("?!", 30, "query"),
        ("w" * 300, 367, "until"),
        ("water", 0, "until"),
        ("water", -1, "until"),
    ],
)
def test_what_makes_no_sense_is_refused(ada, pin, query, days, code):
    with pytest.raises(Refusal) as refusal:
        pin(query, "course", factories.course("Wells", ada), until=today() + timedelta(days=days))
    assert refusal.value.code == code
    assert not PromotedResult.objects.exists()


def test_a_thing_nobody_may_find_is_refused(ada, steward, pin, document_of):
    hidden = factories.course("Wells", ada, audience=f"person:{ada.pk}")
    gone = factories.course("Ponds", ada)
    document = document_of("course", gone)
    gone.unpublish()
    document.refresh_from_db()
    assert document.deleted
    for one in (document, document_of("course", hidden)):
        with pytest.raises(Refusal) as refusal:
            promote(steward, "water", one, until=today() + SOON)
        assert refusal.value.code == "thing"


def test_a_query_has_three_at_most_and_none_twice(ada, steward, pin):
    courses = [factories.course(f"Wells {n}", ada) for n in range(5)]
    first, *_others = [pin("Water", "course", course) for course in courses[:3]]
    for course, code in ((courses[0], "thing"), (courses[3], "query")):
        with pytest.raises(Refusal) as refusal:
            pin("water", "course", course)
        assert refusal.value.code == code
    withdraw(steward, first)
    pin("water", "course", courses[3])
    other = pin("soil", "course", courses[4])
    for change_to, words in (("water", "three pinned answers"),):
        with pytest.raises(Refusal) as refusal:
            change(steward, other, query=change_to, until=today() + SOON)
        assert words in str(refusal.value)
    assert PromotedResult.objects.active().filter(query="water").count() == 3


def test_what_has_ended_is_pinned_again_in_its_own_row(ada, steward, pin):
    course = factories.course("Wells", ada)
    former = withdraw(steward, pin("water", "course", course, note="Old"))
    assert not former.is_active
    again = pin("Water!", "course", course, note="New")
    assert (again.pk, again.note, again.is_active) == (former.pk, "New", True)


def test_a_query_is_not_changed_into_one_that_has_the_thing(ada, steward, pin):
    course = factories.course("Wells", ada)
    pin("water", "course", course)
    other = pin("soil", "course", course)
    with pytest.raises(Refusal):
        change(steward, other, query="water", until=today() + SOON)
    other.refresh_from_db()
    assert other.query == "soil"


def test_the_log_says_who_did_what(ada, steward, pin):
    """R40: what stewards do is written down."""
    kept = pin("water", "course", factories.course("Wells", ada), note="Begin here.")
    change(steward, kept, query="wells", until=today() + SOON)
    withdraw(steward, kept)
    withdraw(steward, kept)
    entries = ModelLogEntry.objects.filter(object_id=str(kept.pk), action__startswith="search.").order_by(
        "pk"
    )
    assert [(entry.action, entry.user) for entry in entries] == [
        ("search.promote", steward),
        ("search.change_pin", steward),
        ("search.withdraw_pin", steward),
    ]
    assert entries[0].data["note"] == "Begin here."


# -- what readers see ------------------------------------------------------------------------------------


def test_pins_are_those_the_reader_may_see_in_order(ada, steward, cleo, pin):
    """R19: a pinned thing is shown to nobody who may not see it."""
    shut = factories.course("Shut", ada)
    open_ = factories.course("Open", ada, audience="public")
    both = factories.course("Both", ada)
    for course in (shut, both, open_):
        pin("water", "course", course)
    PageAudience.objects.filter(page=shut).update(token=f"person:{ada.pk}")
    assert titles(pins_for("Water", cleo)) == ["Both", "Open"]
    assert titles(pins_for("water", ada)) == ["Shut", "Both", "Open"]
    assert titles(pins_for("water", None)) == ["Open"]
    for other in ("waters", "clean water", "-water", "", "?"):
        assert pins_for(other, ada) == []


def test_a_thing_pinned_for_two_queries_says_in_each_why(ada, cleo, pin):
    course = factories.course("Wells", ada)
    pin("water", "course", course, note="For the water.")
    pin("soil", "course", course, note="For the soil.")
    pin("water", "person", ada)
    assert [(found.title, found.pin_note) for found in pins_for("water", cleo)] == [
        ("Wells", "For the water."),
        ("Ada Brook", ""),
    ]
    assert [(found.title, found.pin_note) for found in pins_for("soil", cleo)] == [("Wells", "For the soil.")]


def test_pins_cost_one_statement_or_two(ada, steward, cleo, pin, django_assert_num_queries):
    tokens_for(cleo)  # asked once for each request
    with django_assert_num_queries(1):
        assert pins_for("water", cleo) == []
    pin("water", "course", factories.course("Wells", ada))
    pin("water", "community", factories.community("Diggers"))
    pin("water", "person", ada)
    with django_assert_num_queries(2):
        assert titles(pins_for("water", cleo)) == ["Wells", "Diggers", "Ada Brook"]


def test_a_pin_stands_above_once_and_changes_no_number(as_person, ada, cleo, pin):
    wells = factories.course("Safe wells", ada)
    factories.course("Deep wells", ada)
    elsewhere = factories.course("Pumps", ada)
    client = as_person(cleo)
    before = client.get("/search/", {"q": "wells"})
    pin("wells", "course", wells, note="The one we <b>all</b> took.")
    pin("wells", "course", elsewhere)
    after = client.get("/search/", {"q": "Wells"})
    assert shown_above(after) == [("Safe wells", "The one we <b>all</b> took."), ("Pumps", "")]
    assert [row.document.title for row in after.context["found"].rows] == ["Deep wells"]
    assert after.context["total"] == before.context["total"] == 2
    assert after.context["found"].results.facets == before.context["found"].results.facets
    html = after.content.decode()
    assert html.count(f'href="/courses/{wells.slug}/"') == 1
    assert "Chosen by the topic stewards" in html
    assert "The one we &lt;b&gt;all&lt;/b&gt; took." in html


def test_where_all_that_matches_is_pinned_it_is_said_how_much_there_is(as_person, ada, cleo, pin):
    pin("wells", "course", factories.course("Safe wells", ada))
    html = as_person(cleo).get("/search/", {"q": "wells"}).content.decode()
    assert "1 result<" in html
    assert "Nothing" not in html


def test_a_pin_may_stand_where_nothing_matches(as_person, ada, cleo, pin):
    pin("payroll", "course", factories.course("Safe wells", ada))
    html = as_person(cleo).get("/search/", {"q": "payroll"}).content.decode()
    assert "Safe wells" in html
    assert "Nothing else matches." in html
    assert "Nothing found." not in html


def test_pins_stand_on_the_first_page_only(as_person, ada, cleo, pin):
    for n in range(21):
        course = factories.course(f"Wells {n}", ada)
    pin("wells", "course", course)
    client = as_person(cleo)
    assert shown_above(client.get("/search/", {"q": "wells"})) == [("Wells 20", "")]
    for narrowed in ({"page": "2"}, {"kind": "course"}, {"q": "wells kind:course"}):
        assert shown_above(client.get("/search/", {"q": "wells", **narrowed})) == []


def test_what_is_over_or_gone_is_not_above(as_person, ada, steward, cleo, pin):
    ended, gone = factories.course("Ended", ada), factories.course("Gone", ada)
    withdraw(steward, pin("water", "course", ended))
    pin("water", "course", gone)
    gone.unpublish()
    response = as_person(cleo).get("/search/", {"q": "water"})
    assert shown_above(response) == []
    assert "Chosen by" not in response.content.decode()


def test_on_its_last_day_it_stands_and_on_the_next_it_is_gone(ada, cleo, pin):
    kept = pin("water", "course", factories.course("Wells", ada), until=today() + timedelta(days=1))
    assert titles(pins_for("water", cleo)) == ["Wells"]
    PromotedResult.objects.filter(pk=kept.pk).update(until=today())
    assert pins_for("water", cleo) == []


def test_pins_do_not_make_the_page_ask_more(as_person, ada, cleo, steward, pin):
    client, counts = as_person(steward), []
    things = [
        ("course", factories.course("Wells", ada)),
        ("community", factories.community("Diggers", ada)),
        ("person", ada),
    ]
    for kind, thing in things:
        pin("brook", kind, thing)
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/search/", {"q": "brook"})
        counts.append(len(captured))
    assert len(page.context["pins"]) == 3
    assert counts[0] == counts[1] == counts[2] <= 15


def test_stewards_find_the_door_beside_the_results(as_person, steward, cleo):
    assert 'href="/search/steering/"' in as_person(steward).get("/search/").content.decode()
    assert (
        'href="/search/steering/pins/new/?q=dry+wells"'
        in as_person(steward).get("/search/", {"q": "dry wells"}).content.decode()
    )
    assert "/search/steering/" not in as_person(cleo).get("/search/", {"q": "dry wells"}).content.decode()
