"""Codes that a camera reads: dark on white, with white around, and nothing in them but the address."""

import base64
import io
import re

import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from marketplace.kernel.qr_codes import drawing_of, picture_of

WHITE = 255


def dots_of(picture):
    """The picture as rows of dots: True where it is dark."""
    kind, _, content = picture.partition(",")
    assert kind == "data:image/png;base64"
    image = Image.open(io.BytesIO(base64.b64decode(content))).convert("L")
    values = list(image.tobytes())
    return [
        [value < WHITE / 2 for value in values[row : row + image.width]]
        for row in range(0, len(values), image.width)
    ]


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=200))
def test_the_picture_has_a_dot_for_each_module_and_white_around(address):
    dots = dots_of(picture_of(address))
    modules = [[bool(each) for each in row] for row in segno.make(address, micro=False, error="m").matrix]
    assert [row[2:-2] for row in dots[2:-2]] == modules
    assert not any([*dots[0], *dots[1], *dots[-1], *dots[-2]])
    assert not any(row[place] for row in dots for place in (0, 1, -1, -2))


def test_a_picture_of_an_address_is_small():
    assert len(picture_of("https://hereabouts.example/listings/00000000-0000-4000-8000-000000000000")) < 800


def test_the_drawing_takes_any_size_and_holds_no_word_of_the_address():
    drawing = drawing_of("https://hereabouts.example/packs/<abc>")
    assert re.match(r'<svg xmlns="http://www.w3.org/2000/svg"[^>]* viewBox="0 0 \d+ \d+"', drawing)
    assert "hereabouts" not in drawing
    assert not re.search(r"<svg[^>]* (?:width|height)=", drawing)
