"""Single searches, as they are put together in one request."""

from collections.abc import Sequence

from meilisearch_python_sdk.models.search import SearchParams

from search.engines.meilisearch.connection import Found
from search.engines.meilisearch.layout import AT_ONCE


def fetching(
    uid: str,
    filter_: str,
    fields: Sequence[str],
    *,
    text: str | None = None,
    sort: Sequence[str] = (),
    offset: int = 0,
    limit: int = AT_ONCE,
) -> SearchParams:
    """Bring fields of what passes a filter; with a text only what the server finds for it, ranked."""
    return SearchParams(
        index_uid=uid,
        q=text,
        filter=filter_ or None,
        attributes_to_retrieve=list(fields),
        sort=list(sort) or None,
        offset=offset,
        limit=limit,
        matching_strategy="last",
    )


def counting(uid: str, filter_: str, facets: Sequence[str] = ()) -> SearchParams:
    """Count what passes a filter, and the values of some facets; exact, because nothing is ranked."""
    return SearchParams(
        index_uid=uid,
        q=None,
        filter=filter_ or None,
        attributes_to_retrieve=["id"],
        facets=list(facets) or None,
        limit=0,
    )


def total_of(answer: Found) -> int:
    """How many a search found. Raises TypeError when the server does not say."""
    total = answer.estimated_total_hits
    if total is None:
        raise TypeError("an answer has no total")
    return total
