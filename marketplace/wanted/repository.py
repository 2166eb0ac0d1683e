"""Keeps adverts. Raw SQL: rows are held for a change, and nothing is asked for that a reader must not see."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import structs

from marketplace.kernel.database import connection
from marketplace.wanted.schemas import (
    Advert,
    AdvertKind,
    AdvertStatus,
    Area,
    GenderReason,
    RejectReason,
    ReportReason,
    Wish,
)
from marketplace.wanted.tables import WantedAdvert

COLUMNS = """a.id, a.account AS account_id, a.acting_for, a.relation, a.replaces, a.status, a.version, a.kind,
    a.support_types, a.skills, a.languages, a.gender, a.gender_reason, a.gender_words, a.needs_driver,
    a.hours_per_week, a.times, a.times_words, a.rate_from_pence, a.rate_to_pence, a.words, a.outcode,
    a.council_code, a.nation_code, a.latitude, a.longitude, a.steward_council, a.risks, a.reason,
    a.note, a.created_at, a.changed_at, a.submitted_at, a.published_at, a.renewed_at, a.expires_at,
    a.reported_for, a.ended_at"""
"""What `advert_of` reads, of `wanted_advert a`."""
IS_MEANT = """(a.acting_for IS NULL OR EXISTS (
    SELECT FROM acting_for f WHERE f.id = a.acting_for AND f.ended_at IS NULL))"""
"""Of `wanted_advert a`: it is for its owner, or for somebody for whom they still act."""
_AREA = frozenset({"outcode", "council_code", "nation_code", "latitude", "longitude"})


async def add(
    advert_id: UUID,
    account_id: UUID,
    wish: Wish,
    area: Area,
    steward_council: str,
    at: datetime,
    *,
    replaces: UUID | None = None,
) -> None:
    """Keep an advert that its owner begins to write, or a change of a published one."""
    values: dict[str, Any] = _wish_columns(wish) | structs.asdict(area)
    await WantedAdvert.insert(
        WantedAdvert(
            id=advert_id,
            account=account_id,
            replaces=replaces,
            steward_council=steward_council,
            created_at=at,
            changed_at=at,
            **values,
        )
    )


async def put(advert_id: UUID, **columns: object) -> None:
    """Write some columns, by their names in the table."""
    changes: dict[Any, Any] = {
        WantedAdvert._meta.get_column_by_name(name): value  # noqa: SLF001 - Piccolo's way
        for name, value in columns.items()
    }
    await WantedAdvert.update(changes).where(WantedAdvert.id == advert_id)


async def put_wish(advert_id: UUID, wish: Wish, area: Area, **columns: object) -> None:
    """Write what is wanted and where."""
    await put(advert_id, **_wish_columns(wish), **structs.asdict(area), **columns)


async def find(advert_id: UUID, *, lock: bool = False) -> Advert | None:
    """An advert, whoever asks; `lock` holds it for a change."""
    return await _find("a.id = $1", lock, advert_id)


async def find_own(advert_id: UUID, account_id: UUID, *, lock: bool = False) -> Advert | None:
    """An advert of this account."""
    return await _find("a.id = $1 AND a.account = $2", lock, advert_id, account_id)


async def find_change_of(advert_id: UUID, *, lock: bool = False) -> Advert | None:
    """The change of a published advert that is not approved yet, if there is one."""
    return await _find("a.replaces = $1", lock, advert_id)


async def list_own(
    account_id: UUID, *, limit: int, offset: int, new_since: datetime
) -> tuple[list[tuple[Advert, int]], int]:
    """Adverts of an account, changes aside, each with how many listings it was told of since a moment.

    Those that something is new for come first, then the newest; what is over is last. And how many there are.
    """
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {COLUMNS}, count(*) OVER () AS total, n.new FROM wanted_advert a
            CROSS JOIN LATERAL (SELECT count(*) AS new FROM alert_told t
                WHERE a.status = 'published' AND t.account = a.account AND t.subject = a.id
                    AND t.told_at >= $4) n
            WHERE a.account = $1 AND a.replaces IS NULL
            ORDER BY n.new = 0, a.ended_at IS NOT NULL, a.created_at DESC, a.id LIMIT $2 OFFSET $3""",  # noqa: S608 - our own words
            account_id,
            limit,
            offset,
            new_since,
        )
    return [(advert_of(row), row["new"]) for row in rows], rows[0]["total"] if rows else 0


