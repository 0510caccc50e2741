"""What every import of a folder shares: careful reading, and a report of what was left out."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO, TypeVar

import yaml
from django.utils.translation import gettext as _
from tqdm import tqdm

MAX_TEXT_BYTES = 5 * 1024 * 1024
FENCE = re.compile(r"^---[ \t]*$")

Item = TypeVar("Item")


class ImportRefused(Exception):  # noqa: N818  # a refusal is no fault
    """Something cannot be read; the message is a sentence for whoever runs the import."""


class FrontMatterError(ImportRefused):
    """The front matter of a page is broken; `line` counts from the top of the file."""

    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True, order=True)
class Row:
    """One thing that was left out or changed; line 0 means the whole file."""

    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place} {self.reason}"


@dataclass
class Report:
    """Collects what an import skipped, and counts what it did."""

    rows: list[Row] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, path: str | Path, line: int, reason: str) -> None:
        """Remember one thing; the same thing twice is kept once."""
        row = Row(str(path), line, str(reason))
        if row not in self.rows:
            self.rows.append(row)

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def summary(self) -> str:
        """One line: what was counted, in the order it was first counted, then how much was reported."""
        counts = [*self.counts.items(), (_("remarks"), len(self.rows))]
        return ", ".join(f"{what}: {number}" for what, number in counts)

    def print_to(self, stream: TextIO) -> None:
        """Every row as `file:line reason`, by file and line, then the summary."""
        stream.writelines(f"{row}\n" for row in sorted(self.rows))
        stream.write(f"{self.summary()}\n")


def path_within(root: Path, relative: str | Path) -> Path:
    """The file below `root`; raises `ImportRefused` when it lies outside, links followed, or is no file."""
    try:
        found = (root / relative).resolve()
        inside = found.is_relative_to(root.resolve())
        exists = inside and found.is_file()
    except (OSError, ValueError, RuntimeError):  # too long a name, a NUL in it, links in a circle
        inside, exists = True, False
    if not inside:
        raise ImportRefused(_("lies outside the folder and was not read."))
    if not exists:
        raise ImportRefused(_("is not there."))
    return found


def read_text(root: Path, relative: str | Path) -> str:
    """The UTF-8 text of a file below `root`, with plain line ends; raises `ImportRefused`.

    Nothing outside `root` is read, through links neither, nothing above 5 MB, and no other encoding.
    """
    path = path_within(root, relative)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_TEXT_BYTES + 1)
    except OSError as error:
        raise ImportRefused(_("cannot be read: %(why)s.") % {"why": error.strerror}) from error
    if len(raw) > MAX_TEXT_BYTES:
        raise ImportRefused(_("is longer than 5 MB and was not read."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ImportRefused(_("is not UTF-8 (line %(line)d).") % {"line": line}) from error
    if "\x00" in text:
        raise ImportRefused(_("holds zero bytes and is no text."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split_front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """Front matter, the body, and how many lines stand before the body.

    Line `n` of the body is line `n + before` of the file. Raises `FrontMatterError`.
    """
    lines = text.split("\n")
    if not FENCE.match(lines[0]):
        return {}, text, 0
    end = next((number for number, line in enumerate(lines[1:], start=1) if FENCE.match(line)), None)
    if end is None:
        raise FrontMatterError(_("The front matter has no end."), 1)
    matter = load_yaml("\n".join(lines[1:end]), before=1)
    return matter, "\n".join(lines[end + 1 :]), end + 1


def load_yaml(text: str, *, before: int = 0) -> dict[str, Any]:
    """A YAML mapping, read safely; raises `FrontMatterError` with the line, `before` lines further down."""
    try:
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or type(error).__name__
        line = before + (mark.line + 1 if mark else 1)
        raise FrontMatterError(_("The YAML is broken: %(why)s.") % {"why": problem}, line) from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise FrontMatterError(_("The YAML is no list of names and values."), before + 1)
    return {str(key): value for key, value in found.items()}


def progress(iterable: Iterable[Item], total: int, label: str, stream: TextIO) -> Iterator[Item]:
    """The same things, with a bar on `stream` while it is a terminal."""
    yield from tqdm(iterable, total=total, desc=label, file=stream, disable=not stream.isatty(), leave=False)


def content_hash(*parts: Any) -> str:
    """SHA-256 of the parts in their order; parts cannot run into one another."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        digest.update(f"{len(raw)}:".encode())
        digest.update(raw)
    return digest.hexdigest()
