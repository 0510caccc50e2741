"""Pictures, files, and what all pages of the house share."""

import secrets
from pathlib import PurePath
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Collection, Page, PageManager
from wagtail.query import PageQuerySet

from content.page_form import GuildPageForm
from content.signals import page_changed


def random_name(folder: str, filename: str) -> str:
    """A storage path that says nothing about what is stored."""
    return f"{folder}/{secrets.token_urlsafe(16)}{PurePath(filename).suffix.lower()[:10]}"


def document_path(_document: "CustomDocument", filename: str) -> str:
    return random_name("documents", filename)


class CustomImage(AbstractImage):
    """A picture, stored under a name that cannot be guessed."""

    admin_form_fields = Image.admin_form_fields
    search_auto_update = False  # see content.admin_search.receivers

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [models.Index(fields=["file"], name="picture_by_path")]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)

    def get_upload_to(self, filename: str) -> str:
        return random_name("images", filename)


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        indexes = [models.Index(fields=["file"], name="rendition_by_path")]

    def get_upload_to(self, filename: str) -> str:
        return random_name("renditions", filename)


class CustomDocument(AbstractDocument):
    """A file to download; only our own view hands it out."""

    file = models.FileField(_("file"), upload_to=document_path)
    admin_form_fields = Document.admin_form_fields
    search_auto_update = False

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        return reverse("content:document", args=[self.pk, self.filename])


class AudienceRow(models.Model):
    """One token of the set that says who may see a thing; see `people.audience`."""

    token = models.CharField(max_length=64, db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.token


class CollectionAudience(AudienceRow):
    """Who may see the pictures and files of a collection; without rows, everyone signed in."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="audience")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "token"], name="collection_token_once")]


class PageAudience(AudienceRow):
    """Who may see a page; without rows, nobody but those who edit it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="audience")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "token"], name="page_token_once")]


class GuildPageQuerySet(PageQuerySet[Any]):
    """Verbs shared by all our pages."""

    def readable(self) -> Self:
        """Published and not in the trash."""
        return self.filter(live=True)

    def for_tokens(self, tokens: frozenset[str]) -> Self:
        """Pages whose own audience holds one of the tokens."""
        allowed = PageAudience.objects.filter(page_id=models.OuterRef("pk"), token__in=tokens)
        return self.filter(models.Exists(allowed))


GuildPageManager: Any = PageManager.from_queryset(GuildPageQuerySet)


class GuildPage(Page):
    """What every page of ours does: announce its changes, be read by one view, have its own address.

    `reader` is the dotted path of the view that shows the page; the public address, Wagtail's
    preview and Wagtail's own serving all go through it.
    """

    reader: ClassVar[str]

    search_fields = Page.search_fields
    search_auto_update = False
    show_in_menus_default = False
    base_form_class = GuildPageForm

    class Meta:
        abstract = True

    def announce(self, *, subtree: bool = False) -> None:
        """Tell the apps above that something about the page changed beside its own fields."""
        page_changed.send(type(self), page=self, subtree=subtree, deleted=False)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            result = super().save(*args, **kwargs)
            self.announce()
        return result

    def move(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().move(*args, **kwargs)
            moved = type(self)._base_manager.get(pk=self.pk)
            page_changed.send(type(self), page=moved, subtree=True, deleted=False)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            page_changed.send(type(self), page=self, subtree=True, deleted=True)
            return super().delete(*args, **kwargs)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int | None, str, str]:  # noqa: ARG002  # Wagtail's signature
        """One company, one site: the address follows from the path below the root page."""
        return (None, settings.SITE_URL, self.get_absolute_url())

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str:  # noqa: ARG002  # Wagtail's signature
        return self.get_absolute_url()

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def get_admin_display_title(self) -> str:
        """Choosers list pages of others too: the title that is published, not the one being written."""
        return str(self.title if self.live else super().get_admin_display_title())

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002  # Wagtail's signature
        response: HttpResponse = import_string(self.reader)(request, page=self)
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:  # noqa: ARG002  # Wagtail's signature
        return self.serve(request)
