"""Invoices and till receipts of made-up pools, drawn from the entry that they belong to: both agree."""

import io
from datetime import date

from PIL import Image, ImageDraw, ImageFont

from marketplace.kernel.printing import FONTS

_WIDTH, _HEIGHT, _MARGIN = 420, 340, 28
_LINE = 34
_SIZE = 20
_TABLE, _PAPER, _INK = (136, 110, 84), (250, 248, 240), (40, 40, 44)
_TILT = 2.5


def make_till_receipt(what: str, pence: int, on: date) -> bytes:
    """A till receipt as somebody took a picture of it."""
    paper = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    draw, font = ImageDraw.Draw(paper), ImageFont.truetype(FONTS / "NotoSans-Regular.ttf", _SIZE)
    for number, line in enumerate(_lines("Paid", what, pence, on)):
        draw.text((_MARGIN, _MARGIN + number * _LINE), line, fill=_INK, font=font)
    picture = paper.rotate(_TILT, expand=True, fillcolor=_TABLE, resample=Image.Resampling.BICUBIC)
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def make_invoice(what: str, pence: int, on: date) -> bytes:
    """An invoice as a PDF of one page."""
    lines = [*_lines("Invoice", what, pence, on), "Please pay within 14 days."]
    shown = " T* ".join(f"({_escaped(line)}) Tj" for line in lines)
    drawn = f"BT /F1 16 Tf 26 TL 60 770 Td {shown} ET".encode("cp1252")
    parts = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    return _put_together(parts)


def _lines(paper: str, what: str, pence: int, on: date) -> list[str]:
    pounds = f"£{pence // 100:,}.{pence % 100:02d}"
    return [paper, "Made up for the demonstration", f"{on.day} {on:%B %Y}", "", what, "", f"Sum: {pounds}"]


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _put_together(parts: tuple[bytes, ...]) -> bytes:
    """The file with its table of where each part begins."""
    made, starts = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = len(made)
    count = len(parts) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % count
    made += b"".join(b"%010d 00000 n \n" % start for start in starts)
    made += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, table)
    return bytes(made)
