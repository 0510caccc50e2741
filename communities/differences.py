"""What changed between two texts, line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import ngettext

CONTEXT = 3
MOST_WORK = 4_000_000
"""Lines of one text times lines of the other, above which all is shown as replaced."""


@dataclass(frozen=True)
class DiffRow:
    """`kind` is "same", "added", "removed" or "gap"."""

    kind: str
    text: str


def rows_between(before: str, after: str) -> list[DiffRow]:
    """The changed lines with three lines around them; what lies between is one "gap" row."""
    old, new = before.splitlines(), after.splitlines()
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    rows = [DiffRow("same", line) for line in old[:head]]
    rows += _middle(old_middle, new_middle)
    rows += [DiffRow("same", line) for line in old[len(old) - tail :]]
    return _folded(rows)


def _shared(first: list[str], second: list[str]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _middle(old: list[str], new: list[str]) -> list[DiffRow]:
    if len(old) * len(new) > MOST_WORK:
        return [*(DiffRow("removed", line) for line in old), *(DiffRow("added", line) for line in new)]
    rows: list[DiffRow] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=True).get_opcodes():
        if tag == "equal":
            rows += [DiffRow("same", line) for line in old[a:b]]
            continue
        rows += [DiffRow("removed", line) for line in old[a:b]]
        rows += [DiffRow("added", line) for line in new[c:d]]
    return rows


def _folded(rows: list[DiffRow]) -> list[DiffRow]:
    changed = [place for place, row in enumerate(rows) if row.kind != "same"]
    near = {n for place in changed for n in range(place - CONTEXT, place + CONTEXT + 1)}
    folded: list[DiffRow] = []
    hidden = 0
    for place, row in enumerate(rows):
        if place in near:
            folded += _gap(hidden)
            folded.append(row)
            hidden = 0
        else:
            hidden += 1
    return folded + _gap(hidden) if changed else []


def _gap(hidden: int) -> list[DiffRow]:
    if not hidden:
        return []
    words = ngettext("%(n)d line that did not change", "%(n)d lines that did not change", hidden)
    return [DiffRow("gap", words % {"n": hidden})]