async def list_changes_of(advert_ids: Sequence[UUID]) -> dict[UUID, Advert]:
    """Changes that are not approved yet, by the advert that they are of."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"SELECT {COLUMNS} FROM wanted_advert a WHERE a.replaces = ANY($1::uuid[])",  # noqa: S608 - our own words
            list(advert_ids),
        )
    return {row["replaces"]: advert_of(row) for row in rows}


async def count_open(account_id: UUID) -> int:
    """How many adverts of an account are not over."""
    async with connection() as raw:
        return int(
            await raw.fetchval(
                """SELECT count(*) FROM wanted_advert
                WHERE account = $1 AND replaces IS NULL AND ended_at IS NULL""",
                account_id,
            )
        )


async def hold_account(account_id: UUID) -> bool:
    """One at a time begins adverts of an account, which is there until the end; False when it is gone."""
    async with connection() as raw:
        row = await raw.fetchrow("SELECT id FROM account WHERE id = $1 FOR NO KEY UPDATE", account_id)
    return row is not None


async def drop(advert_id: UUID) -> None:
    """Delete an advert, with a change of it."""
    await WantedAdvert.delete().where(WantedAdvert.id == advert_id)


async def drop_change_of(advert_id: UUID) -> None:
    """Delete the change of an advert that was not approved."""
    await WantedAdvert.delete().where(WantedAdvert.replaces == advert_id)


async def _find(condition: str, lock: bool, *values: object) -> Advert | None:  # noqa: FBT001 - private, and named where it is called
    async with connection() as raw:
        row = await raw.fetchrow(
            f"SELECT {COLUMNS} FROM wanted_advert a WHERE {condition} {'FOR UPDATE' if lock else ''}",  # noqa: S608 - our own words
            *values,
        )
    return advert_of(row) if row else None


def _wish_columns(wish: Wish) -> dict[str, Any]:
    reason = wish.gender_reason.value if wish.gender_reason else None
    lists = {name: list(getattr(wish, name)) for name in ("support_types", "languages", "times")}
    return structs.asdict(wish) | lists | {"kind": wish.kind.value, "gender_reason": reason}


def advert_of(row: Mapping[str, Any]) -> Advert:
    """A row of `COLUMNS` as a struct."""
    return Advert(
        wish=wish_of(row),
        area=Area(**{name: row[name] for name in _AREA}),
        status=AdvertStatus(row["status"]),
        risks=tuple(row["risks"]),
        reason=RejectReason(row["reason"]) if row["reason"] else None,
        reported_for=ReportReason(row["reported_for"]) if row["reported_for"] else None,
        **{
            name: row[name]
            for name in (
                "id",
                "account_id",
                "replaces",
                "version",
                "steward_council",
                "note",
                "created_at",
                "changed_at",
                "submitted_at",
                "published_at",
                "renewed_at",
                "expires_at",
                "ended_at",
            )
        },
    )


def wish_of(row: Mapping[str, Any]) -> Wish:
    """What is wanted, of a row of `COLUMNS`."""
    values = {name: row[name] for name in Wish.__struct_fields__}
    return Wish(
        **values
        | {
            "kind": AdvertKind(row["kind"]),
            "support_types": tuple(row["support_types"]),
            "languages": tuple(row["languages"]),
            "times": tuple(row["times"]),
            "gender_reason": GenderReason(row["gender_reason"]) if row["gender_reason"] else None,
        }
    )
