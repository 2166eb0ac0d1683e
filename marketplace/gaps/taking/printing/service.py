"""The door of printing: a statement becomes a PDF."""

from pathlib import Path

from marketplace.gaps.taking.statement.schemas import Statement
from marketplace.kernel.printing import PrintError, print_document

__all__ = ["PrintError", "print_statement"]

_TEMPLATE = Path(__file__).with_name("statement.typ")


async def print_statement(statement: Statement) -> bytes:
    """A market position statement as a tagged PDF that meets PDF/UA-1.

    Raises:
        PrintError: it could not be made, or not in time; the log has the reason.
    """
    return await print_document(_TEMPLATE, statement, {})
