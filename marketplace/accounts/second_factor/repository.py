"""Every query of the second factor."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.accounts.second_factor.tables import RecoveryCode, SecondFactorRow
from marketplace.kernel.database import connection


async def find(account_id: UUID) -> dict[str, Any] | None:
    """The row of the account, and how many recovery codes are left as `codes_left`. Raw: one statement."""
    async with connection() as raw:
        row = await raw.fetchrow(
            "SELECT f.*, (SELECT count(*) FROM recovery_code AS c WHERE c.account = f.account) AS codes_left "
            "FROM second_factor AS f WHERE f.account = $1",
            account_id,
        )
    return dict(row) if row else None


async def find_for_update(account_id: UUID) -> dict[str, Any] | None:
    """The row of the account, held until the transaction ends."""
    row: dict[str, Any] | None = await (
        SecondFactorRow.select().where(SecondFactorRow.account == account_id).first().lock_rows()
    )
    return row


async def find_any() -> dict[str, Any] | None:
    """The row of anybody, the latest."""
    row: dict[str, Any] | None = await (
        SecondFactorRow.select().order_by(SecondFactorRow.begun_at, ascending=False).first()
    )
    return row


async def put_pending(account_id: UUID, sealed_key: bytes, at: datetime) -> bool:
    """Keep a key that is being set up in the place of an earlier one; False when one is in use already.

    Raw: Piccolo cannot say ON CONFLICT … WHERE.
    """
    async with connection() as raw:
        done = await raw.fetchval(
            "INSERT INTO second_factor AS f (id, account, sealed_key, begun_at, last_step) "
            "VALUES (gen_random_uuid(), $1, $2, $3, 0) "
            "ON CONFLICT (account) DO UPDATE SET sealed_key = $2, begun_at = $3, last_step = 0 "
            "WHERE f.set_at IS NULL RETURNING 1",
            account_id,
            sealed_key,
            at,
        )
    return done is not None


async def put_in_use(account_id: UUID, step: int, at: datetime) -> None:
    """From now on it is asked for."""
    await SecondFactorRow.update({SecondFactorRow.set_at: at, SecondFactorRow.last_step: step}).where(
        SecondFactorRow.account == account_id
    )


async def use_step(account_id: UUID, step: int) -> bool:
    """Use up a step; False when it or a later one was used before. Of two at once exactly one gets True."""
    rows = await (
        SecondFactorRow.update({SecondFactorRow.last_step: step})
        .where((SecondFactorRow.account == account_id) & (SecondFactorRow.last_step < step))
        .returning(SecondFactorRow.id)
    )
    return bool(rows)


async def replace_codes(
    account_id: UUID, hashes: Iterable[bytes], sealed_codes: bytes, show_until: datetime
) -> None:
    """Put new recovery codes in the place of all that there were."""
    await RecoveryCode.delete().where(RecoveryCode.account == account_id)
    await RecoveryCode.insert(*(RecoveryCode(account=account_id, code_hash=each) for each in hashes))
    await SecondFactorRow.update(
        {SecondFactorRow.sealed_codes: sealed_codes, SecondFactorRow.show_codes_until: show_until}
    ).where(SecondFactorRow.account == account_id)


async def use_code(account_id: UUID, code_hash: bytes) -> bool:
    """Use up a recovery code; False when there is none such."""
    rows = await (
        RecoveryCode.delete()
        .where((RecoveryCode.account == account_id) & (RecoveryCode.code_hash == code_hash))
        .returning(RecoveryCode.id)
    )
    return bool(rows)


async def hide_codes(account_id: UUID) -> None:
    """Show the recovery codes no more."""
    await SecondFactorRow.update(
        {SecondFactorRow.sealed_codes: None, SecondFactorRow.show_codes_until: None}
    ).where(SecondFactorRow.account == account_id)


async def hide_codes_shown_until(at: datetime) -> None:
    """Forget recovery codes that nobody wrote down in time, and keys that nobody finished to set up."""
    await SecondFactorRow.update(
        {SecondFactorRow.sealed_codes: None, SecondFactorRow.show_codes_until: None}
    ).where(SecondFactorRow.show_codes_until <= at)


async def delete_begun_before(at: datetime) -> None:
    """Delete keys that nobody finished to set up."""
    await SecondFactorRow.delete().where(SecondFactorRow.set_at.is_null() & (SecondFactorRow.begun_at < at))


async def delete(account_id: UUID) -> bool:
    """Remove the second factor with its recovery codes; False when there was none."""
    rows = await (
        SecondFactorRow.delete()
        .where(SecondFactorRow.account == account_id)
        .returning(SecondFactorRow.set_at)
    )
    await RecoveryCode.delete().where(RecoveryCode.account == account_id)
    return any(row["set_at"] for row in rows)
