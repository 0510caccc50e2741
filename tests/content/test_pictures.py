"""What is taken in as a picture, what is refused, and with which sentence."""

import time

import pytest
from django.conf import settings as configured
from PIL import Image
from wagtail.models import Collection

from content import drawings
from content.models import CustomImage
from content.pictures import PictureRefused, import_picture, inspect_picture
from tests.content.samples import encoded, png, svg

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf():
    return Collection.get_first_root_node()


def opened(picture):
    with picture.file.open("rb") as stream:
        image = Image.open(stream)
        image.load()
        return image


class TestTakenIn:
    def test_a_picture_is_stored_with_who_brought_it(self, shelf, ada):
        picture = import_picture(png(40, 20), "A wall", shelf, ada)
        assert (picture.title, picture.width, picture.height) == ("A wall", 40, 20)
        assert (picture.collection, picture.uploaded_by_user) == (shelf, ada)
        assert picture.file_size == picture.file.size
        assert opened(picture).getpixel((0, 0)) == (0, 128, 128)

    def test_from_a_file(self, shelf, ada, tmp_path):
        (tmp_path / "wall.png").write_bytes(png(8, 8))
        assert import_picture(tmp_path / "wall.png", "Wall", shelf, ada).width == 8

    def test_the_same_bytes_in_the_same_place_are_one_picture(self, shelf, ada, ben):
        other = shelf.add_child(name="Other")
        first = import_picture(png(), "One", shelf, ada)
        assert import_picture(png(), "Two", shelf, ben) == first
        assert import_picture(png(), "One", other, ada) != first
        assert import_picture(png(41), "One", shelf, ada) != first
        assert CustomImage.objects.count() == 3

    def test_a_drawing_twice_is_drawn_once(self, shelf, ada, monkeypatch):
        first = import_picture(svg(), "Drawing", shelf, ada)
        monkeypatch.setattr(drawings, "RASTERISER", "is not started")
        assert import_picture(svg(), "Drawing", shelf, ada) == first

    def test_turned_upright_and_without_what_the_camera_wrote(self, shelf, ada):
        photo = Image.new("RGB", (40, 20), "white")
        exif = photo.getexif()
        exif[0x0112] = 6  # turn it by 90 degrees
        exif[0x010F] = "Maker of the camera"
        raw = encoded(photo, "JPEG", exif=exif, comment=b"taken in the garden")
        assert b"garden" in raw
        picture = import_picture(raw, "Photo", shelf, ada)
        with picture.file.open("rb") as stream:
            stored = stream.read()
        assert (picture.width, picture.height) == (20, 40)
        assert b"Maker" not in stored
        assert b"garden" not in stored
        assert b"Exif" not in stored

    @pytest.mark.parametrize(
        ("kind", "kept_as"), [("PNG", "png"), ("JPEG", "jpg"), ("GIF", "png"), ("WEBP", "webp")]
    )
    def test_kinds(self, kind, kept_as):
        cleaned, extension = inspect_picture(encoded(Image.new("RGB", (4, 4)), kind))
        assert extension == kept_as
        assert len(cleaned) > 0

    @pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
    def test_all_ways_of_counting_colours(self, mode):
        cleaned, extension = inspect_picture(encoded(Image.new(mode, (4, 4)), "PNG"))
        assert (extension, cleaned[:4]) == ("png", b"\x89PNG")

    def test_storing_nothing_while_looking(self):
        inspect_picture(png())
        assert not CustomImage.objects.exists()


class TestRefused:
    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"plain words",
            b"<html><body>x</body></html>",
            b"%PDF-1.7 x",
            b"MZ\x90",
            b"GIF89",
            b"\x1f\x8b\x08",
        ],
    )
    def test_what_is_no_picture(self, raw, shelf, ada):
        """R25: the content decides, not the name."""
        with pytest.raises(PictureRefused) as refusal:
            import_picture(raw, "x.png", shelf, ada)
        assert str(refusal.value) == "This is no picture in PNG, JPEG, GIF, WebP or SVG."
        assert not CustomImage.objects.exists()

    @pytest.mark.parametrize("kind", ["TIFF", "BMP", "ICO", "PPM"])
    def test_kinds_we_do_not_know(self, kind):
        """R25: a format outside the four is refused though Pillow could read it."""
        with pytest.raises(PictureRefused) as refusal:
            inspect_picture(encoded(Image.new("RGB", (16, 16)), kind))
        assert str(refusal.value) == "This is no picture in PNG, JPEG, GIF, WebP or SVG."

    def test_cut_off(self):
        with pytest.raises(PictureRefused) as refusal:
            inspect_picture(png(400, 400)[:-200])
        assert str(refusal.value) == "The picture is broken and cannot be read."

    def test_too_many_pixels(self):
        """R25: a small file that unfolds to very many pixels is refused before it is unfolded."""
        bomb = encoded(Image.new("1", (9000, 9000)), "PNG")
        assert len(bomb) < 50_000
        before = time.monotonic()
        with pytest.raises(PictureRefused) as refusal:
            inspect_picture(bomb)
        assert str(refusal.value) == "The picture has more than 64 million pixels. Make it smaller."
        assert time.monotonic() - before < 5

    def test_enormous(self):
        """R25: 50,000 × 50,000 pixels."""
        header = png(1, 1)
        huge = header[:16] + (50_000).to_bytes(4, "big") * 2 + header[24:]
        with pytest.raises(PictureRefused):
            inspect_picture(huge)

    def test_too_many_bytes(self):
        with pytest.raises(PictureRefused) as refusal:
            inspect_picture(b"x" * (configured.WAGTAILIMAGES_MAX_UPLOAD_SIZE + 1))
        assert str(refusal.value) == "The picture is larger than 10.0\xa0MB."


