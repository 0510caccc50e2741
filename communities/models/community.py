"""A community of practice, and the only table that says who belongs to it."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PageManager

from content.models import GuildPage, GuildPageQuerySet
from people.audience import tokens_for
from people.models import Person
from topics.models import Topic


class CommunityIndexPage(GuildPage):
    """The one page that all communities hang below; `/communities/` shows them."""

    reader = "communities.views.index.index"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["communities.CommunityPage"]

    def get_absolute_url(self) -> str:
        return reverse("communities:index")


class CommunityPageQuerySet(GuildPageQuerySet):
    def visible_to(self, person: Person | None) -> Self:
        """Communities whose audience the person belongs to."""
        return self.readable().for_tokens(tokens_for(person))


class CommunityPage(GuildPage):
    """Purpose, people and wiki of a topic that colleagues keep alive."""

    reader = "communities.views.community.community"
    parent_page_types = ["communities.CommunityIndexPage"]
    subpage_types = ["communities.WikiPage"]
    template = "communities/community.html"

    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    charter = RichTextField(_("charter"), blank=True, features=["h3", "bold", "italic", "link", "ol", "ul"])
    topics = ClusterTaggableManager(
        through="communities.CommunityTopic", blank=True, verbose_name=_("topics"), related_name="communities"
    )

    objects = PageManager.from_queryset(CommunityPageQuerySet)()

    content_panels = [FieldPanel("title"), FieldPanel("purpose"), FieldPanel("charter"), FieldPanel("topics")]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")

    def get_absolute_url(self) -> str:
        return reverse("communities:community", args=[self.slug])


class CommunityTopic(ItemBase):
    """A community cares for a topic."""

    content_object = ParentalKey(CommunityPage, on_delete=models.CASCADE, related_name="topic_items")
    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="community_items")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="community_topic_once")
        ]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(state=Membership.State.ACTIVE)


class Membership(models.Model):
    """Who belongs to a community, and as what."""

    class Role(models.TextChoices):
        FOLLOWER = "follower", _("follower")
        MEMBER = "member", _("member")
        CORE = "core", _("core group")
        LEAD = "lead", _("lead")

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        LEFT = "left", _("left")

    WRITING_ROLES = (Role.MEMBER, Role.CORE, Role.LEAD)

    community = models.ForeignKey(CommunityPage, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    since = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "person"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(role__in=["follower", "member", "core", "lead"]), name="membership_role_known"
            ),
            models.CheckConstraint(condition=Q(state__in=["active", "left"]), name="membership_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
