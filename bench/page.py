"""The search page over the production server on one core, beside a bare view that renders the same rows."""

from collections.abc import Iterator
from urllib.parse import urlencode

from bench.questions import questions
from bench.report import Row, Times
from bench.serving import AT_ONCE, Request, asked, beside_bare, server, signed_in
from bench.world import World

PAGES = {"bare": "/bench/bare/", "search": "/search/"}


def search_page(world: World, size: int, requests: int) -> Iterator[Row]:
    """So many requests to each page for each number of clients."""
    texts = [question.text for question in questions(world.vocabulary) if not question.filters]
    headers = {"Cookie": signed_in(world.reader)}
    pages = {
        name: [Request(f"{page}?{urlencode({'q': text})}", headers) for text in texts]
        for name, page in PAGES.items()
    }
    with server() as port:
        for each in pages.values():
            asked(port, each, 4)
        for many in AT_ONCE:
            times = {
                name: Times.of(asked(port, (each * (requests // len(each) + 1))[:requests], many))
                for name, each in pages.items()
            }
            when = f"{many} at once, {size:,} documents"
            yield from beside_bare(times["search"], times["bare"], "search page", when)
