"""A folder of Markdown pages, read into drafts: what each is called, where it stands, what it says."""

import html
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TextIO
from urllib.parse import unquote

import nh3
from django.utils.translation import gettext as _

from communities.imports.liquid import Liquid
from communities.slugs import slug_for
from content.imports import FrontMatterError, ImportRefused, Report, progress, read_text, split_front_matter

PAGES_IN = ("pages", "docs", "wiki", "content")
ABOUT_THE_FOLDER = frozenset(["readme", "license", "licence", "contributing", "code_of_conduct", "changelog"])
PAGE_ENDINGS = (".md", ".markdown", ".html", ".htm")
MOST_FILES = 20_000
FOLDER_PAGES = frozenset(["index", "readme", "_index"])
USED = frozenset(
    ["title", "subtitle", "summary", "description", "questions", "keywords", "tags", "topics", "outdated",
     "redirect_from", "aliases", "redirect_to", "permalink", "lang", "language"]
)  # fmt: skip
FOR_THE_BUILDER = frozenset(
    ["layout", "sidebar", "cspell", "published", "nav_order", "weight", "draft", "eleventynavigation"]
)
"""Front matter that says how another program draws the page."""
LICENCES = {
    "cc0": "CC0 1.0", "attribution-sharealike 4.0": "CC BY-SA 4.0", "attribution 4.0": "CC BY 4.0",
    "mit license": "MIT", "apache license": "Apache 2.0",
}  # fmt: skip
FIRST_HEADING = re.compile(r"\A\s*#[ \t]+(?P<title>[^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)")

Key = tuple[str, ...]
"""The slugs of a page from the top of the wiki."""


@dataclass
class Draft:
    """One page to be; `key` is where it stands, `raw` the file it was read from."""

    key: Key
    file: str
    source: str
    title: str
    summary: str = ""
    body: str = ""
    raw: str = ""
    keywords: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    moved_to: str = ""

    @property
    def above(self) -> Key:
        return self.key[:-1]

    @property
    def path(self) -> str:
        return "/".join(self.key)


@dataclass
class Folder:
    """Everything that was read; `top` is where the pages are, below `root`."""

    root: Path
    top: PurePosixPath
    licence: str
    drafts: dict[Key, Draft] = field(default_factory=dict)


def read_folder(root: Path, report: Report, bar: TextIO) -> Folder:
    """Drafts of all pages, of folders without a page too; raises `ImportRefused` when there is no page."""
    if not root.is_dir():
        raise ImportRefused(_("“%(root)s” is no folder.") % {"root": root})
    root = root.resolve()
    files = _files(root)
    top = _top(files)
    folder = Folder(root, top, _licence(root, files))
    pages = [file for file in files if file.suffix.lower() in {".md", ".markdown"}]
    if not any(file.is_relative_to(top) for file in pages):
        raise ImportRefused(_("“%(root)s” holds no pages in Markdown.") % {"root": root})
    for file in progress(pages, len(pages), _("Reading"), bar):
        if not file.is_relative_to(top) or (len(file.parts) == 1 and file.stem.lower() in ABOUT_THE_FOLDER):
            report.add(str(file), 0, _("tells about the folder and is no page of the wiki."))
        elif draft := _read(folder, file, report):
            _keep(folder, draft, report)
    _let_pages_stand_for_folders(folder)
    _give_folders_pages(folder)
    folder.drafts = dict(sorted(folder.drafts.items(), key=lambda item: (len(item[0]), item[0])))
    return folder


def _files(root: Path) -> list[PurePosixPath]:
    """Every file below the root in the order of names; hidden ones and links to folders are passed over."""
    found: list[PurePosixPath] = []
    for place, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "node_modules")))
        relative = Path(place).relative_to(root)
        found += [PurePosixPath(relative / name) for name in sorted(names) if not name.startswith(".")]
        if len(found) > MOST_FILES:
            raise ImportRefused(
                _("“%(root)s” holds more than %(n)d files.") % {"root": root, "n": MOST_FILES}
            )
    return found


