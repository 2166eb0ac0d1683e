"""Writes what was said. Raw SQL: many claims change in one statement."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from marketplace.kernel.database import connection
from marketplace.listings.evidence.saying.schemas import Change
from marketplace.listings.evidence.schemas import ClaimFacts
from marketplace.listings.evidence.tables import CheckClaim


async def add(
    claims: Sequence[tuple[UUID, ClaimFacts]],
    organization_id: UUID,
    listing_id: UUID,
    *,
    council_code: str,
    account_id: UUID,
    at: datetime,
) -> None:
    """Keep claims that were only said. The caller holds the organisation and knows that there are none."""
    await CheckClaim.insert(
        *(
            CheckClaim(
                id=claim_id,
                organization=organization_id,
                kind=facts.kind,
                level=facts.level,
                checked_on=facts.checked_on,
                expires_on=facts.expires_on,
                reference=facts.reference,
                council_code=council_code,
                created_by=account_id,
                created_at=at,
                updated_at=at,
                is_sent=False,
                said=msgspec.to_builtins(facts),
                said_in=[listing_id],
            )
            for claim_id, facts in claims
        )
    )


async def change(changes: Sequence[Change], at: datetime) -> None:
    """Write what claims say from now on. One whose facts are the same keeps its version: nobody need look."""
    rows = [
        {
            "id": each.claim.id,
            "level": each.facts.level,
            "checked_on": each.facts.checked_on,
            "expires_on": each.facts.expires_on,
            "reference": each.facts.reference,
            "said": each.said,
            "said_in": each.said_in,
            "step": int(each.facts != each.claim.facts),
        }
        for each in changes
    ]
    async with connection() as raw:
        await raw.execute(
            """UPDATE check_claim c SET level = n.level, checked_on = n.checked_on, expires_on = n.expires_on,
                reference = n.reference, said = n.said, said_in = n.said_in, version = c.version + n.step,
                updated_at = $2
            FROM jsonb_to_recordset($1) AS n (id uuid, level text, checked_on date, expires_on date,
                reference text, said jsonb, said_in uuid[], step int)
            WHERE c.id = n.id""",
            msgspec.to_builtins(rows),
            at,
        )


async def end(claim_ids: Sequence[UUID], at: datetime) -> None:
    """Note that nobody says these claims any more."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE check_claim SET status = 'ended', version = version + 1, updated_at = $2
            WHERE id = ANY($1::uuid[])""",
            list(claim_ids),
            at,
        )


async def end_forgotten(at: datetime) -> dict[UUID, str]:
    """End what was only said where no listing says it any more; return the ids, each with its council.

    A listing says it while it is being written, handed in or there.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            """UPDATE check_claim c SET status = 'ended', version = c.version + 1, updated_at = $1
            WHERE c.status = 'waiting' AND NOT c.is_sent AND NOT EXISTS (
                SELECT FROM change_request r LEFT JOIN service s ON s.id = r.listing
                WHERE r.listing = ANY(c.said_in) AND (r.status IN ('writing', 'submitted')
                    OR (r.status = 'approved' AND s.status <> 'withdrawn')))
            RETURNING c.id, c.council_code""",
            at,
        )
    return {row["id"]: row["council_code"] for row in rows}
