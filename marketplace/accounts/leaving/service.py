"""Hands over and erases. `accounts.service` hands these on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.accounts import repository
from marketplace.accounts.roles import repository as roles
from marketplace.accounts.rules import SIGN_UP
from marketplace.accounts.schemas import DataHolder
from marketplace.accounts.sessions.service import list_sessions
from marketplace.accounts.supporting.service import list_acting_for
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.links.service import end_links_about
from marketplace.mail.service import Letter, drop_letters_to, queue_letter


class UsedAgainError(Exception):
    """An account that was to be deleted since nobody used it is used, or is gone already."""


async def download_data(account_id: UUID, holders: Iterable[DataHolder]) -> dict[str, Any]:
    """All that any room keeps about an account, by the room's word for it.

    Raises:
        NotFoundError: there is no such account.
    """
    async with transaction():
        account = await roles.find(account_id)
        if account is None:
            raise NotFoundError
        data: dict[str, Any] = {
            "made_at": clock.now(),
            "account": account,
            "signed_in": await list_sessions(account_id),
            "acting_for": await list_acting_for(account_id),
        }
        for holder in holders:
            data[holder.name] = await holder.export(account_id)
        await audit.record("download", "account", account_id, str(account_id))
    return data


async def delete_account(account_id: UUID, holders: Iterable[DataHolder], *, actor: str) -> None:
    """Erase an account in every room, all or nothing; a last letter says that it was done.

    That it was done stays on record, with nothing of the person.

    Raises:
        NotFoundError: there is no such account.
        ConflictError: a room cannot let it go yet, e.g. the only one who looks after an organisation.
    """
    async with transaction():
        await erase_account(account_id, holders, actor=actor, farewell=_farewell())


async def erase_account(
    account_id: UUID,
    holders: Iterable[DataHolder],
    *,
    actor: str,
    farewell: Letter,
    unless_seen_after: datetime | None = None,
) -> None:
    """Do what `delete_account` does, in the caller's transaction, with another last letter.

    A council learns from its trail that a role for it ended.

    Raises:
        NotFoundError, ConflictError: as `delete_account`.
        UsedAgainError: its owner was here after a moment; nothing may be committed then.
    """
    account = await roles.find(account_id)
    if account is None:
        raise NotFoundError
    for holder in holders:
        await holder.erase(account_id)
    if not await repository.drop(account_id, unless_seen_after=unless_seen_after):
        raise UsedAgainError
    await end_links_about(SIGN_UP, account.address)
    await drop_letters_to(account.address)
    await audit.erase_subject(account_id, actor=actor)
    for grant in account.grants:
        if grant.council_code is not None:
            await audit.record(
                "end_role", "account", account_id, actor, before=grant, council=grant.council_code
            )
    await audit.record("delete", "account", account_id, actor)
    await queue_letter(account.address, farewell)


def _farewell() -> Letter:
    return Letter(
        kind="account_deleted",
        subject=_("Your account was deleted"),
        parts=(
            _("Your account and what we kept about you with it were deleted."),
            _("This email is the last. We delete your email address 30 days after it."),
        ),
    )
