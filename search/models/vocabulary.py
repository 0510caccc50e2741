"""The words that things hold, so that a mistyped one can be told from what was meant."""

from typing import Self

from django.db import connections, models
from django.db.models.functions import Length

from duties.leases import Leased, LeasedQuerySet
from search.models.documents import Audience, held_by

LONGEST_WORD = 32
BEYOND = chr(0x10FFFF)
"""Sorts after every letter."""


class SearchWordQuerySet(models.QuerySet["SearchWord"]):
    def for_tokens(self, tokens: frozenset[str], *, names: bool) -> Self:
        """Words of documents of which the reader holds a token of every set, people's names with `names` only."""
        seen = self.filter(audience__in=held_by(tokens))
        return seen if names else seen.filter(named=False)

    def begun(self, letters: str) -> Self:
        """Those that begin with these letters, by an index."""
        if connections[self.db].vendor == "postgresql":
            return self.filter(word__startswith=letters)
        return self.filter(word__gte=letters, word__lt=letters + BEYOND)

    def ended(self, letters: str) -> Self:
        """Those that end with these letters, by an index."""
        if connections[self.db].vendor == "postgresql":
            return self.filter(word__endswith=letters)
        turned = letters[::-1]
        return self.filter(backwards__gte=turned, backwards__lt=turned + BEYOND)

    def as_long_as(self, least: int, most: int) -> Self:
        return self.alias(length=Length("word")).filter(length__range=(least, most))


class SearchWord(models.Model):
    """A folded word that documents with this audience hold; `named`: where they name people.

    Kept apart for each audience, so that words of hidden things are never even looked at for a reader
    who does not see those. `round`: the last reading of everything in which it was there.
    """

    word = models.CharField(max_length=LONGEST_WORD)
    backwards = models.CharField(max_length=LONGEST_WORD)
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="words", db_index=False)
    named = models.BooleanField()
    round = models.PositiveIntegerField()

    objects = SearchWordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["word", "audience", "named"], name="search_word_once"),
        ]
        indexes = [models.Index(fields=["backwards", "audience", "named"], name="search_word_endings")]

    def __str__(self) -> str:
        return self.word


class Reading(Leased):
    """How far the reading of everything has come: up to which document in this round; None when it is done.

    One row, held by the one process that reads.
    """

    round = models.PositiveIntegerField(default=1)
    place = models.PositiveBigIntegerField(null=True, blank=True)
    begun_at = models.DateTimeField()

    objects = LeasedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"round {self.round}"
