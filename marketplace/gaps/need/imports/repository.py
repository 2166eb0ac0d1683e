"""Reads counts from a .csv or .xlsx file. What cannot be read raises `FileError` with one plain sentence."""

from pathlib import Path

from marketplace.listings.imports.repository import FileError, Limits, has_sheet, read_sheet
from marketplace.listings.imports.schemas import Cell

LIMITS = Limits(size_bytes=30_000_000, unpacked_bytes=300_000_000, rows=100_000)
"""All small areas of England times nine care groups are 61,704 rows."""

__all__ = ["LIMITS", "FileError", "read_counts", "read_source"]


def read_counts(path: Path) -> list[list[Cell]]:
    """The rows of the sheet "need", or of the first.

    Raises:
        FileError: the file is not there, not of these kinds, too large or damaged.
    """
    return read_sheet(path, LIMITS, sheet="need").rows


def read_source(path: Path) -> dict[str, str]:
    """What the sheet "source" of a workbook says: its first column names, its second says. Else nothing."""
    if path.suffix.lower() != ".xlsx" or not has_sheet(path, "source"):
        return {}
    rows = read_sheet(path, LIMITS, sheet="source").rows
    return {str(row[0]).strip().lower(): str(row[1] or "").strip() for row in rows if len(row) > 1 and row[0]}
