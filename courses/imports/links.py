"""Where the links of an imported course lead on our site."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from content.anchors import anchor_of
from content.imports import Report
from content.markdown_blocks import Converted, anchors_in
from courses.imports.folder import INDEX, CourseFolder, SourcePage, exists_within

FOLLOWED = frozenset(["http", "https", "mailto"])
PAGE_SUFFIXES = frozenset(["", ".html", ".md", ".Rmd"])


@dataclass
class Links:
    """Knows the address of every page, and which ids each page has. `addresses` are by path."""

    folder: CourseFolder
    addresses: dict[str, str]
    report: Report
    _anchors: dict[str, set[str]] = field(default_factory=dict)
    _ids: dict[str, dict[str, str]] = field(default_factory=dict)

    def learn(self, path: str, converted: Converted) -> None:
        """Remember the ids of a page, which other pages may lead to."""
        self._anchors[path] = anchors_in(converted.blocks)
        self._ids[path] = converted.ids

    def of(self, page: SourcePage) -> Callable[[str, int], str | None]:
        return lambda href, line: self._resolved(href, line, page)

    def _resolved(self, href: str, line: int, page: SourcePage) -> str | None:
        href = self._without_site(href.strip())
        parts = urlsplit(href)
        if parts.scheme or href.startswith("//"):
            return self._elsewhere(href, parts.scheme, line, page)
        target = self._target(parts.path, page) if parts.path else page.path
        if target is None:
            self.report.add(page.path, line, self._why_not(parts.path, page))
            return None
        address = self.addresses[target] if target != page.path else ""
        return self._with_anchor(address, target, unquote(parts.fragment), line, page)

    def _without_site(self, href: str) -> str:
        """Addresses of the course's own site become paths within it."""
        site = self.folder.site
        inner = href.removeprefix(f"{site}/") if site and href.startswith(f"{site}/") else href
        return inner if inner != href and self._known_stem(urlsplit(inner).path) else href

    def _elsewhere(self, href: str, scheme: str, line: int, page: SourcePage) -> str | None:
        if not scheme:
            return f"https:{href}"
        if scheme.lower() in FOLLOWED:
            return href
        self.report.add(
            page.path, line, _("The link to %(href)s cannot be followed; its words stay.") % {"href": href}
        )
        return None

    def _target(self, path: str, page: SourcePage) -> str | None:
        """The page that a path leads to: the file itself, or any page of that name."""
        there = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(path)))
        if there in self.addresses:
            return there
        return self._known_stem(there)

    def _known_stem(self, path: str) -> str | None:
        pure = PurePosixPath(path)
        if pure.suffix not in PAGE_SUFFIXES:
            return None
        if pure.stem == PurePosixPath(INDEX).stem and INDEX in self.addresses:
            return INDEX
        found = (
            known for known in self.addresses if PurePosixPath(known).stem == pure.stem and known != INDEX
        )
        return next(found, None)

    def _why_not(self, path: str, page: SourcePage) -> str:
        there = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), unquote(path)))
        if exists_within(self.folder.root, there):
            return _("%(path)s is no page of the course; the link was left out, its words stay.") % {
                "path": path
            }
        return _("leads to %(path)s, which is not there; its words stay.") % {"path": path}

    def _with_anchor(
        self, address: str, target: str, fragment: str, line: int, page: SourcePage
    ) -> str | None:
        if not fragment:
            return address or self.addresses[target]
        own = self._ids.get(target, {}).get(fragment)
        anchor = anchor_of(own) if own else anchor_of(fragment)
        if anchor in self._anchors.get(target, set()):
            return f"{address}#{anchor}"
        if self._anchors:
            self.report.add(
                page.path, line, _("leads to #%(name)s, which that page does not have.") % {"name": fragment}
            )
        return address or None
