"""Finds wishes that go together, and keeps matches. Raw SQL: each match has two sides."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import cos, radians
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct

from marketplace.kernel.database import connection
from marketplace.pooling.meeting import rules
from marketplace.pooling.meeting.repository import OWN_SIDE, WISH_COLUMNS, wish_of
from marketplace.pooling.meeting.schemas import MatchView, Said, Wish
from marketplace.pooling.repository import POOL_COLUMNS, TAKEN, public_of
from marketplace.pooling.schemas import PublicPool
from marketplace.wanted.schemas import Area

_MILES_IN_A_DEGREE = 69.0
_SIDES = f"""SELECT s.id, s.own AS wish_id, s.own_said, s.other_said, s.miles, s.made_at, s.pool,
        w.support_type, w.times, w.account, o.id AS other_id, o.times AS other_times, o.name, o.outcode,
        o.title, o.care_group,
        o.account AS other_account, o.acting_for AS other_acting_for, o.relation AS other_relation
    FROM ({OWN_SIDE}) s
    JOIN pool_wish w ON w.id = s.own AND w.ended_at IS NULL
    JOIN pool_wish o ON o.id = s.other AND o.ended_at IS NULL"""  # noqa: S608 - our own words


class Sides(Struct, frozen=True, kw_only=True):
    """A match with both of its people, for services alone."""

    view: MatchView
    """As the owner of `view.wish_id` sees it."""
    account_id: UUID
    other_account: UUID
    other_acting_for: UUID | None
    other_relation: str
    other_said: Said


async def list_near(wish: Wish) -> list[Wish]:
    """Open wishes of others for the same, about as near as can be; of them some are too far."""
    south, north, west, east = _box(wish.area)
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {WISH_COLUMNS} FROM pool_wish w
            WHERE w.support_type = $1 AND w.account <> $2 AND w.ended_at IS NULL
                AND w.latitude BETWEEN $3 AND $4 AND w.longitude BETWEEN $5 AND $6
                AND NOT EXISTS (SELECT FROM pool_match m WHERE m.wish_a = least(w.id, $7::uuid)
                    AND m.wish_b = greatest(w.id, $7::uuid))""",  # noqa: S608 - our own words
            wish.content.support_type,
            wish.account_id,
            south,
            north,
            west,
            east,
            wish.id,
        )
    return [wish_of(row) for row in rows]


async def add_matches(wish: Wish, others: Sequence[tuple[UUID, int]], now: datetime) -> None:
    """Keep matches of a wish with others; of two people the distance is what it was at the first one.

    In one order for everybody, so that of several at once none waits for another in a circle.
    """
    others = sorted(others, key=lambda other: sorted((wish.id, other[0])))
    async with connection() as raw:
        await raw.executemany(
            """INSERT INTO pool_match (id, wish_a, wish_b, miles, a_said, b_said, made_at)
            SELECT $1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), coalesce((
                SELECT m.miles FROM pool_match m
                JOIN pool_wish a ON a.id = m.wish_a JOIN pool_wish b ON b.id = m.wish_b
                JOIN pool_wish own ON own.id = $2 JOIN pool_wish other ON other.id = $3
                WHERE (a.account, b.account) IN
                    ((own.account, other.account), (other.account, own.account))
                ORDER BY m.made_at, m.id LIMIT 1), $4), '', '', $5
            ON CONFLICT (wish_a, wish_b) DO NOTHING""",
            [(uuid4(), wish.id, other_id, miles, now) for other_id, miles in others],
        )


async def list_matches(wish_id: UUID) -> list[MatchView]:
    """Matches of a wish as its owner sees them, those with an answer first; not those it said no to."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""{_SIDES} WHERE s.own = $1 AND s.own_said <> 'no'
            ORDER BY s.own_said = 'yes' AND s.other_said = 'yes' DESC, s.made_at, s.id LIMIT $2""",
            wish_id,
            rules.MOST_MATCHES,
        )
    return [_view(row) for row in rows if rules.can_meet(row["times"], row["other_times"])]


