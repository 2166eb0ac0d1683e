"""Reads what the listings of a council are called. Raw SQL: of hundreds of thousands only what is compared.

The private base is not read.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.listings.erasing.rules import ERASED_WORDS
from marketplace.listings.imports.nearness.rules import make_subject
from marketplace.listings.imports.nearness.schemas import Listed
from marketplace.listings.overview.schemas import Scope
from marketplace.listings.schemas import ListingStatus

_SCOPE = """(s.council_code = ANY($1::text[])
    OR ($2 AND (s.council_code IS NULL OR s.council_code <> ALL($3::text[]))))"""
_FIND = f"""SELECT s.id, o.name AS provider, s.title, l.postcode, o.website, s.status
    FROM service s JOIN organization o ON o.id = s.organization LEFT JOIN location l ON l.id = s.location
    WHERE {_SCOPE} AND s.title <> $4 AND ($5::timestamptz IS NULL OR s.created_at >= $5)
    AND NOT (s.status = 'withdrawn' AND EXISTS (SELECT FROM listing_import_row r
        WHERE r.listing = s.id AND r.outcome = 'added' AND r.undone = 'undone'))"""  # noqa: S608 - our own words


def _values(scope: Scope) -> tuple[Any, ...]:
    return list(scope.codes), scope.has_rest, list(scope.in_system)


async def list_listed(scope: Scope, *, since: datetime | None = None) -> list[Listed]:
    """All listings of a council, but for those erased and those that an import added and took back."""
    async with connection() as raw:
        rows = await raw.fetch(_FIND, *_values(scope), ERASED_WORDS, since)
    return [
        Listed(
            row["id"],
            make_subject(row["provider"], row["title"], row["postcode"], row["website"]),
            ListingStatus(row["status"]) is not ListingStatus.WITHDRAWN,
        )
        for row in rows
    ]


async def find_words(scope: Scope, listing_ids: Collection[UUID]) -> Mapping[UUID, Mapping[str, Any]]:
    """Title, provider, place and status of listings that are the council's now."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT s.id, s.title, o.name AS provider, coalesce(l.postcode, '') AS place, s.status
            FROM service s JOIN organization o ON o.id = s.organization
            LEFT JOIN location l ON l.id = s.location WHERE {_SCOPE} AND s.id = ANY($4::uuid[])""",  # noqa: S608 - as above
            *_values(scope),
            list(listing_ids),
        )
    return {row["id"]: row for row in rows}
