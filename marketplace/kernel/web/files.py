"""Files that are made for one person and kept by no cache."""

from typing import Any

from litestar import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
GEOJSON = "application/geo+json"


def pdf_file(content: bytes, name: str) -> Response[Any]:
    """A PDF that the browser shows; `name` is what it is called when it is kept."""
    return _file(content, "application/pdf", f'inline; filename="{name}"')


def csv_file(text: str, name: str) -> Response[Any]:
    """A table for a spreadsheet program, as a download."""
    return _file(text.encode(), "text/csv", f'attachment; filename="{name}"')


def file_to_keep(content: bytes, media_type: str, name: str) -> Response[Any]:
    """Any other file, as a download."""
    return _file(content, media_type, f'attachment; filename="{name}"')


def _file(content: bytes, media_type: str, disposition: str) -> Response[Any]:
    return Response(
        content,
        media_type=media_type,
        headers={"cache-control": "private, no-store", "content-disposition": disposition},
    )
