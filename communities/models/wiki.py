"""Wiki pages: Markdown below a community, edited by its members."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.models import PageManager

from communities.models.community import CommunityPage
from content.languages import LANGUAGES
from content.models import GuildPage, GuildPageQuerySet
from people.models import Person
from topics.models import Topic


class WikiPageQuerySet(GuildPageQuerySet):
    def untrashed(self) -> Self:
        return self.filter(trashed_at__isnull=True)

    def visible_to(self, person: Person | None) -> Self:
        """Published pages of the communities that the person may see."""
        return self.readable().untrashed().filter(community__in=CommunityPage.objects.visible_to(person))


class WikiPage(GuildPage):
    """`body` is the Markdown source, `html` its cleaned rendering, made once for each revision."""

    reader = "communities.views.wiki.read"
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
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="wiki_pages_kept",
        verbose_name=_("owner"), help_text=_("Without one, the community owns the page."),
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
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="wiki_topic_once")
        ]


class WikiAddress(models.Model):
    """A former or imported address of a page; reading it leads to the page of today."""

    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="addresses")
    path = models.CharField(max_length=400)
    page = models.ForeignKey(WikiPage, on_delete=models.CASCADE, related_name="addresses")

    class Meta:
        constraints = [
            models.UniqueConstraint("community", Lower("path"), name="wiki_address_once")
        ]

    def __str__(self) -> str:
        return self.path
