"""Counts what waits. Raw SQL: all of it in one statement."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.kernel.needs import Need

_MIDNIGHT = "::timestamp AT TIME ZONE 'Europe/London'"
_PROVIDER = f"""
    SELECT 'listing_hidden' AS code, count(*) AS count, min(s.updated_at) AS since
    FROM own JOIN service s USING (organization)
    WHERE s.status = 'published' AND s.hidden_for && ARRAY['not_confirmed', 'not_signed_in']
    UNION ALL
    SELECT 'listing_returned', count(*), min(coalesce(r.decided_at, r.updated_at))
    FROM own JOIN change_request r USING (organization) WHERE r.status = 'writing' AND r.note <> ''
    UNION ALL
    SELECT 'listing_to_confirm', count(*), min(f.reached_on){_MIDNIGHT}
    FROM own JOIN service s USING (organization) JOIN listing_freshness f ON f.service = s.id
    WHERE s.status = 'published' AND NOT s.is_hidden AND f.confirmed_on = s.confirmed_on
    UNION ALL
    SELECT 'checks_running_out', count(DISTINCT (n.organization, n.kind)), min(n.told_at)
    FROM own JOIN check_notice n USING (organization) JOIN service s USING (organization)
        JOIN check_record k ON k.service = s.id AND k.kind = n.kind AND k.expires_on = n.expires_on
    WHERE s.status = 'published' AND NOT EXISTS (
            SELECT FROM check_record newer WHERE newer.service = s.id AND newer.kind = k.kind
                AND (newer.expires_on IS NULL OR newer.expires_on > k.expires_on)
        ) AND NOT EXISTS (
            SELECT FROM check_claim sent WHERE sent.organization = s.organization AND sent.kind = k.kind
                AND sent.status = 'waiting' AND sent.is_sent
        )
    UNION ALL
    SELECT 'capacity_to_confirm', count(*), min(a.asked_at)
    FROM own JOIN service s USING (organization) JOIN capacity_asking a ON a.service = s.id
    WHERE s.status = 'published' AND NOT s.is_hidden
        AND s.capacity_as_of < (a.asked_at AT TIME ZONE 'Europe/London')::date
    UNION ALL
    SELECT 'listing_unfinished', count(*), min(r.created_at)
    FROM own JOIN change_request r USING (organization)
    WHERE r.status = 'writing' AND r.note = '' AND r.updated_at < $4{_MIDNIGHT}
    UNION ALL
    SELECT 'listing_to_start', 1, NULL WHERE $3 AND NOT EXISTS (SELECT FROM own)
        AND NOT EXISTS (SELECT FROM organization_claim WHERE account = $1 AND status = 'open')
"""  # noqa: S608 - our own words
_STEWARD = """
    SELECT 'listings_to_check' AS code, count(*) AS count, min(submitted_at) AS since
    FROM change_request WHERE status = 'submitted' AND council_code = ANY($2::text[])
    UNION ALL
    SELECT 'evidence_to_check', count(*), min(created_at)
    FROM check_claim WHERE status = 'waiting' AND is_sent AND council_code = ANY($2::text[])
    UNION ALL
    SELECT 'claims_to_decide', count(*), min(created_at)
    FROM organization_claim WHERE status = 'open' AND council_code = ANY($2::text[])
"""


async def list_needs(
    account_id: UUID, councils: Sequence[str], *, is_provider: bool, left_before: date
) -> list[Need]:
    """What waits for an account's own listings, and for a steward of these councils.

    `left_before`: what somebody began to write and did not touch since that day waits too.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            f"""WITH own AS (SELECT organization FROM organization_member WHERE account = $1)
            SELECT * FROM ({_PROVIDER} UNION ALL {_STEWARD}) waiting WHERE count > 0""",  # noqa: S608 - our own words
            account_id,
            list(councils),
            is_provider,
            left_before,
        )
    return [Need(**dict(row)) for row in rows]
