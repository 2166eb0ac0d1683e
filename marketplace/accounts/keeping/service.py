"""Changes names, passwords and addresses. `accounts.service` hands these on."""

from uuid import UUID

from marketplace.accounts import repository
from marketplace.accounts.keeping import rules as letters
from marketplace.accounts.limits import service as limits
from marketplace.accounts.passwords import service as passwords
from marketplace.accounts.roles import repository as roles
from marketplace.accounts.rules import (
    ADDRESS_CHANGE,
    ADDRESS_CHANGE_LASTS,
    LONGEST_NAME,
    NOTHING,
    RESET,
    RESET_LASTS,
    same_address,
)
from marketplace.accounts.schemas import Account, FieldFault
from marketplace.accounts.sessions import repository as sessions
from marketplace.audit import service as audit
from marketplace.kernel import clock
from marketplace.kernel.database import transaction
from marketplace.kernel.errors import ConflictError, InvalidError, NotFoundError
from marketplace.kernel.i18n import gettext as _
from marketplace.links.service import end_links, find_link, make_link, use_link
from marketplace.mail.service import queue_letter, read_address


async def rename_account(account_id: UUID, name: str) -> None:
    """Keep another name."""
    async with transaction():
        await repository.set_name(account_id, name[:LONGEST_NAME])
        await audit.record("rename", "account", account_id, str(account_id))


async def check_own_password(account: Account, password: str) -> None:
    """Ask for the password before something that cannot be taken back.

    An account without password has nothing to give. Limits are the caller's (`limits.begin_attempt`).

    Raises:
        InvalidError: it is not the password; the field is `current_password`.
    """
    kept = await repository.find_password_of(account.id)
    if kept is None:
        return
    if not await passwords.is_right(password, kept):
        raise InvalidError([FieldFault("current_password", _("This is not your password"))])


async def change_password(account_id: UUID, new_password: str, *, session_id: UUID | None) -> None:
    """Keep another password, and end all other sessions.

    Raises:
        InvalidError: the new password is not good enough; the field is `password`.
    """
    account = await _account(account_id)
    await passwords.check_password(new_password, (account.name, account.address))
    password_hash = await passwords.hash_password(new_password)
    async with transaction():
        await _keep_password(account, password_hash, "change_password")
        await sessions.drop_all(account_id, session_id)


async def _keep_password(account: Account, password_hash: str, action: str) -> None:
    await repository.set_password(account.id, password_hash)
    await end_links(RESET, account.id)
    await audit.record(action, "account", account.id, str(account.id))
    await queue_letter(account.address, letters.password_letter(), account_id=account.id)


async def request_reset(address: str) -> None:
    """Send a letter to the address: with a link to choose a new password, or saying that there is no account.

    Nothing else differs, and nothing is told to who asks. ValueError when the address is none.
    """
    if not await limits.may_write_to(address, about=RESET):
        return
    async with transaction():
        known = await repository.find_password(address)
        account_id = known[0] if known else None
        token = await make_link(
            RESET if known else NOTHING,
            record_id=account_id,
            account_id=account_id,
            expires_at=clock.now() + RESET_LASTS,
        )
        await queue_letter(
            address,
            letters.reset_letter(token) if known else letters.no_account_letter(),
            account_id=account_id,
        )


async def find_reset(token: str) -> Account:
    """Whose password may be chosen anew by this link.

    Raises:
        NotFoundError: the link is unknown, used, or too old.
    """
    link = await find_link(token, RESET)
    return await _account(link.account_id)


async def reset_password(token: str, password: str) -> Account:
    """Keep the new password of a link and end all sessions; the account is not signed in by it.

    Raises:
        NotFoundError: the link is unknown, used, or too old.
        InvalidError: the password is not good enough; the link still works.
    """
    account = await find_reset(token)
    await passwords.check_password(password, (account.name, account.address))
    password_hash = await passwords.hash_password(password)
    async with transaction():
        await use_link(token, RESET)
        await _keep_password(account, password_hash, "reset_password")
        await sessions.drop_all(account.id)
    return account


async def request_address_change(account_id: UUID, address: str) -> None:
    """Send a link to the new address, and tell the old one. Nothing changes before the link is followed.

    Whether the new address has an account is not told here. ValueError when it is none.
    """
    account, address = await _account(account_id), read_address(address)
    if not await limits.may_write_to(address, about=f"{ADDRESS_CHANGE} of {account_id}"):
        return
    async with transaction():
        await end_links(ADDRESS_CHANGE, account_id)
        token = await make_link(
            ADDRESS_CHANGE,
            record_id=account_id,
            account_id=account_id,
            data={"address": address},
            expires_at=clock.now() + ADDRESS_CHANGE_LASTS,
        )
        known = await repository.find_password(address)
        is_taken = known is not None and known[0] != account_id
        # Not as a letter of this account: what is kept of it must not tell whether the address was taken.
        letter = letters.taken_letter() if is_taken else letters.address_letter(token)
        await queue_letter(address, letter, about=account_id)
        await queue_letter(account.address, letters.change_asked_letter(), account_id=account_id)
        await audit.record("ask_address_change", "account", account_id, str(account_id))


async def find_address_change(token: str) -> str:
    """The new address of a link.

    Raises:
        NotFoundError: the link is unknown, used, or too old.
    """
    return str((await find_link(token, ADDRESS_CHANGE)).data["address"])


async def confirm_address_change(token: str) -> UUID:
    """Use the address of a link for its account from now on, and tell the old address.

    Links to choose a new password that went to the old address stop working.

    Raises:
        NotFoundError: the link is unknown, used, or too old.
        ConflictError: the address got an account meanwhile.
    """
    async with transaction():
        link = await use_link(token, ADDRESS_CHANGE)
        account = await _account(link.account_id)
        address = str(link.data["address"])
        if not await repository.set_address(account.id, address):
            raise ConflictError(_("This address has another account already."))
        await end_links(RESET, account.id)
        await audit.record("change_address", "account", account.id, str(account.id))
        if not same_address(account.address, address):
            await queue_letter(account.address, letters.changed_letter(), account_id=account.id)
    return account.id


async def _account(account_id: UUID | None) -> Account:
    account = await roles.find(account_id) if account_id else None
    if account is None:
        raise NotFoundError
    return account
