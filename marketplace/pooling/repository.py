"""Keeps pools and their members. Raw SQL: rows are held for a change, and counts come with them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import structs

from marketplace.kernel.database import connection
from marketplace.pooling.schemas import (
    MEETS,
    OPEN_MEMBERS,
    Affairs,
    CheckState,
    LeftReason,
    Member,
    MemberState,
    Pool,
    PoolContent,
    PoolItem,
    PoolState,
    PublicPool,
    ShownWords,
)
from marketplace.pooling.tables import Pool as PoolTable
from marketplace.pooling.tables import PoolMember
from marketplace.wanted.schemas import Area

POOL_COLUMNS = """p.id, p.version, p.state, p.title, p.words, p.support_types, p.care_groups, p.languages,
    p.times, p.place_words, p.listing AS listing_id, p.weekly_cost_pence, p.places, p.plan, p.outcode,
    p.council_code, p.nation_code, p.latitude, p.longitude, p.steward_council, p.check_state, p.check_note,
    p.check_since, p.shown_title, p.shown_words, p.shown_place_words, p.created_at, p.changed_at,
    p.active_since, p.last_day, p.ended_at"""
"""What `pool_of` reads, of `pool p`."""
ACTS = """(m.acting_for IS NULL OR EXISTS (
    SELECT FROM acting_for s WHERE s.id = m.acting_for AND s.account = m.account AND s.ended_at IS NULL))"""
"""Of `pool_member m`: the account behind it speaks for itself, or still acts for somebody."""
MEMBER_COLUMNS = f"""m.id, m.pool AS pool_id, m.version, m.account AS account_id, m.name, m.acting_for,
    m.relation, m.words, m.state, m.is_lead, m.gets_letters, m.reason, m.began_at, m.placed_at,
    m.member_since, m.notice_on, m.leaves_on, m.left_on, m.affairs, m.closed_at, m.settles,
    {ACTS} AS has_voice"""
"""What `member_of` reads, of `pool_member m`."""
TAKEN = (
    "(SELECT count(*) FROM pool_member t WHERE t.pool = p.id AND t.state IN ('joining', 'member', 'leaving'))"
)
"""How many places of `pool p` are taken."""
NEEDS = f"""SELECT 'pool_asks' AS code, count(DISTINCT a.id) AS count, min(a.began_at) AS since
    FROM pool_member m JOIN pool_member a ON a.pool = m.pool AND a.state = 'asked'
    WHERE m.account = $1 AND m.is_lead AND {ACTS}
    UNION ALL SELECT 'pool_invitations', count(*), min(m.began_at) FROM pool_member m
    WHERE m.account = $1 AND m.state = 'invited' AND {ACTS}"""  # noqa: S608 - our own words
"""Those who ask to join a pool that an account leads, and invitations that wait for its own answer."""
_PUBLIC = "p.shown_title IS NOT NULL AND p.state IN ('looking', 'agreeing', 'active')"
_OPEN = sorted(state.value for state in OPEN_MEMBERS)


async def add_pool(
    pool_id: UUID, content: PoolContent, area: Area, plan: dict[str, Any] | None, **columns: object
) -> None:
    """Keep a pool that somebody starts."""
    values: dict[str, Any] = content_columns(content) | structs.asdict(area) | columns
    await PoolTable.insert(PoolTable(id=pool_id, plan=plan, **values))


async def put_pool(pool_id: UUID, **columns: object) -> None:
    """Write some columns of a pool, by their names in the table."""
    changes: dict[Any, Any] = {
        PoolTable._meta.get_column_by_name(name): value  # noqa: SLF001 - Piccolo's way
        for name, value in columns.items()
    }
    await PoolTable.update(changes).where(PoolTable.id == pool_id)


async def find_pool(pool_id: UUID, *, lock: bool = False) -> Pool | None:
    """A pool, whoever asks; `lock` holds it, and all that refers to it, for a change."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"SELECT {POOL_COLUMNS} FROM pool p WHERE p.id = $1 {'FOR UPDATE' if lock else ''}",  # noqa: S608 - our own words
            pool_id,
        )
    return pool_of(row) if row else None


