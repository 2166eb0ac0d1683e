"""Every query of freshness: sets of listings at once, so that a hundred thousand take seconds.

Raw SQL for what Piccolo cannot say: arrays as rows, steps by rows of another table, upserts out of a query.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from marketplace.councils.schemas import NATIONAL
from marketplace.kernel.database import connection
from marketplace.listings.freshness.schemas import Away, AwayStage, Intervals, Moved, Stage

_RULES = """
    SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[])
    AS rule (code, every, d1, d2, d3, d4, d5)
"""
_OURS = """(NOT s.is_demonstration
    OR EXISTS (SELECT FROM organization_member m WHERE m.organization = s.organization))"""
"""Made-up listings that nobody looks after stay as they are, however long a demonstration runs."""

_DUE = f"""
SELECT s.id, s.organization, s.title, s.council_code, rule.code AS responsible, s.confirmed_on,
    now.stage + 1 AS stage, $8::date + (d5 - next.day) AS hidden_on
FROM service s
JOIN ({_RULES}) rule ON rule.code = CASE WHEN s.council_code = ANY($1::text[]) THEN s.council_code ELSE $9 END
LEFT JOIN listing_freshness f ON f.service = s.id
CROSS JOIN LATERAL (
    SELECT CASE WHEN f.confirmed_on = s.confirmed_on THEN f.stage ELSE 0 END AS stage,
    ARRAY[0, d1, d2, d3, d4, d5] AS days
) now
CROSS JOIN LATERAL (
    SELECT now.days[now.stage + 2] AS day, now.days[now.stage + 2] - now.days[now.stage + 1] AS gap
) next
WHERE s.status = 'published' AND NOT s.is_hidden AND now.stage < {int(Stage.HIDDEN)} AND {_OURS}
    AND $8::date >= s.confirmed_on + rule.every + next.day
    AND (now.stage = 0 OR $8::date >= f.reached_on + next.gap)
ORDER BY s.id LIMIT $10 FOR UPDATE OF s SKIP LOCKED
"""  # noqa: S608 - parts of our own


async def claim_due(rules: Sequence[Intervals], today: date, limit: int) -> list[Moved]:
    """Hold listings for which a step is due, and note the step: the same is never found again."""
    async with connection() as raw:
        rows = await raw.fetch(
            _DUE,
            [rule.code for rule in rules],
            [rule.every for rule in rules],
            *([rule.offsets[step] for rule in rules] for step in range(5)),
            today,
            NATIONAL,
            limit,
        )
        moved = [Moved(**dict(row)) for row in rows]
        noted = await raw.fetch(
            """INSERT INTO listing_freshness (service, confirmed_on, stage, reached_on)
            SELECT id, confirmed_on, stage, $4
            FROM unnest($1::uuid[], $2::date[], $3::int[]) AS moved (id, confirmed_on, stage) ORDER BY id
            ON CONFLICT (service) DO UPDATE SET confirmed_on = excluded.confirmed_on,
            stage = excluded.stage, reached_on = excluded.reached_on
            WHERE listing_freshness.confirmed_on <> excluded.confirmed_on
                OR listing_freshness.stage < excluded.stage
            RETURNING service""",
            [one.id for one in moved],
            [one.confirmed_on for one in moved],
            [one.stage for one in moved],
            today,
        )
    # Another may have noted a step after this one looked, and before it held the listing.
    new = {row["service"] for row in noted}
    return [one for one in moved if one.id in new]


async def raise_versions(ids: Collection[UUID], at: datetime) -> dict[UUID, int]:
    """Give listings, which the caller holds, a new version; return the versions."""
    async with connection() as raw:
        rows = await raw.fetch(
            """UPDATE service SET version = version + 1, updated_at = $2 WHERE id = ANY($1::uuid[])
            RETURNING id, version""",
            list(ids),
            at,
        )
    return {row["id"]: row["version"] for row in rows}


async def hide(ids: Collection[UUID], reason: str, at: datetime) -> dict[UUID, int]:
    """Hide listings, which the caller holds; return those it changed with their new versions."""
    async with connection() as raw:
        rows = await raw.fetch(
            """UPDATE service SET is_hidden = true, version = version + 1, updated_at = $3,
            hidden_for = ARRAY(SELECT DISTINCT unnest(hidden_for || $2::text) ORDER BY 1)
            WHERE id = ANY($1::uuid[]) AND status <> 'withdrawn' AND $2 <> ALL(hidden_for)
            RETURNING id, version""",
            list(ids),
            reason,
            at,
        )
    return {row["id"]: row["version"] for row in rows}


async def list_people(organizations: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """The accounts that look after each organisation; those that nobody looks after are left out."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT organization, array_agg(account ORDER BY account) AS accounts FROM organization_member
            WHERE organization = ANY($1::uuid[]) GROUP BY organization""",
            list(organizations),
        )
    return {row["organization"]: row["accounts"] for row in rows}


async def list_stopped(ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """Pairs of listing and account for which reminders were stopped."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT service, account FROM freshness_stop WHERE service = ANY($1::uuid[])", list(ids)
        )
    return {(row["service"], row["account"]) for row in rows}


