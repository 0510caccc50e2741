"""The pictures of an imported course: found in its folder, taken in once, never fetched from elsewhere."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection

from content.imports import ImportRefused, Report, path_within
from content.markdown_blocks import Figure
from content.markdown_blocks.writer import clipped
from content.models import CollectionAudience
from content.pictures import PictureRefused, import_picture, inspect_picture, known_picture, make_renditions
from courses.imports.folder import CourseFolder, SourcePage
from people.models import Person

NOT_STORED = 0
MAX_ALT = 500


@dataclass
class Figures:
    """Turns the figures of pages into values of picture blocks; each file is taken in once.

    A dry run looks at every picture and stores none.
    """

    folder: CourseFolder
    author: Person
    audience: str
    report: Report
    dry_run: bool = False
    _began: datetime = field(default_factory=timezone.now)
    _taken: dict[Path, int | str] = field(default_factory=dict)
    _collection: Collection | None = None

    def of(self, page: SourcePage) -> Callable[[Figure], dict[str, Any] | None]:
        return lambda figure: self._value(figure, page)

    def _value(self, figure: Figure, page: SourcePage) -> dict[str, Any] | None:
        try:
            pk = self._taken_in(self._file(figure.src, page), figure)
        except (ImportRefused, PictureRefused, OSError) as refusal:
            self.report.add(
                page.path,
                figure.line,
                _("The picture %(src)s: %(why)s") % {"src": figure.src, "why": refusal},
            )
            return None
        alt = figure.alt if figure.alt is not None else figure.caption
        if figure.alt is None:
            self.report.add(
                page.path,
                figure.line,
                _("The picture %(src)s has no words for those who cannot see it.") % {"src": figure.src},
            )
        return {
            "picture": {"image": pk, "alt_text": clipped(alt, MAX_ALT), "decorative": not alt},
            "caption": clipped(figure.caption, 300),
        }

    def _file(self, src: str, page: SourcePage) -> Path:
        """The file a figure names, looked for where the course's own site would find it."""
        parts = urlsplit(src)
        if parts.scheme or parts.netloc:
            raise ImportRefused(_("is on another server and was not fetched."))
        path = unquote(parts.path)
        tried = [
            posixpath.join(posixpath.dirname(page.path), path),
            path,
            f"episodes/fig/{PurePosixPath(path).name}",
        ]
        refusal: ImportRefused | None = None
        for candidate in tried:
            try:
                return path_within(self.folder.root, candidate.lstrip("/"))
            except ImportRefused as reason:
                refusal = refusal or reason
        raise refusal or ImportRefused(_("is not there."))

    def _taken_in(self, file: Path, figure: Figure) -> int:
        known = self._taken.get(file)
        if known is None:
            known = self._taken[file] = self._take(file, figure)
        if isinstance(known, str):
            raise PictureRefused(known)
        return known

    def _take(self, file: Path, figure: Figure) -> int | str:
        """The picture's key, or the sentence with which it was refused."""
        try:
            if self.dry_run:
                return self._looked_at(file)
            title = clipped(figure.caption or figure.alt or file.name, 200)
            picture = import_picture(file, title, self._shelf(), self.author)
        except PictureRefused as refusal:
            return str(refusal)
        make_renditions(picture)
        if picture.created_at >= self._began:
            self.report.count(_("pictures added"))
        return int(picture.pk)

    def _looked_at(self, file: Path) -> int:
        """The key that an earlier import gave the picture; else it is only tried."""
        shelf = self._known_shelf()
        known = known_picture(file, shelf) if shelf else None
        if known is None:
            inspect_picture(file)
        return int(known.pk) if known else NOT_STORED

    def _known_shelf(self) -> Collection | None:
        """The one collection for this source, once there is one."""
        if self._collection is None:
            root = Collection.get_first_root_node()
            self._collection = root.get_children().filter(name=self._shelf_name).first()
        return self._collection

    @property
    def _shelf_name(self) -> str:
        return f"Pictures of {self.folder.source}"[:255]

    def _shelf(self) -> Collection:
        """The collection, made when it is not there, open to those whom the course is for."""
        if self._known_shelf() is None:
            with transaction.atomic():
                self._collection = Collection.get_first_root_node().add_child(name=self._shelf_name)
                CollectionAudience.objects.create(collection=self._collection, token=self.audience)
        assert self._collection is not None  # noqa: S101  # for the type checker
        return self._collection
