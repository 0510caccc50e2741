"""Reading a judged set: documents, queries, and which documents answer which query.

A set is a folder with three files in UTF-8. `docs.jsonl` holds a line for each document: an object
with `id`, `title`, `body` and perhaps `language`. `queries.tsv` holds id and text, `qrels.tsv` query
id, document id and grade, with tabs between; a first line that names these columns is passed over.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DOCUMENTS, QUERIES, GRADES = "docs.jsonl", "queries.tsv", "qrels.tsv"
_HEADINGS = frozenset(["id", "qid", "query-id", "query_id", "queryid"])


class BadSet(Exception):  # noqa: N818  # what it says, not what it is
    """The set cannot be used; the text says why, with file and line."""


@dataclass(frozen=True)
class Document:
    """One document of a set. An unnamed language is English."""

    id: str
    title: str
    body: str
    language: str = "en"


@dataclass(frozen=True)
class JudgedSet:
    """A set that was read and found sound. Documents stay in their file.

    `grades` maps query to document to grade; above 0 the document answers the query. `warnings` are
    sentences about lines that were left out.
    """

    folder: Path
    size: int
    queries: dict[str, str]
    grades: dict[str, dict[str, int]]
    warnings: list[str] = field(default_factory=list)

    def documents(self) -> Iterator[Document]:
        """Every document in the order of its file, one at a time."""
        for number, line in _lines(self.folder / DOCUMENTS):
            yield _document(line, f"{DOCUMENTS}, line {number}")

    @property
    def answerable(self) -> list[str]:
        """The queries that some document answers; the others have nothing to measure."""
        return [query for query in self.queries if any(grade > 0 for grade in self.grades[query].values())]


def read(folder: Path) -> JudgedSet:
    """The set in a folder, checked from the first line to the last.

    Raises BadSet for a missing file, a broken line, or an id that is given twice. Grades for unknown
    queries or documents are left out with a warning, as many published sets have some.
    """
    known = _known_documents(folder)
    queries = _queries(folder)
    grades: dict[str, dict[str, int]] = {query: {} for query in queries}
    warnings: list[str] = []
    for number, (query, document, grade) in _rows(
        folder / GRADES, 3, "a query id, a document id and a grade"
    ):
        where = f"{GRADES}, line {number}"
        unknown = ("query", query) if query not in queries else ("document", document)
        if query not in queries or document not in known:
            warnings.append(f"{where}: there is no {unknown[0]} “{unknown[1]}”. The line was left out.")
        else:
            of_query = grades[query]
            of_query[document] = max(_grade(grade, where), of_query.get(document, 0))
    found = JudgedSet(folder, len(known), queries, grades, warnings)
    if not found.answerable:
        raise BadSet(f"{GRADES} names no document that answers a query.")
    return found


def _known_documents(folder: Path) -> set[str]:
    known: set[str] = set()
    for number, line in _lines(folder / DOCUMENTS):
        where = f"{DOCUMENTS}, line {number}"
        document = _document(line, where)
        if document.id in known:
            raise BadSet(f"{where}: the id “{document.id}” is there already. Every document needs its own.")
        known.add(document.id)
    if not known:
        raise BadSet(f"{DOCUMENTS} holds no document.")
    return known


def _queries(folder: Path) -> dict[str, str]:
    queries: dict[str, str] = {}
    for number, (query, text) in _rows(folder / QUERIES, 2, "an id and a text"):
        if query in queries:
            raise BadSet(
                f"{QUERIES}, line {number}: the id “{query}” is there already. Every query needs its own."
            )
        queries[query] = text
    if not queries:
        raise BadSet(f"{QUERIES} holds no query.")
    return queries


def _grade(text: str, where: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadSet(f"{where}: “{text}” is no grade. A grade is a whole number.") from None


def _document(line: str, where: str) -> Document:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadSet(f"{where}: this is no JSON ({error}).") from None
    if not isinstance(found, dict) or found.get("id") in (None, ""):
        raise BadSet(f"{where}: a document is an object with an id, a title and a body.")
    values = {name: _text(found.get(name), name, where) for name in ("id", "title", "body", "language")}
    return Document(**{**values, "language": values["language"] or "en"})


def _text(value: Any, name: str, where: str) -> str:
    """A text that every database stores; a number counts as one, nothing as an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadSet(f"{where}: “{name}” is no text.")
    return str(value).encode("utf-8", "replace").decode().replace("\0", " ")


def _rows(path: Path, columns: int, wanted: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table, none of their cells empty; the last column may hold tabs itself."""
    for number, line in _lines(path):
        cells = [cell.strip() for cell in line.split("\t", columns - 1)]
        if number == 1 and cells[0].lower() in _HEADINGS:
            continue
        if len(cells) < columns or not all(cells):
            raise BadSet(f"{path.name}, line {number}: {wanted} are needed, with tabs between.")
        yield number, cells


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers."""
    number = 0
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, start=1):  # named in the sentence below
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
                if line.strip():
                    yield number, line
    except UnicodeDecodeError:
        raise BadSet(f"{path.name}, line {number}: this is no UTF-8.") from None
    except OSError as error:
        raise BadSet(f"{path} cannot be read ({error.strerror}).") from None
