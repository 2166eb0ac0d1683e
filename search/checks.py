"""What no engine takes: documents and places that cannot be indexed or measured."""

import math
from itertools import chain

from search.documents import Point, SearchDocument
from search.engine import SearchError
from search.query import Near

_HIGHEST = 2**62


def check_document(document: SearchDocument) -> None:
    """Refuse what cannot be indexed. Raises SearchError, naming the document."""
    numbers = [document.travels_miles, document.free_now]
    if document.point is not None:
        check_point(document.point, f"Document {document.id}")
    if not all(map(math.isfinite, numbers)):
        raise SearchError(f"Document {document.id} has a radius or capacity that is no number.")
    whole = (document.version, document.price_pence, document.minimum_age, document.maximum_age)
    if any(number is not None and abs(number) >= _HIGHEST for number in whole):
        raise SearchError(f"Document {document.id} has a number that is too large.")
    try:
        "".join(chain((document.title,), document.areas, document.facets, *document.facets.values())).encode()
    except UnicodeEncodeError as error:
        raise SearchError(f"Document {document.id} has text that is not Unicode.") from error


def check_point(point: Point, owner: str) -> None:
    """Refuse what is no point of the earth. Raises SearchError."""
    if not (abs(point.latitude) <= 90 and abs(point.longitude) <= 180):  # noqa: PLR2004 - degrees; NaN fails too
        raise SearchError(f"{owner} has a point that is not on the earth.")


def check_near(near: Near | None) -> None:
    """Refuse a place that is not on the earth. Raises SearchError."""
    if near is not None:
        check_point(near.point, "The query")
        if math.isnan(near.within_miles):
            raise SearchError("The query has a distance that is no number.")
