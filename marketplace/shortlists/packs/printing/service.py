"""The door of printing: a pack in words becomes a PDF."""

import asyncio
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import structlog

from marketplace.kernel import typesetting
from marketplace.kernel.forms import clean
from marketplace.kernel.qr_codes import drawing_of
from marketplace.listings.symbols.rules import SYMBOLS, symbol_labels
from marketplace.shortlists.packs.printing import rules
from marketplace.shortlists.packs.printing.schemas import PackDocument

_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
_PROGRAM = Path(typesetting.__file__)
_SYMBOL_FILES = Path(__file__).parents[3] / "static" / "symbols"
STANDARD = "ua-1"
MOST_SECONDS = 30.0
"""By the clock: ten times what the longest pack that can be made takes."""
AT_ONCE = 2
"""Packs that one process of the site prints at the same time; others wait."""
_LONGEST_REASON = 500

log = structlog.get_logger()


class PrintError(Exception):
    """A pack could not be printed: the template or the fonts are at fault, or it took too long."""


_turns = asyncio.Semaphore(AT_ONCE)


async def print_pack(document: PackDocument) -> bytes:
    """A pack as a tagged PDF that meets PDF/UA-1, set by a confined process off the event loop.

    Raises:
        PrintError: it could not be made, or not in time; the log has the reason.
    """
    data = _data(document)
    async with _turns:
        try:
            return await asyncio.to_thread(_run, data)
        except PrintError as error:
            log.warning("pack_not_printed", reason=str(error))
            raise


def _run(data: str) -> bytes:
    """Have the program set it, without our environment; one thread does."""
    command = [sys.executable, "-I", "-B", str(_PROGRAM), str(_HERE / "pack.typ"), str(_FONTS), STANDARD]
    try:
        done = subprocess.run(  # noqa: S603 - our own program; nothing of the pack is in the command
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


def _data(document: PackDocument) -> str:
    """What the template is given, with the drawings that it needs."""
    told = _cleaned(msgspec.json.decode(msgspec.json.encode(document)))
    apart = rules.set_apart(told, _known_signs())
    labels = symbol_labels()
    used = {line.symbol for choice in document.choices for line in choice.easy}
    used |= {fact.symbol for choice in document.choices for fact in choice.facts}
    used |= {line.symbol for line in document.next_steps} | {"good"}
    apart["symbols"] = {
        code: {"svg": _drawing(code), "label": labels[code]} for code in sorted(used & SYMBOLS)
    }
    apart["has_missing"] = apart != told | {"symbols": apart["symbols"]}
    addresses = [document.address + choice.path for choice in document.choices]
    apart["codes"] = {each: drawing_of(each) for each in (*addresses, document.link) if each}
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
def _known_signs() -> frozenset[int]:
    """What the fonts can draw, all together."""
    fonts = sorted(_FONTS.glob("*.ttf"))
    return frozenset().union(*(rules.signs_of(font.read_bytes()) for font in fonts))
