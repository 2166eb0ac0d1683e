"""The queue, and who looks at what. Raw SQL, for keys of JSON and joins that Piccolo cannot say."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.listings.reviewing.schemas import QueueCounts, QueueFilter, Wanted
from marketplace.listings.reviewing.tables import ReviewLook

_WAITING = "r.status = 'submitted' AND r.council_code = ANY($1::text[])"
_FILTERS = """($2 = '' OR r.is_new = ($2 = 'new')) AND (NOT $3 OR r.risks <> '{}')
    AND ($4 = '' OR $4 = ANY(r.risks)) AND ($5 = '' OR r.content->>'kind' = $5)"""
_SELECT = f"""SELECT r.id, r.listing, r.is_new, r.council_code, r.submitted_at, r.risks,
    r.content->>'kind' AS kind, r.content->>'title' AS title,
    coalesce(nullif(r.content->>'organization_name', ''), o.name) AS provider, look.account, look.looked_at
    FROM change_request r JOIN organization o ON o.id = r.organization
    LEFT JOIN review_look look ON look.request = r.id AND look.looked_at > $6 AND look.account <> $7
    WHERE {_WAITING} AND {_FILTERS} ORDER BY r.submitted_at, r.id LIMIT $8 OFFSET $9"""  # noqa: S608 - our own words
_COUNT = f"""SELECT count(*) FROM change_request r WHERE {_WAITING} AND {_FILTERS}"""  # noqa: S608 - our own words


class LookRow(NamedTuple):
    """Who looked, and when."""

    account_id: UUID
    at: datetime


async def list_queue(
    codes: Sequence[str],
    wanted: QueueFilter,
    *,
    viewer_id: UUID,
    looked_after: datetime,
    limit: int,
    offset: int,
) -> tuple[list[dict[str, Any]], int]:
    """Requests that wait for stewards of these councils, the oldest first, and how many there are."""
    values = [list(codes), *_filter_values(wanted)]
    async with connection() as raw:
        rows = await raw.fetch(_SELECT, *values, looked_after, viewer_id, limit, offset)
        total = await raw.fetchval(_COUNT, *values)
    return [dict(row) for row in rows], total


def _filter_values(wanted: QueueFilter) -> tuple[object, ...]:
    return (
        wanted.wanted.value if wanted.wanted is not Wanted.ALL else "",
        wanted.only_risky,
        wanted.risk,
        wanted.kind.value if wanted.kind else "",
    )


async def count_queue(codes: Sequence[str]) -> QueueCounts:
    """How much waits for stewards of these councils."""
    async with connection() as raw:
        row: Mapping[str, Any] = await raw.fetchrow(
            f"""SELECT count(*) AS waiting, count(*) FILTER (WHERE r.risks <> '{{}}') AS risky
            FROM change_request r WHERE {_WAITING}""",  # noqa: S608 - our own words
            list(codes),
        )
    return QueueCounts(**dict(row))


async def put_look(request_id: UUID, account_id: UUID, at: datetime, looked_after: datetime) -> None:
    """Note who looks; whoever looked before and after `looked_after` stays noted."""
    async with connection() as raw:
        await raw.execute(
            """INSERT INTO review_look AS look (request, account, looked_at) VALUES ($1, $2, $3)
            ON CONFLICT (request) DO UPDATE SET account = $2, looked_at = $3
            WHERE look.account = $2 OR look.looked_at <= $4""",
            request_id,
            account_id,
            at,
            looked_after,
        )


async def find_look(request_id: UUID, *, but: UUID, looked_after: datetime) -> LookRow | None:
    """Who else looked at a request after a moment."""
    row = await (
        ReviewLook.select(ReviewLook.account, ReviewLook.looked_at)
        .where(
            (ReviewLook.request == request_id)
            & (ReviewLook.account != but)
            & (ReviewLook.looked_at > looked_after)
        )
        .first()
    )
    return LookRow(row["account"], row["looked_at"]) if row else None


async def drop_look(request_id: UUID) -> None:
    """Nobody looks at a request any more."""
    await ReviewLook.delete().where(ReviewLook.request == request_id)


async def drop_looks_of(account_id: UUID) -> None:
    """Forget what an account looked at."""
    await ReviewLook.delete().where(ReviewLook.account == account_id)