class TestDrawings:
    @pytest.mark.parametrize(
        ("attributes", "size"),
        [
            ('width="40" height="20"', (80, 40)),
            ('width="4000" height="2000"', (1600, 800)),
            ('viewBox="0 0 300 100"', (600, 200)),
            ('width="72pt" height="36pt"', (192, 96)),
            ('width="1in" height="25.4mm"', (192, 192)),
            ('width="100%" height="100%" viewBox="0 0 50 25"', (100, 50)),
            ('height="100" viewBox="0 0 200 100"', (400, 200)),
        ],
    )
    def test_drawn_at_a_size_that_reads_well(self, attributes, size, shelf, ada):
        picture = import_picture(svg(attributes=attributes), "Drawing", shelf, ada)
        assert (picture.width, picture.height) == size
        assert picture.file.name.endswith(".png")

    def test_it_is_drawn(self, shelf, ada):
        picture = import_picture(svg(), "Drawing", shelf, ada)
        assert opened(picture).convert("RGB").getpixel((40, 20)) == (0, 128, 128)

    @pytest.mark.parametrize(
        "before",
        [
            "",
            '<?xml version="1.0" encoding="UTF-8"?>\n',
            "<!-- made by hand -->\n",
            "\ufeff",
            '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">',
        ],
    )
    def test_beginnings_that_editors_write(self, before):
        assert inspect_picture(svg(before=before))[1] == "png"

    @pytest.mark.parametrize(
        "before",
        [
            '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
            '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE svg [<!ENTITY % p SYSTEM "http://example.org/x.dtd"> %p;]>',
        ],
    )
    def test_entities_are_refused(self, before):
        """R25: neither an entity bomb nor one that reads files gets as far as the drawing."""
        with pytest.raises(PictureRefused) as refusal:
            inspect_picture(svg("<text>&x;</text>", before=before))
        assert str(refusal.value).startswith("The drawing declares entities")

    @pytest.mark.parametrize(
        "inside",
        [
            '<image href="http://example.org/a.png" width="4" height="4"/>',
            '<image href="file:///etc/hosts" width="4" height="4"/>',
            '<image href="/etc/hosts" width="4" height="4"/>',
            '<image href="other.svg" width="4" height="4"/>',
            '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="4" height="4"/>',
            '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://example.org/a.png"/>',
            '<use href="http://example.org/a.svg#x"/>',
            '<rect width="4" height="4" fill="url(http://example.org/#g)"/>',
            '<rect width="4" height="4" style="fill: url( \'https://example.org/\' )"/>',
            '<style>@import "http://example.org/a.css";</style>',
            "<style>rect { fill: url(http://example.org/) }</style>",
        ],
    )
    def test_references_outside_are_refused(self, inside):
        """R26: a drawing fetches nothing."""
        with pytest.raises(PictureRefused) as refusal:
            inspect_picture(svg(inside))
        assert str(refusal.value).startswith("The drawing refers to things outside its file.")

    def test_references_inside_are_kept(self):
        inside = (
            '<defs><linearGradient id="g"><stop stop-color="red"/></linearGradient>'
            '<rect id="r" width="9" height="9"/></defs><use href="#r" fill="url(#g)"/>'
            '<a href="https://example.org/"><rect width="1" height="1"/></a>'
        )
        assert inspect_picture(svg(inside))[1] == "png"

    @pytest.mark.parametrize(
        "attributes",
        [
            'width="50000" height="50000"',
            'width="1e30" height="1"',
            'width="1" height="30000"',
            'viewBox="0 0 1e9 1"',
        ],
    )
    def test_sizes_no_page_can_show(self, attributes):
        """R25: the size a drawing claims is never allocated."""
        with pytest.raises(PictureRefused) as refusal:
            inspect_picture(svg(attributes=attributes))
        assert "which no page can show" in str(refusal.value)

    def test_too_long(self):
        with pytest.raises(PictureRefused) as refusal:
            inspect_picture(svg("<!--" + "x" * drawings.MAX_BYTES + "-->"))
        assert str(refusal.value).startswith("The drawing is larger than 1 MB.")

    def test_not_well_formed(self):
        with pytest.raises(PictureRefused) as refusal:
            inspect_picture(b'<svg xmlns="http://www.w3.org/2000/svg"><rect></svg>')
        assert str(refusal.value) == "The drawing is no well-formed SVG in UTF-8."

    def test_uses_that_multiply_do_not_hang(self, monkeypatch):
        """R25: a drawing that unfolds to a billion shapes is given up, in a process of its own."""
        monkeypatch.setattr(drawings, "SECONDS", 3)
        layers = "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 10))
        bomb = svg(f'<defs><rect id="a0" width="1" height="1"/>{layers}</defs><use href="#a9"/>')
        before = time.monotonic()
        with pytest.raises(PictureRefused):
            inspect_picture(bomb)
        assert time.monotonic() - before < 8

    def test_deep_nesting_does_not_hang(self):
        deep = svg("<g>" * 30_000 + "</g>" * 30_000)
        with pytest.raises(PictureRefused):
            inspect_picture(deep)
