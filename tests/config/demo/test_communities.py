"""Where the people of the demo meet, and what they write down."""

from datetime import UTC, datetime

from communities.models import CommunityPage, Membership, WikiPage
from config.demo import write_communities
from config.demo.communities import COMMUNITIES
from config.demo.write_people import email_of, person
from courses.models import (
    Enrolment,
)

State = Enrolment.State


def test_three_communities_one_of_them_closed(shown):
    seen = {c.title for c in CommunityPage.objects.visible_to(None)}
    assert seen == {"Plain words", "Sensor people"}
    assert {c.title for c in CommunityPage.objects.visible_to(person("ruta"))} == seen
    assert {c.title for c in CommunityPage.objects.visible_to(person("aylin"))} == {
        "Works council newcomers", *seen,
    }  # fmt: skip


def test_who_belongs_and_as_what(shown):
    for piece in COMMUNITIES:
        rows = Membership.objects.active().filter(community__slug=piece.slug)
        roles = {row.person.email: row.role for row in rows.select_related("person")}
        assert roles == {
            email_of(piece.lead): "lead",
            **{email_of(key): "core" for key in piece.core},
            **{email_of(key): "member" for key in piece.members},
        }


def test_the_wikis_are_as_written(shown):
    today = datetime.now(UTC).date()
    for piece in COMMUNITIES:
        for page in piece.pages:
            stored = WikiPage.objects.get(
                community__slug=piece.slug, slug=write_communities.slug_of(page.title)
            )
            assert (stored.body, stored.summary, stored.language) == (page.body, page.summary, page.language)
            assert stored.keeper == (person(page.keeper) if page.keeper else None)
            assert (stored.verified_until is None) == (page.verified_days is None)
            assert {topic.name for topic in stored.topics.all()} == set(page.topics)
            assert stored.latest_revision_id == stored.live_revision_id
    assert WikiPage.objects.filter(verified_until__lt=today).count() == 2
    assert WikiPage.objects.filter(keeper=None).count() == 2


def test_every_link_of_a_wiki_leads_to_a_page(shown):
    assert not WikiPage.objects.filter(html__contains="wiki-named").exists()
    assert (
        WikiPage.objects.filter(html__contains="/wiki/").count()
        == WikiPage.objects.exclude(slug__in=["the-plan-beside-the-door", "the-tuesday-round"])
        .exclude(body__contains="Darunter in zwei")
        .count()
    )


def test_wikis_hold_tables_code_lists_and_pages_below_pages(shown):
    html = "\n".join(WikiPage.objects.values_list("html", flat=True))
    for sign in (
        "<table>",
        "<pre",
        "<ol>",
        "<blockquote>",
        "lang" if False else "☐" if "☐" in html else "<li",
    ):
        assert sign in html
    below = [page.depth - page.community.depth for page in WikiPage.objects.select_related("community")]
    assert max(below) == 3
    for piece in COMMUNITIES:
        assert 5 <= len(piece.pages) <= 8


def test_a_member_reads_the_closed_wiki_and_a_visitor_finds_nothing(shown, as_person):
    address = "/communities/works-council-newcomers/wiki/willkommen/"
    assert (
        "Schön, dass du dich hast wählen lassen." in as_person(person("leif")).get(address).content.decode()
    )
    for stranger in (None, person("ruta")):
        assert as_person(stranger).get(address).status_code == 404
    assert as_person(None).get("/communities/plain-words/wiki/how-we-write/").status_code == 200
