"""Every query of the shortlists room. Raw SQL for upserts, and to hold the account meanwhile."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from marketplace.kernel.database import connection
from marketplace.shortlists.schemas import SavedListing
from marketplace.shortlists.tables import SavedListing as SavedTable

_ADD = """
INSERT INTO saved_listing (account, listing, note, saved_at)
SELECT a.id, $2, '', $3::timestamptz FROM account a
WHERE a.id = $1 AND (SELECT count(*) FROM saved_listing WHERE account = $1) < $4
FOR KEY SHARE OF a
ON CONFLICT (account, listing) DO NOTHING
"""
_MERGE = """
INSERT INTO saved_listing (account, listing, note, saved_at)
SELECT a.id, kept.listing, kept.note, $4::timestamptz - kept.place * interval '1 microsecond'
FROM account a, unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS kept (listing, note, place)
WHERE a.id = $1 AND kept.place <= $5 - (SELECT count(*) FROM saved_listing WHERE account = $1)
ORDER BY kept.listing
FOR KEY SHARE OF a
ON CONFLICT (account, listing) DO UPDATE SET note = CASE
    WHEN saved_listing.note = '' THEN excluded.note
    WHEN position(excluded.note IN saved_listing.note) > 0 THEN saved_listing.note
    ELSE left(saved_listing.note || E'\\n' || excluded.note, $6) END
"""
"""In the order of ids, so that two tabs at once do not wait for each other. Of two notes both stay; one that
is in the other already is not written twice, so that doing it again changes nothing."""


async def hold_account(account_id: UUID, *, to_erase: bool = False) -> bool:
    """Have an account stay until the transaction ends; whether it is there.

    Who holds it `to_erase` waits for whoever writes for it, and has those who come later find nothing.
    """
    statement = "SELECT true FROM account WHERE id = $1 FOR "
    async with connection() as raw:
        return bool(await raw.fetchval(statement + ("UPDATE" if to_erase else "KEY SHARE"), account_id))


async def list_of_account(account_id: UUID) -> tuple[SavedListing, ...]:
    """What an account saved, the latest first."""
    rows = await (
        SavedTable.select(SavedTable.listing, SavedTable.note, SavedTable.saved_at)
        .where(SavedTable.account == account_id)
        .order_by(SavedTable.saved_at, SavedTable.id, ascending=False)
    )
    return tuple(
        SavedListing(listing_id=row["listing"], note=row["note"], saved_at=row["saved_at"]) for row in rows
    )


async def list_ids_of_account(account_id: UUID, among: Sequence[UUID]) -> frozenset[UUID]:
    """Those of these listings that an account saved."""
    rows = await SavedTable.select(SavedTable.listing).where(
        (SavedTable.account == account_id) & SavedTable.listing.is_in(list(among))
    )
    return frozenset(row["listing"] for row in rows)


async def add(account_id: UUID, listing_id: UUID, at: datetime, most: int) -> bool:
    """Keep one more, where there are fewer than `most`; whether it was."""
    async with connection() as raw:
        done = await raw.execute(_ADD, account_id, listing_id, at, most)
    return str(done).endswith("1")


async def merge(
    account_id: UUID, saved: Sequence[SavedListing], at: datetime, *, most: int, longest_note: int
) -> None:
    """Take over what a browser kept, its order included."""
    ids = [one.listing_id for one in saved]
    notes = [one.note for one in saved]
    async with connection() as raw:
        await raw.execute(_MERGE, account_id, ids, notes, at, most, longest_note)


async def remove(account_id: UUID, listing_id: UUID) -> None:
    """Forget one."""
    await SavedTable.delete().where((SavedTable.account == account_id) & (SavedTable.listing == listing_id))


async def clear(account_id: UUID) -> None:
    """Forget all."""
    await SavedTable.delete().where(SavedTable.account == account_id)


async def put_note(account_id: UUID, listing_id: UUID, note: str) -> bool:
    """Write a note; whether the listing was saved."""
    rows = await (
        SavedTable.update({SavedTable.note: note})
        .where((SavedTable.account == account_id) & (SavedTable.listing == listing_id))
        .returning(SavedTable.id)
    )
    return bool(rows)
