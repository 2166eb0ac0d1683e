"""Drawings that stand alone: a map as SVG for paper, and pictures for word processors. Pure."""

import re
from html import escape
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from marketplace.gaps.reading.drawing.schemas import MapView
from marketplace.kernel.printing import FONTS

SHADES = ("#fbf6ec", "#f6ddc4", "#eab08a", "#b0452a", "#6b1d0e")
"""As on pages, the worst last."""
UNKNOWN = "#e8e8e8"
HATCH = "#a04a35"
EDGE = "#b98a6f"
INK = "#24211d"
BAR = "#b0452a"
BAR_WIDTH, BAR_HEIGHT = 400, 24
_STEP = 14
"""Between two lines of the hatching, in units of the map."""
MAP_SCALE = 1.4
"""Dots for each unit of a map."""
_FONT = str(FONTS / "NotoSans-Regular.ttf")
_LINES = re.compile(r"M([^z]+l[^z]+)z")
_NUMBERS = re.compile(r"-?\d+")
Corners = list[tuple[int, int]]


def fill_of(shade: int | None) -> str:
    """The colour of a shade."""
    return UNKNOWN if shade is None else SHADES[shade]


def as_svg(view: MapView) -> str:
    """A map as a whole SVG, with the legend below it."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view.width} {view.height}">',
        '<defs><pattern id="h" width="11" height="11" patternTransform="rotate(45)"',
        ' patternUnits="userSpaceOnUse">',
        f'<rect width="11" height="11" fill="{SHADES[-1]}"/>',
        f'<path d="M0 0v11" stroke="{HATCH}" stroke-width="4"/></pattern></defs>',
        f'<g transform="translate({view.margin} {view.margin})" stroke="{EDGE}" stroke-width="1.2">',
    ]
    for layer in view.layers:
        fill = "url(#h)" if layer.shade == len(SHADES) - 1 else fill_of(layer.shade)
        parts.append(f'<path fill="{fill}" d="{layer.path}"/>')
    parts.append("</g>")
    for text in view.texts:
        size = 22 if text.is_small else 30
        parts += (
            f'<text x="{text.x}" y="{text.y}" text-anchor="middle" font-size="{size}" fill="{INK}"',
            ' font-family="Noto Sans, Arial, sans-serif" stroke="#fffdf8" stroke-width="6"',
            f' paint-order="stroke" stroke-linejoin="round">{escape(text.text)}</text>',
        )
    parts.append("</svg>")
    return "".join(parts)


def corners(path: str) -> list[Corners]:
    """The closed lines of a path as `areas.drawing` writes it: a first corner, then steps."""
    found: list[Corners] = []
    for line in _LINES.findall(path):
        first, steps = line.split("l")
        x, y = (int(number) for number in _NUMBERS.findall(first))
        corners_of_line = [(x, y)]
        numbers = [int(number) for number in _NUMBERS.findall(steps)]
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            corners_of_line.append((x, y))
        found.append(corners_of_line)
    return found


def map_picture(view: MapView) -> bytes:
    """A map as PNG, for word processors."""
    size = (round(view.width * MAP_SCALE), round(view.height * MAP_SCALE))
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    hatched = _hatching(size)
    for layer in view.layers:
        for line in corners(layer.path):
            shape = [((x + view.margin) * MAP_SCALE, (y + view.margin) * MAP_SCALE) for x, y in line]
            if layer.shade == len(SHADES) - 1:
                mask = Image.new("1", size)
                ImageDraw.Draw(mask).polygon(shape, fill=1)
                picture.paste(hatched, mask=mask)
                pen.polygon(shape, outline=EDGE)
            else:
                pen.polygon(shape, fill=fill_of(layer.shade), outline=EDGE)
    for text in view.texts:
        font = ImageFont.truetype(_FONT, round((22 if text.is_small else 30) * MAP_SCALE))
        place = (text.x * MAP_SCALE, text.y * MAP_SCALE)
        pen.text(place, text.text, fill=INK, font=font, anchor="ms", stroke_width=4, stroke_fill="#fffdf8")
    return _png(picture)


def _hatching(size: tuple[int, int]) -> Image.Image:
    picture = Image.new("RGB", size, SHADES[-1])
    pen = ImageDraw.Draw(picture)
    width, height = size
    for start in range(-height, width, round(_STEP * MAP_SCALE)):
        pen.line((start, height, start + height, 0), fill=HATCH, width=4)
    return picture


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def bar_picture(length: int) -> bytes:
    """A bar of so many hundredths, as PNG; for word processors."""
    picture = Image.new("RGB", (BAR_WIDTH, BAR_HEIGHT), "white")
    ImageDraw.Draw(picture).rectangle((0, 0, BAR_WIDTH - 1, BAR_HEIGHT - 1), outline="#bbbbbb")
    if length > 0:
        right = max(2, round(BAR_WIDTH * length / 100)) - 1
        ImageDraw.Draw(picture).rectangle((0, 0, right, BAR_HEIGHT - 1), fill=BAR)
    return _png(picture)
