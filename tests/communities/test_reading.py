"""Reading the wiki: addresses, contents, history, and what it costs."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from communities import actions
from communities.models import Membership, WikiAddress, WikiPage
from communities.views import community as community_views
from communities.views import index as index_views
from communities.views import wiki as wiki_views
from tests import factories


@pytest.fixture
def ropes(sailors, ben):
    return actions.create_wiki_page(
        ben, sailors, title="Ropes", body="## Dry\n\nx\n\n## Wet\n\ny", summary="In short."
    )


def statements(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_a_page_shows_where_it_stands_and_what_is_in_it(as_person, sailors, ropes, ben, eve):
    knots = actions.create_wiki_page(ben, sailors, title="Knots", parent=ropes)
    actions.create_wiki_page(ben, sailors, title="bends", parent=ropes)
    page = as_person(eve).get(ropes.get_absolute_url())
    assert [heading.id for heading in page.context["headings"]] == ["dry", "wet"]
    assert [child.title for child in page.context["children"]] == ["bends", "Knots"]
    body = page.content.decode()
    assert '<h2 id="dry">Dry</h2>' in body
    assert "by Ben Ofori" in body
    assert f"/wiki/{ropes.pk}/edit/" not in body
    below = as_person(ben).get(knots.get_absolute_url())
    assert [(crumb["label"], crumb["url"]) for crumb in below.context["crumbs"]] == [
        ("Sailors", sailors.get_absolute_url()),
        ("Wiki", f"/communities/{sailors.slug}/wiki/"),
        ("Ropes", ropes.get_absolute_url()),
        ("Knots", ""),
    ]
    assert f"/wiki/{knots.pk}/edit/" in below.content.decode()


def test_a_visitor_reads_public_pages_without_a_name_on_them(as_person, ada, ben):
    community = factories.community("Open", ada, audience="public")
    page = actions.create_wiki_page(ada, community, title="Ropes", body="Keep *dry*.")
    WikiPage.objects.filter(pk=page.pk).update(keeper=ada, source="book/ropes.md", licence="CC0 1.0")
    body = as_person(None).get(page.get_absolute_url()).content.decode()
    assert "Keep <em>dry</em>." in body
    assert "Brought in from book/ropes.md. Licence: CC0 1.0." in body
    assert "Ada Brook" not in body
    assert as_person(None).get(f"/wiki/{page.pk}/history/").status_code == 404
    assert as_person(None).get(f"/wiki/{page.pk}/history/{page.latest_revision_id}/").status_code == 404


def test_the_contents_show_two_levels_in_the_order_of_titles(as_person, sailors, ben, eve):
    assert (
        "Nothing is written down yet."
        in as_person(eve).get(f"/communities/{sailors.slug}/wiki/").content.decode()
    )
    zeta = actions.create_wiki_page(ben, sailors, title="Zeta")
    actions.create_wiki_page(ben, sailors, title="alpha")
    mid = actions.create_wiki_page(ben, sailors, title="Mid", parent=zeta)
    actions.create_wiki_page(ben, sailors, title="Deep", parent=mid)
    page = as_person(eve).get(f"/communities/{sailors.slug}/wiki/")
    shape = [
        (branch.page.title, [leaf.page.title for leaf in branch.below]) for branch in page.context["tree"]
    ]
    assert shape == [("alpha", []), ("Zeta", ["Mid"])]


def test_former_addresses_lead_to_the_page_of_today(as_person, sailors, ropes, ben, eve):
    WikiAddress.objects.create(community=sailors, path="old/ropes", page=ropes)
    for path in ("old/ropes", "Old/Ropes"):
        answer = as_person(eve).get(f"/communities/{sailors.slug}/wiki/{path}/")
        assert (answer.status_code, answer.url) == (301, ropes.get_absolute_url())
    actions.trash_wiki_page(ben, ropes)
    assert as_person(eve).get(f"/communities/{sailors.slug}/wiki/old/ropes/").status_code == 404


def test_former_addresses_of_other_communities_stay_there(as_person, sailors, smugglers, ada, eve):
    secret = actions.create_wiki_page(ada, smugglers, title="Tunnels")
    WikiAddress.objects.create(community=smugglers, path="t", page=secret)
    assert as_person(eve).get(f"/communities/{smugglers.slug}/wiki/t/").status_code == 404
    assert as_person(eve).get(f"/communities/{sailors.slug}/wiki/t/").status_code == 404


@pytest.mark.parametrize(
    "path", ["nowhere", "ropes/nowhere", "rope", "%00", "..", "ropes//", "x" * 3000, "%ff"]
)
def test_odd_addresses_are_not_found(as_person, sailors, ropes, eve, path):
    assert as_person(eve).get(f"/communities/{sailors.slug}/wiki/{path}/").status_code in {400, 404}


def test_history_names_who_changed_what(as_person, sailors, ropes, ada, ben, eve):
    first = ropes.latest_revision_id
    second = actions.edit_wiki_page(
        ada, ropes, title="Ropes!", body="## Dry\n\nx\n\n## Damp\n\ny", base_revision_id=first
    ).latest_revision_id
    page = as_person(eve).get(f"/wiki/{ropes.pk}/history/")
    assert [(event["person"].name, event["url"]) for event in page.context["events"]] == [
        ("Ada Brook", f"/wiki/{ropes.pk}/history/{second}/"),
        ("Ben Ofori", f"/wiki/{ropes.pk}/history/{first}/"),
    ]
    change = as_person(eve).get(f"/wiki/{ropes.pk}/history/{second}/")
    assert [(row.kind, row.text) for row in change.context["rows"] if row.kind != "same"] == [
        ("gap", "1 line that did not change"),
        ("removed", "## Wet"),
        ("added", "## Damp"),
    ]
    assert "The title was “Ropes”, now it is “Ropes!”." in change.content.decode()
    birth = as_person(eve).get(f"/wiki/{ropes.pk}/history/{first}/")
    assert {row.kind for row in birth.context["rows"]} == {"added"}


def test_a_revision_of_another_page_is_not_found(as_person, sailors, ropes, ben, eve):
    other = actions.create_wiki_page(ben, sailors, title="Other", body="o")
    assert as_person(eve).get(f"/wiki/{ropes.pk}/history/{other.latest_revision_id}/").status_code == 404


def test_scripts_in_any_field_come_to_nothing(as_person, sailors, ben, eve):
    page = actions.create_wiki_page(
        ben,
        sailors,
        title="<script>alert('t')</script>",
        summary="<img src=x onerror=alert('s')>",
        body="<script>alert('b')</script><form action=/x><input></form>"
        "<base href=//e><meta http-equiv=refresh>"
        "<style>*{}</style><p style='x' onclick=\"alert('p')\">kept</p>"
        "[a](javascript:alert('l'))<svg onload=alert(1)>",
    )
    pages = [
        page.get_absolute_url(),
        f"/wiki/{page.pk}/history/",
        f"/wiki/{page.pk}/history/{page.latest_revision_id}/",
        f"/communities/{sailors.slug}/wiki/",
        sailors.get_absolute_url(),
    ]
    for url in pages:
        body = as_person(eve).get(url).content.decode()
        main = body[body.index("<main") : body.index("</main>")]
        assert 'href="javascript' not in main
        assert ("<script" in main, "<form action=/x" in main, 'onclick="' in main) == (False, False, False)
        assert ("<style" in main, "<base" in main, "<meta" in main) == (False, False, False)
    assert "<p>kept</p>" in WikiPage.objects.get().html


def test_lists_cost_the_same_with_1_3_and_50_rows(as_person, sailors, ada, ben, eve):
    topic = factories.topic("Rope")
    sailors.topics.set([topic])
    sailors.save()
    top = actions.create_wiki_page(ben, sailors, title="Top", body="x")
    urls = {
        "index": "/communities/",
        "community": sailors.get_absolute_url(),
        "members": f"/communities/{sailors.slug}/members/",
        "wiki": f"/communities/{sailors.slug}/wiki/",
        "page": top.get_absolute_url(),
        "history": f"/wiki/{top.pk}/history/",
        "trash": f"/communities/{sailors.slug}/wiki-trash/",
    }
    factories.wiki_page(sailors, live=False, trashed_at=top.last_published_at)
    factories.course(author=ada, topics=[topic])
    made = 1
    counts = []
    for rows in (1, 3, 50):
        with factories.told_once():
            for n in range(made, rows):
                factories.community(f"C{n}", ada)
                factories.member(sailors, factories.person(), role=Membership.Role.CORE)
                factories.wiki_page(sailors, parent=top)
                factories.wiki_page(sailors)
                factories.wiki_page(sailors, live=False, trashed_at=top.last_published_at)
                if n < 5:
                    factories.course(author=ada, topics=[topic])
            top.refresh_from_db()
            for n in range(made, rows):
                top = actions.edit_wiki_page(
                    ben, top, title="Top", body=f"x{n}", base_revision_id=top.latest_revision_id
                )
        made = rows
        counts.append({name: statements(as_person(ben), url) for name, url in urls.items()})
    assert counts[0] == counts[1] == counts[2]
    assert max(counts[0].values()) <= 15, counts[0]


def test_depth_costs_nothing(as_person, sailors, ben):
    page, urls = None, []
    for level in range(8):
        page = actions.create_wiki_page(ben, sailors, title=f"Level {level}", body="[[Level 0]]", parent=page)
        urls.append(page.get_absolute_url())
    counts = [statements(as_person(ben), url) for url in urls]
    assert max(counts) - min(counts) <= 1  # only a page at the top has nothing above it
    assert max(counts) <= 15
    visitor = [statements(as_person(None), "/communities/")]
    assert max(visitor) <= 15


def test_the_readers_show_what_the_editor_hands_them(sailors, ropes, ada):
    request = RequestFactory().get("/")
    request.user = ada
    draft = WikiPage(title="Draft", body="d", html="<p>draft text</p>", community=sailors)
    assert b"draft text" in wiki_views.read(request, page=draft).content
    unsaved = type(sailors)(title="Unsaved community", slug="unsaved", purpose="Later.")
    assert b"Unsaved community" in community_views.community(request, page=unsaved).content
    assert b"Sailors" in index_views.index(request, page=sailors.get_parent().specific).content
