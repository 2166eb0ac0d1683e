"""Pictures for tests: ordinary ones, odd ones, and files that mean harm. All are made here."""

import io
import struct
import zipfile
import zlib
from functools import cache

from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"SECRET-51.3553,-2.1399"
"""Stands in metadata and in hidden places; no answer may hold it."""


def encode(image: Image.Image, format_: str, **options) -> bytes:
    answer = io.BytesIO()
    image.save(answer, format_, **options)
    return answer.getvalue()


def gradient(width: int = 60, height: int = 40) -> Image.Image:
    """Dark at the left, light at the right."""
    return Image.linear_gradient("L").rotate(90).resize((width, height)).convert("RGB")


def jpeg(width: int = 60, height: int = 40, **options) -> bytes:
    return encode(gradient(width, height), "JPEG", **options)


def png(width: int = 60, height: int = 40, **options) -> bytes:
    return encode(gradient(width, height), "PNG", **options)


def webp(width: int = 60, height: int = 40, **options) -> bytes:
    return encode(gradient(width, height), "WEBP", **options)


def exif(orientation: int = 1) -> Image.Exif:
    """A camera's notes, with a place and an orientation."""
    notes = Image.Exif()
    notes[0x0112] = orientation
    notes[0x010E] = SECRET.decode()
    notes[0x9286] = SECRET
    notes.get_ifd(0x8825)[0x001D] = SECRET.decode()
    return notes


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG that says it is so large, with next to nothing in it."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
        + _chunk(b"IDAT", zlib.compress(b"\x00" * 1_000))
        + _chunk(b"IEND", b"")
    )


def png_with(kind: bytes, body: bytes) -> bytes:
    """A small PNG with one more chunk after its header."""
    whole = png()
    return whole[:33] + _chunk(kind, body) + whole[33:]


def _zip() -> bytes:
    answer = io.BytesIO()
    with zipfile.ZipFile(answer, "w") as archive:
        archive.writestr("evil.html", SECRET)
    return answer.getvalue()


def _texts() -> PngImagePlugin.PngInfo:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", SECRET.decode())
    texts.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET.decode()}</x>")
    return texts


def _frames(format_: str) -> bytes:
    others = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    return encode(gradient(), format_, save_all=True, append_images=others, duration=50)


