"""A folder of Markdown pages becomes the wiki of a community; doing it again changes nothing."""

from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from communities.imports.links import Links
from communities.imports.pictures import TakenIn
from communities.imports.reading import Draft, Folder, Key, read_folder, tell_apart, tidy
from communities.imports.writing import Storing
from communities.models import CommunityPage, WikiPage
from communities.permissions import may_edit_wiki
from communities.slugs import slug_for
from content.imports import ImportRefused, Report, progress
from people.models import Person


def import_wiki(
    root: Path,
    *,
    community: CommunityPage,
    author: Person,
    report: Report,
    bar: TextIO,
    sites: tuple[str, ...] = (),
    dry_run: bool = False,
) -> None:
    """Read the folder and store what is new or changed in it; raises `ImportRefused` when it is no wiki.

    Everything that was skipped or changed on the way stands in the report. Pages that were edited here
    are left alone. A dry run reports the same and writes nothing.
    """
    if not may_edit_wiki(author, community):
        raise ImportRefused(
            _("%(name)s does not write the wiki of %(community)s. Name an author who belongs to it.")
            % {"name": author, "community": community.title}
        )
    folder = read_folder(root, report, bar)
    known = {page.source: page for page in _imported(community)}
    others = WikiPage.objects.filter(community=community).untrashed()
    taken = [page.title for page in others if page.source not in {d.source for d in folder.drafts.values()}]
    pictures = TakenIn(folder, community, author, report, dry_run)
    places = _places(folder, community, known)
    links = Links(folder, community.slug, places, sites, report, pictures)
    moved = _take_out_what_leads_on(folder, links)
    tell_apart(folder.drafts.values(), taken, report)
    led = {draft.key: links.lead(draft) for draft in folder.drafts.values()}
    for draft in folder.drafts.values():
        draft.body = led[draft.key]
    storing = Storing(community, author, folder.licence, report, dry_run)
    for draft in progress(list(folder.drafts.values()), len(folder.drafts), _("Storing"), bar):
        storing.store(draft, known.get(draft.source))
    _keep_addresses(folder, moved, links, storing)
    _tell_what_is_gone(folder, moved, known, report)


def _imported(community: CommunityPage) -> list[WikiPage]:
    return list(WikiPage.objects.filter(community=community).exclude(source="").select_related("community"))


def _places(folder: Folder, community: CommunityPage, known: dict[str, WikiPage]) -> dict[Key, str]:
    """Where each page stands or will stand, its slugs apart by slashes."""
    standing = set(WikiPage.objects.filter(community=community).values_list("url_path", flat=True))
    places: dict[Key, str] = {(): ""}
    for draft in folder.drafts.values():
        page = known.get(draft.source)
        if page is not None:
            places[draft.key] = page.wiki_path
            continue
        above = places[draft.above]
        prefix = f"{community.url_path}{above}/" if above else community.url_path
        taken = {path.removeprefix(prefix).strip("/") for path in standing if path.startswith(prefix)}
        places[draft.key] = f"{above}/{slug_for(draft.key[-1], taken)}".strip("/")
    return places


def _take_out_what_leads_on(folder: Folder, links: Links) -> list[tuple[Draft, Key]]:
    """Pages that only lead to another page become former addresses of it; to elsewhere, a page says so."""
    moved: list[tuple[Draft, Key]] = []
    for key, draft in list(folder.drafts.items()):
        if not draft.moved_to:
            continue
        target = links.forwarded(draft)
        if target is not None and target != key:
            moved.append((draft, target))
            if not any(other[: len(key)] == key and other != key for other in folder.drafts):
                del folder.drafts[key]
        elif not draft.body.strip():
            draft.body = _("This is now at [%(to)s](%(to)s).") % {"to": draft.moved_to} + "\n"
    return moved


def _keep_addresses(folder: Folder, moved: list[tuple[Draft, Key]], links: Links, storing: Storing) -> None:
    own = {links.places[key] for key in folder.drafts}
    for draft in folder.drafts.values():
        for address in draft.addresses:
            storing.keep_address(draft, tidy(address), draft.key, own)
        if links.places[draft.key] != draft.path:
            storing.keep_address(draft, tidy(draft.path), draft.key, own)
    for draft, target in moved:
        for address in [draft.path, *draft.addresses]:
            storing.keep_address(draft, tidy(address), target, own)


def _tell_what_is_gone(
    folder: Folder, moved: list[tuple[Draft, Key]], known: dict[str, WikiPage], report: Report
) -> None:
    """Pages whose file is no longer in the folder stay, and are named."""
    there = {draft.source for draft in folder.drafts.values()} | {draft.source for draft, _key in moved}
    for source, page in sorted(known.items()):
        if source.startswith(f"{folder.root.name}/") and source not in there:
            told = _("is no longer in the folder; the page “%(title)s” stays.") % {"title": page.title}
            report.add(source.removeprefix(f"{folder.root.name}/"), 0, told)
