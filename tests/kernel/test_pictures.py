"""Pictures from outside: what is taken, what comes out, what is refused, and what a refusal costs."""

import asyncio
import io
import time

import pytest
from PIL import Image

from marketplace.kernel import pictures, redrawing
from marketplace.kernel.pictures import PictureError, find_format, redraw_picture
from tests.factories.pictures import (
    SECRET,
    encode,
    exif,
    gradient,
    hostile_files,
    jpeg,
    odd_pictures,
    png,
    webp,
)

LONGEST_REFUSAL_SECONDS = 10
TRACES = (
    b"<script", b"<?php", b"<html", b"%PDF", b"PK\x03\x04", b"Exif", b"EXIF", b"XMP ", b"ICCP", b"ANIM",
)  # fmt: skip
DARK, LIGHT = 200, 500
"""Sums of red, green and blue."""


def opened(picture):
    image = Image.open(io.BytesIO(picture.content))
    image.load()
    return image


@pytest.mark.parametrize("content", [jpeg(), png(), webp()], ids=["JPEG", "PNG", "WebP"])
async def test_jpeg_png_and_webp_become_webp_of_the_same_size(content):
    picture = await redraw_picture(content)
    assert picture.content_type == "image/webp"
    assert opened(picture).format == "WEBP"
    assert opened(picture).size == (60, 40)


@pytest.mark.parametrize("name", odd_pictures())
async def test_odd_picture_comes_out_clean_and_looks_the_same(name):
    picture = await redraw_picture(odd_pictures()[name])
    image = opened(picture)
    assert SECRET not in picture.content
    for trace in (
        b"<script",
        b"<?php",
        b"<html",
        b"%PDF",
        b"PK\x03\x04",
        b"Exif",
        b"EXIF",
        b"XMP ",
        b"ICCP",
        b"ANIM",
    ):
        assert trace not in picture.content
    assert set(image.info) <= {"loop", "background", "timestamp", "duration"}
    assert not getattr(image, "is_animated", False)
    assert image.mode == "RGB"
    left, right = image.getpixel((1, image.height // 2)), image.getpixel((image.width - 2, image.height // 2))
    if name not in {"black and white", "very high"}:
        assert sum(left) < DARK
        assert sum(right) > LIGHT


@pytest.mark.parametrize("name", hostile_files())
async def test_hostile_file_is_refused_in_words_and_soon(name):
    content = hostile_files()[name]
    began = time.monotonic()
    with pytest.raises(PictureError) as refused:
        await redraw_picture(content)
    assert time.monotonic() - began < LONGEST_REFUSAL_SECONDS
    assert str(refused.value).endswith(".")
    assert "Traceback" not in str(refused.value)


async def test_iphone_picture_is_refused_with_how_to_mend_it():
    with pytest.raises(PictureError, match="Most Compatible"):
        await redraw_picture(hostile_files()["HEIC"])


@pytest.mark.parametrize("orientation", range(1, 9))
async def test_picture_stands_upright_however_the_camera_was_held(orientation):
    """A white corner at the upper left, wherever the file has it."""
    upright = Image.new("RGB", (60, 40), "black")
    upright.paste("white", (0, 0, 20, 20))
    undo = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }[orientation]  # fmt: skip
    held = upright if undo is None else upright.transpose(undo)
    image = opened(await redraw_picture(encode(held, "JPEG", exif=exif(orientation), quality=95)))
    assert image.size == (60, 40)
    assert sum(image.getpixel((5, 5))) > 700
    assert sum(image.getpixel((54, 34))) < 60


@pytest.mark.parametrize(
    ("size", "becomes"), [((4_000, 3_000), (1_600, 1_200)), ((900, 3_200), (450, 1_600)), ((1_600, 10), None)]
)
async def test_longest_side_is_limited(size, becomes):
    if becomes is None:
        with pytest.raises(PictureError, match="too small"):
            await redraw_picture(jpeg(*size))
    else:
        assert opened(await redraw_picture(jpeg(*size))).size == becomes


async def test_what_is_seen_through_becomes_white():
    image = opened(await redraw_picture(encode(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")))
    assert min(image.getpixel((20, 20))) > 250


async def test_same_file_gives_the_same_picture():
    assert await redraw_picture(jpeg()) == await redraw_picture(jpeg())


async def test_redrawn_picture_can_be_redrawn():
    first = await redraw_picture(jpeg())
    assert opened(await redraw_picture(first.content)).size == (60, 40)


async def test_event_loop_goes_on_while_a_picture_is_drawn():
    beats = 0

    async def beat():
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    beating = asyncio.create_task(beat())
    await redraw_picture(jpeg(4_000, 3_000))
    beating.cancel()
    assert beats > 5


async def test_who_comes_when_many_wait_is_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(pictures, "MOST_WAITING", 2)
    answers = await asyncio.gather(*(redraw_picture(jpeg()) for _ in range(5)), return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, PictureError)]
    assert len(refused) == 3
    assert "minute" in str(refused[0])
    assert opened(await redraw_picture(jpeg())).size == (60, 40)


async def test_drawing_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(pictures, "WALL_SECONDS", 0.001)
    with pytest.raises(PictureError, match="too many pixels"):
        await redraw_picture(jpeg(2_000, 2_000))


async def test_program_runs_out_of_memory_and_not_the_site(monkeypatch, tmp_path):
    """With little memory the same picture is refused in words."""
    program = tmp_path / "redrawing.py"
    source = pictures._PROGRAM.read_text(encoding="utf-8")
    program.write_text(source.replace("MEMORY_BYTES = 800_000_000", "MEMORY_BYTES = 150_000_000"), "utf-8")
    monkeypatch.setattr(pictures, "_PROGRAM", program)
    with pytest.raises(PictureError):
        await redraw_picture(encode(Image.new("RGBA", (5_000, 4_000), (9, 9, 9, 9)), "PNG"))
    assert opened(await redraw_picture(jpeg())).size == (60, 40)


async def test_program_sees_no_variable_of_ours(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    program = tmp_path / "spy.py"
    kept = tmp_path / "seen"
    program.write_text(f"import os; open({str(kept)!r}, 'w').write(repr(dict(os.environ)))", "utf-8")
    monkeypatch.setattr(pictures, "_PROGRAM", program)
    with pytest.raises(PictureError):
        await redraw_picture(jpeg())
    assert "secret" not in kept.read_text(encoding="utf-8")


async def test_largest_photograph_of_a_phone_passes():
    wide = gradient(816, 612).resize((8_160, 6_120))
    content = encode(wide, "JPEG", quality=30, progressive=True, subsampling=0)
    assert opened(await redraw_picture(content)).size == (1_600, 1_200)


@pytest.mark.parametrize("cut", [0, 1, 3, 8, 11, 12])
def test_few_bytes_have_no_format_or_one_but_never_an_error(cut):
    for content in (jpeg(), png(), webp(), hostile_files()["HEIC"], b"\x00" * 12):
        assert find_format(content[:cut]) in {None, "JPEG", "PNG", "WEBP", "HEIC", "AVIF"}


def test_limits_of_the_program_stand_in_for_those_of_the_machine():
    assert redrawing.MEMORY_BYTES < 2**30
    assert redrawing.SECONDS < pictures.WALL_SECONDS
