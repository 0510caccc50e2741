"""Calm pictures for the demo's courses, drawn in the colours of the house."""

import math
from collections.abc import Callable, Sequence
from io import BytesIO

from PIL import Image, ImageDraw

PAPER, SUNK, RULE = "#fcf9f4", "#f5f0e9", "#ddd8d0"
DEEP, MIDDLE, SOFT = "#00524c", "#73aba2", "#daf1ed"
OCHRE, SAND = "#bc781a", "#f9ecd8"

WIDTH, HEIGHT = 1200, 675
FINER = 2
"""Drawn this many times larger and then reduced, so that edges are smooth."""


def bands(draw: ImageDraw.ImageDraw) -> None:
    """Three parts of a talk, with a rope that runs through them."""
    for left, right, colour in [(80, 300, MIDDLE), (330, 870, DEEP), (900, 1120, MIDDLE)]:
        draw.rounded_rectangle(_scaled(left, 150, right, 525), 40 * FINER, fill=colour)
    rope = [(x, 337 + 70 * math.sin(x / 95)) for x in range(40, 1161, 2)]
    _brush(draw, rope, SAND, 15)
    _brush(draw, rope, OCHRE, 9)


def circles(draw: ImageDraw.ImageDraw) -> None:
    """A plan from above: sensors in rows, and the gateway with the reach within which it hears them."""
    reach = 290
    draw.ellipse(_scaled(600 - reach, 338 - reach, 600 + reach, 338 + reach), fill=SOFT)
    for turn in range(0, 360, 12):
        box = _scaled(600 - reach, 338 - reach, 600 + reach, 338 + reach)
        draw.arc(box, turn, turn + 7, fill=DEEP, width=5 * FINER)
    for row in range(5):
        y = 114 + row * 112
        draw.line(_scaled(110, y, 1090, y), fill=RULE, width=26 * FINER)
        for column in range(9):
            x = 152 + column * 112
            heard = math.hypot(x - 600, y - 338) < reach
            draw.ellipse(_scaled(x - 17, y - 17, x + 17, y + 17), fill=DEEP if heard else MIDDLE)
    draw.ellipse(_scaled(556, 294, 644, 382), fill=OCHRE, outline=PAPER, width=10 * FINER)


def bars(draw: ImageDraw.ImageDraw) -> None:
    """Seven bars that begin at zero; the last is the one that is talked about."""
    for line in range(1, 5):
        draw.line(_scaled(110, 560 - line * 110, 1090, 560 - line * 110), fill=RULE, width=3 * FINER)
    for n, height in enumerate([170, 235, 300, 385, 430, 360, 205]):
        left = 140 + n * 135
        colour = OCHRE if n == 6 else DEEP
        draw.rounded_rectangle(_scaled(left, 560 - height, left + 90, 560), 10 * FINER, fill=colour)
    draw.line(_scaled(100, 561, 1100, 561), fill=DEEP, width=6 * FINER)


def waves(draw: ImageDraw.ImageDraw) -> None:
    """Two voices that come closer to one another."""
    for n, colour in enumerate([SOFT, MIDDLE, DEEP, OCHRE]):
        height = 150 - 34 * n
        middle = 190 + n * 105
        points = [(x, middle + height * math.sin(x / 190 + n) * (1 - x / 1800)) for x in range(-20, 1221, 2)]
        _brush(draw, points, colour, 15 - 2 * n)


def _brush(
    draw: ImageDraw.ImageDraw, points: Sequence[tuple[float, float]], colour: str, radius: int
) -> None:
    """A line with round ends, painted dot by dot."""
    for x, y in points:
        draw.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), fill=colour)


DRAWINGS: dict[str, tuple[str, Callable[[ImageDraw.ImageDraw], None], str]] = {
    "bands": (
        "Three bands and a rope",
        bands,
        "Three upright bands in green, the middle one widest, with an ochre rope winding across them",
    ),
    "circles": (
        "A sensor plan from above",
        circles,
        "Rows of green dots on paper, an ochre circle in the middle, and a dashed ring around it",
    ),
    "bars": ("Seven bars", bars, "A chart of seven bars on a common line: six green, the last one ochre"),
    "waves": (
        "Four waves",
        waves,
        "Four waving lines in greens and ochre, running calmly from left to right",
    ),
}
"""Title, how it is drawn, and words for those who cannot see it."""


def png(name: str) -> bytes:
    """The drawing as PNG; the same bytes each time."""
    canvas = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), SUNK)
    draw = ImageDraw.Draw(canvas)
    DRAWINGS[name][1](draw)
    reduced = canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    out = BytesIO()
    reduced.quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _scaled(*numbers: float) -> tuple[float, ...]:
    return tuple(number * FINER for number in numbers)


CHECKLIST_NAME = "checklist-for-the-day.txt"
CHECKLIST = """\
The day of your talk

[ ] My one sentence, on a card
[ ] Ten minutes, told once aloud
[ ] A watch that I can lay on the table
[ ] A glass of water
[ ] Somebody in the room who knows that I am nervous
[ ] Slides as a file, also on a stick
[ ] Afterwards: ask one person what they heard
"""
