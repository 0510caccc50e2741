"""A community of practice, and the only table that says who belongs to it."""

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import PageManager, PagePermissionTester

from communities.slugs import slug_for
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


def refuse(_tester: PagePermissionTester) -> bool:
    return False


class SettledPermissionTester(PagePermissionTester):
    """Communities and what is in them stay where they are, and are one of a kind."""

    can_move = can_copy = can_reorder_children = refuse

    def can_move_to(self, _destination: Any) -> bool:
        return False


class CommunityPageQuerySet(GuildPageQuerySet):
    def visible_to(self, person: Person | None) -> Self:
        """Communities whose audience the person belongs to."""
        return self.readable().for_tokens(tokens_for(person))

    def with_counts(self) -> Self:
        """Each with `member_count` and `page_count`."""
        members = Membership.objects.active().filter(
            community_id=OuterRef("pk"), person__state=Person.State.ACTIVE
        )
        pages = _wiki_pages().filter(community_id=OuterRef("pk"), live=True)
        return self.annotate(member_count=_count(members), page_count=_count(pages))


def _wiki_pages() -> models.QuerySet[Any]:
    """Wiki pages are declared in the next module, which builds on this one."""
    return apps.get_model("communities.WikiPage")._default_manager.all()


def _count(rows: models.QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("community_id").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


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

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        if not getattr(self, "slug", ""):
            taken = set(CommunityPage.objects.values_list("slug", flat=True))
            self.slug = slug_for(self.title, taken)
        super().full_clean(*args, **kwargs)

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return SettledPermissionTester(user, self)

    def get_absolute_url(self) -> str:
        return reverse("communities:community", args=[self.slug])


class CommunityTopic(ItemBase):
    """A community cares for a topic."""

    content_object = ParentalKey(CommunityPage, on_delete=models.CASCADE, related_name="topic_items")
    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="community_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="community_topic_once")]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> Self:
        return self.filter(state=Membership.State.ACTIVE)

    def leads(self) -> Self:
        """Those who lead and still work here."""
        return self.active().filter(role=Membership.Role.LEAD, person__state=Person.State.ACTIVE)

    def visible_to(self, person: Person | None) -> Self:
        """Who belongs to the communities the person may see; a visitor sees nobody."""
        people = Person.objects.visible_to(person)
        return self.active().filter(person__in=people, community__in=CommunityPage.objects.visible_to(person))

    def by_role(self) -> Self:
        """Leads first, followers last, within a role by name."""
        order = [Membership.Role.LEAD, Membership.Role.CORE, Membership.Role.MEMBER, Membership.Role.FOLLOWER]
        rank = Case(*(When(role=role, then=Value(n)) for n, role in enumerate(order)), default=Value(9))
        return self.order_by(rank, "person__name", "pk")


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