def _profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _circular_exif() -> bytes:
    """A directory that says its sub-directory is itself, and so is the next one."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    return b"Exif\x00\x00II*\x00" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 8)


_HTML = b"<html><script>alert(1)</script>" + SECRET + b"</html>"
_SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"
_BOX = b"\x00\x00\x00\x18ftyp"


@cache
def odd_pictures() -> dict[str, bytes]:
    """Pictures that are strange and can be seen all the same; what comes out of them must be clean."""
    return {
        "place in EXIF": jpeg(exif=exif()),
        "place in EXIF of a PNG": png(exif=exif()),
        "place in EXIF of a WebP": webp(exif=exif()),
        "XMP": jpeg(xmp=b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"),
        "comment": jpeg(comment=SECRET),
        "texts of a PNG": png(pnginfo=_texts()),
        "private chunk of a PNG": png_with(b"seCr", SECRET),
        "HTML after the end": jpeg() + _HTML,
        "script after the end": png() + b"\n<script>" + SECRET + b"</script>",
        "PHP after the end": png() + b"<?php echo '" + SECRET + b"'; ?>",
        "ZIP after the end": jpeg() + _zip(),
        "ZIP after a WebP": webp() + _zip(),
        "HTML in the comment": jpeg(comment=_HTML),
        "HTML in a chunk": png_with(b"tEXt", b"Comment\x00" + _HTML),
        "PDF after the end": jpeg() + b"%PDF-1.7\n" + SECRET,
        "second picture inside": jpeg() + jpeg(comment=SECRET),
        "CMYK": encode(gradient().convert("CMYK"), "JPEG"),
        "grey": encode(gradient().convert("L"), "JPEG"),
        "black and white": encode(gradient().convert("1"), "PNG"),
        "palette": encode(gradient().quantize(16), "PNG"),
        "sixteen bits": encode(gradient().convert("I;16").point(lambda value: value * 257), "PNG"),
        "seen through": encode(gradient().convert("RGBA"), "PNG"),
        "grey, seen through": encode(gradient().convert("LA"), "PNG"),
        "profile": jpeg(icc_profile=_profile()),
        "profile that is nonsense": jpeg(icc_profile=b"\x00" * 200 + SECRET),
        "profile cut short": png(icc_profile=_profile()[:90]),
        "moving PNG": _frames("PNG"),
        "moving WebP": _frames("WEBP"),
        "progressive": jpeg(progressive=True),
        "EXIF that is nonsense": jpeg(exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff" + SECRET),
        "EXIF that goes in circles": jpeg(exif=_circular_exif()),
        "very wide": png(5_000, 20),
        "very high": jpeg(20, 5_000),
    }  # fmt: skip


@cache
def hostile_files() -> dict[str, bytes]:
    """Files that must be refused, each quickly and in words."""
    return {
        "nothing": b"",
        "one byte": b"\xff",
        "only a signature": b"\xff\xd8\xff",
        "only the signature of a PNG": b"\x89PNG\r\n\x1a\n",
        "only the head of a WebP": b"RIFF\x24\x00\x00\x00WEBPVP8 ",
        "text": b"hello",
        "HTML": _HTML,
        "HTML with the head of a JPEG": b"\xff\xd8\xff\xe0" + _HTML,
        "HTML with the head of a PNG": b"\x89PNG\r\n\x1a\n" + _HTML,
        "script that begins as a GIF": b"GIF89a=1;alert(1)",
        "GIF": encode(gradient().quantize(8), "GIF"),
        "BMP": encode(gradient(), "BMP"),
        "TIFF": encode(gradient(), "TIFF"),
        "icon": encode(gradient(), "ICO"),
        "SVG with script": _SVG,
        "SVG with a declaration": b"<?xml version='1.0'?>\n" + _SVG,
        "SVG with the head of a PNG": b"\x89PNG\r\n\x1a\n" + _SVG,
        "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file\n",
        "PDF": b"%PDF-1.7\n",
        "ZIP": _zip(),
        "program": b"\x7fELF" + b"\x00" * 200,
        "AVIF": _BOX + b"avif" + b"\x00" * 20,
        "HEIC": _BOX + b"heic" + b"\x00" * 20,
        "film": _BOX + b"isom" + b"\x00" * 20,
        "JPEG cut short": jpeg(600, 400)[:1_500],
        "PNG cut short": png(600, 400)[:900],
        "WebP cut short": webp(600, 400)[:200],
        "PNG with a wrong sum": png()[:40] + b"\x00\x00" + png()[42:],
        "bomb of ten thousand million pixels": png_header(100_000, 100_000),
        "bomb of sixteen bits": png_header(30_000, 30_000, depth=16, colour=6),
        "bomb of as many pixels as can be said": png_header(2**31 - 1, 2**31 - 1),
        "true bomb": encode(Image.new("1", (12_000, 12_000)), "PNG"),
        "JPEG that says it is 65,500 wide": _wide_jpeg(),
        "no height": png_header(100, 0),
        "one pixel": png(1, 1),
        "bomb of text": png_with(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"a" * 20_000_000, 9)),
        "bomb of a profile": png_with(b"iCCP", b"icc\x00\x00" + zlib.compress(b"a" * 20_000_000, 9)),
        "chunk that says it is two gigabytes": png()[:33] + struct.pack(">I", 2**31 - 1) + b"IDATabc",
        "too many bytes": jpeg() + b"\x00" * 12_000_000,
    }


def _wide_jpeg() -> bytes:
    whole = bytearray(jpeg())
    at = whole.index(b"\xff\xc0")
    whole[at + 5 : at + 9] = struct.pack(">HH", 65_500, 65_500)
    return bytes(whole)
