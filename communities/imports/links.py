"""Links between the pages of a folder, led to where the pages stand here; dead ones become plain words."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.imports.liquid import MISSING
from communities.imports.reading import PAGE_ENDINGS, Draft, Folder, Key, tidy
from content.imports import Report
from content.markdown import render
from content.markup import ALLOWED

FENCE = re.compile(
    r"^(?P<mark> {0,12}(?:>[ ]?)*(?:`{3,}|~{3,}))[^\n]*\n.*?(?:^[ >]*(?:`{3,}|~{3,})[ ]*$|\Z)",
    re.DOTALL | re.MULTILINE,
)
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ ]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
DESTINATION = r"<[^<>\n]*>|[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*"
LINK = re.compile(
    r"(?P<picture>!?)\[(?P<words>(?:[^\[\]]|\[[^\[\]]*\]|!\[[^\[\]]*\]\([^()]*\))*)\]"
    rf"\(\s*(?P<to>{DESTINATION})(?P<title>\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)(?:\{{[:.#][^{{}}\n]*\}})?"
)
DEFINITION = re.compile(
    rf"^(?P<head> {{0,3}}\[(?!\^)[^\]\n]+\]:[ \t]*(?:\n[ \t]+)?)(?=\S)(?P<to>{DESTINATION})", re.MULTILINE
)
ATTRIBUTE = re.compile(
    r"(?P<head><(?:a|img)\b[^<>]*?\b(?P<kind>href|src)\s*=\s*)(?P<quote>[\"'])(?P<to>[^\"'<>]*)(?P=quote)",
    re.IGNORECASE,
)
BARE = re.compile(r"<(?P<to>https?://[^\s<>]+)>")
ELEMENT = re.compile(r"<(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>")
RAW_ID = re.compile(r"\b(?:id|name)\s*=\s*[\"']([^\"']+)[\"']")
NO_WORDS = re.compile(r"[\W_]+")
OUTSIDE = frozenset(["http", "https", "mailto", "tel"])


class Pictures(Protocol):
    """Takes a picture of the folder in and gives its address, or None with the reason reported."""

    def address(self, draft: Draft, path: PurePosixPath, line: int) -> str | None: ...


@dataclass
class Links:
    """Knows every address of a folder; `sites` are addresses on the web under which it was published."""

    folder: Folder
    community_slug: str
    places: dict[Key, str]
    sites: tuple[str, ...]
    report: Report
    pictures: Pictures
    _addresses: dict[str, Key] = field(default_factory=dict)
    _forwarded: dict[str, str] = field(default_factory=dict)
    _anchors: dict[Key, dict[str, str]] = field(default_factory=dict)
    _seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for draft in self.folder.drafts.values():
            for address in [draft.path, *draft.addresses]:
                if draft.moved_to and self._inside(draft.moved_to) is not None:
                    self._forwarded.setdefault(tidy(address), draft.moved_to)
                else:
                    self._addresses.setdefault(tidy(address), draft.key)
        for draft in self.folder.drafts.values():  # a page's own address comes before another's former one
            if tidy(draft.path) not in self._forwarded:
                self._addresses[tidy(draft.path)] = draft.key

    def forwarded(self, draft: Draft) -> Key | None:
        """The page of the folder that a page only leads on to."""
        address = self._inside(draft.moved_to) if draft.moved_to else None
        return self._page(address)[0] if address is not None else None

    def lead(self, draft: Draft) -> str:
        """The body with every link outside code led to its page."""
        text = draft.body
        kept = sorted([match.span() for match in FENCE.finditer(text)])
        kept += [match.span() for match in CODE.finditer(text) if not _within(match.start(), kept)]
        pieces, place = [], 0
        for start, end in sorted(kept):
            if start >= place:
                pieces += [self._led(draft, text[place:start]), text[start:end]]
                place = end
        return "".join([*pieces, self._led(draft, text[place:])])

    def _led(self, draft: Draft, text: str) -> str:
        text = LINK.sub(lambda match: self._link(draft, match), text)
        text = DEFINITION.sub(lambda match: match["head"] + (self._target(draft, match["to"]) or "#"), text)
        text = ATTRIBUTE.sub(lambda match: self._attribute(draft, match), text)
        text = BARE.sub(lambda match: self._bare(draft, match), text)
        self._tell_what_goes(draft, text)
        return text

    def _link(self, draft: Draft, match: re.Match[str]) -> str:
        words = LINK.sub(lambda inner: self._link(draft, inner), match["words"])
        if match["picture"]:
            return self._picture(draft, words, match["to"])
        target = self._target(draft, match["to"])
        if target is None:
            return words
        bracketed = f"<{target}>" if match["to"].startswith("<") and target == match["to"][1:-1] else target
        return f"[{words}]({bracketed}{match['title'] or ''})"

    def _attribute(self, draft: Draft, match: re.Match[str]) -> str:
        if match["kind"].lower() == "src" and not urlsplit_or_none(match["to"]):
            address = self._picture_address(draft, match["to"])
        else:
            address = self._target(draft, match["to"])
        return f"{match['head']}{match['quote']}{address or ''}{match['quote']}"

    def _bare(self, draft: Draft, match: re.Match[str]) -> str:
        target = self._target(draft, match["to"])
        return match[0] if target is None or target == match["to"] else f"[{match['to']}]({target})"

    # Where a link leads

    def _target(self, draft: Draft, written: str) -> str | None:
        """The address a link should have, or None when it leads nowhere; what is dead is reported."""
        to = written[1:-1] if written.startswith("<") else written
        line = self._line(draft, to.removeprefix(MISSING) or "]()")
        if not to or to.startswith(MISSING):
            self._dead(draft, line, to.removeprefix(MISSING))
            return None
        scheme = urlsplit_or_none(to)
        address = self._inside(to)
        if address is None:
            if scheme in OUTSIDE or to.startswith("//"):
                return to
            self.report.add(
                draft.file, line, _("the link to %(to)s is of a kind that is not kept.") % {"to": to}
            )
            return None
        path, _hash, anchor = address.partition("#")
        if not path and not to.startswith("/") and scheme is None:
            return self._own_anchor(draft, anchor, line)
        return self._page_target(draft, address, to, line, relative=scheme is None and not to.startswith("/"))

    def _page_target(self, draft: Draft, address: str, to: str, line: int, *, relative: bool) -> str | None:
        for candidate in self._candidates(draft, address) if relative else [address]:
            key, anchor = self._page(candidate)
            if key is None and not tidy(candidate):
                self.report.count(_("links led"))
                return reverse("communities:wiki", args=[self.community_slug])
            if key is not None:
                self.report.count(_("links led"))
                return self.place_of(key) + self._anchor(draft, key, anchor, to, line)
        self._dead(draft, line, to)
        return None

    def place_of(self, key: Key) -> str:
        return reverse("communities:wiki_page", args=[self.community_slug, self.places[key]])

    def _inside(self, to: str) -> str | None:
        """The address below the top of the folder, where the link does not lead elsewhere."""
        for site in self.sites:
            if to.startswith(site):
                return "/" + to[len(site) :].lstrip("/")
        return None if urlsplit_or_none(to) is not None or to.startswith("//") else to

    def _candidates(self, draft: Draft, address: str) -> list[str]:
        """A relative link counts from the page's address, or from its file."""
        inside = PurePosixPath(draft.file).relative_to(self.folder.top)
        path, hash_, anchor = address.partition("#")
        bases = [f"/{draft.path}", f"/{inside.parent}"]
        if path.endswith(PAGE_ENDINGS):
            bases.reverse()
        return [posixpath.normpath(posixpath.join(base, path)) + hash_ + anchor for base in bases]

    def _page(self, address: str) -> tuple[Key | None, str]:
        """The page at an address of the folder, and the anchor on it; follows pages that lead on."""
        path, _hash, anchor = address.partition("#")
        wanted = tidy(path)
        for _step in range(5):
            if wanted in self._addresses or wanted not in self._forwarded:
                break
            path, _hash, further = (self._inside(self._forwarded[wanted]) or "").partition("#")
            wanted, anchor = tidy(path), further or anchor
        return self._addresses.get(wanted), anchor

    # Anchors

    def _own_anchor(self, draft: Draft, anchor: str, line: int) -> str | None:
        found = self._known_anchor(draft.key, anchor)
        if found is None:
            self._dead(draft, line, f"#{anchor}")
            return None
        return f"#{found}"

    def _anchor(self, draft: Draft, key: Key, anchor: str, to: str, line: int) -> str:
        if not anchor:
            return ""
        found = self._known_anchor(key, anchor)
        if found is None:
            self.report.add(
                draft.file,
                line,
                _("%(to)s: the page has no such heading; the link leads to its top.") % {"to": to},
            )
            self.report.count(_("dead anchors"))
            return ""
        return f"#{found}"

    def _known_anchor(self, key: Key, anchor: str) -> str | None:
        """The id as we write it, also where another program wrote it a little differently."""
        if key not in self._anchors:
            self._anchors[key] = _anchors_of(self.folder.drafts[key].body)
        known = self._anchors[key]
        wanted = unquote(anchor)
        return known.get(wanted) or known.get(bare(wanted))

    # Pictures, and what is lost

    def _picture(self, draft: Draft, alt: str, written: str) -> str:
        to = written[1:-1] if written.startswith("<") else written
        if urlsplit_or_none(to) in {"http", "https"}:
            self.report.add(
                draft.file,
                self._line(draft, to),
                _("the picture %(to)s is elsewhere; it becomes a link.") % {"to": to},
            )
            return f"[{alt or to}]({to})"
        address = self._picture_address(draft, to)
        if address:
            return f"![{alt}]({address})"
        return f"*({_('Picture')}: {alt})*" if alt else ""

    def _picture_address(self, draft: Draft, to: str) -> str | None:
        path = unquote(to.removeprefix(MISSING)).partition("#")[0].partition("?")[0]
        below = PurePosixPath(path.lstrip("/"))
        beside = PurePosixPath(draft.file).parent / below
        found = next(
            (file for file in (below, self.folder.top / below, beside) if self._is_file(file)), below
        )
        return self.pictures.address(draft, found, self._line(draft, path))

    def _is_file(self, file: PurePosixPath) -> bool:
        try:
            return (self.folder.root / file).is_file()
        except (OSError, ValueError):
            return False

    def _dead(self, draft: Draft, line: int, to: str) -> None:
        self.report.count(_("dead links"))
        self.report.add(
            draft.file, line, _("the link to “%(to)s” leads nowhere and became plain text.") % {"to": to}
        )

    def _line(self, draft: Draft, words: str) -> int:
        """The line of the file where the link was written: its n-th occurrence for the n-th link."""
        number = self._seen[draft.file, words]
        self._seen[draft.file, words] += 1
        place = -1
        for _n in range(number + 1):
            following = draft.raw.find(words, place + 1) if words else -1
            if following < 0:
                break
            place = following
        return draft.raw.count("\n", 0, place) + 1 if place >= 0 else 0

    def _tell_what_goes(self, draft: Draft, text: str) -> None:
        for match in ELEMENT.finditer(text):
            name = match["name"].lower()
            if name not in ALLOWED and name != "h1":
                line = self._line(draft, f"<{match['name']}")
                self.report.add(draft.file, line, _("<%(name)s> is not kept.") % {"name": name})


def bare(anchor: str) -> str:
    """An anchor by its letters and digits alone."""
    return NO_WORDS.sub("", anchor.lower())


def _anchors_of(body: str) -> dict[str, str]:
    """Ids by how they may be written: exactly, by letters alone, with "and", numbered from two."""
    headings = render(body).headings
    loosely = {bare(heading.text.replace("&", " and ")): heading.id for heading in reversed(headings)}
    ids = [*RAW_ID.findall(body), *(heading.id for heading in headings)]
    for one in ids:
        base, _hyphen, number = one.rpartition("-")
        if base in ids and number.isdigit():
            loosely[bare(f"{base}-{int(number) + 1}")] = one
    return loosely | {bare(one): one for one in reversed(ids)} | {one: one for one in ids}


def urlsplit_or_none(address: str) -> str | None:
    """The scheme of an address, or None where it has none."""
    try:
        return urlsplit(address).scheme or None
    except ValueError:
        return "unknown"


def _within(place: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)
