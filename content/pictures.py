"""Taking pictures in: recognised by what they are, bounded, cleaned, stored once in a collection."""

import hashlib
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.images import ImageFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError
from wagtail.models import Collection

from content.drawings import is_svg, png_of
from content.models import CustomImage
from content.refused import PictureRefused

__all__ = [
    "PictureRefused",
    "import_picture",
    "inspect_picture",
    "known_picture",
    "make_renditions",
    "rendition_specs",
]

FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "png", "WEBP": "webp"}
"""What we recognise, and what it is kept as. Of a moving picture the first frame stays."""

KEPT_INFO = ("transparency", "icc_profile", "gamma")
WIDTHS = (480, 960, 1600)


def import_picture(source: Path | bytes, title: str, collection: Collection, uploaded_by: Any) -> CustomImage:
    """The picture in the collection; the same bytes again give the same picture.

    It is turned upright, and all that a camera or editor wrote into it is left out. Drawings become
    PNG. Raises `PictureRefused` with a sentence. Call it outside a transaction: it is slow.
    """
    raw = _read(source)
    known = known_picture(raw, collection)
    if known is not None:
        return known
    cleaned, extension = inspect_picture(raw)
    file = ImageFile(BytesIO(cleaned), name=f"picture.{extension}")
    picture = CustomImage(title=title[:255], file=file, collection=collection, uploaded_by_user=uploaded_by)
    picture.file_size, picture.file_hash = len(cleaned), _digest(raw)
    picture.save()
    return picture


def known_picture(source: Path | bytes, collection: Collection) -> CustomImage | None:
    """The picture that these bytes became in the collection, if they ever did."""
    found: CustomImage | None = (
        CustomImage.objects.filter(collection=collection, file_hash=_digest(_read(source)))
        .order_by("pk")
        .first()
    )
    return found


def inspect_picture(source: Path | bytes) -> tuple[bytes, str]:
    """The cleaned bytes and their extension, storing nothing; raises `PictureRefused`."""
    raw = _read(source)
    if is_svg(raw):
        return _cleaned(png_of(raw))
    return _cleaned(raw)


def rendition_specs(image: CustomImage) -> list[str]:
    """The sizes lessons show a picture in, the largest last; none is larger than the picture."""
    widths = [width for width in WIDTHS if width < image.width]
    if len(widths) < len(WIDTHS):
        widths.append(image.width)
    return [f"width-{width}" for width in widths]


def make_renditions(image: CustomImage) -> None:
    """Make the sizes now, so that the first reader need not wait."""
    image.get_renditions(*rendition_specs(image))


def _digest(raw: bytes) -> str:
    return hashlib.sha1(raw, usedforsecurity=False).hexdigest()


def _read(source: Path | bytes) -> bytes:
    limit: int = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    if isinstance(source, bytes):
        raw = source
    else:
        with source.open("rb") as stream:
            raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise PictureRefused(_("The picture is larger than %(limit)s.") % {"limit": filesizeformat(limit)})
    return raw


def _cleaned(raw: bytes) -> tuple[bytes, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Pillow.DecompressionBombWarning)  # our own limit is lower
            return _reencoded(raw)
    except UnidentifiedImageError as error:
        raise PictureRefused(_("This is no picture in PNG, JPEG, GIF, WebP or SVG.")) from error
    except Pillow.DecompressionBombError as error:
        raise PictureRefused(_too_many_pixels()) from error
    except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError) as error:
        raise PictureRefused(_("The picture is broken and cannot be read.")) from error


def _reencoded(raw: bytes) -> tuple[bytes, str]:
    with Pillow.open(BytesIO(raw), formats=list(FORMATS)) as probe:
        if probe.width * probe.height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
            raise PictureRefused(_too_many_pixels())
        probe.verify()
    with Pillow.open(BytesIO(raw), formats=list(FORMATS)) as opened:
        found = str(opened.format) if opened.format in FORMATS else "JPEG"
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    upright.info = {key: upright.info[key] for key in KEPT_INFO if key in upright.info}
    kept_as = "PNG" if found == "GIF" else found
    out = BytesIO()
    upright.save(out, kept_as, **({"quality": 90} if kept_as != "PNG" else {}))
    return out.getvalue(), FORMATS[found]


def _too_many_pixels() -> str:
    millions = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return _("The picture has more than %(n)d million pixels. Make it smaller.") % {"n": millions}
