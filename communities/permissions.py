"""Who may do what in a community; every answer follows from membership rows."""

from django.db.models import QuerySet

from communities.models import CommunityPage, Membership, WikiPage
from people.audience import token
from people.models import Person


def community_tokens(person: Person) -> QuerySet[Membership, str]:
    """One audience token for each community the person belongs to."""
    mine = Membership.objects.active().filter(person=person)
    return mine.values_list(token("community", "community_id"), flat=True)


def membership_of(person: Person | None, community: CommunityPage) -> Membership | None:
    """The person's active membership, or None."""
    if person is None or not person.is_active:
        return None
    return Membership.objects.active().filter(person=person, community=community).first()


def may_edit_wiki(person: Person | None, community: CommunityPage) -> bool:
    """Members, core and leads write the wiki; followers and others read it."""
    if person is not None and person.is_active and person.is_superuser:
        return True
    membership = membership_of(person, community)
    return membership is not None and membership.role in Membership.WRITING_ROLES


def may_lead(person: Person | None, community: CommunityPage) -> bool:
    """Leads, and operators, change the community itself."""
    if person is not None and person.is_active and person.is_superuser:
        return True
    membership = membership_of(person, community)
    return membership is not None and membership.role == Membership.Role.LEAD


def communities_led_by(person: Person) -> list[CommunityPage]:
    """The communities whose page a person may edit in Wagtail."""
    ids = Membership.objects.leads().filter(person=person).values("community_id")
    return list(CommunityPage.objects.filter(pk__in=ids).only("path", "depth", "title", "slug"))


def may_join(person: Person | None, community: CommunityPage) -> bool:
    """Whoever sees a community may join it."""
    return person is not None and CommunityPage.objects.visible_to(person).filter(pk=community.pk).exists()


def may_edit_page(person: Person | None, page: WikiPage) -> bool:
    return may_edit_wiki(person, page.community)
