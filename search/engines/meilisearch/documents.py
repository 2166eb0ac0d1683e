"""Documents as they stand on the server."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from search.documents import SearchDocument
from search.engine import SearchError
from search.engines.meilisearch.cells import FINEST_ASKED, cells_of, codes_as_text, cover_stored
from search.engines.meilisearch.filters import token
from search.engines.meilisearch.layout import TEXT_FIELDS
from search.text import split_words

Stored = dict[str, Any]

NO_AGE = 2.0**53
"""Stands for an open end of the ages, and bounds them: the server counts in floating point."""
MUCH_ROOM = 10.0
"""More hours or places free than this make no difference to the order."""
_LONGEST_TOKEN = 400
"""Signs of a value that the server compares whole."""


def stored_documents(documents: Sequence[SearchDocument], batch: int) -> list[Stored]:
    """What is sent for some documents; `batch` is the sequence of the batch, 0 in a rebuild.

    Raises SearchError, naming the document, for a value that is too long to compare.
    """
    stored = [_shown(document, batch) for document in documents]
    add_filtered(stored)
    return stored


def add_filtered(stored: Sequence[Stored]) -> None:
    """What documents are only filtered by: made of what is shown of them, for it is not."""
    for one in stored:
        title, tags, *others = (one[name].split() for name in TEXT_FIELDS)
        one["words"] = sorted({*title, *tags, *chain.from_iterable(others)})
        one["title_words"] = sorted(set(title))
        one["best_words"] = sorted({*title, *tags})
    _add_travels(stored)
    _add_venues(stored)


def _shown(document: SearchDocument, batch: int) -> Stored:
    texts = (document.title, " ".join(document.tags), document.provider, document.text)
    one = str(document.id)
    stored: Stored = {
        "id": one,
        "bucket": one[-2:],
        "version": document.version,
        "batch": batch,
        "label": document.title,
        **{name: " ".join(split_words(text)) for name, text in zip(TEXT_FIELDS, texts, strict=True)},
        "facets": {name: _tokens(document, values) for name, values in document.facets.items()},
        "areas": _tokens(document, document.areas),
        "free_now": document.free_now,
        "has_room": document.free_now > 0,
        "room": min(document.free_now, MUCH_ROOM),
        "confirmed": document.confirmed_on.toordinal(),
        "minimum_age": -NO_AGE if document.minimum_age is None else document.minimum_age,
        "maximum_age": NO_AGE if document.maximum_age is None else document.maximum_age,
        "is_venue": document.is_venue,
        "travels": document.travels_miles,
    }
    if document.price_pence is not None:
        stored["price_pence"] = document.price_pence
    if document.point is not None:
        stored["_geo"] = {"lat": document.point.latitude, "lng": document.point.longitude}
    return stored


def _tokens(document: SearchDocument, values: Sequence[str]) -> list[str]:
    tokens = [token(value) for value in dict.fromkeys(values)]
    if any(len(one) > _LONGEST_TOKEN for one in tokens):
        raise SearchError(f"Document {document.id} has a value that is too long to be filtered by.")
    return tokens


def _add_travels(stored: Sequence[Stored]) -> None:
    """The cells of those who travel."""
    owners = [one for one in stored if "_geo" in one and one["travels"] > 0]
    covering = cover_stored(*_coordinates(owners), np.array([one["travels"] for one in owners], np.float64))
    for field, circles, codes in (
        ("inside", covering.inside_owners, covering.inside),
        ("edge", covering.edge_owners, covering.edge),
    ):
        order = np.argsort(circles, kind="stable")
        ends = np.cumsum(np.bincount(circles, minlength=len(owners)))
        texts = codes_as_text(codes[order])
        start = 0
        for owner, end in zip(owners, ends.tolist(), strict=True):
            owner[field] = texts[start:end]
            start = end


def _add_venues(stored: Sequence[Stored]) -> None:
    """The cells that venues lie in."""
    owners = [one for one in stored if "_geo" in one and one["is_venue"]]
    codes = cells_of(*_coordinates(owners), FINEST_ASKED)
    texts = codes_as_text(codes.ravel())
    levels = FINEST_ASKED + 1
    for place, owner in enumerate(owners):
        owner["at"] = texts[place * levels : (place + 1) * levels]


def _coordinates(
    stored: Sequence[Stored],
) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.float64]]]:
    points = [one["_geo"] for one in stored]
    return (
        np.array([point["lat"] for point in points], np.float64),
        np.array([point["lng"] for point in points], np.float64),
    )
