"""Keeps imports and their rows. Raw SQL where rows come by the thousand, are counted by sort, or are held."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from piccolo.columns import Column

from marketplace.kernel.database import connection
from marketplace.listings.imports.kept.schemas import (
    Choice,
    Counts,
    Import,
    ImportLine,
    ImportStatus,
    NewRow,
    Origin,
    Outcome,
    Row,
    RowState,
    Show,
    WaitingRow,
)
from marketplace.listings.imports.nearness.schemas import Alike
from marketplace.listings.imports.schemas import RowProblem
from marketplace.listings.imports.tables import ListingImport
from marketplace.listings.schemas import ListingDraft

_HEAD = ", ".join(name for name in Import.__struct_fields__)
_ROW = "number, state, provider, title, problems, alike, choice, target, outcome, listing, undone"
_ROW_COLUMNS = (
    "listing_import", "number", "state", "provider", "title", "draft", "problems", "alike", "choice",
    "outcome", "undone",
)  # fmt: skip
_IS_ALIKE = "state = 'ready' AND alike <> '[]'"
_SHOWN = {
    Show.ALL: "true",
    Show.ALIKE: _IS_ALIKE,
    Show.NEW: "state = 'ready' AND choice = 'new'",
    Show.MERGE: "state = 'ready' AND choice = 'merge'",
    Show.LEAVE: "state = 'ready' AND choice = 'leave'",
    Show.PROBLEMS: "state = 'problem'",
    Show.ELSEWHERE: "state = 'elsewhere'",
    Show.KEPT: "undone = 'left'",
}
_COUNTED = {
    "total": "true",
    "new": _SHOWN[Show.NEW],
    "merge": _SHOWN[Show.MERGE],
    "leave": _SHOWN[Show.LEAVE],
    "problems": _SHOWN[Show.PROBLEMS],
    "elsewhere": _SHOWN[Show.ELSEWHERE],
    "alike": _IS_ALIKE,
    **{why: f"{_IS_ALIKE} AND alike->0->>'why' = '{why}'" for why in ("same", "place", "website", "name")},
    "added": "outcome = 'added'",
    "merged": "outcome = 'merged'",
    "undone": "undone = 'undone'",
    "kept": _SHOWN[Show.KEPT],
}
_COUNTS = ", ".join(f"count(*) FILTER (WHERE {sort}) AS {name}" for name, sort in _COUNTED.items())


async def add_import(head: Import, rows: Sequence[NewRow]) -> None:
    """Keep an import with its rows."""
    values: dict[str, Any] = {name: getattr(head, name) for name in Import.__struct_fields__}
    values |= {"status": head.status.value, "ignored": list(head.ignored)}
    await ListingImport.insert(ListingImport(**values))
    async with connection() as raw:
        await raw.copy_records_to_table(
            "listing_import_row",
            columns=_ROW_COLUMNS,
            records=[
                (
                    head.id,
                    row.number,
                    row.state.value,
                    row.provider,
                    row.title,
                    msgspec.to_builtins(row.draft) if row.state is RowState.READY else None,
                    msgspec.to_builtins(row.problems),
                    msgspec.to_builtins(row.alike),
                    row.choice.value,
                    "",
                    "",
                )
                for row in rows
            ],
        )


async def find_import(import_id: UUID, *, hold: bool = False) -> Import | None:
    """An import, or None; with `hold` nobody else changes it until the transaction ends."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"SELECT {_HEAD} FROM listing_import WHERE id = $1{' FOR UPDATE' if hold else ''}",  # noqa: S608 - our own words
            import_id,
        )
    return None if row is None else _import(row)


async def list_imports(codes: Sequence[str], *, limit: int, offset: int) -> tuple[list[ImportLine], int]:
    """Imports of councils, newest first, and how many there are; not those thrown away."""
    where = "i.council_code = ANY($1::text[]) AND i.status <> 'discarded'"
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT i.id, i.council_code, i.file_name, i.status, i.created_by, i.created_at, c.*
            FROM listing_import i CROSS JOIN LATERAL (
                SELECT count(*) AS rows, count(*) FILTER (WHERE outcome = 'added') AS added,
                count(*) FILTER (WHERE outcome = 'merged') AS merged
                FROM listing_import_row r WHERE r.listing_import = i.id) c
            WHERE {where} ORDER BY i.created_at DESC, i.id LIMIT $2 OFFSET $3""",  # noqa: S608 - our own words
            list(codes),
            limit,
            offset,
        )
        total = await raw.fetchval(f"SELECT count(*) FROM listing_import i WHERE {where}", list(codes))  # noqa: S608 - as above
    return [ImportLine(**{**dict(row), "status": ImportStatus(row["status"])}) for row in rows], total


async def count_rows(import_id: UUID) -> Counts:
    """How many rows of each sort."""
    async with connection() as raw:
        row = await raw.fetchrow(
            f"SELECT {_COUNTS} FROM listing_import_row WHERE listing_import = $1",  # noqa: S608 - our own words
            import_id,
        )
    return Counts(**dict(row))


async def list_rows(import_id: UUID, show: Show, *, limit: int, offset: int) -> list[Row]:
    """Rows of a sort, in their order."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {_ROW} FROM listing_import_row WHERE listing_import = $1 AND {_SHOWN[show]}
            ORDER BY number LIMIT $2 OFFSET $3""",  # noqa: S608 - our own words
            import_id,
            limit,
            offset,
        )
    return [_row(row) for row in rows]


async def find_rows(import_id: UUID, numbers: Sequence[int]) -> dict[int, Row]:
    """Some rows, by their numbers."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"SELECT {_ROW} FROM listing_import_row WHERE listing_import = $1 AND number = ANY($2::int[])",  # noqa: S608 - our own words
            import_id,
            list(numbers),
        )
    return {row["number"]: _row(row) for row in rows}


