"""Every query of single sign-on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.accounts.single_sign_on.tables import SignOnIdentity
from marketplace.kernel.database import connection

# Piccolo cannot say ON CONFLICT without naming the constraint's columns one by one for several constraints.
_ADD = """
INSERT INTO sign_on_identity (id, account, council_code, issuer, subject, linked_at)
VALUES (gen_random_uuid(), $1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id
"""


async def find_account(issuer: str, subject: str, council_code: str) -> UUID | None:
    """The account that this person is."""
    row = await (
        SignOnIdentity.select(SignOnIdentity.account)
        .where(
            (SignOnIdentity.issuer == issuer)
            & (SignOnIdentity.subject == subject)
            & (SignOnIdentity.council_code == council_code)
        )
        .first()
    )
    return row["account"] if row else None


async def add(account_id: UUID, council_code: str, issuer: str, subject: str, at: datetime) -> bool:
    """Link an account; False when the person or the account is linked at this service already."""
    async with connection() as raw:
        return await raw.fetchval(_ADD, account_id, council_code, issuer, subject, at) is not None


async def list_of_account(account_id: UUID) -> list[dict[str, Any]]:
    """Where an account may come in by."""
    return await (
        SignOnIdentity.select(SignOnIdentity.council_code, SignOnIdentity.issuer, SignOnIdentity.linked_at)
        .where(SignOnIdentity.account == account_id)
        .order_by(SignOnIdentity.linked_at)
    )
