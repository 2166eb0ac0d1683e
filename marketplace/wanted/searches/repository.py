"""Reads and writes saved searches. Raw SQL to hold the account meanwhile, and for what is new."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.wanted.searches.schemas import SavedSearch
from marketplace.wanted.searches.tables import SavedSearch as SearchTable

_COLUMNS = "s.id, s.account AS account_id, s.name, s.query, s.wants_alerts, s.created_at, s.looked_at"


async def hold_account(account_id: UUID) -> bool:
    """One at a time saves searches of an account, which is there until the end; False when it is gone."""
    async with connection() as raw:
        held = await raw.fetchval("SELECT true FROM account WHERE id = $1 FOR NO KEY UPDATE", account_id)
    return bool(held)


async def count(account_id: UUID) -> int:
    """How many searches an account keeps."""
    return int(await SearchTable.count().where(SearchTable.account == account_id))


async def find_same(account_id: UUID, query: str) -> UUID | None:
    """The search of an account that asks for the same, if there is one."""
    row = (
        await SearchTable.select(SearchTable.id)
        .where((SearchTable.account == account_id) & (SearchTable.query == query))
        .first()
    )
    return row["id"] if row else None


async def add(search: SavedSearch) -> None:
    """Keep a search."""
    await SearchTable.insert(
        SearchTable(
            id=search.id,
            account=search.account_id,
            name=search.name,
            query=search.query,
            wants_alerts=search.wants_alerts,
            created_at=search.created_at,
            looked_at=search.looked_at,
        )
    )


async def find(search_id: UUID, account_id: UUID, *, new_since: datetime) -> SavedSearch | None:
    """A search of this account."""
    found, _total = await _list("s.account = $1 AND s.id = $5", account_id, 1, 0, new_since, search_id)
    return found[0] if found else None


async def list_of_account(
    account_id: UUID, *, limit: int, offset: int, new_since: datetime
) -> tuple[list[SavedSearch], int]:
    """Searches of an account, those with something new first, and how many there are."""
    return await _list("s.account = $1", account_id, limit, offset, new_since)


async def _list(
    condition: str, account_id: UUID, limit: int, offset: int, new_since: datetime, *more: object
) -> tuple[list[SavedSearch], int]:
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT *, count(*) OVER () AS total FROM (SELECT {_COLUMNS}, (
                SELECT count(*) FROM alert_told t
                WHERE t.account = s.account AND t.subject = s.id AND t.told_at >= $4) AS new
            FROM saved_search s WHERE {condition}) s
            ORDER BY new > 0 DESC, created_at DESC, id LIMIT $2 OFFSET $3""",  # noqa: S608 - our own words
            account_id,
            limit,
            offset,
            new_since,
            *more,
        )
    return [_search(dict(row)) for row in rows], rows[0]["total"] if rows else 0


async def change(
    search_id: UUID, account_id: UUID, *, name: str, wants_alerts: bool, looked_at: datetime
) -> bool:
    """Write what a search is called and whether it is told of; whether it was there.

    Who is told again is told of what comes from now on.
    """
    async with connection() as raw:
        done = await raw.fetchval(
            """UPDATE saved_search SET name = $3, wants_alerts = $4,
                looked_at = CASE WHEN $4 AND NOT wants_alerts THEN $5 ELSE looked_at END
            WHERE id = $1 AND account = $2 RETURNING true""",
            search_id,
            account_id,
            name,
            wants_alerts,
            looked_at,
        )
    return bool(done)


async def drop(search_id: UUID, account_id: UUID) -> bool:
    """Forget a search; whether it was there."""
    rows = await (
        SearchTable.delete()
        .where((SearchTable.id == search_id) & (SearchTable.account == account_id))
        .returning(SearchTable.id)
    )
    return bool(rows)


async def export(account_id: UUID) -> list[dict[str, Any]]:
    """All that is kept of an account's searches."""
    columns = (SearchTable.name, SearchTable.query, SearchTable.wants_alerts, SearchTable.created_at)
    rows: list[dict[str, Any]] = (
        await SearchTable.select(*columns)
        .where(SearchTable.account == account_id)
        .order_by(SearchTable.created_at)
    )
    return rows


def _search(row: dict[str, Any]) -> SavedSearch:
    row.pop("total")
    return SavedSearch(**row)
