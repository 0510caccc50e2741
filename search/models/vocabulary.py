"""The words that things hold, so that a mistyped one can be told from what was meant."""

from django.db import models

from duties.leases import Leased, LeasedQuerySet
from search.models.documents import Audience

LONGEST_WORD = 32


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
