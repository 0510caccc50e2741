"""What the editor's search costs at many pages, beside Wagtail's own backend on fewer.

bench/admin_search.py                        20,000 pages, on SQLite and, where one answers, on PostgreSQL
bench/admin_search.py --pages 5000           so many pages for ours
bench/admin_search.py --fewer 1000           so many for Wagtail's, whose ranked search on SQLite is quadratic
bench/admin_search.py --database sqlite      only there

Every database is made for the run and dropped after it. GUILDHALL_TEST_POSTGRESQL names another server.
"""

import argparse
import gc
import itertools
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.places import PLACES, NotHere  # noqa: E402  # the line above lets it be found

OURS, WAGTAILS = "content.admin_search", "wagtail.search.backends.database"
LESSONS = 50  # below each course
WHOLE = "two whole words"
QUESTIONS = {
    "a rare word": "quorabel",
    "a common word": "learning",
    "two words, the second begun": "learning gen",
    "one letter": "l",
    "a word of no page": "xylograph",
    WHOLE: "learning general",
}
"""What is typed into a box. All look for beginnings; only Wagtail's bulk actions ask for whole words."""


# -- the pages -------------------------------------------------------------------------------------------


def titles(count: int) -> Iterator[str]:
    """Three to seven words each, frequent and rare as in a language; every thousandth holds a rare one."""
    chance = random.Random(7)
    syllables = [a + b for a in "bdfghklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "il")]
    rest = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(4000)]
    vocabulary = ["learning", "general", "über", *rest]
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    for n in range(count):
        words = chance.choices(vocabulary, weights, k=chance.randint(3, 7))
        yield " ".join([*words, "quorabel"] if n % 1000 == 0 else words).capitalize()


