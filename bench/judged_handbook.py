"""Builds a judged set from the pages of a real handbook: what people would type, and the page that answers.

    python -m bench.judged_handbook var/judged/handbook [--corpus ../shared/corpus]

The queries are of four kinds, and their ids say which:
`title`    a page's title or a heading that only repeats words of it; easy
`heading`  another heading of the page
`link`     words by which another page refers to it; the page itself need not hold them
`asked`    a question in everyday words, written by us (handbook_questions.tsv)
The page itself has grade 2. For questions, pages that help as well have grade 1. The same handbook
gives the same set.
"""

import argparse
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

HANDBOOK = Path("wiki", "18f-handbook", "pages")
QUESTIONS = Path(__file__).with_name("handbook_questions.tsv")
MOST = {"title": 60, "heading": 120, "link": 80}
MOST_OF_A_PAGE = {"title": 1, "heading": 2, "link": 2}
MOST_ANSWERS = 2
"""Words that lead to more pages than this do not say what is looked for."""

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_LINK = re.compile(r"\[([^\[\]]+)\]\(\{%\s*page\s+\"([^\"#]*)(?:#[^\"]*)?\"\s*%\}[^)]*\)")
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<[^>]+>|\{#[\w-]+\}", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SAID_ANYWHERE = frozenset(
    _WORD.findall(
        "a about an and are as at by can do for from get getting handbook help here how i if in is it learn"
        " more of on or other our out overview page pages questions read resources see still summary that the"
        " their there these this to tts tips usage using we what when where who with you your"
    )
)
"""Words that alone say nothing of what is looked for."""

_markdown = MarkdownIt("gfm-like", {"linkify": False})
Answers = dict[str, int]


@dataclass
class Page:
    """One page: its address in the folder, its words, and by which words it leads where."""

    id: str
    title: str
    body: str
    headings: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)


def pages_in(folder: Path) -> list[Page]:
    """The pages that have any text, in the order of their paths."""
    paths = sorted(folder.rglob("*.md"), key=lambda path: path.relative_to(folder).as_posix())
    pages = [_page(path, path.relative_to(folder).as_posix()) for path in paths]
    return [page for page in pages if page.body]


def _page(path: Path, name: str) -> Page:
    text = path.read_text("utf-8")
    front, text = _front(text)
    links = [(_plain(label), _address(target)) for label, target in _LINK.findall(text)]
    tokens = _markdown.parse(_TAG.sub(" ", _LINK.sub(r"\1", text)))
    headings = [
        _plain(_words(tokens[n + 1])) for n, token in enumerate(tokens) if token.type == "heading_open"
    ]
    body = " ".join(_words(token) for token in tokens if token.content)
    title = _plain(str(front.get("title") or "")) or (headings[0] if headings else name)
    moved = front.get("redirect_from") or []
    former = [moved] if isinstance(moved, str) else moved
    return Page(name, title, _plain(body), headings, links, [_address(name), *map(_address, former)])


def _front(text: str) -> tuple[dict[str, object], str]:
    found = _FRONT.match(text)
    if not found:
        return {}, text
    front = yaml.safe_load(found[1])
    return front if isinstance(front, dict) else {}, text[found.end() :]


def _address(target: str) -> str:
    """One spelling for all the ways in which pages are referred to."""
    return target.removesuffix(".md").strip("/").removesuffix("index").strip("/").lower()


