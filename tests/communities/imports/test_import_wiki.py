"""A folder of Markdown pages becomes a wiki, and doing it again changes nothing."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from wagtail.models import Collection, Page, Revision

from communities import actions
from communities.imports.reading import tidy
from communities.models import Membership, WikiAddress, WikiPage
from content.models import CustomImage
from tests import factories

FIXTURE = Path(__file__).parent / "fixture"


@pytest.fixture(autouse=True)
def no_picture_of_another_test():
    cache.clear()  # Wagtail keeps renditions there by the numbers of pictures, which tests use again


@pytest.fixture
def smiths(operator):
    return actions.found_community(operator, "Smiths", "We forge.", audience="public")


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(FIXTURE, tmp_path / "handbook"))


def run(folder, **options):
    out = StringIO()
    options.setdefault("community", "smiths")
    call_command("import_wiki", str(folder), site=["https://handbook.example.org/"], stdout=out, **options)
    return out.getvalue().splitlines()


def page_at(path):
    return WikiPage.objects.at("smiths", path).get()


def everything():
    return (
        list(
            Page.objects.order_by("pk").values_list("pk", "path", "url_path", "title", "latest_revision_id")
        ),
        list(WikiPage.objects.order_by("pk").values_list("body", "html", "source", "source_hash", "live")),
        list(WikiAddress.objects.order_by("pk").values_list("path", "page_id")),
        Revision.objects.count(),
        list(CustomImage.objects.values_list("pk", "file_hash")),
        Collection.objects.count(),
    )


def test_pages_stand_where_their_files_stood(smiths, folder):
    run(folder)
    found = {page.wiki_path: page.title for page in WikiPage.objects.select_related("community")}
    assert found == {
        "tools": "Tools",
        "tools/hammer": "Hammer (Tools)",
        "tools/saw": "Saw",
        "rules": "Rules",
        "rules/hammer": "Hammer",
        "rules/travel": "Travel",
        "guides": "Guides",
        "guides/elsewhere": "Elsewhere",
    }
    hammer = page_at("tools/hammer")
    assert (hammer.summary, hammer.licence) == ("For nails", "CC0 1.0")
    assert hammer.source == "handbook/pages/tools/hammer.md"
    assert hammer.latest_revision.user.name == "Olga Lind"


def test_links_are_written_as_real_addresses(smiths, folder):
    run(folder)
    assert page_at("tools").body == (
        "Start with the [hammer](/communities/smiths/wiki/tools/hammer/) or "
        'the [saw](/communities/smiths/wiki/tools/saw/#sharpening "Sharp").\n'
        "The [rules](/communities/smiths/wiki/rules/travel/#paying-back) hold here too."
    )
    assert page_at("rules/travel").body == (
        "A kilometre pays **0.30**, says the desk.\n\n## Paying back\n\n"
        "[Home](/communities/smiths/wiki/) [up](/communities/smiths/wiki/rules/)"
    )
    assert "Down to [wood](#wood--metal) and nothing." in page_at("tools/saw").body


def test_tags_become_markdown_and_code_stays(smiths, folder):
    run(folder)
    body = page_at("tools/hammer").body
    assert body.startswith(
        "> [!warning]\n> This page may be out of date.\n\n> [!warning] Mind your thumb\n> It **hurts**."
    )
    for piece in (
        "> See [the saw](/communities/smiths/wiki/tools/saw/).",
        "  *(Picture: a nail)*",
        "- Ask in the tool room (#tool-talk).",
        "> [!tip]\n> Well done",
        "{%literal%}",
        "| dead | [gone](/communities/smiths/wiki/tools/saw/) |",
        '[code]({% page "/tools/saw/" %}) [kept](/nowhere/)',
        '<a href="/communities/smiths/wiki/tools/saw/">raw</a> `[inline](/nowhere/)`',
        "[ref] and [mail](mailto:help@example.org) and bad",
        "[published](/communities/smiths/wiki/tools/saw/)",
        "[https://handbook.example.org/hammers/](/communities/smiths/wiki/tools/hammer/)",
        "[ref]: /communities/smiths/wiki/tools/saw/",
        (
            "## Questions?\n\n- [help@example.org](mailto:help@example.org)\n"
            "- [The forge](https://forge.example.org/)\n- #tool-talk\n"
        ),
    ):
        assert piece in body
    for gone in ("Nobody reads this", "mystery", "unknown", "missing.html"):
        assert gone not in body
    assert "<button" not in page_at("tools/hammer").html


def test_everything_skipped_is_told_with_file_and_line(smiths, folder):
    lines = run(folder)
    assert lines[:-1] == [
        "LICENSE.md tells about the folder and is no page of the wiki.",
        "README.md tells about the folder and is no page of the wiki.",
        "pages/guides/broken.md:3 was left out: The YAML is broken: found unexpected end of stream.",
        "pages/guides/latin.md was left out: it is not UTF-8 (line 4).",
        "pages/tools/hammer.md:1 has front matter that is not used: date_approved.",
        "pages/tools/hammer.md:1 “Hammer” is the title of two pages; this one is “Hammer (Tools)”.",
        "pages/tools/hammer.md:22 the picture _img/nail.png: is not there.",
        "pages/tools/hammer.md:26 {% include missing.html %} was dropped: it is not in the folder.",
        "pages/tools/hammer.md:28 {% mystery %} is not known here and was dropped.",
        "pages/tools/hammer.md:28 {{ unknown }} is not known here and was dropped.",
        (
            "pages/tools/hammer.md:32 /tools/saw/#no-such-part: the page has no such heading; "
            "the link leads to its top."
        ),
        "pages/tools/hammer.md:32 the link to “/nowhere/” leads nowhere and became plain text.",
        "pages/tools/hammer.md:38 <button> is not kept.",
        "pages/tools/hammer.md:39 the link to javascript:alert(1) is of a kind that is not kept.",
        "pages/tools/saw.md:7 the link to “downloads/notes.pdf” leads nowhere and became plain text.",
        "pages/tools/saw.md:11 the link to “#nothing” leads nowhere and became plain text.",
        "pages/tools/tools.md:1 has keywords that are no topics: rope, unheard of.",
    ]
    assert "pages made: 8" in lines[-1]


def test_former_addresses_lead_to_the_pages(smiths, folder, as_person):
    run(folder)
    for former, now in [
        ("hammers", "tools/hammer"),
        ("old/hammer", "tools/hammer"),
        ("saws", "tools/saw"),
        ("guides/moved", "tools/hammer"),
        ("formerly", "tools/hammer"),
        ("tools/tools", "tools"),
    ]:
        answer = as_person(None).get(f"/communities/smiths/wiki/{former}/")
        assert (former, answer.status_code, answer.headers.get("Location")) == (
            former,
            301,
            f"/communities/smiths/wiki/{now}/",
        )
    assert "This is now at" in page_at("guides/elsewhere").body


def test_pictures_are_taken_in_and_seen_by_whom_the_community_is_seen_by(smiths, folder, as_person):
    run(folder)
    picture = CustomImage.objects.get()
    assert [row.token for row in picture.collection.audience.all()] == ["public"]
    body = page_at("tools/saw").body
    address = body[body.index("![teeth](") + 9 :].partition(")")[0]
    assert address.startswith("/media/")
    assert as_person(None).get(address).status_code == 200
    assert f'<img src="{address}" alt="teeth">' in page_at("tools/saw").html


def test_known_keywords_become_topics(smiths, folder):
    rope = factories.topic("Rope")
    run(folder)
    assert list(page_at("tools").topics.all()) == [rope]


def test_twice_changes_nothing(smiths, folder):
    run(folder)
    before = everything()
    again = run(folder)
    assert everything() == before
    assert "pages unchanged" in again[-1]
    assert "pages made" not in again[-1]


def test_a_dry_run_reports_the_same_and_writes_nothing(smiths, folder):
    before = everything()
    dry = run(folder, dry_run=True)
    assert everything() == before
    assert dry[-1] == "Nothing was written: this was a dry run."
    real = run(folder)
    assert dry[:-2] == real[:-1]


def test_a_page_that_changed_in_the_folder_is_updated_with_a_revision(smiths, folder):
    run(folder)
    file = folder / "pages/rules/hammer.md"
    file.write_text(file.read_text() + "\nMore.\n")
    lines = run(folder)
    page = page_at("rules/hammer")
    assert (page.body, page.revisions.count()) == ("Another one.\n\nMore.", 2)
    assert ("pages updated: 1" in lines[-1], "pages unchanged: 7" in lines[-1]) == (True, True)
    assert "pages unchanged" in run(folder)[-1]


def test_a_page_that_was_edited_here_is_left_alone_and_told(smiths, folder, operator):
    run(folder)
    page = page_at("rules/hammer")
    actions.edit_wiki_page(
        operator, page, title="Mallet", body="Mine.", base_revision_id=page.latest_revision_id
    )
    (folder / "pages/rules/hammer.md").write_text("---\ntitle: Hammer\n---\nNew.\n")
    lines = run(folder)
    page.refresh_from_db()
    assert (page.title, page.body, page.revisions.count()) == ("Mallet", "Mine.", 2)
    assert "pages/rules/hammer.md was edited here since and is left alone." in lines


def test_a_page_in_the_trash_stays_there_and_its_children_are_told(smiths, folder, operator):
    run(folder)
    actions.trash_wiki_page(operator, page_at("rules"))
    (folder / "pages/rules/new.md").write_text("---\ntitle: New\n---\nx\n")
    lines = run(folder)
    assert "pages/rules/hammer.md is in the trash here and stays there." in lines
    assert not WikiPage.objects.filter(title="New").exists()
    assert any(line.startswith("pages/rules/new.md was left out: ") for line in lines)


def test_a_page_gone_from_the_folder_stays_and_is_named(smiths, folder):
    run(folder)
    (folder / "pages/rules/hammer.md").unlink()
    lines = run(folder)
    assert page_at("rules/hammer").live is True
    assert any(line.startswith("pages/rules/hammer.md is no longer in the folder;") for line in lines)


def test_titles_of_pages_written_here_are_respected(smiths, folder, operator):
    own = actions.create_wiki_page(operator, smiths, title="saw", body="ours")
    run(folder)
    own.refresh_from_db()
    assert own.body == "ours"
    assert page_at("tools/saw").title == "Saw (Tools)"
    assert everything() == (run(folder), everything())[1]


def test_addresses_of_pages_written_here_are_respected(smiths, folder, operator):
    own = actions.create_wiki_page(operator, smiths, title="Tools!", body="ours")
    run(folder)
    assert (own.slug, page_at("tools").pk) == ("tools", own.pk)
    assert page_at("tools-2").title == "Tools"
    assert "/communities/smiths/wiki/tools-2/saw/" in page_at("tools-2/hammer").body


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"community": "nowhere"}, "There is no community at /communities/nowhere/."),
        ({"author": "nobody@example.org"}, "Nobody with the address nobody@example.org works here."),
    ],
)
def test_refused_before_anything_is_read(smiths, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("/no/such/folder", **options)


def test_a_missing_or_empty_folder_is_refused(smiths, tmp_path):
    for folder, sentence in ((tmp_path / "none", "is no folder"), (tmp_path, "holds no pages")):
        with pytest.raises(CommandError, match=sentence):
            run(folder)


def test_without_an_operator_an_author_has_to_be_named(smiths, folder, operator, ada):
    operator.is_superuser = False
    operator.save()
    with pytest.raises(CommandError, match="There is no operator yet"):
        run(folder)
    with pytest.raises(CommandError, match="Name an author who belongs to it"):
        run(folder, author=ada.email)
    factories.member(smiths, ada, role=Membership.Role.CORE)
    run(folder, author=ada.email.upper())
    assert page_at("tools").owner == ada


def test_nothing_outside_the_folder_is_read(smiths, folder, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: Secret\n---\nhidden words\n")
    (folder / "pages/link.md").symlink_to(secret)
    (folder / "pages/way").symlink_to(tmp_path)
    (folder / "pages/rules/hammer.md").write_text(
        "---\ntitle: Hammer\n---\n![x](../../../secret.md) ![y](/etc/passwd)\n"
    )
    lines = run(folder)
    assert "hidden words" not in "".join(WikiPage.objects.values_list("body", flat=True))
    assert any(line.startswith("pages/link.md was left out: it lies outside the folder") for line in lines)
    assert CustomImage.objects.count() == 1


def test_scripts_in_a_source_come_to_nothing(smiths, folder):
    (folder / "pages/rules/hammer.md").write_text(
        "---\ntitle: <script>alert(1)</script>\n---\n"
        '{% alert "<img src=x onerror=alert(1)>" %}\n<script>alert(2)</script>\n{% endalert %}\n'
        "<iframe src='javascript:alert(3)'></iframe><form action=/x></form><svg onload=alert(4)>\n"
    )
    run(folder)
    html = page_at("rules/hammer").html
    for word in ("<script", "onerror", "<iframe", "<form", "<svg", "javascript:"):
        assert word not in html


def test_addresses_are_equal_without_slashes_endings_or_case():
    for written in ("/A/b/", "a/b.md", "/a/b/index.html", "A/B.HTML", "a/b?x#y", "/a//b/", "a/b/README.md"):
        assert (written, tidy(written)) == (written, "a/b")