async def add_stops(ids: Collection[UUID], account_id: UUID) -> None:
    """Stop reminders to an account about listings, as far as they are there."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO freshness_stop (service, account)
            SELECT id, $2 FROM service WHERE id = ANY($1::uuid[]) ON CONFLICT DO NOTHING""",
            list(ids),
            account_id,
        )


async def list_stops_of(account_id: UUID) -> list[UUID]:
    """Listings about which an account wants no reminders."""
    async with connection() as raw:
        rows = await raw.fetch(
            "SELECT service FROM freshness_stop WHERE account = $1 ORDER BY service", account_id
        )
    return [row["service"] for row in rows]


async def drop_stops_of(account_id: UUID) -> None:
    """Forget them."""
    async with connection() as raw:
        await raw.execute("DELETE FROM freshness_stop WHERE account = $1", account_id)


async def list_to_show() -> list[tuple[UUID, str]]:
    """Listings hidden though they were confirmed since, with the reason that is over."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.id, reason FROM service s, unnest(s.hidden_for) AS reason
            WHERE s.status <> 'withdrawn' AND (
                reason = 'not_confirmed' AND EXISTS (SELECT FROM listing_freshness f
                    WHERE f.service = s.id AND s.confirmed_on > f.confirmed_on)
                OR reason = 'not_signed_in' AND EXISTS (SELECT FROM listing_absence a
                    WHERE a.service = s.id AND s.confirmed_on >= a.reached_on))
            ORDER BY s.id"""
        )
    return [(row["id"], row["reason"]) for row in rows]


async def list_hidden_away() -> list[tuple[UUID, date, list[UUID]]]:
    """Listings hidden because their people stayed away: since when, and their people."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.id, a.reached_on, array_agg(m.account) AS accounts
            FROM service s JOIN listing_absence a ON a.service = s.id
            JOIN organization_member m ON m.organization = s.organization
            WHERE 'not_signed_in' = ANY(s.hidden_for) AND s.status <> 'withdrawn'
            GROUP BY s.id, a.reached_on ORDER BY s.id"""
        )
    return [(row["id"], row["reached_on"], row["accounts"]) for row in rows]


