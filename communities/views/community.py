"""What a community is for, who keeps it alive, and what is going on in it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from communities.models import CommunityPage, Membership, WikiPage
from communities.permissions import membership_of
from courses.models import CoursePage
from people.audience import viewer
from people.models import Person

FACES = 12
ENTRIES = 12
RECENT = 5
COURSES = 4


@require_safe
def community(request: HttpRequest, slug: str = "", page: CommunityPage | None = None) -> HttpResponse:
    person = viewer(request.user)
    visible = CommunityPage.objects.visible_to(person).with_counts()
    community = _counted(page) if page else get_object_or_404(visible, slug=slug)
    topics = list(community.topics.all())
    return render(
        request,
        "communities/community.html",
        {
            "community": community,
            "topics": topics,
            "courses": _courses(topics, person),
            **people_context(community, person),
            **_wiki(community, person),
        },
    )


def _counted(page: CommunityPage) -> CommunityPage:
    """What the editor previews is not read from the database, and may not be in it yet."""
    kept = CommunityPage.objects.with_counts().filter(pk=page.pk).first()
    page.member_count = kept.member_count if kept else 0
    page.page_count = kept.page_count if kept else 0
    return page


def people_context(community: CommunityPage, person: Person | None) -> dict[str, Any]:
    """Who belongs, and whether the viewer does; a visitor learns of nobody."""
    if person is None or not community.pk:
        return {"community": community, "person": person, "mine": None, "leads": [], "faces": []}
    rows = (
        Membership.objects.visible_to(person).filter(community=community).select_related("person").by_role()
    )
    faces = list(rows[:FACES])
    return {
        "community": community,
        "person": person,
        "mine": membership_of(person, community),
        "leads": [row.person for row in faces if row.role == Membership.Role.LEAD],
        "faces": [row.person for row in faces if row.role != Membership.Role.LEAD],
    }


def _wiki(community: CommunityPage, person: Person | None) -> dict[str, Any]:
    if not community.pk:
        return {"entries": [], "recent": []}
    pages = WikiPage.objects.visible_to(person).filter(community=community).select_related("community")
    return {
        "entries": list(pages.below(community).order_by("title")[:ENTRIES]),
        "recent": list(pages.order_by("-last_published_at", "-pk")[:RECENT]),
    }


def _courses(topics: list[Any], person: Person | None) -> list[CoursePage]:
    """Courses about what the community cares for."""
    if not topics:
        return []
    about = CoursePage.objects.visible_to(person).filter(topic_items__tag__in=topics)
    return list(about.distinct().order_by("title")[:COURSES])
