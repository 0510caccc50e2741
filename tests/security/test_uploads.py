"""R25, R29: what Wagtail's upload doors take, and how it is handed out again."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from content.models import CustomDocument, CustomImage
from tests.security.crawl import text_of, undone
from tests.security.world import png

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def huge_png() -> bytes:
    """50,000 × 50,000 pixels in a header, and next to nothing behind it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def gif() -> bytes:
    out = BytesIO()
    Pillow.new("P", (8, 8)).save(out, "GIF")
    return out.getvalue()


REFUSED = {
    "an svg": ("drawing.svg", SVG, "image/svg+xml"),
    "an svg called png": ("drawing.png", SVG, "image/png"),
    "html called png": ("page.png", HTML, "image/png"),
    "html called jpg": ("page.jpg", HTML, "image/jpeg"),
    "a png called html": ("picture.html", png(), "text/html"),
    "a gif called png": ("picture.png", gif(), "image/png"),
    "50,000 × 50,000 pixels": ("huge.png", huge_png(), "image/png"),
    "nothing": ("empty.png", b"", "image/png"),
    "half a picture": ("half.png", png()[:40], "image/png"),
    "a name with a path": ("../../x.svg", SVG, "image/svg+xml"),
}
DOORS = {"/admin/images/add/": "file", "/admin/images/chooser/create/": "image-chooser-upload-file"}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused(world, crowd, name):
    """R25: by every door, in words, and nothing is stored."""
    filename, data, content_type = REFUSED[name]
    for door, field in DOORS.items():
        prefix = field.removesuffix("file")
        with undone():
            before = CustomImage.objects.count()
            upload = SimpleUploadedFile(filename, data, content_type)
            answer = crowd.clients["learner"].post(
                door, {f"{prefix}title": "x", f"{prefix}collection": root(), field: upload}
            )
            refused = answer.status_code in (200, 400)
            assert (name, door, refused, CustomImage.objects.count() - before) == (name, door, True, 0)
    with undone():
        before = CustomImage.objects.count()
        answer = crowd.clients["learner"].post(
            "/admin/images/multiple/add/",
            {"title": "x", "collection": root(), "files[]": SimpleUploadedFile(filename, data, content_type)},
        )
        assert (answer.status_code, CustomImage.objects.count() - before) in ((200, 0), (400, 0))


def root() -> int:
    from wagtail.models import Collection

    return Collection.get_first_root_node().pk


def test_a_picture_with_a_page_behind_it_stays_a_picture(world, crowd):
    """R25: a polyglot is handed out as what it was taken in for, and runs nowhere."""
    with undone():
        upload = SimpleUploadedFile("both.png", png() + HTML, "image/png")
        crowd.clients["learner"].post(
            "/admin/images/add/", {"title": "Both", "collection": root(), "file": upload}
        )
        image = CustomImage.objects.get(title="Both")
        for url in (image.file.url, image.get_rendition("width-10").url):
            answer = crowd.clients["learner"].get(url)
            assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
            assert "sandbox" in answer["Content-Security-Policy"]
        assert "script" not in text_of(crowd.clients["learner"].get(image.get_rendition("width-10").url))


@pytest.mark.parametrize(
    "filename",
    [
        "page.html",
        "page.svg",
        "page.js",
        "page.xhtml",
        "page.pdf.html",
        "page",
        "page.htm\x00.pdf",
        ".htaccess",
    ],
)
def test_documents_that_could_run_are_refused(world, crowd, filename):
    """R25: only the kinds of files that the settings name."""
    with undone():
        before = CustomDocument.objects.count()
        upload = SimpleUploadedFile("x", HTML, "text/html")
        upload._name = filename
        answer = crowd.clients["learner"].post(
            "/admin/documents/add/", {"title": "x", "collection": root(), "file": upload}
        )
        assert (filename, answer.status_code < 500) == (filename, True)
        made = [
            str(one.file.name)
            for one in CustomDocument.objects.order_by("-pk")[: CustomDocument.objects.count() - before]
        ]
    assert [name for name in made if not name.endswith(".pdf")] == []


def test_a_page_called_pdf_is_saved_and_never_shown(world, crowd):
    """R25: a file is handed out to be saved, whatever is in it."""
    with undone():
        upload = SimpleUploadedFile('x".pdf', HTML, "text/html")
        crowd.clients["learner"].post(
            "/admin/documents/add/", {"title": "Fake", "collection": root(), "file": upload}
        )
        answer = crowd.clients["learner"].get(CustomDocument.objects.get(title="Fake").url)
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert (answer["X-Content-Type-Options"], "sandbox" in answer["Content-Security-Policy"]) == (
            "nosniff",
            True,
        )


def test_addresses_of_files_lead_to_no_other_file(world, crowd):
    """R25: no way out of the folder, by dots, slashes or escapes."""
    name = world.document.filename
    tries = [
        "/media/../settings.py",
        "/media/%2e%2e/%2e%2e/etc/passwd",
        "/media//etc/passwd",
        "/media/..%5c..%5cx",
        "/media/images/",
        "/media/" + str(world.document.file.name),
        f"/documents/{world.document.pk}/../{name}",
        f"/documents/{world.document.pk}/%2e%2e/x",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/mail/..%2f..%2fetc/",
        "/mail/passwd/",
    ]
    answers = {url: crowd.get("operator", url).status_code for url in tries}
    assert answers == dict.fromkeys(tries, 404)