async def list_away(rules: Sequence[Intervals], today: date) -> list[Away]:
    """Personal assistants' listings that somebody looks after and that long said nothing themselves."""
    async with connection() as raw:
        rows = await raw.fetch(
            """WITH rule AS (
                SELECT * FROM unnest($1::text[], $2::int[]) AS rule (code, since)
            )
            SELECT s.id, s.organization, s.title, s.council_code, rule.code AS responsible,
                d.active_on, coalesce(a.stage, 0) AS stage, a.active_on AS stage_active_on, a.reached_on,
                (SELECT array_agg(m.account) FROM organization_member m
                    WHERE m.organization = s.organization) AS accounts
            FROM service s
            JOIN rule ON rule.code = CASE WHEN s.council_code = ANY($1) THEN s.council_code ELSE $4 END
            LEFT JOIN listing_absence a ON a.service = s.id
            CROSS JOIN LATERAL (SELECT greatest(s.confirmed_on, s.capacity_as_of,
                (s.published_at AT TIME ZONE 'Europe/London')::date) AS active_on) d
            WHERE s.kind = 'personal_assistant' AND s.status = 'published' AND NOT s.is_hidden
                AND d.active_on + rule.since <= $3
                AND EXISTS (SELECT FROM organization_member m WHERE m.organization = s.organization)
            ORDER BY s.id""",
            [rule.code for rule in rules],
            [rule.sign_in_every - rule.warn for rule in rules],
            today,
            NATIONAL,
        )
    return [Away(**dict(row) | {"stage": AwayStage(row["stage"])}) for row in rows]


async def hold(ids: Collection[UUID]) -> set[UUID]:
    """Hold listings in the order of their ids; those that are held elsewhere or not shown are left out."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id FROM service WHERE id = ANY($1::uuid[]) AND status = 'published' AND NOT is_hidden
            ORDER BY id FOR UPDATE SKIP LOCKED""",
            list(ids),
        )
    return {row["id"] for row in rows}


async def note_away(
    active_on: Mapping[UUID, date], stages: Mapping[UUID, AwayStage], today: date
) -> set[UUID]:
    """Note the steps of listings, which the caller holds; return those that nobody had noted before."""
    async with connection() as raw:
        rows = await raw.fetch(
            """INSERT INTO listing_absence (service, active_on, stage, reached_on)
            SELECT id, active_on, stage, $4
            FROM unnest($1::uuid[], $2::date[], $3::int[]) AS moved (id, active_on, stage) ORDER BY id
            ON CONFLICT (service) DO UPDATE SET active_on = excluded.active_on,
            stage = excluded.stage, reached_on = excluded.reached_on
            WHERE listing_absence.active_on <> excluded.active_on OR listing_absence.stage < excluded.stage
            RETURNING service""",
            list(stages),
            [active_on[listing_id] for listing_id in stages],
            [int(stage) for stage in stages.values()],
            today,
        )
    return {row["service"] for row in rows}


async def list_made_up(limit: int, *, are_looked_after: bool) -> list[tuple[UUID, UUID, str, date]]:
    """Public made-up listings, the longest unconfirmed first: id, organisation, title, confirmed on."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT s.id, s.organization, s.title, s.confirmed_on FROM service s
            WHERE s.is_demonstration AND s.status = 'published' AND NOT s.is_hidden AND $2 = EXISTS (
                SELECT FROM organization_member m WHERE m.organization = s.organization)
            ORDER BY s.confirmed_on, s.id LIMIT $1""",
            limit,
            are_looked_after,
        )
    return [(row["id"], row["organization"], row["title"], row["confirmed_on"]) for row in rows]


async def count_made_up() -> tuple[int, int]:
    """How many made-up listings there are, and how many of them have taken a step."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT count(*) AS all, count(f.service) AS stepped
            FROM service s LEFT JOIN listing_freshness f ON f.service = s.id WHERE s.is_demonstration"""
        )
    return row["all"], row["stepped"]


async def set_stages(moved: Sequence[Moved], today: date) -> None:
    """Put listings at a step as if they had come to it today: for made-up listings."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO listing_freshness (service, confirmed_on, stage, reached_on)
            SELECT id, confirmed_on, stage, $4
            FROM unnest($1::uuid[], $2::date[], $3::int[]) AS put (id, confirmed_on, stage) ORDER BY id
            ON CONFLICT (service) DO NOTHING""",
            [one.id for one in moved],
            [one.confirmed_on for one in moved],
            [one.stage for one in moved],
            today,
        )
