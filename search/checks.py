"""What no engine takes: documents and places that cannot be indexed or measured."""

import math
from itertools import chain

from search.documents import Point, SearchDocument
from search.engine import SearchError
from search.query import Near

_HIGHEST = 2**62


def check_document(document: SearchDocument) -> None:
    """Refuse what cannot be indexed. Raises SearchError, naming the document."""
    point = document.point
    if point is not None and not _is_on_earth(point):
        raise SearchError(f"Document {document.id} has a point that is not on the earth.")
    if not (math.isfinite(document.travels_miles) and math.isfinite(document.free_now)):
        raise SearchError(f"Document {document.id} has a radius or capacity that is no number.")
    whole = (
        document.version,
        document.price_pence or 0,
        document.minimum_age or 0,
        document.maximum_age or 0,
    )
    if not -_HIGHEST < min(whole) <= max(whole) < _HIGHEST:
        raise SearchError(f"Document {document.id} has a number that is too large.")
    try:
        "".join(chain((document.title,), document.areas, document.facets, *document.facets.values())).encode()
    except UnicodeEncodeError as error:
        raise SearchError(f"Document {document.id} has text that is not Unicode.") from error


def _is_on_earth(point: Point) -> bool:
    """NaN is not."""
    return abs(point.latitude) <= 90 and abs(point.longitude) <= 180  # noqa: PLR2004 - degrees


def check_near(near: Near | None) -> None:
    """Refuse a place that is not on the earth. Raises SearchError."""
    if near is not None:
        if not _is_on_earth(near.point):
            raise SearchError("The query has a point that is not on the earth.")
        if math.isnan(near.within_miles):
            raise SearchError("The query has a distance that is no number.")
