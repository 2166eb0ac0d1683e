"""Prints documents: tagged PDF (PDF/UA-1) by Typst, in fonts that come with this package.

What a document says goes to Typst as data (JSON) and never as source: no text of anybody can be code there.
What all documents share (size of print, pages, symbols, signs that cannot be drawn) is `printing.typ`; each
kind of document has a template of its own that comes after it. The fonts are Noto Sans for the scripts of the
languages that can be chosen, except Chinese, whose fonts are many times as large. Signs that no font has are
drawn as an empty box, and said in its alternative text.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import structlog

from marketplace.kernel import signs, typesetting
from marketplace.kernel.forms import clean
from marketplace.kernel.qr_codes import drawing_of

FONTS = Path(__file__).with_name("fonts")
FRAME = Path(__file__).with_name("printing.typ")
_PROGRAM = Path(typesetting.__file__)
_SYMBOL_FILES = Path(__file__).parents[1] / "static" / "symbols"
STANDARD = "ua-1"
MOST_SECONDS = 30.0
"""By the clock: ten times what the longest document that can be made takes."""
AT_ONCE = 2
"""Documents that one process of the site prints at the same time; others wait."""
_LONGEST_REASON = 500

log = structlog.get_logger()


class PrintError(Exception):
    """A document could not be printed: the template or the fonts are at fault, or it took too long."""


_turns = asyncio.Semaphore(AT_ONCE)


async def print_document(
    template: Path, document: object, labels: Mapping[str, str], *, addresses: Iterable[str] = ()
) -> bytes:
    """A document as a tagged PDF that meets PDF/UA-1, set by a confined process off the event loop.

    `document` is a struct with what `printing.typ` and the template ask for; `labels` says what each symbol
    that it uses means, by its code; of `addresses` it gets codes to point a phone at.

    Raises:
        PrintError: it could not be made, or not in time; the log has the reason.
    """
    data = _data(document, labels, addresses)
    async with _turns:
        try:
            return await asyncio.to_thread(_run, template, data)
        except PrintError as error:
            log.warning("not_printed", template=template.name, reason=str(error))
            raise


def _run(template: Path, data: str) -> bytes:
    """Have the program set it, without our environment; one thread does."""
    command = [sys.executable, "-I", "-B", str(_PROGRAM), str(FONTS), STANDARD, str(FRAME), str(template)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; nothing of the document is in the command
            command,
            input=data.encode(),
            capture_output=True,
            timeout=MOST_SECONDS,
            env={"RAYON_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PrintError("It took too long.") from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        # Also when a signal ended it: a limit was reached.
        raise PrintError(done.stderr.decode(errors="replace")[-_LONGEST_REASON:] or "It was ended.")
    return done.stdout


def _data(document: object, labels: Mapping[str, str], addresses: Iterable[str]) -> str:
    """What the template is given, with the drawings of the symbols and addresses that it uses."""
    told = _cleaned(msgspec.json.decode(msgspec.json.encode(document)))
    apart = signs.set_apart(told, known_signs())
    has_missing = apart != told
    apart["symbols"] = {
        code: {"svg": _drawing(code), "label": label} for code, label in sorted(labels.items())
    }
    apart["codes"] = {each: drawing_of(each) for each in addresses}
    apart["has_missing"] = has_missing
    return json.dumps(apart)


def _cleaned(value: Any) -> Any:
    """Without signs that nobody sees, which could turn round what stands beside them."""
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    return clean(value)


@cache
def _drawing(code: str) -> str:
    return (_SYMBOL_FILES / f"{code}.svg").read_text()


@cache
def known_signs() -> frozenset[int]:
    """What the fonts can draw, all together."""
    fonts = sorted(FONTS.glob("*.ttf"))
    return frozenset().union(*(signs.signs_of(font.read_bytes()) for font in fonts))