def _words(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join(" " if child.type.endswith("break") else child.content for child in token.children)


def _plain(text: str) -> str:
    return " ".join(_TAG.sub(" ", text).replace("&amp;", "&").replace("**", "").split())


def telling(text: str) -> frozenset[str]:
    """The words of a text that say what is looked for."""
    return frozenset(_WORD.findall(text.lower())) - _SAID_ANYWHERE


@dataclass(frozen=True)
class Query:
    kind: str
    text: str
    answers: tuple[tuple[str, int], ...]


def queries(pages: list[Page], asked: Iterable[str]) -> list[Query]:
    """All queries, each text once: questions before links before headings before titles."""
    links, headings, titles = _links(pages), _headings(pages), _titles(pages)
    for text in list(headings):
        if any(telling(text) <= telling(page.title) for page in pages if page.id in headings[text]):
            titles[text] = headings.pop(text) | titles.get(text, {})
    found = list(_asked(asked, {page.id for page in pages}))
    taken = {query.text.lower() for query in found}
    for kind, answers in (("link", links), ("heading", headings), ("title", titles)):
        kept = {text: of for text, of in answers.items() if text.lower() not in taken}
        found += _some(kind, kept)
        taken.update(text.lower() for text in kept)
    return found


def _titles(pages: list[Page]) -> dict[str, Answers]:
    titles: dict[str, Answers] = defaultdict(dict)
    for page in pages:
        if telling(page.title):
            titles[page.title][page.id] = 2
    return titles


def _headings(pages: list[Page]) -> dict[str, Answers]:
    headings: dict[str, Answers] = defaultdict(dict)
    for page in pages:
        for heading in page.headings:
            if len(telling(heading)) > 1:
                headings[heading][page.id] = 2
    return headings


def _links(pages: list[Page]) -> dict[str, Answers]:
    """Words that lead to one page; not those that its title says as well."""
    by_address = {address: page for page in pages for address in page.addresses}
    links: dict[str, Answers] = defaultdict(dict)
    for page in pages:
        for label, address in page.links:
            target = by_address.get(address)
            if target and target is not page and len(telling(label)) > 1 and not _titled(label, target):
                links[label][target.id] = 2
    return links


def _titled(label: str, page: Page) -> bool:
    return telling(label) <= telling(page.title)


def _asked(lines: Iterable[str], known: set[str]) -> Iterator[Query]:
    for line in lines:
        text, *answers = line.split("\t")
        if unknown := set(answers) - known:
            sys.exit(f"The handbook has no page {unknown.pop()}, which answers “{text}”.")
        yield Query("asked", text, tuple((answer, 1 if n else 2) for n, answer in enumerate(answers)))


def _some(kind: str, answers: dict[str, Answers]) -> Iterator[Query]:
    """As many as shall be, spread over pages; which ones depends on their words alone."""
    left = MOST[kind]
    of_page: dict[str, int] = defaultdict(int)
    for text in sorted(answers, key=lambda text: hashlib.sha256(text.encode()).digest()):
        pages = answers[text]
        if (
            left
            and len(pages) <= MOST_ANSWERS
            and all(of_page[page] < MOST_OF_A_PAGE[kind] for page in pages)
        ):
            left -= 1
            for page in pages:
                of_page[page] += 1
            yield Query(kind, text, tuple(sorted(pages.items())))


def write(folder: Path, pages: Iterable[Page], asked: Iterable[Query]) -> None:
    """The three files that `search_eval` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "docs.jsonl").open("w", encoding="utf-8") as file:
        for page in pages:
            document = {"id": page.id, "title": page.title, "body": page.body, "language": "en"}
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
    numbered = [(f"{query.kind}-{n}", query) for n, query in enumerate(asked, start=1)]
    rows = [f"{name}\t{query.text}\n" for name, query in numbered]
    (folder / "queries.tsv").write_text("".join(rows), "utf-8")
    grades = [f"{name}\t{page}\t{grade}\n" for name, query in numbered for page, grade in query.answers]
    (folder / "qrels.tsv").write_text("".join(grades), "utf-8")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.judged_handbook", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the three files are written")
    parser.add_argument("--corpus", type=Path, default=Path("..", "shared", "corpus"))
    given = parser.parse_args(arguments)
    handbook = given.corpus / HANDBOOK
    if not handbook.is_dir():
        sys.exit(f"There is no handbook in {handbook}. Say where it is with --corpus.")
    pages = pages_in(handbook)
    asked = queries(pages, QUESTIONS.read_text("utf-8").splitlines())
    write(given.folder, pages, asked)
    counts = ", ".join(
        f"{sum(q.kind == kind for q in asked)} {kind}" for kind in ("asked", "link", "heading", "title")
    )
    print(f"{len(pages)} documents and {len(asked)} queries in {given.folder} ({counts})")


if __name__ == "__main__":
    main(sys.argv[1:])
