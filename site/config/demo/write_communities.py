"""Communities, who belongs to them, and their wikis."""

from datetime import date, timedelta

from django.db import transaction

from communities.actions import create_wiki_page, found_community, give_role, join
from communities.models import CommunityPage, Membership, WikiPage
from communities.slugs import slug_for
from config.demo.communities import COMMUNITIES
from config.demo.pieces import CommunityPiece, PagePiece
from config.demo.write_people import person, topics_named
from content.models import PageAudience
from people.audience import ALL

MEMBERS = "members"


def missing_communities() -> list[CommunityPiece]:
    known = set(CommunityPage.objects.values_list("slug", flat=True))
    return [piece for piece in COMMUNITIES if piece.slug not in known]


def write_community(piece: CommunityPiece) -> CommunityPage:
    lead = person(piece.lead)
    with transaction.atomic():
        community = found_community(
            lead,
            piece.title,
            piece.purpose,
            charter=piece.charter,
            audience=ALL if piece.audience == MEMBERS else piece.audience,
            topics=topics_named(piece.topics),
        )
        for key in (*piece.core, *piece.members):
            membership = join(person(key), community)
            if key in piece.core:
                give_role(lead, membership, Membership.Role.CORE)
        if piece.audience == MEMBERS:
            _close(community)
    return community


def _close(community: CommunityPage) -> None:
    """From now on only members see it. Until here it was open, since one joins what one can see."""
    audience = PageAudience.objects.get(page=community)
    audience.token = f"community:{community.pk}"
    audience.save()


def missing_pages() -> dict[str, list[PagePiece]]:
    """The pages that are not there, by the slug of their community; none where all is there."""
    known = set(WikiPage.objects.values_list("community__slug", "slug"))
    missing = {
        piece.slug: [page for page in piece.pages if (piece.slug, slug_of(page.title)) not in known]
        for piece in COMMUNITIES
    }
    return {slug: pages for slug, pages in missing.items() if pages}


def slug_of(title: str) -> str:
    return slug_for(title, ())


def write_pages(slug: str, pieces: list[PagePiece], today: date) -> list[WikiPage]:
    """All pages first, then what belongs to each, so that links find their pages."""
    community = CommunityPage.objects.get(slug=slug)
    with transaction.atomic():
        pages = [_write_page(community, piece) for piece in pieces]
        for page, piece in zip(pages, pieces, strict=True):
            _furnish(page, piece, today)
    return pages


def _write_page(community: CommunityPage, piece: PagePiece) -> WikiPage:
    pages = WikiPage.objects.filter(community=community)
    parent = pages.get(slug=slug_of(piece.parent)) if piece.parent else None
    return create_wiki_page(
        person(piece.author),
        community,
        title=piece.title,
        body=piece.body,
        summary=piece.summary,
        parent=parent,
    )


def _furnish(page: WikiPage, piece: PagePiece, today: date) -> None:
    """Owner and date stand outside the revisions; all else goes into one."""
    WikiPage.objects.filter(pk=page.pk).update(
        keeper=person(piece.keeper) if piece.keeper else None,
        verified_until=None if piece.verified_days is None else today + timedelta(days=piece.verified_days),
    )
    page.refresh_from_db()
    page.language = piece.language
    page.topics.set(topics_named(piece.topics))
    page.html = page.rendered().html
    page.save_revision(user=person(piece.author)).publish()
