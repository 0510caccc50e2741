"""The real handbook, where it is present: every page arrives, every link leads somewhere."""

import os
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from communities import actions
from communities.models import WikiAddress, WikiPage
from content.markdown import read

ROOT = Path(__file__).resolve().parents[3]
HANDBOOK = Path(os.environ.get("GUILDHALL_CORPUS", ROOT.parent / "shared/corpus")) / "wiki/18f-handbook"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not HANDBOOK.is_dir(), reason="the handbook is not here"),
]


@pytest.fixture
def imported(operator):
    actions.found_community(operator, "Handbook", "", audience="public")

    def run():
        out = StringIO()
        call_command("import_wiki", str(HANDBOOK), community="handbook", stdout=out)
        return out.getvalue().splitlines()

    return run(), run


def test_the_handbook_becomes_a_wiki(imported, as_person):
    lines, run_again = imported
    pages = {page.get_absolute_url(): page for page in WikiPage.objects.select_related("community")}
    files = list(HANDBOOK.joinpath("pages").rglob("*.md"))
    assert len(pages) > len(files) - 20
    assert sum("left out" in line for line in lines) == 0
    assert WikiAddress.objects.count() > 150
    assert {page.licence for page in pages.values()} == {"CC0 1.0"}

    seen = {url: read(page.html) for url, page in pages.items()}
    anchors = {url: set(re.findall(r'\bid="([^"]+)"', page.html)) for url, page in pages.items()}
    dead = []
    for url, page in seen.items():
        for link in page.links:
            path, _hash, anchor = link.partition("#")
            path = path or url
            if not link.startswith(("/", "#")) or path == "/communities/handbook/wiki/":
                continue
            if path not in pages or (anchor and anchor not in anchors[path]):
                dead.append((url, link))
    assert dead == []

    about_tags = "/communities/handbook/wiki/updating-the-handbook/"
    left = [
        url
        for url, page in seen.items()
        if re.search(r"\{[%{]", page.text) and not url.startswith(about_tags)
    ]
    assert left == []

    before = list(WikiPage.objects.order_by("pk").values_list("pk", "latest_revision_id", "source_hash"))
    again = run_again()
    assert (
        list(WikiPage.objects.order_by("pk").values_list("pk", "latest_revision_id", "source_hash")) == before
    )
    assert [line for line in again if "left out" in line] == []
    visitor = as_person(None)
    for url in list(pages)[::25]:
        assert (url, visitor.get(url).status_code) == (url, 200)