def _top(files: Iterable[PurePosixPath]) -> PurePosixPath:
    """The folder of pages, where the root only tells about itself."""
    markdown = [file for file in files if file.suffix.lower() in {".md", ".markdown"}]
    if any(len(file.parts) == 1 and file.stem.lower() not in ABOUT_THE_FOLDER for file in markdown):
        return PurePosixPath()
    found = {file.parts[0] for file in markdown if len(file.parts) > 1}
    return next((PurePosixPath(name) for name in PAGES_IN if name in found), PurePosixPath())


def _licence(root: Path, files: Iterable[PurePosixPath]) -> str:
    for file in files:
        if len(file.parts) == 1 and file.stem.lower() in {"license", "licence", "copying"}:
            try:
                words = " ".join(read_text(root, str(file)).lower().split())
            except ImportRefused:
                return ""
            return next(
                (name for mark, name in LICENCES.items() if mark in words), _("see %(file)s") % {"file": file}
            )
    return ""


def _read(folder: Folder, file: PurePosixPath, report: Report) -> Draft | None:
    try:
        raw = read_text(folder.root, str(file))
        data, body, offset = split_front_matter(raw)
    except FrontMatterError as error:
        report.add(str(file), error.line, _("was left out: %(why)s") % {"why": error})
        return None
    except ImportRefused as refusal:
        report.add(str(file), 0, _("was left out: it %(why)s") % {"why": refusal})
        return None
    unused = sorted(key for key in data if key.lower() not in USED | FOR_THE_BUILDER)
    text = Liquid(data, lambda line, reason: report.add(str(file), line + offset, reason)).fill(body)
    if unused and not _mentions(body, unused):
        report.add(
            str(file), 1, _("has front matter that is not used: %(keys)s.") % {"keys": ", ".join(unused)}
        )
    return _draft(folder, file, data, text, raw, report)


def _mentions(body: str, keys: list[str]) -> bool:
    """Whether tags of the page, told of by themselves, use all this front matter."""
    return all(key in body for key in keys)


def _draft(
    folder: Folder, file: PurePosixPath, data: dict[str, Any], text: str, raw: str, report: Report
) -> Draft:
    title = " ".join(str(data.get("title") or "").split())
    if not title and (heading := FIRST_HEADING.match(text)):
        title = heading["title"]
        text = text[heading.end() :]
    title = html.unescape(nh3.clean(title, tags=set()))
    inside = file.relative_to(folder.top)
    summary = data.get("summary") or data.get("description") or data.get("subtitle") or ""
    if len(str(summary)) > 300:
        report.add(str(file), 1, _("has a summary of more than 300 characters; the rest was cut off."))
    return Draft(
        key=_key(inside),
        file=str(file),
        source=f"{folder.root.name}/{file}"[:300],
        title=(title or words_of(inside.parent.name if _is_folder_page(inside) else inside.stem))[:255],
        summary=" ".join(str(summary).split())[:300],
        body=_with_warnings(data, text),
        raw=raw,
        keywords=_list(data.get("keywords")) + _list(data.get("tags")) + _list(data.get("topics")),
        addresses=[
            *_list(data.get("redirect_from")),
            *_list(data.get("aliases")),
            *_list(data.get("permalink")),
        ],
        moved_to=str(data.get("redirect_to") or ""),
    )


def _is_folder_page(inside: PurePosixPath) -> bool:
    return inside.stem.lower() in FOLDER_PAGES


def _key(inside: PurePosixPath) -> Key:
    parts = inside.parent.parts if _is_folder_page(inside) else (*inside.parent.parts, inside.stem)
    return tuple(slug_for(part, ()) for part in parts) or ("start",)


def words_of(name: str) -> str:
    """A title from the name of a file or folder."""
    words = re.sub(r"[-_]+", " ", name).strip()
    return words[:1].upper() + words[1:] if words else _("Start")


