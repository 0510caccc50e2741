"""Handing out pictures and files, each to those who may have it; all others read 404."""

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from content.access import PUBLIC, audience_of, may_have
from content.models import CustomDocument, CustomImage, CustomRendition

SHOWN = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
"""What a browser may show in place; everything else is saved, never run."""

KEPT_FOR = 60 * 60
SANDBOX = "default-src 'none'; sandbox"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture in one of its sizes, or as it was uploaded."""
    renditions = CustomRendition.objects.filter(file=path)  # who may see it is asked in _handed_out
    if rendition := renditions.select_related("image__collection").first():
        return _handed_out(request, rendition.image, rendition.file)
    images = CustomImage.objects.filter(file=path)  # who may see it is asked in _handed_out
    image = images.select_related("collection").first()
    if image is None:
        raise Http404
    return _handed_out(request, image, image.file, original=True)


@require_safe
def document(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    """A file to save, under the name it came with."""
    files = CustomDocument.objects.select_related("collection")  # who may see it is asked in _handed_out
    found = get_object_or_404(files, pk=pk)
    if found.filename != filename:
        raise Http404
    return _handed_out(request, found, found.file, save_as=filename)


def _handed_out(
    request: HttpRequest, item: Any, file: FieldFile, *, original: bool = False, save_as: str = ""
) -> HttpResponseBase:
    audience = audience_of(item.collection)
    if not may_have(request, item, audience, original=original):
        raise Http404
    content_type = "" if save_as else SHOWN.get(PurePath(str(file.name)).suffix.lower(), "")
    response = _accelerated(file) if settings.MEDIA_ACCEL_PREFIX else _streamed(file)
    response["Content-Type"] = content_type or "application/octet-stream"
    name = save_as or PurePath(str(file.name)).name
    response["Content-Disposition"] = content_disposition_header(not content_type, name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    scope = "public" if PUBLIC in audience and not original else "private"
    patch_cache_control(response, **{scope: True, "max_age": KEPT_FOR})
    response.own_cache_control = True  # type: ignore[attr-defined]  # tells the middleware to leave it
    return response


def _streamed(file: FieldFile) -> HttpResponseBase:
    try:
        return FileResponse(file.open("rb"))
    except OSError as error:
        raise Http404 from error


def _accelerated(file: FieldFile) -> HttpResponseBase:
    """The web server in front sends the bytes; it alone can reach the folder."""
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL_PREFIX.rstrip('/')}/{quote(str(file.name))}"
    return response
