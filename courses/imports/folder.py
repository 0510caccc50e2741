"""A folder in the Carpentries' format: `config.yaml`, `index.md`, and pages for learners and teachers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import yaml
from django.utils.translation import gettext as _

from content.imports import (
    FrontMatterError,
    ImportRefused,
    Report,
    load_yaml,
    path_within,
    read_text,
    split_front_matter,
)
from content.languages import LANGUAGES
from content.markdown_blocks.writer import clipped

CONFIG = "config.yaml"
INDEX = "index.md"
PARTS = ("episodes", "learners", "instructors")
ALWAYS_FIRST = {"learners": "setup.md"}
SUFFIXES = (".md", ".Rmd")
MAX_PAGES = 500
MAX_MINUTES = 32_000
PLAIN_SETTING = re.compile(r"^(title|source|license|lang|url|branch):\s*\S.*$")
FIRST_HEADING = re.compile(r"^#{1,2}\s+(.+?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True)
class SourcePage:
    """One Markdown file. `before` lines stand in it before `text`."""

    path: str
    part: str
    title: str
    minutes: int
    text: str
    before: int

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem


@dataclass
class CourseFolder:
    """All that is read of a course. `names` are the pages that its order names, readable or not."""

    root: Path
    title: str
    source: str
    licence: str
    language: str
    site: str
    branch: str
    index: SourcePage | None = None
    pages: list[SourcePage] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def source_of(self, path: str) -> str:
        """Where a page of the course comes from; stands for it when the course is imported again."""
        on_a_host = urlsplit(self.source).hostname in {"github.com", "gitlab.com", "codeberg.org"}
        middle = f"/blob/{self.branch}/" if on_a_host else "/"
        return f"{self.source}{middle}{path}"[:300]

    @property
    def minutes(self) -> int:
        return min(sum(page.minutes for page in self.pages), MAX_MINUTES)


def read_folder(root: Path, report: Report) -> CourseFolder:
    """Everything in the folder that makes the course; raises `ImportRefused` when it holds none."""
    if not root.is_dir():
        raise ImportRefused(_("“%(root)s” is no folder.") % {"root": root})
    if not (root / CONFIG).is_file() or not (root / PARTS[0]).is_dir():
        raise ImportRefused(
            _("“%(root)s” holds no course: %(config)s and a folder called episodes are needed.")
            % {"root": root, "config": CONFIG}
        )
    config = _config(root, report)
    folder = _described(root, config, report)
    folder.index = _page(root, INDEX, "", report)
    for part in PARTS:
        for name in _names(root, part, config.get(part), report):
            folder.names.add(name)
            page = _page(root, name, part, report)
            if page:
                folder.pages.append(page)
    if not any(page.part == PARTS[0] for page in folder.pages):
        raise ImportRefused(
            _("“%(root)s” holds no course: none of its episodes can be read.") % {"root": root}
        )
    return folder


def _config(root: Path, report: Report) -> dict[str, Any]:
    """The settings; of a broken file the plain lines that can be read."""
    text = read_text(root, CONFIG)
    try:
        return load_yaml(text)
    except FrontMatterError as error:
        report.add(
            CONFIG, error.line, _("%(why)s The pages follow the order of their names.") % {"why": error}
        )
    salvaged: dict[str, Any] = {}
    for line in text.split("\n"):
        if PLAIN_SETTING.match(line):
            try:
                salvaged.update(yaml.safe_load(line))
            except (yaml.YAMLError, ValueError):
                continue
    return salvaged


def _described(root: Path, config: dict[str, Any], report: Report) -> CourseFolder:
    source = _setting(config, "source").rstrip("/")[:200]
    if urlsplit(source).scheme not in {"http", "https"}:
        report.add(CONFIG, 0, _("No address of the source is given; the folder's name stands for it."))
        source = root.resolve().name[:200]
    language = _setting(config, "lang")[:2].lower()
    return CourseFolder(
        root=root,
        title=_setting(config, "title")[:200] or root.resolve().name,
        source=source,
        licence=_setting(config, "license")[:120],
        language=language if language in dict(LANGUAGES) else "en",
        site=_setting(config, "url").rstrip("/"),
        branch=_setting(config, "branch") or "main",
    )


def _setting(config: dict[str, Any], name: str) -> str:
    value = config.get(name)
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def _names(root: Path, part: str, wanted: Any, report: Report) -> Iterator[str]:
    """The pages of one part in the order that the settings give, or else by name."""
    present = _present(root, part, report)
    listed = [str(name) for name in wanted] if isinstance(wanted, list) else []
    first = [name for name in [ALWAYS_FIRST.get(part, "")] if name in present]
    order = list(dict.fromkeys([*first, *(listed or present)]))
    for name in present:
        if name not in order:
            report.add(
                f"{part}/{name}", 0, _("is not in the order that %(config)s gives.") % {"config": CONFIG}
            )
    if len(order) > MAX_PAGES:
        report.add(part, 0, _("has more than %(n)d pages; the others were left out.") % {"n": MAX_PAGES})
    for name in order[:MAX_PAGES]:
        yield f"{part}/{name}"


def _present(root: Path, part: str, report: Report) -> list[str]:
    place = root / part
    if not place.is_dir():
        return []
    if not place.resolve().is_relative_to(root.resolve()):
        report.add(part, 0, _("lies outside the folder and was not read."))
        return []
    return sorted(child.name for child in place.iterdir() if child.suffix in SUFFIXES)


def _page(root: Path, path: str, part: str, report: Report) -> SourcePage | None:
    try:
        text = read_text(root, path)
        matter, body, before = split_front_matter(text)
    except FrontMatterError as error:
        report.add(path, error.line, _("%(why)s The page was left out.") % {"why": error})
        return None
    except ImportRefused as refusal:
        report.add(path, 0, str(refusal))
        return None
    heading = FIRST_HEADING.search(body)
    title = _setting(matter, "title") or (heading[1] if heading else PurePosixPath(path).stem)
    minutes = _minutes(matter, path, report) if part == PARTS[0] else 0
    return SourcePage(path, part, clipped(title), minutes, body, before)


def _minutes(matter: dict[str, Any], path: str, report: Report) -> int:
    """Teaching and exercises together."""
    total = 0
    for name in ("teaching", "exercises"):
        value = matter.get(name, 0)
        try:
            total += max(0, min(int(value or 0), MAX_MINUTES))
        except (TypeError, ValueError, OverflowError):
            report.add(path, 1, _("“%(name)s” is no number of minutes.") % {"name": name})
    return min(total, MAX_MINUTES)


def exists_within(root: Path, path: str) -> bool:
    try:
        path_within(root, path)
    except ImportRefused:
        return False
    return True
