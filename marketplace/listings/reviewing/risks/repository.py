"""Looks for what is round a request. Raw SQL, for joins and folding that Piccolo cannot say."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.listings.reviewing.risks.schemas import Duplicate
from marketplace.listings.schemas import ListingDraft, ListingKind, ListingStatus

MOST_DUPLICATES = 5


def _plain(column: str) -> str:
    """Letters and digits only, folded by the database on both sides."""
    return f"regexp_replace(lower({column}), '[^[:alnum:]]+', '', 'g')"


_FIND = f"""WITH here AS MATERIALIZED (
        SELECT s.id, s.title, s.status, s.location, s.organization, o.name,
            {_plain("s.title")} = {_plain("$4::text")} AS same_title,
            o.id <> $3 AND NOT $7 AND {_plain("o.name")} = {_plain("$5::text")} AS same_provider,
            coalesce(o.id <> $3 AND rtrim(o.website, '/') = rtrim($6::text, '/'), false) AS same_website
        FROM service s JOIN organization o ON o.id = s.organization
        WHERE (s.council_code = $2 OR (s.council_code IS NULL AND $2::text IS NULL))
            AND s.status <> 'withdrawn' AND s.id <> $1
    )
    SELECT here.id, here.title, here.name, here.status, same_title, same_provider, same_website, same_place
    FROM here
    LEFT JOIN location l ON l.id = here.location
    LEFT JOIN service_area_base b ON b.service = here.id
    CROSS JOIN LATERAL (
        SELECT coalesce(replace(coalesce(l.postcode, b.postcode), ' ', '') = $8, false) AS same_place) at
    WHERE (same_provider OR same_website OR same_title)
        AND (same_provider OR same_website OR same_place OR here.organization = $3)
    ORDER BY same_provider AND same_title DESC, same_website DESC, here.id LIMIT {MOST_DUPLICATES}"""  # noqa: S608 - our own columns
"""Where they are is looked up only for the few that are alike otherwise."""


async def list_duplicates(
    listing_id: UUID, draft: ListingDraft, council_code: str | None
) -> tuple[Duplicate, ...]:
    """Listings in the same council that may be the same. Names of personal assistants are not compared."""
    organization = draft.organization
    async with connection() as raw:
        rows = await raw.fetch(
            _FIND,
            listing_id,
            council_code,
            organization.id,
            draft.title,
            organization.name,
            organization.website,
            draft.kind is ListingKind.PERSONAL_ASSISTANT,
            _postcode(draft),
        )
    return tuple(_duplicate(row) for row in rows)


def _postcode(draft: ListingDraft) -> str:
    postcode = draft.venue.postcode if draft.venue else draft.area.base_postcode if draft.area else None
    return (postcode or "").replace(" ", "").upper()


def _duplicate(row: Mapping[str, Any]) -> Duplicate:
    return Duplicate(
        listing_id=row["id"],
        title=row["title"],
        provider=row["name"],
        status=ListingStatus(row["status"]),
        same_title=row["same_title"],
        same_provider=row["same_provider"],
        same_website=row["same_website"],
        same_place=row["same_place"],
    )


async def was_public(organization_id: UUID) -> bool:
    """Whether a listing of the organisation was ever public."""
    async with connection() as raw:
        return bool(
            await raw.fetchval(
                "SELECT EXISTS (SELECT FROM service WHERE organization = $1 AND published_at IS NOT NULL)",
                organization_id,
            )
        )
