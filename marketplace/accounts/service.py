"""The door of the accounts room. What other rooms and pages do with accounts goes through here."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from marketplace.accounts import repository, rules
from marketplace.accounts.entering.service import sign_in
from marketplace.accounts.joining.service import confirm_address, find_sign_up, sign_up
from marketplace.accounts.keeping.service import (
    change_password,
    check_own_password,
    confirm_address_change,
    find_address_change,
    find_reset,
    rename_account,
    request_address_change,
    request_reset,
    reset_password,
)
from marketplace.accounts.leaving.service import delete_account, download_data
from marketplace.accounts.passwords.service import hash_password
from marketplace.accounts.roles import repository as roles
from marketplace.accounts.roles.service import (
    check_grant,
    end_role,
    grant_role,
    list_staff,
    list_with_role,
)
from marketplace.accounts.schemas import Account, Grant
from marketplace.accounts.sessions import repository as sessions
from marketplace.accounts.sessions.service import (
    drop_expired_sessions,
    find_viewer,
    list_sessions,
    open_session,
    pass_second_factor,
    sign_out,
    sign_out_everywhere,
    sign_out_session,
)
from marketplace.accounts.supporting.service import act_for, end_acting_for, list_acting_for
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.mail.service import read_address

__all__ = [
    "act_for",
    "add_account",
    "change_password",
    "check_own_password",
    "confirm_address",
    "confirm_address_change",
    "delete_account",
    "download_data",
    "drop_expired_sessions",
    "end_acting_for",
    "end_role",
    "find_account",
    "find_account_by_address",
    "find_address",
    "find_address_change",
    "find_reset",
    "find_sign_up",
    "find_viewer",
    "grant_role",
    "last_signed_in",
    "list_acting_for",
    "list_addresses",
    "list_names",
    "list_sessions",
    "list_staff",
    "list_with_role",
    "open_session",
    "pass_second_factor",
    "rename_account",
    "request_address_change",
    "request_reset",
    "reset_password",
    "set_second_factor",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_out_session",
    "sign_up",
]


async def add_account(
    address: str,
    name: str,
    *,
    password: str | None,
    grants: Sequence[Grant] = (),
    actor: str,
    account_id: UUID | None = None,
) -> UUID:
    """Make an account whose address somebody vouches for: a command, an administrator, single sign-on.

    Without a password it signs in through its council, or by resetting the password.

    Raises:
        ConflictError: the address has an account.
        ValueError: the address is none, or a grant and its council do not fit.
    """
    address = read_address(address)
    checked = [check_grant(grant.role, grant.council_code) for grant in grants]
    password_hash = None if password is None else await hash_password(password)
    chosen_id = account_id or uuid4()
    async with transaction():
        if not await repository.add(
            chosen_id, address, name[: rules.LONGEST_NAME], password_hash, clock.now()
        ):
            raise ConflictError(_("This address has an account already."))
        for grant in checked:
            await roles.add(chosen_id, grant, clock.now())
        await audit.record("add", "account", chosen_id, actor, after={"grants": checked})
    return chosen_id


async def find_account(account_id: UUID) -> Account | None:
    """An account with its roles."""
    return await roles.find(account_id)


async def find_account_by_address(address: str) -> Account | None:
    """The account of an address. For services only: nobody may be told whether there is one."""
    return await roles.find_by_address(address)


async def find_address(account_id: UUID) -> str | None:
    """The confirmed email address of an account, to write to; None when the account is gone."""
    account = await roles.find(account_id)
    return account.address if account else None


async def list_addresses(account_ids: Collection[UUID]) -> dict[UUID, str]:
    """The confirmed email addresses of accounts, to write to; those that are gone are left out."""
    return await repository.addresses(account_ids)


async def list_names(account_ids: Collection[UUID]) -> dict[UUID, str]:
    """What each account is called, also those that are gone."""
    known = await repository.names(account_ids)
    gone = _("someone whose account was deleted")
    return {account_id: known.get(account_id, gone) for account_id in account_ids}


async def last_signed_in(account_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each account was last here, signing in or signed in already; who never was is left out."""
    return await repository.last_seen(account_ids)


async def set_second_factor(account_id: UUID, *, is_set: bool) -> None:
    """Say whether an account has a second factor, so that it is asked for at sign-in.

    To be called in the transaction that keeps or removes it.

    Raises:
        NotFoundError: there is no such account.
    """
    async with transaction():
        if await sessions.lock_subject(account_id) is None:
            raise NotFoundError
        await repository.set_second_factor(account_id, is_set=is_set)
