"""What people do in communities: found one, join, leave, and write the wiki together.

Each verb locks the community first, asks `communities.permissions`, changes rows, and returns them
or raises a `Refusal` with a sentence for the person.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities import permissions
from communities.models import CommunityIndexPage, CommunityPage, Membership, WikiPage
from communities.models.wiki import WikiPageQuerySet
from communities.slugs import slug_for
from content.models import PageAudience
from content.signals import page_changed
from people.audience import ALL, forget_tokens
from people.models import Person
from people.refusals import Refusal
from people.signals import memberships_changed
from topics.models import Topic

MAX_BODY_BYTES = 1_000_000
MAX_LEVELS = 12
"""How deep a wiki may go."""


# Communities and who belongs to them


def found_community(
    person: Person,
    title: str,
    purpose: str,
    *,
    charter: str = "",
    audience: str = ALL,
    topics: Iterable[Topic] = (),
) -> CommunityPage:
    """A published community that the person leads; `audience` is a token, or "members"."""
    with transaction.atomic():
        index = CommunityIndexPage.objects.select_for_update().get()
        slugs = set(CommunityPage.objects.values_list("slug", flat=True))
        community = CommunityPage(
            title=title, slug=slug_for(title, slugs), purpose=purpose, charter=charter, owner=person
        )
        index.add_child(instance=community)
        community.topics.set(list(topics))
        furnish_community(person, community, audience=audience)
        community.save_revision(user=person).publish(user=person, skip_permission_checks=True)
        community.refresh_from_db()
    return community


def furnish_community(person: Person, community: CommunityPage, *, audience: str = ALL) -> CommunityPage:
    """Give a community what it cannot live without: somebody to see it and somebody to lead it.

    What it has already stays.
    """
    with transaction.atomic():
        if not PageAudience.objects.filter(page=community).exists():
            token = f"community:{community.pk}" if audience == "members" else audience
            PageAudience.objects.create(page=community, token=token)
        if not Membership.objects.leads().filter(community=community).exists():
            _belong(person, community, Membership.Role.LEAD)
        page_changed.send(CommunityPage, page=community, subtree=True, deleted=False)
    return community


def join(person: Person, community: CommunityPage) -> Membership:
    """Become a member; again, or coming back, uses the same row and never lowers a role."""
    with transaction.atomic():
        community = _locked(community)
        if not permissions.may_join(person, community):
            raise Refusal(_("You cannot join this community."), code="forbidden")
        membership = permissions.membership_of(person, community)
        if membership is not None and membership.role in Membership.WRITING_ROLES:
            return membership
        return _belong(person, community, Membership.Role.MEMBER)


def leave(person: Person, community: CommunityPage) -> Membership | None:
    """Belong no more; None when the person did not belong. The last lead stays."""
    with transaction.atomic():
        community = _locked(community)
        membership = permissions.membership_of(person, community)
        if membership is None:
            return None
        _keep_a_lead(membership)
        membership.state = Membership.State.LEFT
        membership.save(update_fields=["state"])
        _tell_membership(person)
    return membership


def give_role(person: Person, membership: Membership, role: str) -> Membership:
    """A lead makes somebody member, core or lead."""
    with transaction.atomic():
        community = _locked(membership.community)
        if not permissions.may_lead(person, community):
            raise Refusal(_("Only the leads of this community give roles."), code="forbidden")
        membership = Membership.objects.active().select_for_update().get(pk=membership.pk)
        if role not in Membership.Role.values:
            raise Refusal(_("Choose one of the roles in the list."))
        if role != Membership.Role.LEAD:
            _keep_a_lead(membership)
        return _belong(membership.person, community, role)


def _belong(person: Person, community: CommunityPage, role: str) -> Membership:
    membership, _made = Membership.objects.update_or_create(
        person=person, community=community, defaults={"role": role, "state": Membership.State.ACTIVE}
    )
    _tell_membership(person)
    return membership


def _keep_a_lead(membership: Membership) -> None:
    """Raise when nobody would lead once this person no longer does."""
    others = Membership.objects.leads().filter(community_id=membership.community_id).exclude(pk=membership.pk)
    if membership.role == Membership.Role.LEAD and not others.exists():
        raise Refusal(
            _("You are the only lead here. Make somebody else a lead first, then leave."), code="last_lead"
        )


def _tell_membership(person: Person) -> None:
    forget_tokens(person)
    memberships_changed.send(Membership, person=person)


def _locked(community: CommunityPage) -> CommunityPage:
    locked: CommunityPage = CommunityPage.objects.select_for_update(of=("self",)).get(pk=community.pk)
    return locked


# The wiki


@dataclass(frozen=True)
class Origin:
    """Where a page was imported from; `digest` stands for what was imported, `slug` for its address."""

    source: str
    digest: str
    licence: str = ""
    slug: str = ""


def create_wiki_page(
    person: Person,
    community: CommunityPage,
    *,
    title: str,
    body: str = "",
    summary: str = "",
    parent: WikiPage | None = None,
    topics: Iterable[Topic] = (),
    origin: Origin | None = None,
) -> WikiPage:
    """A published page below `parent`, or at the top of the wiki."""
    with transaction.atomic():
        community = _writable(person, community)
        title = _checked(community, title, body)
        above = _parent(community, parent)
        slugs = set(above.get_children().values_list("slug", flat=True))
        page = WikiPage(
            title=title,
            slug=slug_for(origin.slug if origin and origin.slug else title, slugs),
            community=community,
            body=body,
            summary=summary,
            owner=person,
        )
        page.topics.set(list(topics))
        _note_origin(page, origin)
        page.html = page.rendered().html
        above.add_child(instance=page)
        _publish(person, page)
    return page


def edit_wiki_page(
    person: Person,
    page: WikiPage,
    *,
    title: str,
    body: str,
    summary: str = "",
    base_revision_id: int | None,
    origin: Origin | None = None,
) -> WikiPage:
    """Save what the person wrote over the revision they began from.

    Raises a Refusal with code "conflict" when somebody saved meanwhile. The address stays the same
    under a new title. Without a change there is no new revision.
    """
    with transaction.atomic():
        community = _writable(person, page.community)
        page = _locked_page(page)
        if page.trashed_at:
            raise Refusal(
                _("This page was put in the trash meanwhile. Restore it to go on writing."), code="trashed"
            )
        if page.latest_revision_id != base_revision_id:
            raise Refusal(
                _("Somebody saved this page while you were writing. Look at both texts, then save again."),
                code="conflict",
            )
        title = _checked(community, title, body, page)
        if (title, body, summary) != (page.title, page.body, page.summary):
            page.title, page.body, page.summary = title, body, summary
            page.html = page.rendered().html
            if origin:
                _note_origin(page, origin)
                page.save(update_fields=["source", "source_hash", "licence"])
            _publish(person, page)
    return page


def trash_wiki_page(person: Person, page: WikiPage) -> WikiPage:
    """Take the page and all below it out of reading and search; members can bring it back."""
    with transaction.atomic():
        _writable(person, page.community)
        page = _locked_page(page)
        if not page.trashed_at:
            now = timezone.now()
            _subtree(page).untrashed().update(trashed_at=now, live=False)
            _announce(person, page, "communities.trash")
    return page


def restore_wiki_page(person: Person, page: WikiPage) -> WikiPage:
    """Bring back the page and what went to the trash with it."""
    with transaction.atomic():
        community = _writable(person, page.community)
        page = _locked_page(page)
        if page.trashed_at is None:
            return page
        parent = page.get_parent().specific
        if getattr(parent, "trashed_at", None):
            raise Refusal(
                _("The page above, “%(title)s”, is in the trash too. Restore it first.") % {"title": parent}
            )
        together = _subtree(page).filter(trashed_at=page.trashed_at)
        _keep_titles_apart(community, together)
        together.update(trashed_at=None, live=True)
        _announce(person, page, "communities.restore")
    return page


def _subtree(page: WikiPage) -> WikiPageQuerySet:
    rows: WikiPageQuerySet = WikiPage.objects.filter(path__startswith=page.path)
    return rows


def _writable(person: Person, community: CommunityPage) -> CommunityPage:
    """The community, locked, if the person writes its wiki."""
    community = _locked(community)
    if not permissions.may_edit_wiki(person, community):
        raise Refusal(_("Members write this wiki. Join the community to write with them."), code="forbidden")
    return community


def _locked_page(page: WikiPage) -> WikiPage:
    locked: WikiPage = WikiPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    return locked


def _parent(community: CommunityPage, parent: WikiPage | None) -> CommunityPage | WikiPage:
    if parent is None:
        return community
    above = _locked_page(parent)
    if above.community_id != community.pk or above.trashed_at:
        raise Refusal(_("The page above is no longer there. Choose another place."), code="parent")
    if above.depth - community.depth >= MAX_LEVELS:
        raise Refusal(
            _("This wiki goes %(levels)d levels deep at most. Put the page further up.")
            % {"levels": MAX_LEVELS},
            code="parent",
        )
    return above


def _checked(community: CommunityPage, title: str, body: str, page: WikiPage | None = None) -> str:
    """The tidied title; raises when title or text cannot be."""
    title = " ".join(title.split())
    if not title:
        raise Refusal(_("A page needs a title."), code="title")
    if len(title) > 255:
        raise Refusal(_("The title is longer than 255 characters. Shorten it."), code="title")
    if len(body.encode()) > MAX_BODY_BYTES:
        raise Refusal(_("The text is longer than 1 MB. Divide it into several pages."), code="body")
    others = WikiPage.objects.filter(community=community).untrashed().exclude(pk=page.pk if page else None)
    if title.casefold() in {other.casefold() for other in others.values_list("title", flat=True)}:
        raise Refusal(
            _("This community has a page called “%(title)s” already. Choose another title.")
            % {"title": title},
            code="title",
        )
    return title


def _keep_titles_apart(community: CommunityPage, returning: WikiPageQuerySet) -> None:
    present = WikiPage.objects.filter(community=community).untrashed()
    known = {title.casefold() for title in present.values_list("title", flat=True)}
    for title in returning.values_list("title", flat=True):
        if title.casefold() in known:
            raise Refusal(
                _("Another page is called “%(title)s” now. Give that one another title first.")
                % {"title": title},
                code="title",
            )


def _note_origin(page: WikiPage, origin: Origin | None) -> None:
    if origin:
        page.source, page.source_hash, page.licence = origin.source, origin.digest, origin.licence


def _publish(person: Person, page: WikiPage) -> None:
    page.save_revision(user=person, log_action=True).publish(user=person, skip_permission_checks=True)
    page.refresh_from_db()


def _announce(person: Person, page: WikiPage, action: str) -> None:
    page.refresh_from_db()
    log(instance=page, action=action, user=person)
    page_changed.send(WikiPage, page=page, subtree=True, deleted=False)