async def find_begun(account_id: UUID, content: PoolContent, since: datetime) -> UUID | None:
    """A pool with these words that an account started since, if there is one."""
    async with connection() as raw:
        found: UUID | None = await raw.fetchval(
            """SELECT p.id FROM pool p JOIN pool_member m ON m.pool = p.id AND m.account = $1 AND m.is_lead
            WHERE p.created_at > $2 AND p.title = $3 AND p.words = $4 ORDER BY p.created_at LIMIT 1""",
            account_id,
            since,
            content.title,
            content.words,
        )
    return found


async def find_public(pool_id: UUID) -> PublicPool | None:
    """A pool as anybody sees it: one that can be joined, with words that a steward has seen."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"SELECT {POOL_COLUMNS}, {TAKEN} AS taken FROM pool p WHERE p.id = $1 AND {_PUBLIC}",  # noqa: S608 - our own words
            pool_id,
        )
    return public_of(row) if row else None


async def list_mine(account_id: UUID, *, limit: int, offset: int) -> tuple[list[PoolItem], int]:
    """Pools in which an account has or had a part, open ones first; and how many there are."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT p.id, p.title, p.shown_title, p.state, p.places, {TAKEN} AS places_taken,
                m.state AS own_state, m.is_lead, m.count_open, count(*) OVER () AS total,
                CASE WHEN m.is_lead THEN
                    (SELECT count(*) FROM pool_member a WHERE a.pool = p.id AND a.state = 'asked')
                    ELSE 0 END AS waiting
            FROM (SELECT DISTINCT ON (pool) *, state = ANY($2::text[]) AS count_open FROM pool_member m
                WHERE account = $1 AND {ACTS}
                ORDER BY pool, state = ANY($2::text[]) DESC, is_lead DESC, began_at DESC, id) m
            JOIN pool p ON p.id = m.pool
            ORDER BY m.count_open AND p.state <> 'ended' DESC, m.began_at DESC, p.id LIMIT $3 OFFSET $4""",  # noqa: S608 - our own words
            account_id,
            _OPEN,
            limit,
            offset,
        )
    return [_item(row) for row in rows], rows[0]["total"] if rows else 0


async def list_members(pool_id: UUID) -> list[Member]:
    """All members of a pool, those who left and those who were refused too."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"SELECT {MEMBER_COLUMNS} FROM pool_member m WHERE m.pool = $1 ORDER BY m.began_at, m.id",  # noqa: S608 - our own words
            pool_id,
        )
    return [member_of(row) for row in rows]


async def find_member(member_id: UUID) -> Member | None:
    """One member, whoever asks."""
    async with connection() as raw:
        row = await raw.fetchrow(f"SELECT {MEMBER_COLUMNS} FROM pool_member m WHERE m.id = $1", member_id)  # noqa: S608 - our own words
    return member_of(row) if row else None


async def list_of_account(pool_id: UUID, account_id: UUID, states: Collection[MemberState]) -> list[Member]:
    """Rows of an account in a pool in one of these states: for each person the open one, or the latest.

    Whoever acts for somebody no more has no row for them.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT DISTINCT ON (m.acting_for) {MEMBER_COLUMNS} FROM pool_member m
            WHERE m.pool = $1 AND m.account = $2 AND m.state = ANY($3::text[]) AND {ACTS}
            ORDER BY m.acting_for, m.state = ANY($4::text[]) DESC, m.began_at DESC, m.id""",  # noqa: S608 - our own words
            pool_id,
            account_id,
            [state.value for state in states],
            _OPEN,
        )
    return [member_of(row) for row in rows]


async def find_of_account(pool_id: UUID, account_id: UUID, states: Collection[MemberState]) -> Member | None:
    """One of these rows, if there is any."""
    return next(iter(await list_of_account(pool_id, account_id, states)), None)


async def add_member(member_id: UUID, pool_id: UUID, **columns: Any) -> None:
    """Keep somebody who comes in."""
    await PoolMember.insert(PoolMember(id=member_id, pool=pool_id, **columns))


