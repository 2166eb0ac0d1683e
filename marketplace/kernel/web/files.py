"""Files that are made for one person and kept by no cache."""

from typing import Any

from litestar import Response


def pdf_file(content: bytes, name: str) -> Response[Any]:
    """A PDF that the browser shows; `name` is what it is called when it is kept."""
    return _file(content, "application/pdf", f'inline; filename="{name}"')


def csv_file(text: str, name: str) -> Response[Any]:
    """A table for a spreadsheet program, as a download."""
    return _file(text.encode(), "text/csv", f'attachment; filename="{name}"')


def _file(content: bytes, media_type: str, disposition: str) -> Response[Any]:
    return Response(
        content,
        media_type=media_type,
        headers={"cache-control": "private, no-store", "content-disposition": disposition},
    )
