"""The curated vocabulary that courses, communities and pages point to."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import TagBase


class TopicQuerySet(models.QuerySet["Topic"]):
    def current(self) -> Self:
        """Topics one may still choose: neither retired nor merged into another."""
        return self.filter(retired=False, merged_into__isnull=True)


class Topic(TagBase):
    """A term of the vocabulary; merged topics stay as rows because revisions store their ids."""

    free_tagging = False

    description = models.TextField(_("description"), blank=True)
    retired = models.BooleanField(_("retired"), default=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def get_absolute_url(self) -> str:
        return reverse("search:search", query={"topic": self.slug})


class TopicSynonym(models.Model):
    """Another word for a topic; searching for it means the topic."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="synonyms")
    word = models.CharField(_("word"), max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("word"), name="synonym_means_one_topic")]

    def __str__(self) -> str:
        return self.word