def _list(value: Any) -> list[str]:
    """Front matter that may be one word, words apart by commas, or a list."""
    if value is None:
        return []
    values = value if isinstance(value, list) else str(value).split(",")
    return [str(item).strip() for item in values if str(item).strip()]


def _with_warnings(data: dict[str, Any], text: str) -> str:
    """The body between what the front matter puts above and below it."""
    above = (
        f"> [!warning]\n> {_('This page may be out of date.')}\n\n" if data.get("outdated") is True else ""
    )
    asked = [_contact(item) for item in _contacts(data.get("questions"))]
    below = f"\n\n## {_('Questions?')}\n\n" + "\n".join(f"- {line}" for line in asked) + "\n" if asked else ""
    return above + text.strip("\n") + below if text.strip() or above or below else ""


def _contacts(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, str | dict) and value else []


def _contact(item: Any) -> str:
    if isinstance(item, dict):
        words, url = (
            str(item.get("text") or item.get("name") or ""),
            str(item.get("url") or item.get("href") or ""),
        )
        return f"[{words or url}]({url})" if url else words
    word = str(item)
    if "@" in word:
        return f"[{word}](mailto:{word})"
    return word if word.startswith("#") or "://" in word else f"#{word}"


def _keep(folder: Folder, draft: Draft, report: Report) -> None:
    other = folder.drafts.get(draft.key)
    if other is None:
        folder.drafts[draft.key] = draft
        return
    report.add(draft.file, 0, _("was left out: %(file)s has the same address.") % {"file": other.file})


def _let_pages_stand_for_folders(folder: Folder) -> None:
    """A page that bears the name of the folder it lies in, or claims its address, becomes its page."""
    for key, draft in list(folder.drafts.items()):
        claimed = {tidy(address) for address in draft.addresses}
        stands_for = "/".join(draft.above) in claimed or draft.key[-1:] == draft.above[-1:]
        if draft.above and draft.above not in folder.drafts and stands_for:
            draft.addresses.append(draft.path)
            draft.key = draft.above
            folder.drafts[draft.key] = folder.drafts.pop(key)


def tidy(address: str) -> str:
    """An address without what makes no difference: slashes, endings, index pages, letter case."""
    path = unquote(address.partition("#")[0].partition("?")[0]).strip("/ ").lower()
    for ending in PAGE_ENDINGS:
        path = path.removesuffix(ending)
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if parts and parts[-1] in FOLDER_PAGES:
        parts.pop()
    return "/".join(parts)


def _give_folders_pages(folder: Folder) -> None:
    """A folder without a page of its own gets an empty one, which lists what is below it."""
    for key in list(folder.drafts):
        for end in range(1, len(key)):
            if key[:end] not in folder.drafts:
                folder.drafts[key[:end]] = _folder_page(folder, folder.drafts[key], end)


def _folder_page(folder: Folder, inside: Draft, levels: int) -> Draft:
    parts = PurePosixPath(inside.file).relative_to(folder.top).parts[:levels]
    file = str(folder.top.joinpath(*parts))
    return Draft(inside.key[:levels], file, f"{folder.root.name}/{file}/"[:300], words_of(parts[-1]))


def tell_apart(drafts: Iterable[Draft], taken: Iterable[str], report: Report) -> None:
    """Give every page a title of its own, with the one above it in brackets where two are called alike."""
    known = {title.casefold() for title in taken}
    by_key = {draft.key: draft for draft in drafts}
    for draft in sorted(by_key.values(), key=lambda draft: not draft.raw):  # files before mere folders
        wanted = draft.title
        above = by_key.get(draft.above)
        number = 1 if above else 2
        while draft.title.casefold() in known:
            brackets = above.title if above and number == 1 else str(number)
            draft.title = f"{wanted[:200]} ({brackets[:50]})"
            number += 1
        known.add(draft.title.casefold())
        if draft.title != wanted:
            told = {"title": wanted, "now": draft.title}
            report.add(
                draft.file, 1, _("“%(title)s” is the title of two pages; this one is “%(now)s”.") % told
            )
