"""The door of printing: a pack in words becomes a PDF."""

import asyncio
import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import structlog
import typst

from marketplace.kernel.forms import clean
from marketplace.listings.symbols.rules import SYMBOLS, symbol_labels
from marketplace.shortlists.packs.printing import rules
from marketplace.shortlists.packs.printing.schemas import PackDocument

_HERE = Path(__file__).parent
_SYMBOL_FILES = Path(__file__).parents[3] / "static" / "symbols"
STANDARD = "ua-1"
MOST_SECONDS = 20.0
"""Longer than ten times the slowest pack that can be made takes, on one slow core."""
_AT_ONCE = 2

log = structlog.get_logger()


class PrintError(Exception):
    """A pack could not be printed: the template or the fonts are at fault, or it took too long."""


class _Press:
    """How many packs a process prints at once; others wait."""

    turns: asyncio.Semaphore | None = None


async def print_pack(document: PackDocument) -> bytes:
    """A pack as a tagged PDF that meets PDF/UA-1, made in a thread.

    Raises:
        PrintError: it could not be made, or not in time; the log has the reason.
    """
    _Press.turns = _Press.turns or asyncio.Semaphore(_AT_ONCE)
    data = _data(document)
    async with _Press.turns:
        try:
            return await asyncio.wait_for(asyncio.to_thread(_compile, data), MOST_SECONDS)
        except TimeoutError as error:
            log.warning("pack_not_printed", reason="it took too long")
            raise PrintError("It took too long.") from error


def _compile(data: str) -> bytes:
    try:
        made = typst.compile(
            _template(),
            sys_inputs={"data": data},
            pdf_standards=[STANDARD],
            font_paths=_fonts(),
            ignore_system_fonts=True,
        )
    except RuntimeError as error:
        log.warning("pack_not_printed", reason=str(error))
        raise PrintError(str(error)) from error
    if not isinstance(made, bytes):
        raise PrintError("It is no document.")
    return made


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
    return json.dumps(apart)


def _cleaned(value: Any) -> Any:
    """Without signs that nobody sees, which could turn round what stands beside them."""
    if isinstance(value, dict):
        return {key: _cleaned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    return clean(value)


@cache
def _template() -> bytes:
    return (_HERE / "pack.typ").read_bytes()


@cache
def _drawing(code: str) -> str:
    return (_SYMBOL_FILES / f"{code}.svg").read_text()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_HERE / "fonts")]
    )


@cache
def _known_signs() -> frozenset[int]:
    """What the fonts can draw, all together."""
    fonts = sorted((_HERE / "fonts").glob("*.ttf"))
    return frozenset().union(*(rules.signs_of(font.read_bytes()) for font in fonts))
