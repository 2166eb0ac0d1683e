"""The door of printing: a statement in words becomes a PDF."""

from pathlib import Path

from marketplace.kernel.printing import PrintError, print_document
from marketplace.pooling.statements.wording.schemas import StatementDocument

__all__ = ["PrintError", "print_statement"]

_TEMPLATE = Path(__file__).with_name("statement.typ")


async def print_statement(document: StatementDocument) -> bytes:
    """A statement as a tagged PDF that meets PDF/UA-1.

    Raises:
        PrintError: it could not be made, or not in time; the log has the reason.
    """
    return await print_document(_TEMPLATE, document, {})
