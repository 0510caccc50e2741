"""Drafts become wiki pages; what was changed here since stays as it is."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from communities.actions import Origin, create_wiki_page, edit_wiki_page
from communities.imports.reading import Draft, Key
from communities.models import CommunityPage, WikiAddress, WikiPage
from content.imports import Report, content_hash
from people.models import Person
from people.refusals import Refusal
from topics.models import Topic, TopicSynonym

LONGEST_ADDRESS = 400


def digest_of(title: str, summary: str, body: str) -> str:
    """Stands for what was imported; a page with another digest was edited here."""
    return content_hash(title, summary, body)


@dataclass
class Storing:
    """Writes one page after the other, each in a transaction of its own."""

    community: CommunityPage
    author: Person
    licence: str
    report: Report
    dry_run: bool = False
    pages: dict[Key, WikiPage] = field(default_factory=dict)
    _topics: dict[str, Topic] | None = None

    def store(self, draft: Draft, known: WikiPage | None) -> None:
        """Make the page, bring it up to date, or leave it alone."""
        topics = self._topics_of(draft)
        if known is None:
            self._create(draft, topics)
            return
        self.pages[draft.key] = known
        if digest_of(known.title, known.summary, known.body) != known.source_hash:
            self.report.add(draft.file, 0, _("was edited here since and is left alone."))
            self.report.count(_("pages left alone"))
        elif known.trashed_at:
            self.report.add(draft.file, 0, _("is in the trash here and stays there."))
            self.report.count(_("pages left alone"))
        elif digest_of(draft.title, draft.summary, draft.body) == known.source_hash:
            self.report.count(_("pages unchanged"))
        else:
            self._update(draft, known)

    def _create(self, draft: Draft, topics: list[Topic]) -> None:
        parent = self.pages.get(draft.above)
        if draft.above and parent is None and not self.dry_run:
            self.report.add(draft.file, 0, _("was left out: the page above it could not be made."))
            return
        if not self.dry_run:
            try:
                self.pages[draft.key] = create_wiki_page(
                    self.author,
                    self.community,
                    title=draft.title,
                    summary=draft.summary,
                    body=draft.body,
                    parent=parent,
                    topics=topics,
                    origin=self._origin(draft),
                )
            except Refusal as refusal:
                self.report.add(draft.file, 0, _("was left out: %(why)s") % {"why": refusal})
                return
        self.report.count(_("pages made"))

    def _update(self, draft: Draft, known: WikiPage) -> None:
        if not self.dry_run:
            try:
                self.pages[draft.key] = edit_wiki_page(
                    self.author,
                    known,
                    title=draft.title,
                    summary=draft.summary,
                    body=draft.body,
                    base_revision_id=known.latest_revision_id,
                    origin=self._origin(draft),
                )
            except Refusal as refusal:
                self.report.add(draft.file, 0, _("was not updated: %(why)s") % {"why": refusal})
                return
        self.report.count(_("pages updated"))

    def _origin(self, draft: Draft) -> Origin:
        digest = digest_of(draft.title, draft.summary, draft.body)
        return Origin(draft.source, digest, self.licence, slug=draft.key[-1])

    def _topics_of(self, draft: Draft) -> list[Topic]:
        """Topics for the keywords that the vocabulary knows; the others are reported."""
        if self._topics is None:
            synonyms = TopicSynonym.objects.select_related("topic").filter(topic__in=Topic.objects.current())
            self._topics = {row.word.casefold(): row.topic for row in synonyms}
            self._topics |= {topic.name.casefold(): topic for topic in Topic.objects.current()}
        unknown = [word for word in draft.keywords if word.casefold() not in self._topics]
        if unknown:
            self.report.add(
                draft.file,
                1,
                _("has keywords that are no topics: %(words)s.") % {"words": ", ".join(unknown)},
            )
        found = {self._topics[word.casefold()] for word in draft.keywords if word.casefold() in self._topics}
        return sorted(found, key=lambda topic: topic.pk)

    def keep_address(self, draft: Draft, path: str, key: Key, own: set[str]) -> None:
        """Let a former address lead to the page; one that another page has is reported."""
        if not path or path in own:
            return
        if len(path) > LONGEST_ADDRESS:
            self.report.add(
                draft.file, 1, _("The former address %(path)s is too long.") % {"path": path[:80]}
            )
            return
        page = self.pages.get(key)
        if page is None:
            if self.dry_run:
                self.report.count(_("former addresses"))
            return
        address, made = WikiAddress.objects.filter(community=self.community, path=path).first(), False
        if address is None and not self.dry_run:
            address, made = WikiAddress.objects.create(community=self.community, path=path, page=page), True
        if made or address is None:
            self.report.count(_("former addresses"))
        elif address.page_id != page.pk:
            self.report.add(
                draft.file, 1, _("The former address %(path)s leads to another page.") % {"path": path}
            )