async def find_match(match_id: UUID, account_id: UUID, *, lock: bool = False) -> Sides | None:
    """A match that an account has a side of; `lock` holds it for a change."""
    async with connection() as raw:
        if lock:
            await raw.execute("SELECT FROM pool_match WHERE id = $1 FOR UPDATE", match_id)
        row = await raw.fetchrow(f"{_SIDES} WHERE s.id = $1 AND w.account = $2", match_id, account_id)
    if row is None:
        return None
    return Sides(
        view=_view(row),
        account_id=row["account"],
        other_account=row["other_account"],
        other_acting_for=row["other_acting_for"],
        other_relation=row["other_relation"],
        other_said=Said(row["other_said"]),
    )


async def put_said(match_id: UUID, wish_id: UUID, said: Said, both_at: datetime | None) -> None:
    """Keep what the owner of a wish said, and since when both have said yes."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE pool_match SET a_said = CASE WHEN wish_a = $2 THEN $3 ELSE a_said END,
                b_said = CASE WHEN wish_b = $2 THEN $3 ELSE b_said END, both_at = $4 WHERE id = $1""",
            match_id,
            wish_id,
            said.value,
            both_at,
        )


async def put_pool(match_id: UUID, pool_id: UUID) -> None:
    """Keep which pool one of the two started with the other."""
    async with connection() as raw:
        await raw.execute("UPDATE pool_match SET pool = $2 WHERE id = $1", match_id, pool_id)


async def list_pools(wish: Wish) -> list[PublicPool]:
    """Pools that anybody sees, for the same and about as near as can be, in which its owner has no part."""
    south, north, west, east = _box(wish.area)
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT * FROM (SELECT {POOL_COLUMNS}, {TAKEN} AS taken FROM pool p
                WHERE p.shown_title IS NOT NULL AND p.state IN ('looking', 'agreeing', 'active')
                    AND $1 = ANY(p.support_types) AND p.latitude BETWEEN $2 AND $3
                    AND p.longitude BETWEEN $4 AND $5
                    AND (p.times = '{{}}' OR $6::text[] = '{{}}' OR p.times && $6::text[])
                    AND NOT EXISTS (SELECT FROM pool_member m WHERE m.pool = p.id AND m.account = $7
                        AND m.state NOT IN ('left', 'refused', 'withdrawn'))) found
            WHERE taken < places ORDER BY created_at DESC, id LIMIT $8""",  # noqa: S608 - our own words
            wish.content.support_type,
            south,
            north,
            west,
            east,
            list(wish.content.times),
            wish.account_id,
            rules.MOST_POOLS,
        )
    return [public_of(row) for row in rows]


def _view(row: Mapping[str, Any]) -> MatchView:
    """A match as one of the two sees it: of what the other said only a common yes shows."""
    own = Said(row["own_said"])
    is_mutual = own is Said.YES and row["other_said"] == Said.YES.value
    return MatchView(
        id=row["id"],
        wish_id=row["wish_id"],
        support_type=row["support_type"],
        miles=row["miles"],
        times=rules.shared_times(row["times"], row["other_times"]),
        said=own,
        name=row["name"] if is_mutual else None,
        outcode=row["outcode"] if is_mutual else None,
        title=row["title"] if is_mutual else None,
        care_group=row["care_group"] if is_mutual else None,
        pool_id=row["pool"] if is_mutual else None,
    )


def _box(area: Area) -> tuple[float, float, float, float]:
    """South, north, west and east of all that is near enough."""
    high = (rules.REACH_MILES + 1) / _MILES_IN_A_DEGREE
    wide = high / max(cos(radians(area.latitude)), 0.1)
    return area.latitude - high, area.latitude + high, area.longitude - wide, area.longitude + wide
