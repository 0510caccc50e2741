"""Lesson blocks in few words, in the shape in which `content.blocks` takes them.

Pictures and files go by their names here; `config.demo.write_courses` puts the stored ones in their place.
"""

from typing import Any

Block = tuple[str, Any]
Answer = dict[str, Any]


def text(html: str) -> Block:
    return "text", html


def heading(words: str) -> Block:
    return "heading", words


def picture(name: str, alt: str, caption: str = "") -> Block:
    return "picture", {"picture": name, "alt": alt, "caption": caption}


def code(language: str, *lines: str, caption: str = "") -> Block:
    return "code", {"language": language, "code": "\n".join(lines), "caption": caption}


def table(caption: str, *rows: str) -> Block:
    """Cells are apart by |, the first row is the heading."""
    return "table", {"caption": caption, "rows": "\n".join(rows)}


def callout(kind: str, *body: Block, title: str = "") -> Block:
    return "callout", {"kind": kind, "title": title, "body": list(body)}


def step(title: str, *body: Block) -> dict[str, Any]:
    return {"title": title, "body": list(body)}


def steps(title: str, *parts: dict[str, Any]) -> Block:
    return "steps", {"title": title, "steps": list(parts)}


def right(answer: str, why: str) -> Answer:
    return {"text": answer, "correct": True, "why": why}


def wrong(answer: str, why: str) -> Answer:
    return {"text": answer, "correct": False, "why": why}


def quiz(question: str, *answers: Answer) -> Block:
    return "quiz", {"question": question, "answers": list(answers)}


def discussion(prompt: str) -> Block:
    return "discussion", {"prompt": prompt}


def task(title: str, body: Block, solution: Block, *, minutes: int) -> Block:
    return "task", {"title": title, "minutes": minutes, "body": [body], "solution": [solution]}


def video(title: str, url: str, *, minutes: int) -> Block:
    return "video", {"url": url, "title": title, "minutes": minutes}


def download(file: str, title: str) -> Block:
    return "download", {"file": file, "title": title}


def link_card(title: str, url: str, description: str) -> Block:
    return "link_card", {"url": url, "title": title, "description": description}
