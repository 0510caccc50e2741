"""Small pictures and files of our own making."""

from io import BytesIO

from PIL import Image


def png(width=40, height=20, colour="teal"):
    return encoded(Image.new("RGB", (width, height), colour), "PNG")


def encoded(image, kind, **options):
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def svg(inside='<rect width="40" height="20" fill="teal"/>', attributes='width="40" height="20"', before=""):
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()
