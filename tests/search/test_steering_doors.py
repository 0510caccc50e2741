"""Where stewards pin answers, change and end them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import PageAudience
from search.models import PromotedResult, SearchDocument
from search.models.steering import today
from tests import factories

pytestmark = pytest.mark.django_db
SOON = timedelta(days=30)


def answers(thing, **more):
    return {
        "query": "Water",
        "thing": thing,
        "until": (today() + SOON).isoformat(),
        "note": "Begin here.",
        **more,
    }


@pytest.mark.parametrize(
    "thing", ["/courses/{}/", "http://testserver/courses/{}/?x=1#top", "wells AND ponds"]
)
def test_a_steward_pins_by_address_or_title(as_person, ada, steward, thing):
    course = factories.course("Wells and ponds", ada)
    factories.course("Wells and ponds and lakes", ada)
    response = as_person(steward).post(
        "/search/steering/pins/new/", answers(thing.format(course.slug)), follow=True
    )
    (kept,) = PromotedResult.objects.all()
    assert (kept.query, kept.document.object_id, kept.note, kept.made_by) == (
        "water",
        course.pk,
        "Begin here.",
        steward,
    )
    html = response.content.decode()
    assert "Pinned for “water”." in html
    assert f'<a href="/courses/{course.slug}/">Wells and ponds</a>' in html


def test_from_the_results_a_steward_reaches_all_there_is_to_steer(as_person, ada, steward, cleo):
    factories.course("Wells", ada)
    doors = ["/search/steering/pins/new/?q=wells", "/search/steering/", "/search/steering/report/"]
    client = as_person(steward)
    html = client.get("/search/", {"q": "Wells"}).content.decode()
    assert [door for door in doors if f'href="{door}"' in html] == doors
    assert "/search/steering/" not in as_person(cleo).get("/search/", {"q": "wells"}).content.decode()
    tabs = client.get("/search/steering/").content.decode()
    assert 'href="/admin/topics/"' in tabs
    assert client.get("/admin/topics/").status_code == 200


def test_other_words_for_a_topic_are_kept_and_work_at_once(as_person, ada, steward, cleo):
    topic = factories.topic("Wells")
    course = factories.course("Digging", ada, topics=[topic])
    find = {"q": "boreholes", "exact": "1", "kind": "course"}
    assert as_person(cleo).get("/search/", find).context["total"] == 0
    form = {"name": "Wells", "words": "boreholes\nshafts", "description": ""}
    as_person(steward).post(f"/admin/topics/edit/{topic.pk}/", form)
    rows = as_person(cleo).get("/search/", find).context["rows"]
    assert [row["url"] for row in rows] == [course.get_absolute_url()]


def test_a_topic_is_pinned_by_the_address_of_its_results(as_person, ada, steward):
    topic = factories.topic("Clean water")
    as_person(steward).post("/search/steering/pins/new/", answers(topic.get_absolute_url()))
    assert [str(pin.document) for pin in PromotedResult.objects.all()] == [f"topic:{topic.pk} Clean water"]


def test_where_several_fit_one_more_click_chooses(as_person, ada, steward):
    first, second = factories.course("Wells", ada), factories.course("Wells", ada)
    client = as_person(steward)
    page = client.post("/search/steering/pins/new/", answers("Wells"))
    assert "Several things fit. Choose one." in page.content.decode()
    offered = [int(value) for value, _label in page.context["form"].fields["which"].choices]
    documents = SearchDocument.objects.in_bulk(offered)
    assert [documents[pk].object_id for pk in offered] == [first.pk, second.pk]
    assert not PromotedResult.objects.exists()
    client.post("/search/steering/pins/new/", answers("Wells", which=str(offered[1])))
    assert [pin.document.object_id for pin in PromotedResult.objects.all()] == [second.pk]


def test_sessions_to_choose_from_are_told_apart(as_person, ada, ben, steward):
    course = factories.course("Wells", ada)
    factories.session(course, ada)
    factories.session(course, ben)
    page = as_person(steward).post("/search/steering/pins/new/", answers("Wells"))
    labels = [str(label) for _value, label in page.context["form"].fields["which"].choices]
    assert len(labels) == len(set(labels)) == 3
    assert [label.rsplit(" · ", 1)[1] for label in labels] == ["Ada Brook", "Ada Brook", "Ben Ofori"]


def test_the_picker_knows_nothing_the_steward_may_not_see(as_person, ada, steward, document_of):
    """R18, R19: a hidden thing answers like none, by address, by title and by number."""
    hidden = factories.course("Falcon plan", ada, audience=f"person:{ada.pk}")
    factories.course("Wells", ada)
    factories.course("Wells", ada)
    client, complaint = as_person(steward), "Nothing that you may see has this address or title."
    pages = []
    for thing in (f"/courses/{hidden.slug}/", "Falcon plan", "/courses/none/", "Gryphon plan"):
        page = client.post("/search/steering/pins/new/", answers(thing))
        assert page.context["form"].errors["thing"] == [complaint]
        pages.append(page)
    forged = client.post(
        "/search/steering/pins/new/", answers("Wells", which=str(document_of("course", hidden).pk))
    )
    assert "which" in forged.context["form"].errors
    assert not PromotedResult.objects.exists()


def test_a_refusal_stands_in_the_form_and_nothing_typed_is_lost(as_person, ada, steward):
    course = factories.course("Wells", ada)
    page = as_person(steward).post(
        "/search/steering/pins/new/", answers(f"/courses/{course.slug}/", until=today().isoformat())
    )
    assert page.context["form"].errors["until"] == ["This day has come already. Choose a later one."]
    assert 'value="Water"' in page.content.decode()
    assert not PromotedResult.objects.exists()


def test_the_form_comes_with_the_query_and_three_months(as_person, steward):
    page = as_person(steward).get("/search/steering/pins/new/", {"q": "dry wells"}).content.decode()
    assert 'value="dry wells"' in page
    assert f'value="{(today() + timedelta(days=91)).isoformat()}"' in page


def test_a_pin_is_changed_and_ended(as_person, ada, steward, operator, pin):
    kept = pin("water", "course", factories.course("Wells", ada))
    client = as_person(operator)
    later = today() + timedelta(days=60)
    door = f"/search/steering/pins/{kept.pk}/"
    assert 'value="water"' in client.get(f"{door}edit/").content.decode()
    client.post(f"{door}edit/", {"query": "Wells", "until": later.isoformat(), "note": "Better."})
    kept.refresh_from_db()
    assert (kept.query, kept.until, kept.note) == ("wells", later, "Better.")
    page = client.post(f"{door}end/", follow=True)
    assert "“wells” no longer shows it first." in page.content.decode()
    assert (list(page.context["page_of_rows"]), page.context["ended"]) == ([], [kept])


def test_the_list_tells_no_title_that_the_steward_may_not_see(as_person, ada, steward, operator, pin):
    """R19: not even stewards learn of what is hidden from them; they can end it."""
    shut = factories.course("Falcon plan", ada)
    kept = pin("water", "course", shut, note="About falcons.")
    PageAudience.objects.filter(page=shut).update(token=f"person:{ada.pk}")
    client = as_person(steward)
    html = client.get("/search/steering/").content.decode()
    assert "alcon" not in html
    assert "Something that is gone, or that you may not see." in html
    assert client.get(f"/search/steering/pins/{kept.pk}/edit/").status_code == 404
    client.post(f"/search/steering/pins/{kept.pk}/end/")
    kept.refresh_from_db()
    assert not kept.is_active


def test_others_find_no_door(as_person, ada, eve, pin):
    kept = pin("water", "course", factories.course("Wells", ada))
    for path in ("", "report/", "write/", "pins/new/", f"pins/{kept.pk}/edit/"):
        assert as_person(eve).get(f"/search/steering/{path}").status_code == 404
        assert as_person(None).get(f"/search/steering/{path}").url.startswith("/accounts/login/")
    as_person(eve).post(f"/search/steering/pins/{kept.pk}/end/")
    kept.refresh_from_db()
    assert kept.is_active


def test_an_empty_list_says_what_to_do(as_person, steward):
    html = as_person(steward).get("/search/steering/").content.decode()
    assert "Nothing is pinned." in html
    assert 'href="/search/steering/pins/new/"' in html


def test_statements_do_not_grow_with_the_pins(as_person, ada, steward, pin):
    client = as_person(steward)
    counts = []
    for more in (1, 2, 47):
        with factories.told_once():
            courses = [factories.course(f"Wells {n}", ada) for n in range(more)]
        for n, course in enumerate(courses):
            pin(f"water {PromotedResult.objects.count()} {n}", "course", course)
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/search/steering/")
        assert len(page.context["page_of_rows"]) == PromotedResult.objects.count()
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2] <= 15
