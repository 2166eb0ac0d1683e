"""Draws an uploaded picture anew. A program of its own, run by `kernel.pictures` for each picture, by path.

What comes from outside is decoded here and nowhere else: in a process without environment, without our
packages, with little memory, little time and no right to write a file. It reads the picture from standard
input and writes it to standard output, and says by its exit status what was wrong.
"""

import io
import os
import sys
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

DAMAGED = 3
"""Exit status: it cannot be read to its end."""
TOO_LARGE = 4
"""Exit status: more pixels than are taken, or more memory than there is."""
TOO_SMALL = 5
"""Exit status: too few pixels to be of use."""
MEMORY_BYTES = 800_000_000
"""Address space of this program; the largest picture that is taken was seen to need 600."""
SECONDS = 20
"""Of processor time."""
LEAST_PIXELS = 16
"""Of each side."""
WHITE = (255, 255, 255)


def confine() -> None:
    """Take away what is not needed: memory, time, files. Where the system has no such limits, go without."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for name, limit in (
        ("RLIMIT_AS", MEMORY_BYTES),
        ("RLIMIT_CPU", SECONDS),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", 0),
    ):
        with suppress(AttributeError, OSError, ValueError):
            resource.setrlimit(getattr(resource, name), (limit, limit))


def redraw(content: bytes, format_: str, longest_side: int, quality: int, most_pixels: int) -> bytes:
    """The first frame of a picture as WebP: upright, in sRGB, on white, no larger than asked.

    Raises:
        ValueError: it has too few pixels.
        OverflowError: it has too many pixels.
        Exception: Pillow raises many kinds for what is damaged.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415 - within the limits, and not by who only reads the numbers

    Image.MAX_IMAGE_PIXELS = None  # the size is looked at here, before anything is decoded
    with Image.open(io.BytesIO(content), formats=[format_]) as image:
        if min(image.size) < LEAST_PIXELS:
            raise ValueError("too few pixels")
        if image.width * image.height > most_pixels:
            raise OverflowError("too many pixels")
        profile = image.info.get("icc_profile")
        if format_ == "JPEG":
            image.draft(image.mode, (longest_side, longest_side))
        image.load()
        small = _eight_bits(image)
        # Made smaller first: all that follows then costs little.
        small.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        with suppress(Exception):  # a note on how the camera was held that cannot be read tells nothing
            small = ImageOps.exif_transpose(small)
        drawn = _on_white(_in_srgb(small, profile))
    # A new canvas: none of the file's metadata can come along.
    clean = Image.new("RGB", drawn.size, WHITE)
    clean.paste(drawn)
    answer = io.BytesIO()
    clean.save(answer, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return answer.getvalue()


def _eight_bits(image: "Image.Image") -> "Image.Image":
    """Sixteen bits of grey as eight (Pillow would cut off what is above 255); a palette as colours."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")
    if image.mode in {"P", "PA", "1"}:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _in_srgb(image: "Image.Image", profile: bytes | None) -> "Image.Image":
    """Colours as screens show them; a profile that does not work is passed over."""
    from PIL import ImageCms  # noqa: PLC0415 - as above

    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
        shown = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
        return shown or image
    return image


def _on_white(image: "Image.Image") -> "Image.Image":
    """What is seen through becomes white, so that a dark page shows the same picture."""
    from PIL import Image  # noqa: PLC0415 - as above

    if not image.has_transparency_data:
        return image.convert("RGB")
    see_through = image.convert("RGBA")
    canvas = Image.new("RGBA", see_through.size, (*WHITE, 255))
    canvas.alpha_composite(see_through)
    return canvas.convert("RGB")


def main() -> int:
    """Redraw standard input to standard output."""
    format_, longest_side, quality, most_pixels = sys.argv[1], *map(int, sys.argv[2:5])
    content = sys.stdin.buffer.read()
    confine()
    warnings.simplefilter("ignore")
    try:
        drawn = redraw(content, format_, longest_side, quality, most_pixels)
    except (OverflowError, MemoryError):
        return TOO_LARGE
    except ValueError as error:
        return TOO_SMALL if str(error) == "too few pixels" else DAMAGED
    except Exception:  # noqa: BLE001 - whatever Pillow raises, the picture cannot be used
        return DAMAGED
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    # Without tidying up: a decoder that an evil file has upset must get no more chance to run.
    os._exit(status)
