"""SVG in, PNG out: what a drawing may hold, and drawing it where it can do no harm."""

import re
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # it has no stubs
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # it has no stubs
from django.utils.translation import gettext as _

from content.refused import PictureRefused

MAX_BYTES = 1024 * 1024
MAX_SIDE = 20_000
MAX_WIDTH = 1600
MAX_HEIGHT = 4800
SECONDS = 10
RASTERISER = Path(__file__).with_name("rasterise.py")

UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "em": 16.0,
    "ex": 8.0,
}
LENGTH = re.compile(r"^\s*([0-9.]+(?:e[+-]?\d+)?)\s*([a-z]*)\s*$", re.IGNORECASE)
SVG_START = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>\s*)*<(?:\w+:)?svg[\s>]",
    re.DOTALL,
)
INSIDE = re.compile(r"^\s*(?:#|data:image/(?:png|jpe?g|gif);base64,)", re.IGNORECASE)
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}", re.IGNORECASE)
OUTSIDE_URL = re.compile(r"url\(\s*['\"]?\s*(?!#)[^)\s'\"]|@import", re.IGNORECASE)


def is_svg(raw: bytes) -> bool:
    return SVG_START.match(raw.removeprefix(b"\xef\xbb\xbf")[:20_000]) is not None


def png_of(raw: bytes) -> bytes:
    """The drawing as PNG, at most 1600 pixels wide; raises `PictureRefused`.

    Refused are entities, references to anything outside the file, sizes no page can show, and whatever
    takes longer than ten seconds or more than a gigabyte to draw.
    """
    if len(raw) > MAX_BYTES:
        raise PictureRefused(_("The drawing is larger than 1 MB. Make it simpler, or save it as PNG."))
    root = _parsed(raw)
    _refuse_outside(root)
    return _drawn(raw, _target_width(root))


def _parsed(raw: bytes) -> Element:
    try:
        raw.decode("utf-8")
        root: Element = fromstring(raw, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise PictureRefused(
            _("The drawing declares entities, which can hide anything. Save it as plain SVG.")
        ) from error
    except (ParseError, UnicodeDecodeError, ValueError, LookupError) as error:
        raise PictureRefused(_("The drawing is no well-formed SVG in UTF-8.")) from error
    return root


def _refuse_outside(root: Element) -> None:
    """Fonts are named from elsewhere by every drawing program; they are never fetched, so they may stay."""
    for element in root.iter():
        if any(_leads_outside(element, name, value) for name, value in element.attrib.items()) or (
            _local(element.tag) == "style" and OUTSIDE_URL.search(FONT_FACE.sub("", element.text or ""))
        ):
            raise PictureRefused(
                _("The drawing refers to things outside its file. Save it with everything embedded.")
            )


def _leads_outside(element: Element, name: str, value: str) -> bool:
    if _local(name) in {"href", "src"} and _local(element.tag) != "a":
        return bool(value.strip()) and INSIDE.match(value) is None
    return OUTSIDE_URL.search(value) is not None


def _local(name: object) -> str:
    return str(name).rpartition("}")[2].lower()


def _target_width(root: Element) -> int:
    width, height = _natural_size(root)
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise PictureRefused(
            _("The drawing is %(width)d × %(height)d large, which no page can show.")
            % {"width": min(width, 10**9), "height": min(height, 10**9)}
        )
    return max(1, int(min(MAX_WIDTH, 2 * width, MAX_HEIGHT * width / height)))


def _natural_size(root: Element) -> tuple[float, float]:
    box = [_length(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
    box_width, box_height = (box[2], box[3]) if len(box) == 4 else (None, None)
    width, height = _length(root.get("width")), _length(root.get("height"))
    ratio = box_width / box_height if box_width and box_height else 1.0
    if width and not height:
        height = width / ratio
    if height and not width:
        width = height * ratio
    return width or box_width or 600.0, height or box_height or 600.0


def _length(text: str | None) -> float | None:
    found = LENGTH.match(text or "")
    try:
        return float(found[1]) * UNITS[found[2].lower()] if found else None
    except (KeyError, ValueError):
        return None


def _drawn(raw: bytes, width: int) -> bytes:
    command = [sys.executable, "-I", str(RASTERISER), str(width)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=SECONDS, check=False, env={})  # noqa: S603  # our own script
    except subprocess.TimeoutExpired as error:
        raise PictureRefused(_("The drawing took longer than ten seconds to draw.")) from error
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        raise PictureRefused(_("The drawing cannot be drawn; it is broken or far too complicated."))
    return done.stdout
