"""“Did you mean”: what somebody may have wanted to type when nothing holds what they typed.

Only words of things that the reader may see are ever looked at, and a word is wrong when the reader finds
nothing with it. So a word that stands in hidden things alone is treated just as one that stands nowhere.

A correction is applied by itself when a word is wrong and something holds all that was meant: what holds
some of the words only would be found for the wrong reason. What it replaces is said, and one click away.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import groupby, pairwise
from math import log2

from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA, JaroWinkler

from search.asking import Answer
from search.engines.base import Ask, Engine
from search.lexicon import Lexicon, reach
from search.query import Filters, Part, Phrase, Query, plain_stretches
from search.vocabulary import tells
from search.words import MARKS, words

MOST_WRONG = 4
"""Words of a question that are put right at most."""
MANY = 100
"""From so many things on, more of them make a reading no likelier."""
MOST_TRIED = 8
"""Readings of a question that are tried at most, or three for each of its wrong words."""
STRAY, TURNED, TWICE = 0.15, 0.3, 0.02
"""How much less likely a wrong letter, a wrong first letter and two mistakes in a word are than one slip."""
FAR = 0.1
"""What is so much less likely than the likeliest reading is not tried."""
APART = 0.05
"""What a reading is worth that is never found together with the other words."""
CAREFUL = 7
"""Up to so many letters the first has to be right when two are wrong."""

_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{MARKS}])*")


class Trust(Enum):
    """When a correction may be applied: when it finds `ANYTHING`, when it finds `ALL` its words, never."""

    ANYTHING = 2
    ALL = 1
    NEVER = 0


@dataclass(frozen=True)
class Correction:
    """What was probably meant: `text`, not `typed`; when `applied`, the results are those of `text`."""

    typed: str
    text: str
    applied: bool = False
    trust: Trust = field(default=Trust.NEVER, compare=False)

    @property
    def sentence(self) -> str:
        words = {"typed": self.typed, "text": self.text}
        if self.applied:
            return _("No match for “%(typed)s”. Showing “%(text)s”.") % words
        return _("Did you mean “%(text)s”?") % words

    def written(self, forms: Mapping[str, str]) -> "Correction":
        """The same with its new words as they are written where they were found, by the folded words."""
        typed, kept, at = {slot.word for slot in slots_of(self.typed)}, [], 0
        for slot in slots_of(self.text):
            if slot.word in forms and slot.word not in typed:
                kept += [self.text[at : slot.start], _cased(forms[slot.word], self.text[slot.start])]
                at = slot.end
        return replace(self, text="".join([*kept, self.text[at:]]))


@dataclass(frozen=True)
class Slot:
    """A folded word of the question and where it stands in its text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Fix:
    """One word, or two neighbours, read as other words, and how readily these are typed so."""

    wrong: Phrase
    right: Phrase
    chance: float

    @property
    def part(self) -> Part:
        return Part((self.right,))


def meant(answer: Answer, engine: Engine) -> Correction | None:
    """What the person may have meant, where nothing holds all words of their question.

    None when nothing that is written alike would find anything.
    """
    ask, text = answer.ask, answer.ask.query.text
    slots = slots_of(text)
    if ask.tokens is None or not slots:
        return None
    joined = {fix: "".join(fix.wrong) for fix in _joins(slots, text)}
    asked = {word for part in ask.query.optional for word in part.alternatives[0]}
    told = [word for word in dict.fromkeys(slot.word for slot in slots) if word in asked and tells(word)]
    doubtful, near = Lexicon(ask.tokens).doubtful(told, set(joined.values()), MOST_WRONG)
    fixes = [fix for fix, word in joined.items() if word in near]
    fixes += [fix for word in doubtful for fix in readings(word, near)]
    wrong, chosen = _chosen(doubtful, fixes, ask, engine)
    if not chosen:
        return None
    hopeless = all(set(part.alternatives[0]) <= wrong for part in ask.query.optional)
    trust = Trust.ANYTHING if hopeless else Trust.ALL if wrong else Trust.NEVER
    return Correction(text, rewritten(text, slots, chosen), trust=trust)


def slots_of(text: str) -> list[Slot]:
    """The words of a text that may be put right; what is quoted, excluded or a filter is meant so."""
    found = []
    for start, end in plain_stretches(text):
        for match in _WORD.finditer(text, start, end):
            folded = words(match[0])
            if len(folded) == 1:
                found.append(Slot(folded[0], *match.span()))
    return found


def readings(word: str, vocabulary: Iterable[str]) -> list[Fix]:
    """The words of the vocabulary that this one may have been meant as, the likeliest first; two of them
    when a space was left out."""
    known = set(vocabulary)
    split = [Fix((word,), halves, 1) for halves in Lexicon.halves(word) if known.issuperset(halves)]
    alike = [Fix((word,), (other,), chance) for other in known if (chance := likelihood(word, other))]
    alike.sort(key=lambda fix: (-fix.chance, -JaroWinkler.similarity(word, fix.right[0]), fix.right))
    return [*split, *alike]