async def put_member(member_id: UUID, **columns: object) -> None:
    """Write some columns of a member, by their names in the table."""
    changes: dict[Any, Any] = {
        PoolMember._meta.get_column_by_name(name): value  # noqa: SLF001 - Piccolo's way
        for name, value in columns.items()
    }
    await PoolMember.update(changes).where(PoolMember.id == member_id)


async def hold_account(account_id: UUID) -> bool:
    """One at a time comes into pools for an account, which is there until the end; False when it is gone.

    Comes before the pool is held: erasing an account goes the same way.
    """
    async with connection() as raw:
        row = await raw.fetchrow("SELECT id FROM account WHERE id = $1 FOR NO KEY UPDATE", account_id)
    return row is not None


async def count_open(account_id: UUID) -> int:
    """In how many pools an account has an open row."""
    async with connection() as raw:
        return int(
            await raw.fetchval(
                "SELECT count(*) FROM pool_member WHERE account = $1 AND state = ANY($2::text[])",
                account_id,
                _OPEN,
            )
        )


def content_columns(content: PoolContent) -> dict[str, Any]:
    """What a pool is for, as columns."""
    lists = ("support_types", "care_groups", "languages", "times")
    values = structs.asdict(content) | {name: list(getattr(content, name)) for name in lists}
    values["listing"] = values.pop("listing_id")
    return values


def pool_of(row: Mapping[str, Any]) -> Pool:
    """A row of `POOL_COLUMNS` as a struct."""
    return Pool(
        state=PoolState(row["state"]),
        content=_content(row),
        area=_area(row),
        check=CheckState(row["check_state"]),
        shown=_shown(row),
        **{
            name: row[name]
            for name in (
                "id",
                "version",
                "plan",
                "steward_council",
                "check_note",
                "check_since",
                "created_at",
                "changed_at",
                "active_since",
                "last_day",
                "ended_at",
            )
        },
    )


def public_of(row: Mapping[str, Any]) -> PublicPool:
    """A row of `POOL_COLUMNS` with `taken`, as the public sees it."""
    content = structs.replace(
        _content(row),
        title=row["shown_title"],
        words=row["shown_words"] or "",
        place_words=row["shown_place_words"] or "",
    )
    return PublicPool(
        id=row["id"],
        title=content.title,
        words=content.words,
        state=PoolState(row["state"]),
        content=content,
        area=_area(row),
        places_left=max(content.places - row["taken"], 0),
    )


def member_of(row: Mapping[str, Any]) -> Member:
    """A row of `MEMBER_COLUMNS` as a struct."""
    values = dict(row)
    values["state"] = MemberState(values["state"])
    values["reason"] = LeftReason(values["reason"]) if values["reason"] else None
    values["affairs"] = Affairs(values["affairs"]) if values["affairs"] else None
    return Member(**values)


def _content(row: Mapping[str, Any]) -> PoolContent:
    values = {name: row[name] for name in PoolContent.__struct_fields__}
    lists = ("support_types", "care_groups", "languages", "times")
    return PoolContent(**values | {name: tuple(values[name]) for name in lists})


def _shown(row: Mapping[str, Any]) -> ShownWords | None:
    if row["shown_title"] is None:
        return None
    return ShownWords(
        title=row["shown_title"],
        words=row["shown_words"] or "",
        place_words=row["shown_place_words"] or "",
    )


def _area(row: Mapping[str, Any]) -> Area:
    return Area(**{name: row[name] for name in Area.__struct_fields__})


def _item(row: Mapping[str, Any]) -> PoolItem:
    own_state = MemberState(row["own_state"])
    # Words that no steward has seen are for those inside.
    knows = own_state in MEETS | {MemberState.LEFT}
    return PoolItem(
        id=row["id"],
        title=row["title"] if knows else row["shown_title"] or row["title"],
        state=PoolState(row["state"]),
        own_state=own_state,
        is_lead=row["is_lead"],
        places=row["places"],
        places_taken=row["places_taken"],
        waiting=row["waiting"],
    )
