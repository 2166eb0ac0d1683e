"""The door of printing: a version in words becomes a PDF."""

from collections.abc import Iterator
from pathlib import Path

from marketplace.kernel.printing import PrintError, print_document
from marketplace.listings.symbols.rules import SYMBOLS, symbol_labels
from marketplace.pooling.agreements.printing.schemas import AgreementDocument

__all__ = ["PrintError", "print_agreement"]

_TEMPLATE = Path(__file__).with_name("agreement.typ")


async def print_agreement(document: AgreementDocument) -> bytes:
    """A version as a tagged PDF that meets PDF/UA-1.

    Raises:
        PrintError: it could not be made, or not in time; the log has the reason.
    """
    labels = symbol_labels()
    used = set(_symbols(document)) & SYMBOLS
    return await print_document(_TEMPLATE, document, {code: labels[code] for code in used})


def _symbols(document: AgreementDocument) -> Iterator[str]:
    for part in document.easy:
        yield from (line.symbol for line in part.lines)
    yield from (line.symbol for line in document.choice)
