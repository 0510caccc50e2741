"""Wiki pages: Markdown below a community, edited by its members."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat, Lower
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager, PagePermissionTester

from communities.models.community import CommunityPage, SettledPermissionTester, refuse
from content.languages import LANGUAGES
from content.markdown import WIKI_LINK, Rendered, render
from content.models import GuildPage, GuildPageQuerySet
from people.models import Person
from topics.models import Topic


class WikiPageQuerySet(GuildPageQuerySet):
    def untrashed(self) -> Self:
        """Pages not in the trash; putting a page there takes all below it along."""
        return self.filter(trashed_at__isnull=True)

    def trashed(self) -> Self:
        return self.filter(trashed_at__isnull=False)

    def at(self, community_slug: str, path: str) -> Self:
        """The page at an address, whatever its depth."""
        below = Concat(F("community__url_path"), Value(f"{path}/"))
        return self.filter(community__slug=community_slug, url_path=below)

    def below(self, page: GuildPage, levels: int = 1) -> Self:
        """Pages within so many levels below a page or community, siblings in their order."""
        return self.filter(
            path__startswith=page.path, depth__gt=page.depth, depth__lte=page.depth + levels
        ).order_by("path")

    def above(self, page: "WikiPage") -> Self:
        """The pages between a page and its community, the highest first."""
        step = page.steplen
        paths = [page.path[:end] for end in range(step, len(page.path), step)]
        return self.filter(path__in=paths).order_by("depth")

    def visible_to(self, person: Person | None) -> Self:
        """Published pages of the communities that the person may see."""
        community = CommunityPage.objects.visible_to(person).filter(pk=OuterRef("community"))
        return self.readable().untrashed().filter(Exists(community))


class WikiPermissionTester(SettledPermissionTester):
    """In Wagtail's admin a wiki page is only looked at, led to its own form, or put in the trash.

    All else would go past the rules of `communities.actions`.
    """

    can_add_subpage = can_unpublish = can_publish = can_publish_subpage = refuse
    can_set_view_restrictions = can_unschedule = can_lock = can_unlock = can_submit_for_moderation = refuse


class WikiPage(GuildPage):
    """`body` is the Markdown source, `html` its cleaned rendering, made once for each revision."""

    OUTSIDE_REVISIONS = (
        "community_id", "keeper_id", "verified_until", "source", "source_hash", "licence", "trashed_at"
    )  # fmt: skip
    """What publishing an older text must not bring back."""

    reader = "communities.views.wiki.read"
    is_creatable = False
    parent_page_types = ["communities.CommunityPage", "communities.WikiPage"]
    subpage_types = ["communities.WikiPage"]
    template = "communities/wiki_page.html"

    community = models.ForeignKey(
        CommunityPage, on_delete=models.PROTECT, related_name="wiki_pages", editable=False
    )
    body = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True, editable=False)
    summary = models.CharField(_("in one sentence"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="en")
    keeper = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="wiki_pages_kept",
        verbose_name=_("owner"),
        help_text=_("Without one, the community owns the page."),
    )
    verified_until = models.DateField(_("verified until"), null=True, blank=True)
    topics = ClusterTaggableManager(
        through="communities.WikiTopic", blank=True, verbose_name=_("topics"), related_name="wiki_pages"
    )
    source = models.CharField(max_length=300, blank=True, editable=False)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    licence = models.CharField(max_length=120, blank=True, editable=False)
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PageManager.from_queryset(WikiPageQuerySet)()

    content_panels = [FieldPanel("title"), FieldPanel("summary"), FieldPanel("body"), FieldPanel("topics")]
    promote_panels: list[Any] = []
    settings_panels: list[Any] = []

    class Meta:
        verbose_name = _("wiki page")
        verbose_name_plural = _("wiki pages")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "source"], condition=~Q(source=""), name="wiki_source_once"
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.body and not self.html:
            self.html = self.rendered().html
        return super().save(*args, **kwargs)

    def with_content_json(self, content: Any) -> "WikiPage":
        page: WikiPage = super().with_content_json(content)
        for name in self.OUTSIDE_REVISIONS:
            setattr(page, name, getattr(self, name))
        return page

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return WikiPermissionTester(user, self)

    def rendered(self) -> Rendered:
        """The body as HTML; `[[title]]` leads to the page of that title, or to where it can be written."""
        known = self._addresses_by_title() if WIKI_LINK.search(self.body) else {}
        named = reverse("communities:wiki_named", args=[self.community.slug])

        def address(title: str) -> str:
            return known.get(title.casefold()) or f"{named}?{urlencode({'title': title})}"

        return render(self.body, address)

    def _addresses_by_title(self) -> dict[str, str]:
        pages = WikiPage.objects.filter(community=self.community, live=True).untrashed()
        prefix = reverse("communities:wiki", args=[self.community.slug])
        root = self.community.url_path
        rows = pages.values_list("title", "url_path")
        return {title.casefold(): prefix + path.removeprefix(root) for title, path in rows}

    @property
    def safe_html(self) -> SafeString:
        return mark_safe(self.html)  # cleaned by content.markdown when it was written

    @property
    def wiki_path(self) -> str:
        """The slugs below the community, apart by slashes."""
        below = self.url_path.removeprefix(self.community.url_path)
        return below.strip("/")

    def get_absolute_url(self) -> str:
        return reverse("communities:wiki_page", args=[self.community.slug, self.wiki_path])


class WikiTopic(ItemBase):
    """A wiki page is about a topic."""

    content_object = ParentalKey(WikiPage, on_delete=models.CASCADE, related_name="topic_items")
    tag = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="wiki_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="wiki_topic_once")]


class WikiAddress(models.Model):
    """A former or imported address of a page; reading it leads to the page of today."""

    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="addresses")
    path = models.CharField(max_length=400)
    page = models.ForeignKey(WikiPage, on_delete=models.CASCADE, related_name="addresses")

    class Meta:
        constraints = [models.UniqueConstraint("community", Lower("path"), name="wiki_address_once")]

    def __str__(self) -> str:
        return self.path
