"""What the product costs, as ratios measured in one run: `make bench`, or `python -m bench`. See README.md.

python -m bench                                    everything, on every database that is here
python -m bench --only search --sizes 2000,20000   these benchmarks, at these numbers of documents
python -m bench --databases sqlite                 only there
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.places import PLACES, NotHere, elasticsearch
from bench.words import SEED

ROOT = Path(__file__).resolve().parent.parent
BENCHMARKS = ("index", "search", "wagtail", "page", "enrol", "elasticsearch")
SIZES = "2000,10000,20000"
PAGE_AT = 10_000


def main(words: list[str]) -> int:
    asked = _arguments(words)
    if asked.here:
        return measure(asked)
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    print(f"Made-up words with seed {SEED}; × are ratios within this run; one core.", flush=True)
    return max([_run(database, words) for database in asked.databases])


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", type=_names(BENCHMARKS), default=list(BENCHMARKS), help=", ".join(BENCHMARKS)
    )
    parser.add_argument("--sizes", type=_sizes, default=_sizes(SIZES), help=f"{SIZES} unless said otherwise")
    parser.add_argument("--databases", type=_names(PLACES), default=list(PLACES), help=", ".join(PLACES))
    parser.add_argument("--requests", type=int, default=320, help="to each page, for each number of clients")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args([word for word in words if word])


def _names(known: object) -> Callable[[str], list[str]]:
    def names(text: str) -> list[str]:
        chosen = text.split(",")
        for name in chosen:
            if name not in list(known):
                raise argparse.ArgumentTypeError(f"“{name}” is none of {', '.join(known)}")
        return chosen

    return names


def _sizes(text: str) -> list[int]:
    try:
        sizes = sorted({int(size) for size in text.replace("_", "").split(",")})
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no list of numbers") from None
    if sizes[0] < 1:
        raise argparse.ArgumentTypeError("a size is at least 1")
    return sizes


def _run(database: str, words: list[str]) -> int:
    """A process of its own: what Wagtail's index is made of differs between databases."""
    print(f"\n-- {database} " + "-" * (100 - len(database)), flush=True)
    try:
        with PLACES[database]() as url:
            environment = {
                **os.environ,
                "DATABASE_URL": url,
                "DEMO": "1",
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "ELASTICSEARCH_URL": "",
                "BENCH_ELASTICSEARCH": elasticsearch(),
                "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
            }
            command = [sys.executable, "-m", "bench", "--here", *words]
            return subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode  # noqa: S603  # our own
    except NotHere as reason:
        print(f"  not run: {reason}")
        return 0


def measure(asked: argparse.Namespace) -> int:
    """Everything chosen, in the empty database of this process."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for row in _rows(asked.only, asked.sizes, asked.requests):
        print(row, flush=True)
    return 0


def _rows(only: list[str], sizes: list[int], requests: int) -> Iterator[object]:
    # After Django is ready, and only then, there are models.
    from bench.beside_wagtail import beside_wagtail
    from bench.elastic import elasticsearch as elastic
    from bench.enrolling import enrolling
    from bench.indexing import indexing
    from bench.page import search_page
    from bench.searching import Searching
    from bench.words import Vocabulary
    from bench.world import World

    world, searching = World(Vocabulary()), Searching()
    for size in sizes:
        world.grow(size)
        rate = list(indexing(world, size))
        yield from rate if "index" in only else []
        if "search" in only:
            yield from searching.at(world, size)
        if "wagtail" in only:
            yield from beside_wagtail(world, size)
        if "page" in only and size == min(sizes, key=lambda each: abs(each - PAGE_AT)):
            yield from search_page(world, size, requests)
        if "enrol" in only and size == sizes[0]:
            yield from enrolling(world, requests)
        if "elasticsearch" in only:
            yield from elastic(world, size)
    yield from searching.growth()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