def fill(first: int, last: int) -> None:
    """Courses with lessons below them, written as rows."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction
    from wagtail.models import Locale, Page

    from courses.models import CourseIndexPage, CoursePage, LessonPage

    def page(model: type, parent: Page, step: int, title: str) -> Page:
        path = Page._get_path(parent.path, parent.depth + 1, step)
        slug = f"p{path}".lower()
        made = Page(path=path, depth=parent.depth + 1, title=title, draft_title=title, slug=slug)
        made.content_type = ContentType.objects.get_for_model(model)
        made.url_path, made.locale = f"{parent.url_path}{slug}/", locale
        return made

    locale, top, named = Locale.objects.get(), CourseIndexPage.objects.get(), titles(last)
    with transaction.atomic():
        for n, title in enumerate(named):
            if n < first:
                continue
            if n % LESSONS == 0:
                course = page(CoursePage, top, n // LESSONS + 1, title)
                course.save_base(raw=True)
                child = CoursePage(page_ptr=course)
            else:
                lesson = page(LessonPage, course, n % LESSONS, title)
                lesson.save_base(raw=True)
                child = LessonPage(page_ptr=lesson, course_id=course.pk)
            child.save_base(raw=True)
        Page.objects.filter(depth=top.depth).update(numchild=last // LESSONS)


def index(backend: str) -> float:
    """Empties the index and fills it anew; returns pages a second."""
    from modelsearch.backends import get_search_backend

    from courses.models import CoursePage, LessonPage

    search = get_search_backend(backend)
    search.reset_indexes()
    clock = clock_here()
    done, spent = 0, 0.0
    for model in (CoursePage, LessonPage):
        pages = list(model.get_indexed_objects())
        began = clock()
        for start in range(0, len(pages), 1000):
            search.add_bulk(model, pages[start : start + 1000])
        spent += clock() - began
        done += len(pages)
    _settle()
    return done / spent


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# -- the measures ----------------------------------------------------------------------------------------


def clock_here() -> Callable[[], float]:
    """SQLite works within this process, whose own time others on the machine do not lengthen."""
    from django.db import connection

    return time.process_time if connection.vendor == "sqlite" else time.perf_counter


def milliseconds(work: Callable[[], object], times: int = 7) -> float:
    """The fastest of a few runs, as others may use the machine; of one, when that takes seconds."""
    gc.collect()
    clock = clock_here()
    spent: list[float] = []
    while len(spent) < times and sum(spent) < 3:
        began = clock()
        work()
        spent.append(clock() - began)
    return min(spent) * 1000


def searches(backend: str) -> dict[str, float]:
    """Milliseconds for what a search box asks: how many there are, of which kinds, and the first 20."""
    from modelsearch.backends import get_search_backend
    from wagtail.models import Page

    def ask(name: str, words: str) -> None:
        search = get_search_backend(backend)
        found = (search.search if name == WHOLE else search.autocomplete)(words, Page.objects.all())
        found.count(), found.facet("content_type_id"), list(found[:20])

    return {name: milliseconds(partial(ask, name, words)) for name, words in QUESTIONS.items()}


def saves(backend: str) -> dict[str, float]:
    """Milliseconds to save a page with another title, and to write its words alone."""
    from django.db import transaction
    from django.test import override_settings
    from modelsearch.backends import get_search_backend

    from courses.models import LessonPage

    pages = itertools.cycle(LessonPage.objects.order_by("pk")[:15])
    number = itertools.count()

    def rename(page: LessonPage) -> LessonPage:
        page.title = page.draft_title = f"Renamed {next(number)} learning"
        return page

    with override_settings(WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": backend}}):
        rename(next(pages)).save()
        spent = {"saving a page": milliseconds(lambda: rename(next(pages)).save(), 15)}
        search = get_search_backend(backend)
        with transaction.atomic():
            spent["its words alone"] = milliseconds(lambda: search.add(rename(next(pages))), 15)
    return spent


def doors() -> dict[str, float]:
    """Milliseconds for whole pages of the editor, as the operator sees them."""
    from django.test import Client

    from people.models import Person

    operator = Person.objects.create_user(name="Olga Lind", email="olga@example.org", is_superuser=True)
    client = Client(headers={"host": "localhost"})
    client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")

    def ask(url: str, words: str) -> None:
        answer = client.get(url, {"q": words})
        if answer.status_code != 200:
            sys.exit(f"{url} answered {answer.status_code}")

    return {
        f"{url}?q={words}": milliseconds(partial(ask, url, words), 5)
        for url in ("/admin/pages/search/", "/admin/choose-page/search/")
        for words in QUESTIONS.values()
    }


# -- the report ------------------------------------------------------------------------------------------


def measure(many: int, few: int) -> None:
    """In a fresh database: Wagtail's backend on few pages, ours on both, and saving among many with each."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(0, few)
    index(WAGTAILS)
    theirs = searches(WAGTAILS)
    index(OURS)
    ours_few = searches(OURS)
    fill(few, many)
    their_rate, their_saves = index(WAGTAILS), saves(WAGTAILS)
    rate = index(OURS)
    ours = searches(OURS)
    row("", f"Wagtail {few:,}", f"ours {few:,}", "ratio", f"ours {many:,}", "growth")
    for name in QUESTIONS:
        row(
            name,
            theirs[name],
            ours_few[name],
            theirs[name] / ours_few[name],
            ours[name],
            ours[name] / ours_few[name],
        )
    row("", f"Wagtail {many:,}", f"ours {many:,}", "ratio")
    for name, spent in saves(OURS).items():
        row(name, their_saves[name], spent, their_saves[name] / spent)
    row("indexed a second, in bulk", their_rate, rate, rate / their_rate)
    row("", f"ours {many:,}")
    for name, spent in doors().items():
        row(name, spent)


def row(name: str, *cells: float | str) -> None:
    """A line of the report: milliseconds, unless it says otherwise."""
    shown = (cell if isinstance(cell, str) else f"{cell:,.1f}" for cell in cells)
    print(f"  {name:44}" + "".join(f"{cell:>16}" for cell in shown), flush=True)


def main() -> int:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--fewer", type=int, default=2_000)
    parser.add_argument("--database", choices=PLACES, action="append")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.here:
        measure(asked.pages, min(asked.fewer, asked.pages))
        return 0
    return max(run(name, asked.pages, asked.fewer) for name in asked.database or PLACES)


def run(name: str, pages: int, fewer: int) -> int:
    """One database, in a process of its own: the models of Wagtail's index differ between them."""
    print(f"\n-- admin search, {name}, milliseconds " + "-" * 40, flush=True)
    command = [sys.executable, __file__, "--here", "--pages", str(pages), "--fewer", str(fewer)]
    settings = {
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }
    try:
        with PLACES[name]() as url:
            own = {**os.environ, **settings, "DATABASE_URL": url}
            return subprocess.run(command, env=own, check=False).returncode  # noqa: S603  # this file itself
    except NotHere as failed:
        print(f"  not run: {failed}")
        return 0


if __name__ == "__main__":
    sys.exit(main())
