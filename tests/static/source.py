"""The files of this checkout, as the rules of the house look at them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = [
    "communities",
    "config",
    "content",
    "courses",
    "duties",
    "home",
    "notifications",
    "people",
    "search",
    "topics",
]


@cache
def files():
    """Every file that is kept, or would be with the next commit."""
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    return sorted(path for name in set(done.stdout.splitlines()) if (path := ROOT / name).is_file())


def name_of(path):
    return str(path.relative_to(ROOT))


@cache
def text(path):
    """What a file says; nothing for pictures and other bytes."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def lines(path):
    return text(path).splitlines()


def with_suffix(*suffixes):
    return [path for path in files() if path.suffix in suffixes]


@cache
def product():
    """The Python that runs in production, without migrations."""
    own = (*(f"{app}/" for app in APPS), "site/")
    paths = [path for path in with_suffix(".py") if name_of(path).startswith(own)]
    return [path for path in paths if "migrations" not in path.parts]


def templates():
    return [
        path
        for path in with_suffix(".html", ".txt")
        if "templates" in path.parts and "tests" not in path.parts
    ]


@cache
def tree(path):
    return ast.parse(text(path))


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function):
    return function.end_lineno - function.lineno + 1


def found(paths, pattern, *, without=None):
    """Where a pattern stands, as `path:line: text`; not counting what matches `without`, or the rules."""
    return [
        f"{name_of(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        if path.name != "test_house.py"
        for number, line in enumerate(lines(path), 1)
        if pattern.search(line) and not (without and without.search(line))
    ]
