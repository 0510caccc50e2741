"""Pictures of an imported wiki: taken in once, seen by whom the community is seen by."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection

from communities.imports.reading import Draft, Folder
from communities.models import CommunityPage
from content.imports import ImportRefused, Report, path_within
from content.models import CollectionAudience, PageAudience
from content.pictures import PictureRefused, import_picture, inspect_picture
from people.models import Person

WIDTH = "width-1200"


@dataclass
class TakenIn:
    """A dry run looks at every picture and stores none."""

    folder: Folder
    community: CommunityPage
    author: Person
    report: Report
    dry_run: bool = False
    _known: dict[PurePosixPath, str | None] = field(default_factory=dict)
    _collection: Collection | None = None

    def address(self, draft: Draft, path: PurePosixPath, line: int) -> str | None:
        if path not in self._known:
            self._known[path] = self._take(draft, path, line)
        elif self._known[path] is None:
            self.report.add(draft.file, line, _("the picture %(path)s is missing.") % {"path": path})
        return self._known[path]

    def _take(self, draft: Draft, path: PurePosixPath, line: int) -> str | None:
        try:
            file = path_within(self.folder.root, str(path))
            if self.dry_run:
                inspect_picture(file)
                return "#"
            picture = import_picture(file, path.stem, self._of_the_community(), self.author)
        except (ImportRefused, PictureRefused, OSError) as refusal:
            self.report.add(
                draft.file, line, _("the picture %(path)s: %(why)s") % {"path": path, "why": refusal}
            )
            return None
        self.report.count(_("pictures"))
        address: str = picture.get_rendition(WIDTH if picture.width > 1200 else "original").url
        return address

    def _of_the_community(self) -> Collection:
        """The collection of the community's pictures, with the community's audience."""
        if self._collection is None:
            with transaction.atomic():
                root = Collection.objects.select_for_update().get(depth=1)
                name = f"{_('Community')}: {self.community.title}"[:255]
                found = root.get_children().filter(name=name).first()
                self._collection = found or root.add_child(name=name)
                for token in PageAudience.objects.filter(page=self.community).values_list("token", flat=True):
                    CollectionAudience.objects.get_or_create(collection=self._collection, token=token)
        return self._collection
