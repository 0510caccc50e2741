"""Why a result stands where it stands: the parts that its score is the product of."""

from dataclasses import dataclass
from math import prod

from people.models import Person
from search.actions import Found
from search.engines.base import WHOLE
from search.steering.pins import pins_for
from search.weights import factors


@dataclass(frozen=True)
class Explanation:
    """`fit` is how well the words fit, as the engine has it; times all `factors` that is the score.

    `whole` results hold all words; `pinned` ones stand above all.
    """

    score: float
    fit: float
    factors: dict[str, float]
    whole: bool
    pinned: bool


def explained(found: Found, person: Person | None) -> list[Explanation]:
    """An explanation for each row, in their order."""
    ask = found.answer.ask
    pinned = {document.pk for document in pins_for(found.query.text, person)}
    told = []
    for row in found.rows:
        held = row.document.pk in ask.first
        worth = {**factors(row.document, ask.times.now), "whole": WHOLE if held else 1.0}
        whole = held or not found.answer.relaxed
        told.append(
            Explanation(row.score, row.score / prod(worth.values()), worth, whole, row.document.pk in pinned)
        )
    return told