def likelihood(wrong: str, right: str) -> float:
    """How readily one word is typed for another; 0 where they are too far apart or the same.

    Letters that changed places, a missing and a doubled one can come about in few ways, a wrong one in as
    many as there are letters; the first letter is the one that people rarely get wrong.
    """
    distance = OSA.distance(wrong, right, score_cutoff=2)
    turned = wrong[0] != right[0]
    if not 0 < distance <= reach(wrong) or (distance == 2 and turned and len(wrong) <= CAREFUL):
        return 0
    easy = len(right) > len(wrong) or sorted(wrong) == sorted(right) or _single(wrong) == _single(right)
    return (1 if easy else STRAY) * (TURNED if turned else 1) * (TWICE if distance == 2 else 1)


def _single(word: str) -> list[str]:
    """The letters without the second of each pair of equal ones."""
    return [letter for letter, _same in groupby(word)]


def _joins(slots: Sequence[Slot], text: str) -> Iterator[Fix]:
    """Neighbours, with nothing but a space or a hyphen between them, read as one word."""
    for one, other in pairwise(slots):
        if text[one.end : other.start] in {" ", "-"} and tells(one.word + other.word):
            yield Fix((one.word, other.word), (one.word + other.word,), 1)


def _chosen(doubtful: list[str], fixes: list[Fix], ask: Ask, engine: Engine) -> tuple[set[str], list[Fix]]:
    """The words that really find nothing, and the best fix for each of those that really finds something."""
    tried = [fix for group in _grouped(doubtful, fixes) for fix in group]
    if not tried:
        return set(), []
    alone = [_question(ask.query, [_part_of(word, ask.query)]) for word in doubtful]
    bad = set(doubtful)
    within = [_question(ask.query, [*_others(ask.query, bad | set(fix.wrong)), fix.part]) for fix in tried]
    apart = [_question(ask.query, [fix.part]) for fix in tried]
    counts = _counted([*alone, *within, *apart], ask, engine)
    wrong = {word for word, question in zip(doubtful, alone, strict=True) if not counts[question]}
    order = {
        fix: fix.chance * (log2(1 + counts[inside]) or APART * log2(1 + counts[outside]))
        for fix, inside, outside in zip(tried, within, apart, strict=True)
        if counts[outside]
    }
    return wrong, list(_best(sorted(order, key=lambda fix: (-order[fix], fix.right)), wrong))


def _grouped(doubtful: list[str], fixes: list[Fix]) -> Iterator[list[Fix]]:
    """What is tried for each doubtful word, and the neighbours of which neither is doubtful."""
    most = max(3, MOST_TRIED // max(len(doubtful), 1))
    for word in doubtful:
        own = [fix for fix in fixes if word in fix.wrong]
        least = FAR * max((fix.chance for fix in own if len(fix.wrong) == len(fix.right)), default=0)
        yield [fix for fix in own if fix.chance >= least][:most]
    yield [fix for fix in fixes if not set(doubtful) & set(fix.wrong)][:MOST_WRONG]


def _best(fixes: Iterable[Fix], wrong: set[str]) -> Iterator[Fix]:
    """One fix for each wrong word; two neighbours that are both right are joined only if nothing is wrong."""
    left = set(wrong)
    for fix in fixes:
        if left & set(fix.wrong):
            left -= set(fix.wrong)
            yield fix
        elif not wrong and len(fix.wrong) == 2:
            yield fix
            return


def _part_of(word: str, query: Query) -> Part:
    """The part of the question that is this word, with all that means the same."""
    return next((part for part in query.parts if part.alternatives[0] == (word,)), Part(((word,),)))


def _others(query: Query, gone: set[str]) -> list[Part]:
    return [part for part in query.parts if part.required or gone.isdisjoint(part.alternatives[0])]


def _question(query: Query, parts: Sequence[Part]) -> Query:
    return replace(query, parts=tuple(parts), least=0)


def _counted(questions: Iterable[Query], ask: Ask, engine: Engine) -> dict[Query, int]:
    """How much the reader finds with each question, whatever is chosen in the facets."""
    distinct = list(dict.fromkeys(questions))
    pairs = [(question, Filters()) for question in distinct]
    return dict(zip(distinct, engine.counts(pairs, ask.tokens, ask.times, MANY), strict=True))


def rewritten(text: str, slots: Sequence[Slot], fixes: Iterable[Fix]) -> str:
    """The text with the fixes in it, with a capital where one was typed; all else as it was typed."""
    right = {fix.wrong: " ".join(fix.right) for fix in fixes}
    kept, at = [], 0
    place = 0
    while place < len(slots):
        size = next((n for n in (2, 1) if tuple(slot.word for slot in slots[place : place + n]) in right), 0)
        if size:
            wrong = slots[place : place + size]
            fix = right[tuple(slot.word for slot in wrong)]
            kept += [text[at : wrong[0].start], _cased(fix, text[wrong[0].start])]
            at = wrong[-1].end
        place += size or 1
    return "".join([*kept, text[at:]])


def _cased(word: str, like: str) -> str:
    """In small letters, the first like this one."""
    small = word.lower()
    return small[:1].upper() + small[1:] if like.isupper() else small