async def list_alike(import_id: UUID, why: str) -> list[Row]:
    """Rows whose surest reason is this."""
    async with connection() as raw:
        rows = await raw.fetch(
            f"""SELECT {_ROW} FROM listing_import_row WHERE listing_import = $1 AND {_IS_ALIKE}
            AND alike->0->>'why' = $2""",  # noqa: S608 - our own words
            import_id,
            why,
        )
    return [_row(row) for row in rows]


async def list_waiting(import_id: UUID) -> list[WaitingRow]:
    """The rows that are ready, with what they say."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT number, draft, alike, choice, target FROM listing_import_row
            WHERE listing_import = $1 AND state = 'ready' AND draft IS NOT NULL ORDER BY number""",
            import_id,
        )
    return [_waiting(row) for row in rows]


async def find_waiting(import_id: UUID, number: int) -> WaitingRow | None:
    """One of them."""
    async with connection() as raw:
        row = await raw.fetchrow(
            """SELECT number, draft, alike, choice, target FROM listing_import_row
            WHERE listing_import = $1 AND number = $2 AND state = 'ready' AND draft IS NOT NULL""",
            import_id,
            number,
        )
    return None if row is None else _waiting(row)


async def list_problems(import_id: UUID) -> list[RowProblem]:
    """Everything that is wrong, in the order of rows."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT problems FROM listing_import_row
            WHERE listing_import = $1 AND state <> 'ready' ORDER BY number""",
            import_id,
        )
    return [problem for row in rows for problem in msgspec.convert(row["problems"], list[RowProblem])]


async def set_choices(import_id: UUID, choices: Mapping[int, tuple[Choice, UUID | None]]) -> None:
    """Write what is to be done with rows."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE listing_import_row r SET choice = given.choice, target = given.target
            FROM unnest($2::int[], $3::text[], $4::uuid[]) AS given (number, choice, target)
            WHERE r.listing_import = $1 AND r.number = given.number AND r.state = 'ready'""",
            import_id,
            list(choices),
            [choice.value for choice, _target in choices.values()],
            [target for _choice, target in choices.values()],
        )


async def update_import(import_id: UUID, status: ImportStatus, **values: Any) -> None:
    """Write a new state of an import that the caller holds; its version goes up."""
    changed: dict[Column | str, Any] = {"status": status.value, "version": ListingImport.version + 1}
    changed.update(values)
    await ListingImport.update(changed).where(ListingImport.id == import_id)


async def empty_rows(import_id: UUID, *, keep_problems: bool) -> None:
    """Forget what rows said."""
    async with connection() as raw:
        await raw.execute(
            """UPDATE listing_import_row SET draft = NULL, provider = '', title = '', alike = '[]',
            problems = CASE WHEN $2 THEN problems ELSE '[]' END WHERE listing_import = $1""",
            import_id,
            keep_problems,
        )


async def list_due(before: datetime) -> list[tuple[UUID, ImportStatus]]:
    """Imports of before a moment that still say something, held in the order of their ids."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT i.id, i.status FROM listing_import i WHERE i.created_at < $1
            AND i.status NOT IN ('importing', 'undoing') AND EXISTS (
                SELECT FROM listing_import_row r WHERE r.listing_import = i.id
                AND (r.draft IS NOT NULL OR r.title <> '' OR r.problems <> '[]'))
            ORDER BY i.id FOR UPDATE""",
            before,
        )
    return [(row["id"], ImportStatus(row["status"])) for row in rows]


async def list_of_account(account_id: UUID) -> list[dict[str, Any]]:
    """What an account sent, brought in or undid."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT id, council_code, file_name, status, created_at, imported_at, undone_at
            FROM listing_import WHERE $1 IN (created_by, imported_by, undone_by) ORDER BY created_at""",
            account_id,
        )
    return [dict(row) for row in rows]


async def list_origins(listing_id: UUID, codes: Sequence[str]) -> list[Origin]:
    """Imports of councils that added a listing or added to it, newest first."""
    async with connection() as raw:
        rows = await raw.fetch(
            """SELECT i.id, file_name, outcome, imported_at
            FROM listing_import_row r JOIN listing_import i ON i.id = r.listing_import
            WHERE i.council_code = ANY($2::text[]) AND r.listing = $1
            AND r.outcome IN ('added', 'merged') ORDER BY i.imported_at DESC, i.id""",
            listing_id,
            list(codes),
        )
    return [Origin(**{**row, "outcome": Outcome(row["outcome"])}) for row in rows]


def _import(row: Mapping[str, Any]) -> Import:
    values = dict(row)
    return Import(**{**values, "status": ImportStatus(values["status"]), "ignored": tuple(values["ignored"])})


def _row(row: Mapping[str, Any]) -> Row:
    return Row(
        number=row["number"],
        state=RowState(row["state"]),
        provider=row["provider"],
        title=row["title"],
        problems=msgspec.convert(row["problems"], tuple[RowProblem, ...]),
        alike=msgspec.convert(row["alike"], tuple[Alike, ...]),
        choice=Choice(row["choice"]),
        target=row["target"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        listing=row["listing"],
        undone=row["undone"],
    )


def _waiting(row: Mapping[str, Any]) -> WaitingRow:
    return WaitingRow(
        number=row["number"],
        draft=msgspec.convert(row["draft"], ListingDraft),
        alike=msgspec.convert(row["alike"], tuple[Alike, ...]),
        choice=Choice(row["choice"]),
        target=row["target"],
    )
