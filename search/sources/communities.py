"""What communities and the pages of their wikis tell search."""

from datetime import datetime

from django.utils import timezone

from communities.models import CommunityPage, CommunityTopic, Membership, WikiPage, WikiTopic
from people.models import Person
from search import plain
from search.drafts import Draft, address
from search.models import Kind
from search.sources.gathering import Drafts, Ids, page_tokens, people_of, topics_of
from search.standing import end_of, freshness
from topics.models import Topic


def communities(ids: Ids) -> Drafts:
    pages = CommunityPage.objects.filter(pk__in=ids, live=True)
    leads = (
        Membership.objects.active()
        .filter(community_id__in=set(ids), role=Membership.Role.LEAD, person__state=Person.State.ACTIVE)
        .order_by("pk")
    )
    people = people_of(leads.values_list("community_id", "person__name", "person__handle"))
    tokens, topics = page_tokens(ids), topics_of(CommunityTopic, ids)
    return {
        page.pk: Draft(
            kind=Kind.COMMUNITY,
            title=page.title,
            url=address(page),
            sets=(tokens[page.pk],),
            summary=page.purpose,
            body=plain.from_html(page.charter),
            topics=topics[page.pk],
            people=people[page.pk].names,
            facets={"community": page.slug},
            community_id=page.pk,
            changed_at=page.last_published_at,
        )
        for page in pages
    }


def wiki_pages(ids: Ids) -> Drafts:
    """A wiki page is read by whoever may read its community."""
    pages = list(
        WikiPage.objects.filter(
            pk__in=ids, live=True, trashed_at__isnull=True, community__live=True
        ).select_related("community", "keeper")
    )
    tokens, topics = page_tokens(page.community_id for page in pages), topics_of(WikiTopic, ids)
    now = timezone.now()
    return {page.pk: _wiki_page(page, tokens[page.community_id], topics[page.pk], now) for page in pages}


def _wiki_page(page: WikiPage, tokens: frozenset[str], topics: tuple[Topic, ...], now: datetime) -> Draft:
    keeper, until = page.keeper, page.verified_until
    body, anchors = plain.from_passages(plain.passages_in_html(page.html))
    return Draft(
        kind=Kind.WIKI_PAGE,
        title=page.title,
        url=address(page),
        sets=(tokens,),
        summary=page.summary,
        body=body,
        anchors=anchors,
        language=page.language,
        topics=topics,
        people=(keeper.name,) if keeper and keeper.is_active else (),
        facets={"community": page.community.slug},
        community_id=page.community_id,
        parent_title=page.community.title,
        freshness=freshness(until, now),
        passes_at=end_of(until) if until and end_of(until) > now else None,
        changed_at=page.last_published_at,
    )
