"""The door of printing: a pack in words becomes a PDF."""

from collections.abc import Iterator
from pathlib import Path

from marketplace.kernel.printing import PrintError, print_document
from marketplace.listings.symbols.rules import SYMBOLS, symbol_labels
from marketplace.shortlists.packs.printing.schemas import PackDocument

__all__ = ["PrintError", "print_pack"]

_TEMPLATE = Path(__file__).with_name("pack.typ")


async def print_pack(document: PackDocument) -> bytes:
    """A pack as a tagged PDF that meets PDF/UA-1.

    Raises:
        PrintError: it could not be made, or not in time; the log has the reason.
    """
    labels = symbol_labels()
    addresses = [document.address + choice.path for choice in document.choices]
    return await print_document(
        _TEMPLATE,
        document,
        {code: labels[code] for code in set(_symbols(document)) & SYMBOLS},
        addresses=[each for each in (*addresses, document.link) if each],
    )


def _symbols(document: PackDocument) -> Iterator[str]:
    for choice in document.choices:
        yield from (line.symbol for line in choice.easy)
        yield from (fact.symbol for fact in choice.facts)
    yield from (line.symbol for line in document.next_steps)
    yield "good"
